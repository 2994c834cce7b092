import { textOfChoice } from "../../merge/resolve/resolve-marks.js"
import type { ConflictState } from "../../merge/rework/open-places.js"
import { cellName } from "../../render/words/cell-title.js"
import { type Html, html } from "../markup/html.js"
import { shortName } from "../short-name.js"
import type { MergeFacts } from "./merge-facts.js"

/** The list beside the page: every conflict, and what nbdiff decided by itself. */
export function mergeOutline(facts: MergeFacts, states: readonly ConflictState[]): Html {
  const conflicts = facts.conflicted.conflicts.map((_, i) => conflictItem(i, facts, states[i]))
  const decided = [...facts.decisionsOf].flatMap(([cell, reasons]) =>
    reasons.map((reason) => item("dec", cell, "i", reason)),
  )
  const nothing = html`<li class="same"><span>nothing that was not forced</span></li>`
  return html`<h2>Conflicts</h2><ol><li><ol>${conflicts}</ol></li></ol><h2>Decided by nbdiff</h2><ol><li><ol>${decided.length > 0 ? decided : nothing}</ol></li></ol>`
}

function conflictItem(index: number, facts: MergeFacts, state: ConflictState | undefined): Html {
  const conflict = facts.conflicted.conflicts[index]
  const isOpen = state?.kind === "places" && state.places.includes(undefined)
  return item(
    isOpen ? "open" : "set",
    conflict?.cell,
    isOpen ? "◆" : "✓",
    conflictName(index, facts),
    isOpen ? "open" : "resolved",
  )
}

function item(kind: string, cell: number | undefined, sign: string, words: string, state = ""): Html {
  return html`<li class="${kind}"><a href="#m${cell ?? ""}"><i aria-hidden="true" data-t="${sign}"></i><b data-t="${cell === undefined ? "" : cell + 1}"></b><span>${words}${state !== "" && html`<span class="sr">, ${state}</span>`}</span></a></li>`
}

/** A cell is known by what it is on a side, since a marker is not a name. */
function conflictName(index: number, { conflicted: { conflicts, notebook } }: MergeFacts): string {
  const conflict = conflicts[index]
  const cell = conflict?.cell === undefined ? undefined : notebook.cells[conflict.cell]
  if (cell === undefined) return "notebook"
  const source =
    conflict?.kind === "source"
      ? textOfChoice(conflict.text, "ours") || textOfChoice(conflict.text, "theirs")
      : cell.source
  return shortName(cellName({ type: cell.type, source: source ?? "" }), cell.type) || "(empty)"
}
