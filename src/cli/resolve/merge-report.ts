import type { Decision, Places } from "../../merge/decisions/decision.js"
import { REASONS } from "../../merge/decisions/decision.js"
import type { Cell, Notebook } from "../../notebook/model.js"
import { safeText } from "../../render/ink/safe-text.js"
import { cellName } from "../../render/words/cell-title.js"
import { safeJson } from "../../render/words/json-text.js"

/** The notebooks that a report names cells of; `base` is missing where both sides added the file. */
export interface ReportedVersions {
  readonly base: Notebook | undefined
  readonly ours: Notebook
  readonly theirs: Notebook
  readonly merged: Notebook
}

/** What was decided in a merge, a line each: which cell, what, and why. Conflicts come first in a line of their
 *  own kind, and cells are named as people see them: position from 1, type, heading or first line. */
export function reportLines(decisions: readonly Decision[], versions: ReportedVersions): readonly string[] {
  return decisions.map((decision) => {
    const path = decision.path.length === 0 ? "" : `${safeText(decision.path.join("."))}: `
    return `${markOf(decision)} ${placeName(decision, versions)}: ${path}${reasonOf(decision)}`
  })
}

/** The form of this object; it grows by new fields alone. */
const JSON_VERSION = 1

/** The same for programs. Positions are indices from 0; `cell` is the one in the result, null for the notebook
 *  itself and for a cell that is not in it. */
export function reportJson(decisions: readonly Decision[], versions: ReportedVersions): string {
  const report = {
    version: JSON_VERSION,
    conflicts: decisions.filter(({ conflict }) => conflict).length,
    decisions: decisions.map((decision) => ({
      kind: decision.kind,
      conflict: decision.conflict,
      settled: decision.resolution ?? null,
      reason: REASONS[decision.kind],
      cell: decision.cell ?? null,
      base: decision.places.base ?? null,
      ours: decision.places.ours ?? null,
      theirs: decision.places.theirs ?? null,
      path: decision.path,
      name: nameOf(decision, versions) ?? null,
    })),
  }
  return `${safeJson(JSON.stringify(report, undefined, 2))}\n`
}

function markOf({ conflict }: Decision): string {
  return conflict ? "conflict:" : "decided: "
}

function reasonOf({ kind, resolution }: Decision): string {
  const reason = REASONS[kind]
  return resolution === undefined ? reason : `${reason}; resolved for ${SIDE_WORDS[resolution]}`
}

const SIDE_WORDS = { base: "base", ours: "ours", theirs: "theirs", union: "both" } as const

/** `cell 3 · code · df = load()`, by its place in the result or else in the version that had it. */
function placeName(decision: Decision, versions: ReportedVersions): string {
  const cell = cellOf(decision, versions)
  if (cell === undefined) return "notebook"
  return cellLine(cell.position, cell.cell)
}

/** A cell in a line: `3` is what a person calls its position. */
export function cellLine(position: string, { type, source }: Pick<Cell, "type" | "source">): string {
  const name = shortened(cellName({ type, source }))
  return [`cell ${position}`, type, ...(name === "" ? [] : [name])].map((word) => safeText(word)).join(" · ")
}

/** Characters of a cell's name that a line has room for. */
const NAME_LENGTH = 60

function shortened(name: string): string {
  const characters = Array.from(name)
  return characters.length <= NAME_LENGTH ? name : `${characters.slice(0, NAME_LENGTH - 1).join("")}…`
}

function nameOf(decision: Decision, versions: ReportedVersions): string | undefined {
  const cell = cellOf(decision, versions)?.cell
  return cell && cellName(cell)
}

function cellOf(
  { cell, places }: Decision,
  versions: ReportedVersions,
): { readonly position: string; readonly cell: Cell } | undefined {
  const own = cell === undefined ? undefined : versions.merged.cells[cell]
  if (own !== undefined && cell !== undefined) {
    // A marker is not a name: the cell is known by what it was on a side.
    return { position: String(cell + 1), cell: versionOf(places, versions)?.cell ?? own }
  }
  const gone = versionOf(places, versions)
  return gone && { position: `${gone.place + 1} of ${gone.side}`, cell: gone.cell }
}

function versionOf(
  places: Places,
  versions: ReportedVersions,
): { readonly side: string; readonly place: number; readonly cell: Cell } | undefined {
  for (const side of ["ours", "theirs", "base"] as const) {
    const place = places[side]
    const cell = place === undefined ? undefined : versions[side]?.cells[place]
    if (place !== undefined && cell !== undefined) return { side, place, cell }
  }
  return undefined
}
