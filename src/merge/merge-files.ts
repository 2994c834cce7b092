import { equalBytes } from "../notebook/json/json-equality.js"
import type { SameBytes } from "../notebook/json/tape-reuse.js"
import { type Notebook, parseNotebook, parseVersion } from "../notebook/model.js"
import { newFault } from "../notebook/new-fault.js"
import type { MarkerStyle } from "./cells/marked-source.js"
import type { Decision, Places } from "./decisions/decision.js"
import { DEFAULT_POLICY, type MergePolicy } from "./decisions/policy.js"
import { formatMerge } from "./format-merge.js"
import { mergeNotebooks } from "./merge-notebooks.js"

/** The bytes of a merge and what was decided in it; a file in which nothing had to be is `decisions: []`. */
export interface FileMerge {
  readonly bytes: Uint8Array
  readonly decisions: readonly Decision[]
  /** Where each cell of the result stands in the three versions; none for a file that is one side's as a whole. */
  readonly places: readonly Places[]
}

export interface FileMergeOptions {
  readonly policy?: MergePolicy
  readonly markerStyle?: MarkerStyle
  /** Whether to return a side's file at once if the other side did not change it; merging by cell gives the same
   *  bytes. */
  readonly shortcut?: boolean
  /** Compares bytes: the host may have a faster way than a loop. */
  readonly same?: SameBytes
}

export const DEFAULT_MARKER_STYLE: MarkerStyle = {
  style: "merge",
  size: 7,
  labels: { base: "base", ours: "ours", theirs: "theirs" },
}

/** Merges three files; an empty base means that both sides added the file.
 *  @throws NotebookError if one of them is not a notebook or cannot be merged by cell.
 *  @throws InvalidMergeError when the result would break a rule of its version that no side breaks. */
export function mergeFiles(
  base: Uint8Array,
  ours: Uint8Array,
  theirs: Uint8Array,
  {
    policy = DEFAULT_POLICY,
    markerStyle = DEFAULT_MARKER_STYLE,
    shortcut = true,
    same = equalBytes,
  }: FileMergeOptions = {},
): FileMerge {
  const whole = shortcut ? wholeFile(base, ours, theirs, same) : undefined
  if (whole !== undefined) return { bytes: whole, decisions: [], places: [] }
  const ancestor = isBlank(base) ? undefined : parseNotebook(base)
  const version = (bytes: Uint8Array): Notebook => parseVersion(bytes, ancestor, same)
  const merge = mergeNotebooks(ancestor, version(ours), version(theirs), policy)
  const merged = formatMerge(merge, markerStyle)
  const bytes =
    ownBytes(merged, merge.sides.ours, ours) ?? ownBytes(merged, merge.sides.theirs, theirs) ?? merged
  checkMerge(bytes, [merge.sides.base, merge.sides.ours, merge.sides.theirs], same)
  return { bytes, decisions: merge.decisions, places: merge.cells.map(({ places }) => places) }
}

/** Whether a base is no more than a place for a notebook to come: an empty file, a blank one, or `{}`. */
function isBlank(base: Uint8Array): boolean {
  return base.length <= LONGEST_BLANK && /^\s*(?:\{\s*\})?\s*$/.test(new TextDecoder().decode(base))
}

const LONGEST_BLANK = 64

/** A side's file as it was, where the merge is all that side's and nothing else than its upgrade. */
function ownBytes(merged: Uint8Array, side: Notebook, bytes: Uint8Array): Uint8Array | undefined {
  const upgraded = side.root.text.bytes
  return upgraded !== bytes && equalBytes(merged, upgraded) ? bytes : undefined
}

/** Throws if the result would not be a valid notebook: the line merge is better. */
export class InvalidMergeError extends Error {
  override readonly name = "InvalidMergeError"
}

function wholeFile(
  base: Uint8Array,
  ours: Uint8Array,
  theirs: Uint8Array,
  same: SameBytes,
): Uint8Array | undefined {
  if (same(ours, theirs) || same(base, theirs)) return ours
  return same(base, ours) ? theirs : undefined
}

function checkMerge(bytes: Uint8Array, sides: readonly (Notebook | undefined)[], same: SameBytes): void {
  const violation = newFault(parseVersion(bytes, sides[1], same), sides)
  if (violation !== undefined)
    throw new InvalidMergeError(
      `the merged notebook would be invalid: ${violation.path} ${violation.message}`,
    )
}
