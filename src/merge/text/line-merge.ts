import { type EndedLines, endedLines, firstEnding, joinedLines } from "../../diff/text/lines.js"
import { hunksBetween, type LineRange, type LineRegion, lineRegions } from "./line-regions.js"
import type { Side } from "./side.js"

/** A three-way merge of a text by lines. Every line in it is ended; `end` is what the last line of the whole
 *  really ends with. An ending of the last line that comes or goes is merged for itself: it is not an edit of
 *  that line, nor in conflict with one. */
export interface TextMerge {
  readonly chunks: readonly MergeChunk[]
  readonly end: string
}

export type MergeChunk = ResolvedChunk | ConflictChunk

interface ResolvedChunk {
  readonly kind: "resolved"
  readonly lines: readonly string[]
  /** Whose change the lines are; "base" where nobody changed them. */
  readonly from: "base" | "ours" | "theirs" | "both"
}

export interface ConflictChunk {
  readonly kind: "conflict"
  readonly base: readonly string[]
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}

/** Merges by the rule that hunks of the two sides are in conflict when they touch or overlap, unless they make
 *  the same of it. One unchanged line between them is enough to take both. */
export function mergeLines(...versions: readonly [base: string, ours: string, theirs: string]): TextMerge {
  const [base, ours, theirs] = withOneEnding(...versions)
  const ending = firstEnding(base) || firstEnding(ours) || firstEnding(theirs) || "\n"
  const [b, o, t] = [endedLines(base, ending), endedLines(ours, ending), endedLines(theirs, ending)]
  const regions = lineRegions(b.lines, o.lines, t.lines)
  return { chunks: chunksOf(regions, b.lines, o.lines, t.lines), end: mergedEnd(b, o, t) }
}

/** Returns the versions with the same ends of lines, where each has but one kind of them: that of the side that changed
 *  it. An editor that writes all lines with `\r\n` has edited none of them. */
function withOneEnding(base: string, ours: string, theirs: string): readonly [string, string, string] {
  const kinds = [lineEnd(base), lineEnd(ours), lineEnd(theirs)]
  const [b, o, t] = kinds
  const chosen = o === undefined || o === b ? (t ?? o ?? b) : o
  if (
    b === undefined ||
    chosen === undefined ||
    kinds.includes("mixed") ||
    kinds.every((kind) => kind === chosen)
  )
    return [base, ours, theirs]
  const converted = (text: string): string => text.replaceAll(/\r?\n/g, chosen)
  return [converted(base), converted(ours), converted(theirs)]
}

/** How the lines of a text end; undefined where it has but one line. */
function lineEnd(text: string): "\n" | "\r\n" | "mixed" | undefined {
  const all = text.split("\n").length - 1
  if (all === 0) return undefined
  const returns = text.split("\r\n").length - 1
  if (returns === 0) return "\n"
  return returns === all ? "\r\n" : "mixed"
}

/** Merges two texts that have no base: what they have in common is kept, every difference is a conflict. */
export function mergeTwo(ours: string, theirs: string): TextMerge {
  const ending = firstEnding(ours) || firstEnding(theirs) || "\n"
  const [o, t] = [endedLines(ours, ending), endedLines(theirs, ending)]
  return { chunks: splitAtCommonLines([], o.lines, t.lines), end: mergedEnd({ lines: [], end: "" }, o, t) }
}

/** A conflict for each difference between the sides, every one with all of `base`, and between them the lines
 *  that both sides hold. */
export function splitAtCommonLines(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly MergeChunk[] {
  const chunks: MergeChunk[] = []
  let at = 0
  for (const h of hunksBetween(ours, theirs)) {
    if (h.fromA > at) chunks.push({ kind: "resolved", lines: ours.slice(at, h.fromA), from: "both" })
    const sides = { ours: ours.slice(h.fromA, h.toA), theirs: theirs.slice(h.fromB, h.toB) }
    chunks.push({ kind: "conflict", base, ...sides })
    at = h.toA
  }
  if (at < ours.length) chunks.push({ kind: "resolved", lines: ours.slice(at), from: "both" })
  return chunks
}

export function isClean({ chunks }: TextMerge): boolean {
  return chunks.every(({ kind }) => kind === "resolved")
}

/** The text of a clean merge. */
export function mergedText(merge: TextMerge): string {
  if (!isClean(merge)) throw new Error("a merge in conflict has no merged text")
  return resolvedText(merge, "ours")
}

/** What a conflict can be resolved for: one version, or ours and then theirs. */
export type Resolution = "base" | "ours" | "theirs" | "union"

/** The text in which every conflict is resolved in the same way, and what merged cleanly stays. */
export function resolvedText({ chunks, end }: TextMerge, resolution: Resolution): string {
  const lines = chunks.flatMap((chunk) =>
    chunk.kind === "resolved" ? chunk.lines : resolved(chunk, resolution),
  )
  return joinedLines({ lines, end })
}

function resolved(chunk: ConflictChunk, resolution: Resolution): readonly string[] {
  return resolution === "union" ? unionOf(chunk) : chunk[resolution]
}

/** Ours' lines and then theirs', those that both hold once. */
export function unionOf({ ours, theirs }: Pick<ConflictChunk, Side>): readonly string[] {
  return splitAtCommonLines([], ours, theirs).flatMap((chunk) =>
    chunk.kind === "resolved" ? chunk.lines : [...chunk.ours, ...chunk.theirs],
  )
}

/** The regions as chunks, with the unchanged lines between them. */
function chunksOf(
  regions: readonly LineRegion[],
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly MergeChunk[] {
  const chunks: MergeChunk[] = []
  let at = 0
  for (const region of regions) {
    if (region.base.from > at)
      chunks.push({ kind: "resolved", lines: base.slice(at, region.base.from), from: "base" })
    chunks.push(chunkOf(region, cut(base, region.base), cut(ours, region.ours), cut(theirs, region.theirs)))
    at = region.base.to
  }
  if (at < base.length) chunks.push({ kind: "resolved", lines: base.slice(at), from: "base" })
  return chunks
}

function cut(lines: readonly string[], { from, to }: LineRange): readonly string[] {
  return lines.slice(from, to)
}

function chunkOf(
  { by }: LineRegion,
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): MergeChunk {
  if (by === "ours") return { kind: "resolved", lines: ours, from: "ours" }
  if (by === "theirs") return { kind: "resolved", lines: theirs, from: "theirs" }
  if (sameLines(ours, theirs)) return { kind: "resolved", lines: ours, from: "both" }
  return { kind: "conflict", base, ours, theirs }
}

function sameLines(x: readonly string[], y: readonly string[]): boolean {
  return x.length === y.length && x.every((line, i) => line === y[i])
}

/** The end of the merged text by the three-way rule; a text without lines has no say. Where all three differ
 *  the longest ending wins, as it loses nothing. */
function mergedEnd(base: EndedLines, ours: EndedLines, theirs: EndedLines): string {
  if (ours.lines.length === 0) return theirs.end
  if (theirs.lines.length === 0 || ours.end === theirs.end) return ours.end
  if (base.lines.length > 0 && base.end === theirs.end) return ours.end
  if (base.lines.length > 0 && base.end === ours.end) return theirs.end
  return ours.end.length >= theirs.end.length ? ours.end : theirs.end
}
