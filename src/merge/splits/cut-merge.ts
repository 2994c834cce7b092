import { endedLines, joinedLines, splitLines } from "../../diff/text/lines.js"
import { type MergeChunk, mergeLines, type TextMerge } from "../text/line-merge.js"
import { type LineRange, lineRegions } from "../text/line-regions.js"
import { otherSide, type Side } from "../text/side.js"

/** What the merge of a whole text puts into one piece of it: the merged lines, and the versions of the piece. */
export interface PieceMerge {
  readonly merge: TextMerge
  readonly base: string
  readonly other: string
}

/** Merges a text that one side divided into pieces, and the other side edited across a cut, piece by piece. A change of
 *  the other side that spans a cut is in conflict in every piece that it touches: its lines are in the first of them,
 *  and in the others they face nothing, so that no line is in two pieces.
 *
 *  base `a b c d` · pieces `a b | c d` · other `a X d` → `a (b or X) | (c or nothing) d`. */
export function mergeCut(
  base: string,
  pieces: readonly string[],
  other: string,
  side: Side,
): readonly PieceMerge[] {
  const whole = pieces.join("\n")
  const own = pieces.map((piece, i) => splitLines(i < pieces.length - 1 ? `${piece}\n` : piece))
  const lines = { base: linesOf(base), own: linesOf(whole), other: linesOf(other) }
  const all = newParts(pieces.length, cutsAfter(own))
  const { from, end } = side === "ours" ? ordered(base, whole, other) : ordered(base, other, whole)
  let at = { base: 0, own: 0 }
  for (const region of from) {
    const [ownRange, otherRange] =
      side === "ours" ? [region.ours, region.theirs] : [region.theirs, region.ours]
    putUnchanged(all, lines.own, { from: at.own, to: ownRange.from })
    const versions = {
      base: cut(lines.base, region.base),
      own: cut(lines.own, ownRange),
      other: cut(lines.other, otherRange),
    }
    const by = region.by === "both" ? "both" : region.by === side ? "own" : "other"
    putRegion(all, by, versions, ownRange, side)
    at = { base: region.base.to, own: ownRange.to }
  }
  putUnchanged(all, lines.own, { from: at.own, to: lines.own.length })
  return all.parts.map(({ chunks, base: b, other: o }, i) => {
    const isLast = i === pieces.length - 1
    const text = (part: readonly string[]): string => joinedLines({ lines: part, end: isLast ? end : "" })
    return { merge: { chunks, end: isLast ? end : "" }, base: text(b), other: text(o) }
  })
}

function linesOf(text: string): readonly string[] {
  return endedLines(text, "\n").lines
}

function ordered(base: string, ours: string, theirs: string) {
  const { end } = mergeLines(base, ours, theirs)
  return { from: lineRegions(linesOf(base), linesOf(ours), linesOf(theirs)), end }
}

interface Parts {
  readonly parts: readonly {
    readonly chunks: MergeChunk[]
    readonly base: string[]
    readonly other: string[]
  }[]
  /** The lines of the whole before which the pieces after the first begin. */
  readonly cuts: readonly number[]
}

function newParts(count: number, cuts: readonly number[]): Parts {
  return { parts: Array.from({ length: count }, () => ({ chunks: [], base: [], other: [] })), cuts }
}

function cutsAfter(pieces: readonly (readonly string[])[]): readonly number[] {
  let line = 0
  return pieces.slice(0, -1).map((lines) => {
    line += lines.length
    return line
  })
}

function cut(lines: readonly string[], { from, to }: LineRange): readonly string[] {
  return lines.slice(from, to)
}

/** Returns the parts of a range that the cuts make, each with its piece. What is right at a cut, and is nothing
 *  there, belongs to the piece before it. */
function partsOf(
  { cuts }: Parts,
  { from, to }: LineRange,
): readonly (LineRange & { readonly piece: number })[] {
  const inner = cuts.filter((line) => from < line && line < to)
  const first = cuts.filter((line) => (from === to ? line < from : line <= from)).length
  const ends = [from, ...inner, to]
  return ends.slice(1).map((end, i) => ({ from: ends[i] as number, to: end, piece: first + i }))
}

function putUnchanged(all: Parts, own: readonly string[], range: LineRange): void {
  if (range.from === range.to) return
  for (const { piece, ...part } of partsOf(all, range)) {
    const lines = cut(own, part)
    const { chunks, base, other } = all.parts[piece] as Parts["parts"][number]
    chunks.push({ kind: "resolved", lines, from: "base" })
    base.push(...lines)
    other.push(...lines)
  }
}

interface RegionLines {
  readonly base: readonly string[]
  readonly own: readonly string[]
  readonly other: readonly string[]
}

function putRegion(
  all: Parts,
  by: "own" | "other" | "both",
  { base, own, other }: RegionLines,
  range: LineRange,
  side: Side,
): void {
  const ranges = partsOf(all, range)
  const isSame = by === "own" || isEqual(own, other)
  for (const [i, { piece, from, to }] of ranges.entries()) {
    const inPart = (lines: readonly string[], isLikeOwn: boolean): readonly string[] =>
      isLikeOwn ? lines.slice(from - range.from, to - range.from) : i === 0 ? lines : []
    const part = {
      base: inPart(base, by === "other"),
      own: inPart(own, true),
      other: inPart(other, isSame && by !== "own"),
    }
    const into = all.parts[piece] as Parts["parts"][number]
    into.chunks.push(chunkOf(by, part, side, { isSpanned: ranges.length > 1, isSame }))
    into.base.push(...part.base)
    into.other.push(...(by === "own" ? part.base : part.other))
  }
}

function chunkOf(
  by: "own" | "other" | "both",
  { base, own, other }: RegionLines,
  side: Side,
  { isSpanned, isSame }: { readonly isSpanned: boolean; readonly isSame: boolean },
): MergeChunk {
  const from = otherSide(side)
  if (by === "own") return { kind: "resolved", lines: own, from: side }
  if (isSame) return { kind: "resolved", lines: own, from: "both" }
  if (by === "other" && !isSpanned) return { kind: "resolved", lines: other, from }
  const [ours, theirs] = side === "ours" ? [own, other] : [other, own]
  return { kind: "conflict", base, ours, theirs }
}

function isEqual(x: readonly string[], y: readonly string[]): boolean {
  return x.length === y.length && x.every((line, i) => line === y[i])
}
