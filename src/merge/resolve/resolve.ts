import { equalBytes } from "../../notebook/json/json-equality.js"
import { type Notebook, parseNotebook } from "../../notebook/model.js"
import { isValid } from "../../notebook/validate.js"
import type { MarkerStyle } from "../cells/marked-source.js"
import type { Decision } from "../decisions/decision.js"
import type { ConflictPlace, MergePolicy } from "../decisions/policy.js"
import { DEFAULT_MARKER_STYLE, type FileMerge, mergeFiles } from "../merge-files.js"
import type { Resolution } from "../text/line-merge.js"
import type { TextLines } from "../text/marker-parser.js"
import { type ConflictStyle, type MarkerLabels, withoutMovedLines } from "../text/markers.js"
import type { Side } from "../text/side.js"
import { conflictsIn, markerLines, type RecordedConflict } from "./recorded-conflicts.js"
import { type MergeAgain, type MergedOnce, resolvedCells, sameConflicts } from "./resolve-edited.js"
import {
  type Choice,
  type Choices,
  canResolveMark,
  type ResolvedCells,
  resolveMarks,
  textOfChoice,
} from "./resolve-marks.js"
import { groupedBy } from "./run-of-source.js"

/** The three files of a merge. */
export interface MergedFiles {
  /** Empty where both sides added the file; undefined where nobody knows what they come from. */
  readonly base: Uint8Array | undefined
  readonly ours: Uint8Array
  readonly theirs: Uint8Array
}

/** A notebook with what is in conflict in it, and the merge that it comes from. */
export interface ConflictedNotebook {
  readonly bytes: Uint8Array
  readonly notebook: Notebook
  readonly conflicts: readonly RecordedConflict[]
  readonly files: MergedFiles | undefined
  /** Lines that look like markers and are text in the versions that were merged. */
  readonly textLines: TextLines
  /** Set where a merge of the files wrote what is marked here: it can be merged again with each choice. */
  readonly again: MergeAgain | undefined
}

/** Reads what is in conflict in a notebook. With the files that were merged, a chosen side comes back whole, its
 *  outputs included, also where the file was saved or edited since; without them it comes from what is marked.
 *  @throws NotebookError if the bytes are not a notebook. */
export function conflictedNotebook(
  bytes: Uint8Array,
  files: MergedFiles | undefined,
  policy: MergePolicy,
): ConflictedNotebook {
  const notebook = parseNotebook(bytes)
  const textLines = markerLines(versionsOf(files))
  const conflicts = conflictsIn(notebook, textLines)
  const again =
    files && conflicts.length > 0 ? mergedAgain(bytes, notebook, conflicts, files, policy) : undefined
  return { bytes, notebook, conflicts, files, textLines, again }
}

/** Whether a conflict can be resolved so here: by its marks, or by the merge that they come from, where what was edited
 *  since leaves it the cell. */
export function canResolveHere(
  { again, files, notebook }: ConflictedNotebook,
  conflict: RecordedConflict,
  resolution: Resolution,
): boolean {
  if (again?.marked.has(conflict) !== true) return canResolveMark(conflict, resolution)
  if (resolution === "base" && files?.base === undefined) return false
  if (resolution === "union" && conflict.kind === "field") return false
  if (again.notebook === notebook || canResolveMark(conflict, resolution)) return true
  return conflict.cell !== undefined && again.cellsFor(resolution).has(conflict.cell)
}

/** The source of the conflict's cell in the base: what its markers show, or what the merge that wrote them began with;
 *  undefined where nobody knows. */
export function baseSource(
  { again, files }: ConflictedNotebook,
  conflict: RecordedConflict & { readonly kind: "source" },
): string | undefined {
  if (conflict.text.chunks.every((chunk) => chunk.kind === "plain" || chunk.base !== null))
    return textOfChoice(conflict.text, "base")
  const marked = again?.marked.get(conflict) ?? conflict
  const place = again?.merge.decisions.find((decision) => decision.conflict && isFrom(marked, decision))
    ?.places.base
  if (files?.base === undefined || place === undefined) return undefined
  return parsedOrNone(files.base)[0]?.cells[place]?.source
}

/** The file with the chosen conflicts resolved. What nobody chose stays in conflict, and all else as it was. Those that
 *  the merge of the files marked become what the merge makes of them; others are resolved from their marks. */
export function resolveNotebook(conflicted: ConflictedNotebook, choices: Choices): Uint8Array {
  const { again, files, notebook, bytes } = conflicted
  if (choices.size === 0) return bytes
  const runs = runsOf(files, [...choices.values()])
  const fromMarks = (): Uint8Array => {
    const result = resolveMarks(notebook, choices, runs)
    return isSpoiledBy(notebook, result) ? resolveMarks(notebook, choices) : result
  }
  if (again === undefined || files === undefined) return fromMarks()
  const merged = new Map<RecordedConflict, Resolution>()
  for (const [conflict, choice] of choices) {
    const marked = again.marked.get(conflict)
    if (marked !== undefined && typeof choice === "string") merged.set(marked, choice)
  }
  if (merged.size === 0) return fromMarks()
  const resolved = resolveAgain(again, files, merged)
  if (resolved === undefined) return fromMarks()
  if (again.notebook === notebook && merged.size === choices.size) return resolved.bytes
  const cells = resolvedCells(notebook, again, resolved)
  const byMarks = new Map(
    [...choices].filter(([conflict, choice]) => isByMarks(conflict, choice, again, cells)),
  )
  const result = resolveMarks(notebook, byMarks, runs, cells)
  return isSpoiledBy(notebook, result) ? fromMarks() : result
}

function isSpoiledBy(notebook: Notebook, result: Uint8Array): boolean {
  return isValid(notebook) && !isValid(parseNotebook(result))
}

/** Whether a conflict is left for its marks: a field of the notebook, or a cell that was edited too much. */
function isByMarks(
  conflict: RecordedConflict,
  choice: Choice,
  { marked }: MergeAgain,
  cells: ResolvedCells,
): boolean {
  if (typeof choice !== "string" || !marked.has(conflict) || conflict.cell === undefined) return true
  return !cells.has(conflict.cell)
}

/** The merge of the files that wrote what is marked in the notebook: in the style, the width and the labels of its
 *  markers, and with as many of its conflicts as can be. */
function mergedAgain(
  bytes: Uint8Array,
  notebook: Notebook,
  conflicts: readonly RecordedConflict[],
  files: MergedFiles,
  policy: MergePolicy,
): MergeAgain | undefined {
  let best: MergeAgain | undefined
  for (const markerStyle of markerStylesOf(conflicts)) {
    const merge = mergedOrUndefined(files, markerStyle, policy)
    if (merge === undefined) return undefined
    if (equalBytes(merge.bytes, bytes)) {
      const marked = new Map(conflicts.map((conflict) => [conflict, conflict]))
      return { markerStyle, policy, merge, notebook, marked, cellsFor: () => NO_CELLS }
    }
    const written = parseNotebook(merge.bytes)
    const marked = sameConflicts(
      notebook,
      conflicts,
      written,
      conflictsIn(written, markerLines(versionsOf(files))),
    )
    if (marked.size > (best?.marked.size ?? 0)) {
      const found = { markerStyle, policy, merge, notebook: written, marked }
      best = { ...found, cellsFor: cellsForAll(found, notebook, files) }
    }
  }
  return best
}

const NO_CELLS: ResolvedCells = new Map()
const NO_CHOICES: Choices = new Map()

/** Returns what finds the cells that resolving all that is marked changes: once for each resolution. */
function cellsForAll(
  again: MergedOnce,
  notebook: Notebook,
  files: MergedFiles,
): (resolution: Resolution) => ResolvedCells {
  const known = new Map<Resolution, ResolvedCells>()
  return (resolution) => {
    const found = known.get(resolution)
    if (found !== undefined) return found
    const choices = new Map([...again.marked.values()].map((conflict) => [conflict, resolution]))
    const resolved = resolveAgain(again, files, choices)
    const all = resolved === undefined ? NO_CELLS : resolvedCells(notebook, again, resolved)
    const cells = isSpoiledBy(notebook, resolveMarks(notebook, NO_CHOICES, [], all)) ? NO_CELLS : all
    known.set(resolution, cells)
    return cells
  }
}

function mergedOrUndefined(
  files: MergedFiles,
  markerStyle: MarkerStyle,
  policy: MergePolicy,
): FileMerge | undefined {
  try {
    return mergeFiles(files.base ?? NOTHING, files.ours, files.theirs, { markerStyle, policy })
  } catch {
    // Sides that cannot be merged by cell did not make this file.
    return undefined
  }
}

const NOTHING = new Uint8Array(0)

const STYLES: readonly ConflictStyle[] = ["merge", "diff3", "zdiff3"]

/** The forms in which the markers of a file may have been written. */
function markerStylesOf(conflicts: readonly RecordedConflict[]): readonly MarkerStyle[] {
  const marked = conflicts.flatMap((conflict) => {
    if (conflict.kind !== "source") return []
    const first = conflict.text.chunks.find((chunk) => chunk.kind === "conflict")
    return first?.kind === "conflict" ? [{ first, deletedBy: conflict.deletedBy }] : []
  })
  const labeled = marked.find(({ deletedBy }) => deletedBy === undefined) ?? marked[0]
  if (labeled === undefined) return [DEFAULT_MARKER_STYLE]
  const { first, deletedBy } = labeled
  const own = deletedBy === undefined ? first.labels : withoutDeleted(first.labels, deletedBy)
  const labels = { ...own, base: withoutMovedLines(own.base) }
  const size = marked.reduce((least, each) => Math.min(least, each.first.size), first.size)
  if (first.base === null) return [{ style: "merge", size, labels }]
  return STYLES.filter((style) => style !== "merge").map((style) => ({ style, size, labels }))
}

function withoutDeleted(labels: MarkerLabels, side: Side): MarkerLabels {
  return { ...labels, [side]: labels[side].replace(/ \(deleted\)$/, "") }
}

/** Merges again, each chosen conflict resolved where the merge meets it; undefined where that is not a valid notebook. */
function resolveAgain(
  { markerStyle, policy, merge }: MergedOnce,
  { base, ours, theirs }: MergedFiles,
  choices: ReadonlyMap<RecordedConflict, Resolution>,
): FileMerge | undefined {
  const byCell = groupedBy([...choices], ([conflict]) => conflict.cell)
  const chosen = new Map<string, Resolution>()
  for (const decision of merge.decisions) {
    if (!decision.conflict) continue
    const [, choice] = byCell.get(decision.cell)?.find(([conflict]) => isFrom(conflict, decision)) ?? []
    if (choice !== undefined) chosen.set(nameOf(decision), choice)
  }
  const resolve = (conflict: ConflictPlace): Resolution | undefined => chosen.get(nameOf(conflict))
  return mergedOrUndefined({ base, ours, theirs }, markerStyle, { ...policy, resolve })
}

/** Returns whether the conflict in the file is the one that the decision left unresolved. */
function isFrom(conflict: RecordedConflict, { kind, cell, path }: Decision): boolean {
  if (conflict.cell !== cell) return false
  switch (conflict.kind) {
    case "source":
      return SOURCE_KINDS.has(kind)
    case "insertion":
      return kind === "insertion-conflict" || kind === "unrelated"
    case "field":
      return FIELD_KINDS.has(kind) && conflict.field.path.join("\0") === path.join("\0")
    case "stray":
      return false
  }
}

const SOURCE_KINDS: ReadonlySet<string> = new Set(["source", "near-equal", "edited-deleted", "split-spanned"])
const FIELD_KINDS: ReadonlySet<string> = new Set(["type", "metadata", "field"])

function nameOf({ kind, places, path }: ConflictPlace): string {
  return JSON.stringify([kind, places.base, places.ours, places.theirs, path])
}

/** The versions that can be read. */
function versionsOf(files: MergedFiles | undefined): readonly Notebook[] {
  if (files === undefined) return []
  return [files.base, files.ours, files.theirs].flatMap((bytes) => parsedOrNone(bytes))
}

/** The sides' notebooks, that of the chosen side first. */
function runsOf(files: MergedFiles | undefined, choices: readonly Choice[]): readonly Notebook[] {
  if (files === undefined) return []
  const order = choices.includes("theirs")
    ? [files.theirs, files.ours, files.base]
    : [files.ours, files.theirs, files.base]
  return order.flatMap((bytes) => parsedOrNone(bytes))
}

function parsedOrNone(bytes: Uint8Array | undefined): readonly Notebook[] {
  try {
    return bytes === undefined || bytes.length === 0 ? [] : [parseNotebook(bytes)]
  } catch {
    return []
  }
}
