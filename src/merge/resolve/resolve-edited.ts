import { align } from "../../diff/align/align.js"
import { dialectOf } from "../../notebook/dialect.js"
import type { Draft } from "../../notebook/draft.js"
import { sameBytes, sameValue } from "../../notebook/json/json-equality.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  memberMap,
  memberOf,
  numberOf,
} from "../../notebook/json/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../../notebook/model.js"
import type { CellMerge } from "../cells/cell-versions.js"
import type { MarkerStyle } from "../cells/marked-source.js"
import { mergeCell } from "../cells/merge-cell.js"
import { isConflictKind, type Places } from "../decisions/decision.js"
import { DEFAULT_POLICY, type MergePolicy } from "../decisions/policy.js"
import { cellDraft, recordedConflicts } from "../format-merge.js"
import type { FileMerge } from "../merge-files.js"
import type { Resolution } from "../text/line-merge.js"
import type { RecordedConflict } from "./recorded-conflicts.js"
import type { ResolvedCells } from "./resolve-marks.js"

/** The merge that a file in conflict comes from. */
export interface MergeAgain extends MergedOnce {
  /** Finds the cells of an edited file, as they become where all that is marked is resolved alike. */
  readonly cellsFor: (resolution: Resolution) => ResolvedCells
}

export interface MergedOnce {
  readonly markerStyle: MarkerStyle
  readonly policy: MergePolicy
  readonly merge: FileMerge
  /** What the merge wrote; the file itself, where it is still that. */
  readonly notebook: Notebook
  /** The conflicts of the file that the merge marked, each with the one that it marked. */
  readonly marked: ReadonlyMap<RecordedConflict, RecordedConflict>
}

/** Finds the conflicts of a file that are still as a merge marked them, whatever was saved or edited around them. */
export function sameConflicts(
  file: Notebook,
  conflicts: readonly RecordedConflict[],
  written: Notebook,
  marked: readonly RecordedConflict[],
): ReadonlyMap<RecordedConflict, RecordedConflict> {
  const { toA } = align(written.cells, file.cells)
  const byPlace = new Map(marked.map((conflict) => [placeOf(conflict, conflict.cell), conflict]))
  const found = new Map<RecordedConflict, RecordedConflict>()
  for (const conflict of conflicts) {
    const cell = conflict.cell === undefined ? undefined : toA[conflict.cell]
    const other = byPlace.get(placeOf(conflict, cell))
    if (other !== undefined && isSame(conflict, other)) found.set(conflict, other)
  }
  return found
}

/** A source has one conflict, and a field one record. */
function placeOf(conflict: RecordedConflict, cell: number | undefined): string {
  return JSON.stringify([cell, conflict.kind, conflict.kind === "field" ? conflict.field.path : []])
}

function isSame(a: RecordedConflict, b: RecordedConflict): boolean {
  switch (a.kind) {
    case "source":
      return b.kind === "source" && JSON.stringify(marksOf(a)) === JSON.stringify(marksOf(b))
    case "field":
      return (
        b.kind === "field" &&
        (["base", "ours", "theirs"] as const).every((side) => sameValue(a.field[side], b.field[side]))
      )
    case "insertion":
      return b.kind === "insertion" && a.runs !== undefined && b.runs !== undefined
    case "stray":
      return false
  }
}

/** Returns the text between the markers, and their labels. */
function marksOf({ text }: RecordedConflict & { readonly kind: "source" }): unknown {
  return text.chunks.filter(({ kind }) => kind === "conflict")
}

/** Returns the cells of the file that merging again changes, as they become: what the merge makes of its own cell is
 *  merged with what the file has of it. A cell that both changed in ways that do not go together is not among them. */
export function resolvedCells(
  file: Notebook,
  { merge, notebook: written }: MergedOnce,
  resolved: FileMerge,
): ResolvedCells {
  const { toB } = align(written.cells, file.cells)
  const after = parseNotebook(resolved.bytes)
  const nowAt = new Map(resolved.places.map((places, i) => [nameOf(places), after.cells[i] as Cell]))
  const cells = new Map<number, Draft | undefined>()
  for (const [i, places] of merge.places.entries()) {
    const own = toB[i] ?? -1
    const [was, now, here] = [written.cells[i], nowAt.get(nameOf(places)), file.cells[own]]
    if (was === undefined || here === undefined) continue
    if (now === undefined) {
      if (was.source === here.source) cells.set(own, undefined)
    } else if (!sameBytes(was.value, now.value)) {
      const draft = mergedDraft(file, was, here, now)
      if (draft !== undefined) cells.set(own, draft)
    }
  }
  return cells
}

function nameOf({ base, ours, theirs }: Places): string {
  return `${base} ${ours} ${theirs}`
}

/** The cell with both changes; undefined where a line has both. A field that was edited since stays so, unless it is
 *  what was chosen, or a number that an editor spells in another way. */
function mergedDraft(file: Notebook, base: Cell, ours: Cell, theirs: Cell): Draft | undefined {
  let isInConflict = false
  const dialect = dialectOf(file)
  const chosen = new Set(recordedConflicts(base.metadata).map(({ path }) => JSON.stringify(path)))
  for (const { path } of recordedConflicts(theirs.metadata)) chosen.delete(JSON.stringify(path))
  const merge: CellMerge = {
    policy: { ...DEFAULT_POLICY, lineRules: new Set() },
    keys: dialect.keys,
    like: "ours",
    note: (kind, path) => {
      if (!isConflictKind(kind)) return undefined
      if (path[0] !== "source")
        return chosen.has(JSON.stringify(path)) || isRespelled(base, ours, path) ? "theirs" : "ours"
      isInConflict = true
      return undefined
    },
    languageOf: () => "",
  }
  const content = mergeCell(merge, { base, ours, theirs })
  if (isInConflict) return undefined
  const style = { style: "merge", size: 7, labels: { ours: "", base: "", theirs: "" } } as const
  return cellDraft({ places: {}, content }, dialect, style)
}

/** Whether the values at a path are the same to JavaScript, which knows no difference between 1 and 1.0. */
function isRespelled(a: Cell, b: Cell, path: readonly string[]): boolean {
  const [x, y] = [a, b].map(({ value }) =>
    path.reduce<JsonValue | undefined>((at, key) => (at === undefined ? at : memberOf(at, key)), value),
  )
  return x !== undefined && y !== undefined && sameNumbers(x, y)
}

function sameNumbers(x: JsonValue, y: JsonValue): boolean {
  const kind = kindOf(x)
  if (kind !== kindOf(y)) return false
  if (kind === "number") return numberOf(x) === numberOf(y)
  if (kind === "array") {
    const [xs, ys] = [itemsOf(x), itemsOf(y)]
    return xs.length === ys.length && xs.every((each, i) => sameNumbers(each, ys[i] as JsonValue))
  }
  if (kind !== "object") return sameValue(x, y)
  const [xs, ys] = [memberMap(x), memberMap(y)]
  return (
    xs.size === ys.size &&
    [...xs].every(([key, each]) => {
      const other = ys.get(key)
      return other !== undefined && sameNumbers(each, other)
    })
  )
}
