import { splitLines, withoutEnding } from "../../diff/text/lines.js"
import { itemsOf, type JsonValue, memberOf, stringOf } from "../../notebook/json/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import { DELETED } from "../cells/marked-source.js"
import { nameOfInserted } from "../cells/merged-cell.js"
import type { FieldConflict } from "../decisions/decision.js"
import { recordedConflicts } from "../format-merge.js"
import {
  type MarkedConflict,
  type MarkedText,
  parseConflicts,
  type TextLines,
} from "../text/marker-parser.js"
import { markerWidth } from "../text/markers.js"
import type { Side } from "../text/side.js"

/** Describes a conflict in a notebook's file, as a merge wrote it or somebody left it. `cell` is the cell's index in
 *  the file, undefined for the notebook itself. */
export type RecordedConflict =
  /** Markers in a source. With `deletedBy` the cell as a whole: that side deleted it. */
  | {
      readonly kind: "source"
      readonly cell: number
      readonly text: MarkedText
      readonly deletedBy: Side | undefined
    }
  /** A field with a record in the metadata; `index` is its place in the list there. */
  | {
      readonly kind: "field"
      readonly cell: number | undefined
      readonly index: number
      readonly field: FieldConflict
    }
  /** Two runs of cells that the sides inserted at one place; the record is in the first cell of theirs. */
  | {
      readonly kind: "insertion"
      readonly cell: number
      readonly index: number
      /** Indices of the cells of each run, where they still are what the record names. */
      readonly runs: InsertedRuns | undefined
    }
  /** Markers that do not add up to conflicts. */
  | { readonly kind: "stray"; readonly cell: number }

interface InsertedRuns {
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
}

/** The tag of a cell whose markers are text, whatever they look like. */
const MARKERS_ARE_TEXT = "markers-are-text"

/** Every conflict of a notebook, in the order of its cells, the notebook's own first. No marker among `textLines`, nor in
 *  a cell that is tagged so, is one. */
export function conflictsIn(
  { metadata, cells }: Notebook,
  textLines: TextLines = NONE,
): readonly RecordedConflict[] {
  return [
    ...recordsOf(metadata, undefined, cells),
    ...cells.flatMap(({ source, metadata: own }, cell) => [
      ...(hasTag(own) ? [] : markersOf(source, cell, textLines)),
      ...recordsOf(own, cell, cells),
    ]),
  ]
}

/** Returns the lines of all sources that look like markers: in the versions of a merge they are text. */
export function markerLines(notebooks: readonly Notebook[]): TextLines {
  const lines = new Set<string>()
  for (const { source } of notebooks.flatMap(({ cells }) => cells)) {
    if (!MARKER.test(source)) continue
    for (const line of splitLines(source)) {
      if (markerWidth(line) >= LEAST_SIZE && line[0] !== "=") lines.add(withoutEnding(line))
    }
  }
  return lines
}

const NONE: TextLines = new Set()
const MARKER = /^(<{7}|>{7})/m
const LEAST_SIZE = 7

function hasTag(metadata: Notebook["metadata"]): boolean {
  const tags = memberOf(metadata, "tags")
  return tags !== undefined && itemsOf(tags).some((tag) => stringOf(tag) === MARKERS_ARE_TEXT)
}

function markersOf(source: string, cell: number, textLines: TextLines): readonly RecordedConflict[] {
  if (!MARKER.test(source)) return []
  const text = parseConflicts(source, undefined, textLines)
  if (text === null) return hasStrayMarker(source) ? [{ kind: "stray", cell }] : []
  const conflicts = text.chunks.filter((chunk) => chunk.kind === "conflict")
  return conflicts.length === 0 ? [] : [{ kind: "source", cell, text, deletedBy: deletedBy(text) }]
}

function deletedBy({ chunks }: MarkedText): Side | undefined {
  const [only, ...others] = chunks
  if (only?.kind !== "conflict" || others.length > 0) return undefined
  return (["ours", "theirs"] as const).find((side) => isDeleted(only, side))
}

function isDeleted(conflict: MarkedConflict, side: Side): boolean {
  return conflict[side].length === 0 && conflict.labels[side].endsWith(DELETED)
}

/** A line of git's seven characters, or of more with a label. A longer line without one is a ruler to most. */
function hasStrayMarker(source: string): boolean {
  return /^(?:(?:<{7}|>{7})\r?$|(?:<{7,}|>{7,}) \S)/m.test(source)
}

function recordsOf(
  metadata: Notebook["metadata"],
  cell: number | undefined,
  cells: Notebook["cells"],
): readonly RecordedConflict[] {
  return recordedConflicts(metadata).map((field, index) =>
    cell !== undefined && field.path.length === 0
      ? { kind: "insertion", cell, index, runs: insertedRuns(field, cell, cells) }
      : { kind: "field", cell, index, field },
  )
}

/** The runs that a record names, ours right before the cell and theirs from it on; undefined where they are no longer
 *  that. */
function insertedRuns(
  { ours, theirs }: FieldConflict,
  at: number,
  cells: Notebook["cells"],
): InsertedRuns | undefined {
  const [own, other] = [namesOf(ours), namesOf(theirs)]
  if (own.length === 0 || other.length === 0) return undefined
  const from = (names: readonly string[], start: number): readonly number[] | undefined => {
    const isThere = names.every((name, i) => {
      const cell = cells[start + i]
      return cell !== undefined && nameOfInserted(cell) === name
    })
    return isThere ? names.map((_, i) => start + i) : undefined
  }
  const [oursAt, theirsAt] = [from(own, at - own.length), from(other, at)]
  return oursAt && theirsAt && { ours: oursAt, theirs: theirsAt }
}

function namesOf(value: JsonValue | undefined): readonly string[] {
  return value === undefined ? [] : itemsOf(value).map(stringOf)
}
