import { joinedLines } from "../../diff/text/lines.js"
import { type Notebook, parseNotebook } from "../../notebook/model.js"
import type { MergePolicy } from "../decisions/policy.js"
import { DEFAULT_MARKER_STYLE, type FileMerge, mergeFiles } from "../merge-files.js"
import { type MarkedChunk, type MarkedText, parseConflicts } from "../text/marker-parser.js"
import { type MarkerLabels, markerWidth } from "../text/markers.js"
import type { Side, Version } from "../text/side.js"
import type { MergedFiles } from "./resolve.js"
import { withStoredRuns } from "./stored-runs.js"

/** Holds a notebook in whose JSON git has put its text markers, merged again by cell. */
export type RebuiltMerge =
  | {
      readonly kind: "merged"
      readonly merge: FileMerge
      readonly files: MergedFiles
      /** How they were merged. */
      readonly policy: MergePolicy
    }
  /** Without a marker: whatever is wrong with the file, it is not that. */
  | { readonly kind: "unmarked" }
  /** `reason` is one line. */
  | { readonly kind: "broken"; readonly reason: string }

/** Rebuilds both sides from the text, each with its half of every conflict, and merges them by cell. `merged` are the
 *  files that git has merged, where they are known: their base is then the base, and the outputs are those that they hold.
 *  Without them the base is what the markers of diff3 show; without one, what differs is in conflict and what one side
 *  alone has is kept. */
export function mergeMarkedText(
  bytes: Uint8Array,
  merged: MergedFiles | undefined,
  policy: MergePolicy,
): RebuiltMerge {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
  if (!/^(<{7}|>{7})/m.test(text)) return { kind: "unmarked" }
  const marked = parseConflicts(text)
  const files = marked === null ? "its conflict markers do not add up" : filesIn(marked, merged, policy)
  // what git could not put together can still be merged by cell, where nobody has written into it since
  const known = typeof files === "string" && merged && isUntouched(text, merged) ? merged : files
  if (typeof known === "string") return { kind: "broken", reason: known }
  const markerStyle = { ...DEFAULT_MARKER_STYLE, labels: labelsOf(marked) }
  const oneSided = known.base === undefined ? ("conflict" as const) : undefined
  try {
    const options = { markerStyle, policy: { ...policy, oneSided } }
    const merge = mergeFiles(known.base ?? NOTHING, known.ours, known.theirs, options)
    return { kind: "merged", merge, files: known, policy: options.policy }
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Returns the three files that the text contains, or one line that says why it does not. */
function filesIn(
  marked: MarkedText,
  merged: MergedFiles | undefined,
  policy: MergePolicy,
): MergedFiles | string {
  const sides = { ours: sideOf(marked, "ours"), theirs: sideOf(marked, "theirs") }
  for (const name of ["ours", "theirs"] as const) {
    const problem = problemWith(sides[name])
    if (problem !== undefined) return `its version of ${name} is not a notebook: ${problem}`
  }
  return { base: merged?.base ?? baseOf(marked), ...restoredSides(sides, merged, policy) }
}

/** Whether every line is a marker or one of a version: of the file, or of the Git LFS pointer to it. */
function isUntouched(text: string, { base, ours, theirs }: MergedFiles): boolean {
  const decoder = new TextDecoder()
  const lines = (bytes: Uint8Array | undefined): readonly string[] =>
    bytes === undefined ? [] : decoder.decode(bytes).split(/\r?\n/)
  const known = new Set([base, ours, theirs].flatMap(lines))
  return text
    .split(/\r?\n/)
    .every((line) => known.has(line) || markerWidth(line) >= 7 || /^(version|oid|size) \S+$/.test(line))
}

type Sides = Pick<MergedFiles, Side>

/** Returns the outputs unchanged for a policy that takes one side's outputs whatever made them. */
function restoredSides(
  { ours, theirs }: Sides,
  merged: MergedFiles | undefined,
  { outputs }: MergePolicy,
): Sides {
  const [o, t] = [parsedOrNone(merged?.ours), parsedOrNone(merged?.theirs)]
  if (outputs !== "follow" || o === undefined || t === undefined) return { ours, theirs }
  const base = parsedOrNone(merged?.base) ?? o
  return { ours: withStoredRuns(ours, [o, t, base]), theirs: withStoredRuns(theirs, [t, o, base]) }
}

function parsedOrNone(bytes: Uint8Array | undefined): Notebook | undefined {
  try {
    return bytes === undefined ? undefined : parseNotebook(bytes)
  } catch {
    return undefined
  }
}

function sideOf({ chunks, end }: MarkedText, side: Version): Uint8Array {
  const lines = chunks.flatMap((chunk) => (chunk.kind === "plain" ? chunk.lines : (chunk[side] ?? [])))
  return new TextEncoder().encode(joinedLines({ lines, end }))
}

function problemWith(bytes: Uint8Array): string | undefined {
  try {
    parseNotebook(bytes)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Returns undefined if the markers leave the base out. In zdiff3 style it may not be valid JSON, and cannot be used
 *  then. */
function baseOf(marked: MarkedText): Uint8Array | undefined {
  const isKnown = marked.chunks.every((chunk) => chunk.kind === "plain" || chunk.base !== null)
  const base = isKnown ? sideOf(marked, "base") : undefined
  return base === undefined || (base.length > 0 && problemWith(base) !== undefined) ? undefined : base
}

const NOTHING = new Uint8Array(0)

function labelsOf(marked: MarkedText | null): MarkerLabels {
  const first = marked?.chunks.find(
    (chunk): chunk is MarkedChunk & { kind: "conflict" } => chunk.kind === "conflict",
  )
  const { ours, base, theirs } = first?.labels ?? { ours: "", base: "", theirs: "" }
  return { ours: ours || "ours", base: base || "base", theirs: theirs || "theirs" }
}
