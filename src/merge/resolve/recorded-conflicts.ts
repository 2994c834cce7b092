import type { Notebook } from "../../notebook/model.js"
import type { FieldConflict } from "../decisions/decision.js"
import { recordedConflicts } from "../format-merge.js"
import { type MarkedConflict, type MarkedText, parseConflicts } from "../text/marker-parser.js"

/** A conflict that stands in a notebook's file, as a merge wrote it or somebody left it. `cell` is the cell's
 *  index in the file, undefined for the notebook itself. */
export type RecordedConflict =
  /** Markers in a source. With `deletedBy` the cell as a whole: that side deleted it. */
  | {
      readonly kind: "source"
      readonly cell: number
      readonly text: MarkedText
      readonly deletedBy: "ours" | "theirs" | undefined
    }
  /** A field with a record in the metadata; `index` is its place in the list there. */
  | {
      readonly kind: "field"
      readonly cell: number | undefined
      readonly index: number
      readonly field: FieldConflict
    }
  /** Two runs of cells that the sides inserted at one place; the record is in the first cell of theirs. */
  | { readonly kind: "insertion"; readonly cell: number; readonly index: number }
  /** Markers that do not add up to conflicts. */
  | { readonly kind: "stray"; readonly cell: number }

/** Every conflict of a notebook, in the order of its cells, the notebook's own first. */
export function conflictsIn({ metadata, cells }: Notebook): readonly RecordedConflict[] {
  return [
    ...recordsOf(metadata, undefined),
    ...cells.flatMap(({ source, metadata: own }, cell) => [
      ...markersOf(source, cell),
      ...recordsOf(own, cell),
    ]),
  ]
}

function markersOf(source: string, cell: number): readonly RecordedConflict[] {
  if (!/^(<{7}|>{7})/m.test(source)) return []
  const text = parseConflicts(source)
  if (text === null) return hasStrayMarker(source) ? [{ kind: "stray", cell }] : []
  const conflicts = text.chunks.filter((chunk) => chunk.kind === "conflict")
  return conflicts.length === 0 ? [] : [{ kind: "source", cell, text, deletedBy: deletedBy(text) }]
}

/** What stands behind the label of a side that deleted the cell. */
const DELETED = " (deleted)"

function deletedBy({ chunks }: MarkedText): "ours" | "theirs" | undefined {
  const [only, ...others] = chunks
  if (only?.kind !== "conflict" || others.length > 0) return undefined
  return (["ours", "theirs"] as const).find((side) => isDeleted(only, side))
}

function isDeleted(conflict: MarkedConflict, side: "ours" | "theirs"): boolean {
  return conflict[side].length === 0 && conflict.labels[side].endsWith(DELETED)
}

/** A line of git's seven characters, or of more with a label. A longer line without one is a ruler to most. */
function hasStrayMarker(source: string): boolean {
  return /^(?:(?:<{7}|>{7})\r?$|(?:<{7,}|>{7,}) \S)/m.test(source)
}

function recordsOf(metadata: Notebook["metadata"], cell: number | undefined): readonly RecordedConflict[] {
  return recordedConflicts(metadata).map((field, index) =>
    cell !== undefined && field.path.length === 0
      ? { kind: "insertion", cell, index }
      : { kind: "field", cell, index, field },
  )
}
