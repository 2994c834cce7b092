import { equalBytes } from "../../notebook/json-equality.js"
import { type Notebook, parseNotebook } from "../../notebook/model.js"
import type { MarkerStyle } from "../cells/marked-source.js"
import type { Decision } from "../decisions/decision.js"
import type { ConflictPlace, MergePolicy } from "../decisions/policy.js"
import { DEFAULT_MARKER_STYLE, type FileMerge, mergeFiles } from "../merge-files.js"
import type { Resolution } from "../text/line-merge.js"
import type { ConflictStyle, MarkerLabels } from "../text/markers.js"
import { conflictsIn, type RecordedConflict } from "./recorded-conflicts.js"
import { type Choice, type Choices, canResolveMark, resolveMarks } from "./resolve-marks.js"

/** The three files of a merge. */
export interface MergedFiles {
  /** Empty where both sides added the file; undefined where nobody knows what they come from. */
  readonly base: Uint8Array | undefined
  readonly ours: Uint8Array
  readonly theirs: Uint8Array
}

/** A notebook with what is open in it, and the merge that it comes from. */
export interface ConflictedNotebook {
  readonly bytes: Uint8Array
  readonly notebook: Notebook
  readonly conflicts: readonly RecordedConflict[]
  readonly files: MergedFiles | undefined
  /** Set where the file is just as that merge wrote it: then it can be merged again with each choice. */
  readonly again: MergeAgain | undefined
}

interface MergeAgain {
  readonly markerStyle: MarkerStyle
  readonly policy: MergePolicy
  readonly merge: FileMerge
}

/** Reads what is open in a notebook. With the files that were merged, a chosen side comes back whole, its outputs
 *  included; without them, or where the file was edited since, from what is marked in it.
 *  @throws NotebookError when the bytes are no notebook. */
export function conflictedNotebook(
  bytes: Uint8Array,
  files: MergedFiles | undefined,
  policy: MergePolicy,
): ConflictedNotebook {
  const notebook = parseNotebook(bytes)
  const conflicts = conflictsIn(notebook)
  const again = files && conflicts.length > 0 ? mergedAgain(bytes, conflicts, files, policy) : undefined
  return { bytes, notebook, conflicts, files, again }
}

/** Whether a conflict can be settled so here. */
export function canResolveHere(
  { again, files }: ConflictedNotebook,
  conflict: RecordedConflict,
  resolution: Resolution,
): boolean {
  if (again === undefined || conflict.kind === "stray") return canResolveMark(conflict, resolution)
  if (resolution === "base") return files?.base !== undefined
  return resolution !== "union" || conflict.kind !== "field"
}

/** The file with the chosen conflicts settled. What nobody chose stays open, and all else as it was. */
export function resolveNotebook(conflicted: ConflictedNotebook, choices: Choices): Uint8Array {
  const { again, files, notebook } = conflicted
  if (choices.size === 0) return conflicted.bytes
  const resolutions = [...choices].flatMap(([conflict, choice]) =>
    typeof choice === "string" ? [[conflict, choice] as const] : [],
  )
  if (again !== undefined && files !== undefined && resolutions.length === choices.size)
    return resolveAgain(again, files, new Map(resolutions))
  return resolveMarks(notebook, choices, runsOf(files, [...choices.values()]))
}

/** The merge of the files, where it wrote these bytes: in the style, the width and the labels of its markers. */
function mergedAgain(
  bytes: Uint8Array,
  conflicts: readonly RecordedConflict[],
  files: MergedFiles,
  policy: MergePolicy,
): MergeAgain | undefined {
  for (const markerStyle of markerStylesOf(conflicts)) {
    const merge = mergedOrUndefined(files, markerStyle, policy)
    if (merge === undefined) return undefined
    if (equalBytes(merge.bytes, bytes)) return { markerStyle, policy, merge }
  }
  return undefined
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
  const labels = deletedBy === undefined ? first.labels : withoutDeleted(first.labels, deletedBy)
  const size = Math.min(...marked.map((each) => each.first.size))
  if (first.base === null) return [{ style: "merge", size, labels }]
  return STYLES.filter((style) => style !== "merge").map((style) => ({ style, size, labels }))
}

function withoutDeleted(labels: MarkerLabels, side: "ours" | "theirs"): MarkerLabels {
  return { ...labels, [side]: labels[side].replace(/ \(deleted\)$/, "") }
}

/** Merges again, each chosen conflict settled where the merge meets it. */
function resolveAgain(
  { markerStyle, policy, merge }: MergeAgain,
  { base, ours, theirs }: MergedFiles,
  choices: ReadonlyMap<RecordedConflict, Resolution>,
): Uint8Array {
  const chosen = new Map<string, Resolution>()
  for (const decision of merge.decisions) {
    const choice = decision.conflict ? choiceFor(decision, choices) : undefined
    if (choice !== undefined) chosen.set(nameOf(decision), choice)
  }
  const resolve = (conflict: ConflictPlace): Resolution | undefined => chosen.get(nameOf(conflict))
  return mergeFiles(base ?? NOTHING, ours, theirs, { markerStyle, policy: { ...policy, resolve } }).bytes
}

function choiceFor(
  decision: Decision,
  choices: ReadonlyMap<RecordedConflict, Resolution>,
): Resolution | undefined {
  for (const [conflict, choice] of choices) if (isFrom(conflict, decision)) return choice
  return undefined
}

/** Whether the conflict in the file is what the decision left open. */
function isFrom(conflict: RecordedConflict, { kind, cell, path }: Decision): boolean {
  if (conflict.cell !== cell) return false
  switch (conflict.kind) {
    case "source":
      return SOURCE_KINDS.has(kind)
    case "insertion":
      return kind === "insertion-conflict"
    case "field":
      return !SOURCE_KINDS.has(kind) && conflict.field.path.join("\0") === path.join("\0")
    case "stray":
      return false
  }
}

const SOURCE_KINDS: ReadonlySet<string> = new Set(["source", "near-equal", "edited-deleted", "split-spanned"])

function nameOf({ kind, places, path }: ConflictPlace): string {
  return JSON.stringify([kind, places.base, places.ours, places.theirs, path])
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
