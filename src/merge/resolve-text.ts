import { joinedLines } from "../diff/lines.js"
import { parseNotebook } from "../notebook/model.js"
import { type MarkedChunk, type MarkedText, parseConflicts } from "./marker-parser.js"
import type { MarkerLabels } from "./markers.js"
import { DEFAULT_FORM, type FileMerge, mergeFiles } from "./merge-files.js"
import type { MergePolicy } from "./policy.js"
import type { MergedFiles } from "./resolve.js"

/** A notebook in whose JSON git has put its text markers, merged anew by cell. */
export type RebuiltMerge =
  | { readonly kind: "merged"; readonly merge: FileMerge; readonly files: MergedFiles }
  /** Without a marker: whatever is wrong with the file, it is not that. */
  | { readonly kind: "unmarked" }
  /** `reason` is one line. */
  | { readonly kind: "broken"; readonly reason: string }

/** Rebuilds both sides from the text, each with its half of every conflict, and merges them by cell. Their base is
 *  `base` where that is known, empty where both sides added the file, else what the markers of diff3 show; without
 *  one, what differs is in conflict and what one side alone has is kept. */
export function mergeMarkedText(
  bytes: Uint8Array,
  base: Uint8Array | undefined,
  policy: MergePolicy,
): RebuiltMerge {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
  if (!/^(<{7}|>{7})/m.test(text)) return { kind: "unmarked" }
  const marked = parseConflicts(text)
  if (marked === null) return { kind: "broken", reason: "its conflict markers do not add up" }
  const [ours, theirs] = [sideOf(marked, "ours"), sideOf(marked, "theirs")]
  for (const [name, side] of [
    ["ours", ours],
    ["theirs", theirs],
  ] as const) {
    const fault = faultOf(side)
    if (fault !== undefined)
      return { kind: "broken", reason: `its version of ${name} is no notebook: ${fault}` }
  }
  const files = { base: base ?? baseOf(marked), ours, theirs }
  const form = { ...DEFAULT_FORM, labels: labelsOf(marked) }
  try {
    return { kind: "merged", merge: mergeFiles(files.base ?? NOTHING, ours, theirs, { form, policy }), files }
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error) }
  }
}

function sideOf({ chunks, end }: MarkedText, side: "ours" | "theirs" | "base"): Uint8Array {
  const lines = chunks.flatMap((chunk) => (chunk.kind === "plain" ? chunk.lines : (chunk[side] ?? [])))
  return new TextEncoder().encode(joinedLines({ lines, end }))
}

function faultOf(bytes: Uint8Array): string | undefined {
  try {
    parseNotebook(bytes)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Undefined where the markers leave it out. In the style of zdiff3 it may not be clean JSON, and is no base then. */
function baseOf(marked: MarkedText): Uint8Array | undefined {
  const isKnown = marked.chunks.every((chunk) => chunk.kind === "plain" || chunk.base !== null)
  const base = isKnown ? sideOf(marked, "base") : undefined
  return base === undefined || (base.length > 0 && faultOf(base) !== undefined) ? undefined : base
}

const NOTHING = new Uint8Array(0)

function labelsOf({ chunks }: MarkedText): MarkerLabels {
  const first = chunks.find((chunk): chunk is MarkedChunk & { kind: "conflict" } => chunk.kind === "conflict")
  const { ours, base, theirs } = first?.labels ?? { ours: "", base: "", theirs: "" }
  return { ours: ours || "ours", base: base || "base", theirs: theirs || "theirs" }
}
