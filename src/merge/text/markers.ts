import { endingOf, joinedLines, splitLines } from "../../diff/text/lines.js"
import { type ConflictChunk, type MergeChunk, splitAtCommonLines, type TextMerge } from "./line-merge.js"

/** git's `merge.conflictStyle`: both sides; both and base between them; the same without the lines that both
 *  sides begin or end with. */
export type ConflictStyle = "merge" | "diff3" | "zdiff3"

export interface MarkerOptions {
  readonly style: ConflictStyle
  /** Characters of a marker (git's `%L`). */
  readonly size: number
  /** What follows the markers; nothing if a label is "". */
  readonly labels: MarkerLabels
}

export interface MarkerLabels {
  readonly ours: string
  readonly base: string
  readonly theirs: string
}

/** The merge as a text with git's conflict markers. A marker starts at column 0; only one that ends the text
 *  lacks a line's end, if the text is to end without one. */
export function renderConflict(merge: TextMerge, options: MarkerOptions): string {
  const lines = IN_STYLE[options.style](merge.chunks).flatMap((chunk) =>
    chunk.kind === "resolved" ? chunk.lines : marked(chunk, options),
  )
  return joinedLines({ lines, end: merge.end })
}

/** The width from `size` on at which no line of the texts reads as a marker, and above that of every line that may begin
 *  or end a conflict: the widest conflicts of a text are its own. */
export function markerSize(texts: readonly string[], size: number): number {
  const taken = new Set<number>()
  let width = size
  for (const line of texts.flatMap(splitLines)) {
    const own = markerWidth(line)
    taken.add(own)
    if (own >= width && isMark(line)) width = own + 1
  }
  while (taken.has(width)) width++
  return width
}

/** Whether a conflict may begin, or end, with the line. */
function isMark(line: string): boolean {
  return line[0] === "<" || line[0] === ">"
}

/** The width of the marker that the line reads as, 0 when it is none. */
export function markerWidth(line: string): number {
  return /^(?:<+|\|+|=+|>+)(?=[ \r\n]|$)/.exec(line)?.[0].length ?? 0
}

/** The chunks as a style shows them. */
const IN_STYLE = {
  merge: (chunks) => withoutShortGaps(chunks.flatMap(withoutCommonLines)),
  diff3: (chunks) => chunks,
  zdiff3: (chunks) => chunks.flatMap(withoutCommonEnds),
} as const satisfies Record<ConflictStyle, (chunks: readonly MergeChunk[]) => readonly ShownChunk[]>

/** Holds a chunk as it is shown; `moved` says how many lines of both sides are outside of its markers. */
type ShownChunk = MergeChunk & { readonly moved?: MovedLines }

/** Counts lines that belong to a conflict and are outside of its markers. */
interface MovedLines {
  readonly above: number
  readonly below: number
}

/** Returns what the label of a base says of the lines around the markers, which the base does not have. */
export function movedLines(label: string): MovedLines {
  const [, above = "0", below = "0"] = /\(without (\d+) lines? above and (\d+) below\)$/.exec(label) ?? []
  return { above: Number(above), below: Number(below) }
}

/** Returns the label of a base without what `movedLines` reads. */
export function withoutMovedLines(label: string): string {
  return label.replace(/ ?\(without \d+ lines? above and \d+ below\)$/, "")
}

function movedLabel({ above, below }: MovedLines): string {
  return `(without ${above} ${above === 1 ? "line" : "lines"} above and ${below} below)`
}

/** A conflict split at the lines that both sides hold. */
function withoutCommonLines(chunk: MergeChunk): readonly MergeChunk[] {
  if (chunk.kind === "resolved" || chunk.ours.length === 0 || chunk.theirs.length === 0) return [chunk]
  return splitAtCommonLines(chunk.base, chunk.ours, chunk.theirs)
}

/** Lines between two conflicts up to which they are shown as one: markers would be longer than what they
 *  part. git's number. */
const SHORT_GAP = 3

/** Conflicts joined where only a few lines, which are the same on both sides, lie between them. */
function withoutShortGaps(chunks: readonly MergeChunk[]): readonly MergeChunk[] {
  const result: MergeChunk[] = []
  for (const chunk of chunks) {
    const gap = result.at(-1)
    const before = result.at(-2)
    const joins = chunk.kind === "conflict" && before?.kind === "conflict" && gap?.kind === "resolved"
    if (joins && gap.lines.length <= SHORT_GAP) result.splice(-2, 2, joinedConflict(before, gap.lines, chunk))
    else result.push(chunk)
  }
  return result
}

function joinedConflict(first: ConflictChunk, gap: readonly string[], second: ConflictChunk): ConflictChunk {
  return {
    kind: "conflict",
    base: [...first.base, ...gap, ...second.base],
    ours: [...first.ours, ...gap, ...second.ours],
    theirs: [...first.theirs, ...gap, ...second.theirs],
  }
}

/** A conflict without the lines that both sides begin or end with; base stays whole. */
function withoutCommonEnds(chunk: MergeChunk): readonly ShownChunk[] {
  if (chunk.kind === "resolved") return [chunk]
  const { base, ours, theirs } = chunk
  const most = Math.min(ours.length, theirs.length)
  let start = 0
  while (start < most && ours[start] === theirs[start]) start++
  let end = 0
  while (end < most - start && ours.at(-1 - end) === theirs.at(-1 - end)) end++
  const inner = (lines: readonly string[]) => lines.slice(start, lines.length - end)
  const moved = start + end === 0 ? {} : { moved: { above: start, below: end } }
  const parts: readonly ShownChunk[] = [
    { kind: "resolved", lines: ours.slice(0, start), from: "both" },
    { kind: "conflict", base, ours: inner(ours), theirs: inner(theirs), ...moved },
    { kind: "resolved", lines: ours.slice(ours.length - end), from: "both" },
  ]
  return parts.filter((part) => part.kind === "conflict" || part.lines.length > 0)
}

/** The conflict's lines between markers, which end as those lines do. */
function marked(
  { base, ours, theirs, moved }: ConflictChunk & { readonly moved?: MovedLines },
  { style, size, labels }: MarkerOptions,
): readonly string[] {
  const ending = endingOf(ours[0] ?? theirs[0] ?? base[0] ?? "") || "\n"
  const marker = (character: string, label: string) =>
    `${character.repeat(size)}${label === "" ? "" : ` ${label}`}${ending}`
  return [
    marker("<", labels.ours),
    ...ours,
    ...(style === "merge"
      ? []
      : [marker("|", moved ? `${labels.base} ${movedLabel(moved)}`.trim() : labels.base), ...base]),
    marker("=", ""),
    ...theirs,
    marker(">", labels.theirs),
  ]
}
