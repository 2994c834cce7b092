import type { CellState } from "../../merge/rework/rework-state.js"
import { type Html, html, NOTHING } from "../markup/html.js"
import type { MergeFacts } from "./merge-facts.js"

/** The buttons that do something to a cell as a whole. */
export function cellActions(cell: number): Html {
  const words = `cell ${cell + 1}`
  return html`<span class="acts"><button type="button" class="flip2" data-act="edit" aria-label="Edit ${words}">Edit</button><button type="button" class="flip2" data-act="up" aria-label="Move ${words} up">↑</button><button type="button" class="flip2" data-act="down" aria-label="Move ${words} down">↓</button><button type="button" class="flip2" data-act="delete" aria-label="Delete ${words}">Delete</button></span>`
}

const SIDES = [
  { side: "ours", name: "ours" },
  { side: "base", name: "before" },
  { side: "theirs", name: "theirs" },
] as const

/** Offers the whole cell as a side has it, where the sides are known. */
export function wholeCell(cell: number, state: CellState | undefined, facts: MergeFacts): Html {
  const known = SIDES.filter(({ side }) => facts.sides.includes(side))
  if (known.length === 0) return NOTHING
  const buttons = known.map(({ side, name }) => {
    const isThere = facts.counterpart(cell, side) !== undefined
    return html`<button type="button" data-side="${side}" aria-pressed="${String(state?.side === side)}">${name}${!isThere && " (not there)"}</button>`
  })
  return html`<p class="why">Take the whole cell, outputs included: ${buttons}</p>`
}

/** Says whose outputs the cell has, and offers others; for code cells of which a side is known. */
export function outputsChoice(cell: number, state: CellState | undefined, facts: MergeFacts): Html {
  const { cells } = facts.conflicted.notebook
  if (cells[cell]?.type !== "code" || facts.sides.length === 0) return NOTHING
  const chosen = state?.outputs
  const buttons = (["ours", "theirs", "none"] as const).flatMap((take) => {
    const outputs = take === "none" ? undefined : facts.counterpart(cell, take)?.outputs.length
    if (take !== "none" && outputs === undefined) return []
    const count = outputs === undefined ? "" : ` (${outputs})`
    return [
      html`<button type="button" data-outputs="${take}" aria-pressed="${String(chosen === take)}">${take}${count}</button>`,
    ]
  })
  const words = chosen === undefined ? "those of the source that you choose, if a side ran it" : "chosen"
  return html`<p class="why">Outputs: ${words}. ${buttons}</p>`
}
