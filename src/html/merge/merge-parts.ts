import type { ConflictedNotebook } from "../../merge/resolve/resolve.js"
import type { Action } from "../../merge/rework/action.js"
import { type ConflictState, conflictStates, progressOf } from "../../merge/rework/open-places.js"
import { type Reworked, rework } from "../../merge/rework/rework.js"
import { type CellState, placesOf, type ReworkState, reworkState } from "../../merge/rework/rework-state.js"
import { languageOf } from "../../notebook/cell-language.js"
import type { Cell } from "../../notebook/model.js"
import { safeText } from "../../render/ink/safe-text.js"
import { cellName } from "../../render/words/cell-title.js"
import { counted } from "../../render/words/quantity.js"
import { newFileContext } from "../file-context.js"
import { contentHash } from "../markup/content-hash.js"
import { type Html, html, htmlText, NOTHING } from "../markup/html.js"
import { withPictures } from "../markup/pictures.js"
import { REVIEW_DEFAULTS } from "../review-options.js"
import { shortName } from "../short-name.js"
import { quietSource } from "../source-view.js"
import { cellActions, outputsChoice, wholeCell } from "./cell-actions.js"
import { conflictView, conflictWords } from "./conflict-view.js"
import { type MergeFacts, mergeFacts } from "./merge-facts.js"
import { mergeOutline } from "./merge-outline.js"
import { plainLines } from "./version-lines.js"

/** What the page shows after a list of actions. */
interface MergeParts {
  /** The page's elements in order; equal hashes, equal elements. */
  readonly parts: readonly { readonly hash: string; readonly html: string }[]
  readonly outline: string
  readonly resolved: number
  readonly total: number
  /** The cells of the opened file in their new order. */
  readonly order: readonly number[]
}

/** `result` is what the actions come to, where that is known already. */
export type RenderMerge = (actions: readonly Action[], result?: Reworked) => MergeParts

/** Returns what renders a notebook in conflict again after each step. Cells that nobody touched are rendered once. */
export function mergeRenderer(conflicted: ConflictedNotebook, name: string): RenderMerge {
  const facts = mergeFacts(conflicted)
  const context = newFileContext({ path: name, status: "modified" }, 1, REVIEW_DEFAULTS, undefined)
  const { notebook } = conflicted
  const known = new Map<number, Html>()
  const quiet = (cell: Cell, index?: number): Html => {
    const found = index === undefined ? undefined : known.get(index)
    if (found !== undefined) return found
    const body = quietSource(cell, languageOf(notebook, cell), context)
    if (index !== undefined) known.set(index, body)
    return body
  }
  const part = (body: Html): MergeParts["parts"][number] => {
    const text = htmlText(body)
    const hash = contentHash(text)
    const written = withPictures(text, context.pictures, () => true)
    return { hash, html: written.replace(/^<[a-z]+/, (start) => `${start} data-h="${hash}"`) }
  }
  return (actions, result = rework(conflicted, actions)) => {
    const state = reworkState(conflicted, actions)
    const view: View = {
      facts,
      state,
      states: conflictStates(conflicted, state),
      quiet,
      resultOf: (cell) =>
        result.kind === "bytes" ? result.notebook.cells[result.cells[cell] ?? -1] : undefined,
    }
    return {
      parts: bodies(view).map(part),
      outline: htmlText(mergeOutline(facts, view.states)),
      ...progressOf(conflicted, state),
      order: state.order,
    }
  }
}

interface View {
  readonly facts: MergeFacts
  readonly state: ReworkState
  readonly states: readonly ConflictState[]
  readonly quiet: (cell: Cell, index?: number) => Html
  /** The cell as it is now in the result. */
  readonly resultOf: (cell: number) => Cell | undefined
}

function bodies(view: View): readonly Html[] {
  const { facts, state } = view
  const out: Html[] = [...notebookCard(view)]
  let run: number[] = []
  const flush = (): void => {
    if (run.length > 0) out.push(quietRun(run, view))
    run = []
  }
  for (const cell of state.order) {
    if (facts.inCards.has(cell) && !state.cells.has(cell)) continue
    if (facts.conflictsOf.has(cell) || facts.decisionsOf.has(cell) || state.cells.has(cell)) {
      flush()
      out.push(cellCard(cell, view))
    } else run.push(cell)
  }
  flush()
  return out
}

/** What is in conflict in the notebook itself, and what was decided of no cell that is left. */
function notebookCard(view: View): readonly Html[] {
  const conflicts = view.facts.conflictsOf.get(undefined) ?? []
  const decided = view.facts.decisionsOf.get(undefined) ?? []
  if (conflicts.length === 0 && decided.length === 0) return []
  const look = lookOf(conflicts, view)
  return [
    html`<article class="cell ${look}" id="m" tabindex="-1" aria-label="the notebook"><div class="pos"></div><div class="main"><header class="ch"><i aria-hidden="true" data-t="${SIGNS[look]}"></i><h3><b>notebook</b> ${conflicts.length > 0 ? "settings that both sides changed" : "decided"}</h3></header><div class="cb">${conflicts.map((index) => oneConflict(index, view))}${reasons(decided)}</div></div></article>`,
  ]
}

type Look = "conf" | "conf set" | "dec"

const SIGNS = { conf: "◆", "conf set": "✓", dec: "i" } as const satisfies Record<Look, string>

function lookOf(conflicts: readonly number[], { states }: View): Look {
  if (conflicts.length === 0) return "dec"
  const isOpen = conflicts.some((index) => {
    const state = states[index]
    return state?.kind === "places" && state.places.includes(undefined)
  })
  return isOpen ? "conf" : "conf set"
}

function cellCard(index: number, view: View): Html {
  const { facts, state } = view
  const cell = facts.conflicted.notebook.cells[index]
  if (cell === undefined) return NOTHING
  const conflicts = facts.conflictsOf.get(index) ?? []
  const decided = facts.decisionsOf.get(index) ?? []
  const own = state.cells.get(index)
  const look = lookOf(conflicts, view)
  const places = conflicts.reduce((sum, i) => sum + placeCount(i, view), 0)
  const words = cellWords(conflicts, decided, view)
  const body = own?.deleted === true ? deletedStrip() : cellBody(index, cell, conflicts, own, view)
  return html`<article class="cell ${look}" id="m${index}" data-cell="${index}" tabindex="-1" aria-label="cell ${index + 1}, ${safeText(cell.type)}, ${words}"><div class="pos"><span>${state.order.indexOf(index) + 1}</span></div><div class="main"><header class="ch"><i aria-hidden="true" data-t="${SIGNS[look]}"></i><h3><b>${safeText(cell.type)}</b> ${words}${places > 1 && html` <span class="tag">${counted(places, "place")}</span>`}</h3>${cellActions(index)}</header><div class="cb">${body}${reasons(decided)}${own?.deleted !== true && html`${outputsChoice(index, own, facts)}${wholeCell(index, own, facts)}`}</div></div></article>`
}

function placeCount(index: number, { facts }: View): number {
  const conflict = facts.conflicted.conflicts[index]
  return conflict === undefined ? 0 : placesOf(conflict)
}

function cellWords(conflicts: readonly number[], decided: readonly string[], { facts }: View): string {
  const words = conflicts.flatMap((i) => {
    const conflict = facts.conflicted.conflicts[i]
    return conflict === undefined ? [] : [conflictWords(conflict)]
  })
  if (words.length > 0) return [...new Set(words)].join("; ")
  return decided.length > 0 ? "decided by nbdiff" : "changed by you"
}

function reasons(decided: readonly string[]): Html {
  return html`${decided.map((reason) => html`<p class="why dec">${reason}</p>`)}`
}

function deletedStrip(): Html {
  return html`<div class="strip own"><p class="sh"><b>Deleted by you</b> <button type="button" data-act="restore">restore</button></p></div>`
}

/** The cell's conflicts, or what was made of it as a whole. */
function cellBody(
  index: number,
  cell: Cell,
  conflicts: readonly number[],
  own: CellState | undefined,
  view: View,
): Html {
  if (own?.side !== undefined || own?.source !== undefined) {
    const words =
      own.source === undefined
        ? `Taken whole from ${own.side === "base" ? "before" : own.side}`
        : "Written by you"
    const open = own.side === undefined ? conflicts.filter((i) => view.states[i]?.kind === "places") : []
    return html`<div class="strip ${own.source === undefined ? (own.side ?? "own") : "own"}"><p class="sh"><b>${words}</b> <button type="button" data-act="edit">edit</button></p>${nowLines(index, view)}</div>${open.map((i) => oneConflict(i, view))}`
  }
  if (conflicts.length === 0) return html`${view.quiet(cell, index)}`
  return html`${conflicts.map((i) => oneConflict(i, view))}${preview(index, conflicts, view)}`
}

function nowLines(index: number, { resultOf, facts }: View): Html {
  const cell = resultOf(index)
  if (cell === undefined) return html`<p class="gone">the cell is deleted: that side has none</p>`
  return html`<div class="lns">${plainLines(cell.source, languageOf(facts.conflicted.notebook, cell))}</div>`
}

function oneConflict(index: number, { facts: { conflicted }, state, states }: View): Html {
  const conflict = conflicted.conflicts[index]
  const own = states[index]
  if (conflict === undefined || own?.kind !== "places") return NOTHING
  const counts = state.places.map(({ length }) => length)
  const first = counts.slice(0, index).reduce((sum, count) => sum + count, 0)
  const total = counts.reduce((sum, count) => sum + count, 0)
  return conflictView({ conflicted, conflict, index, states: own.places, first, total })
}

/** The cell as it will be, once nothing of it is open. */
function preview(index: number, conflicts: readonly number[], view: View): Html {
  if (lookOf(conflicts, view) !== "conf set") return NOTHING
  const cell = view.resultOf(index)
  if (cell === undefined) return NOTHING
  const outputs = cell.type === "code" ? `, ${counted(cell.outputs.length, "output")}` : ""
  return html`<details class="gap result"><summary>the cell as it will be${outputs}</summary>${view.quiet(cell)}</details>`
}

function quietRun(run: readonly number[], view: View): Html {
  const { facts, state, quiet } = view
  const { cells } = facts.conflicted.notebook
  const headings = run.flatMap((index) => {
    const cell = cells[index]
    return cell?.type === "markdown" && /^ {0,3}#{1,6}\s/m.test(cell.source.slice(0, 2000))
      ? [shortName(cellName(cell), cell.type)]
      : []
  })
  const sources = run.map((index) => {
    const cell = cells[index]
    return (
      cell !== undefined &&
      html`<div class="cell quiet" id="m${index}" data-cell="${index}" tabindex="-1"><div class="pos"><span>${state.order.indexOf(index) + 1}</span></div><div class="main">${cellActions(index)}${quiet(cell, index)}</div></div>`
    )
  })
  return html`<details class="same"><summary><b>${counted(run.length, "cell")} merged without a question</b><span>${headings.slice(0, 4).join(" · ")}</span></summary><h3 class="sr">Cells merged without a question</h3>${sources}</details>`
}
