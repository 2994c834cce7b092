import type { Hunk } from "../diff/hunk.js"
import type { LineHunk } from "../diff/line-diff.js"
import { pairLines } from "../diff/line-pairs.js"
import { endingOf, firstEnding, splitLines } from "../diff/lines.js"
import { diffWords } from "../diff/words.js"

/** The part of a text's diff that is shown: hunks, the lines around them, and gaps where more is left out. */
export type Section = readonly SectionItem[]

export type SectionItem =
  | { readonly kind: "same"; readonly line: TextLine; readonly before: number; readonly after: number }
  | {
      readonly kind: "hunk"
      readonly deleted: readonly TextLine[]
      readonly added: readonly TextLine[]
      /** Indices into `deleted` and `added` of lines that are versions of each other, increasing in both. */
      readonly pairs: readonly (readonly [number, number])[]
      /** Lines before the hunk on either side, from 0. */
      readonly before: number
      readonly after: number
    }
  /** Unchanged lines left out; `heading` names what the next line belongs to. */
  | { readonly kind: "gap"; readonly lines: number; readonly heading: string | undefined }
  /** Lines at the end that nobody asked to see. */
  | { readonly kind: "more"; readonly lines: number }

/** A line without its ending. */
export interface TextLine {
  /** From 0, in its own text. */
  readonly index: number
  readonly text: string
  /** What differs from the line it is paired with, as half-open ranges of `text`. */
  readonly changed: readonly Range[]
  /** The ending, where a reader has to see it to see the change. */
  readonly ending: string
}

export type Range = readonly [from: number, to: number]

export interface SectionOptions {
  /** Unchanged lines that are shown around a change. */
  readonly context: number
  /** Line indices, of either text, that are shown whatever changed: where a cell was cut or glued. */
  readonly cutsBefore?: readonly number[]
  readonly cutsAfter?: readonly number[]
}

/** The section of a text that became another one by `hunks`. */
export function sectionOf(
  before: string,
  after: string,
  hunks: readonly LineHunk[],
  options: SectionOptions,
): Section {
  const texts = {
    a: splitLines(before),
    b: splitLines(after),
    endingA: firstEnding(before),
    endingB: firstEnding(after),
  }
  const shown = withCuts(hunks, options).filter((hunk) => !isIgnorable(hunk))
  const near = hunks.filter(
    (hunk) => isIgnorable(hunk) && shown.some((other) => isNear(hunk, other, options.context)),
  )
  const marks = [...shown, ...near].sort((x, y) => x.fromA - y.fromA || x.fromB - y.fromB)
  const items: SectionItem[] = []
  let end = 0
  let previous: LineHunk | undefined
  for (const hunk of marks) {
    items.push(...leading(texts, end, previous, hunk, options.context))
    if (hunk.toA > hunk.fromA || hunk.toB > hunk.fromB) items.push(hunkItem(texts, hunk))
    previous = hunk
    end = hunk.toB
  }
  if (previous !== undefined)
    items.push(...sameLines(texts, end, end + options.context, shiftAfter(previous)))
  return items
}

interface Texts {
  readonly a: readonly string[]
  readonly b: readonly string[]
  readonly endingA: string
  readonly endingB: string
}

function isIgnorable({ ignorable }: LineHunk): boolean {
  return ignorable === true
}

function isNear(a: Hunk, b: Hunk, context: number): boolean {
  return a.fromB <= b.toB + context && b.fromB <= a.toB + context
}

/** The hunks, and an empty one for each cut that lies in none. */
function withCuts(
  hunks: readonly LineHunk[],
  { cutsBefore = [], cutsAfter = [] }: SectionOptions,
): readonly LineHunk[] {
  const cutA = cutsBefore.filter((at) => !hunks.some(({ fromA, toA }) => fromA <= at && at < toA))
  const cutB = cutsAfter.filter((at) => !hunks.some(({ fromB, toB }) => fromB <= at && at < toB))
  const shift = (count: (hunk: Hunk) => boolean): number =>
    hunks.filter(count).reduce((sum, { fromA, toA, fromB, toB }) => sum + (toB - fromB) - (toA - fromA), 0)
  return [
    ...hunks,
    ...cutA.map((at) => emptyHunk(at, at + shift(({ toA }) => toA <= at))),
    ...cutB.map((at) => emptyHunk(at - shift(({ toB }) => toB <= at), at)),
  ]
}

function emptyHunk(a: number, b: number): Hunk {
  return { fromA: a, toA: a, fromB: b, toB: b }
}

/** The unchanged lines between the hunk before and this one: all, or the ends around a gap. */
function leading(
  texts: Texts,
  from: number,
  previous: Hunk | undefined,
  hunk: Hunk,
  context: number,
): readonly SectionItem[] {
  const start = Math.max(from, hunk.fromB - context)
  const upToHunk = (first: number): readonly SectionItem[] =>
    sameLines(texts, first, hunk.fromB, shiftBefore(hunk))
  if (previous === undefined) {
    const heading = headingAbove(texts.b, start)
    return heading === undefined
      ? upToHunk(start)
      : [{ kind: "gap", lines: start, heading }, ...upToHunk(start)]
  }
  const lines = start - (from + context)
  // A gap takes a line itself: it is not worth it for one.
  if (lines <= 1) return upToHunk(from)
  const gap = { kind: "gap", lines, heading: headingAbove(texts.b, start) } as const
  return [...sameLines(texts, from, from + context, shiftAfter(previous)), gap, ...upToHunk(start)]
}

/** How much higher a line's index is in b than in a. */
function shiftBefore({ fromA, fromB }: Hunk): number {
  return fromB - fromA
}

function shiftAfter({ toA, toB }: Hunk): number {
  return toB - toA
}

function sameLines({ b }: Texts, from: number, to: number, shift: number): readonly SectionItem[] {
  return b.slice(from, Math.max(from, to)).map((line, i) => ({
    kind: "same",
    line: { index: from + i, text: withoutEnding(line), changed: [], ending: "" },
    before: from + i - shift,
    after: from + i,
  }))
}

/** The line above that names what the line at `at` belongs to, if it is indented: the nearest one that starts
 *  as git's own hunk headers do. */
function headingAbove(lines: readonly string[], at: number): string | undefined {
  const next = lines.slice(at, at + HEADING_LOOKAHEAD).find((line) => line.trim() !== "")
  if (next === undefined || !/^[ \t]/.test(next)) return undefined
  for (let i = at - 1; i >= Math.max(0, at - HEADING_REACH); i--) {
    const line = lines[i] ?? ""
    if (/^[A-Za-z_$@]/.test(line)) return line.trimEnd()
  }
  return undefined
}

/** Blank lines that may stand between a gap and what it belongs to. */
const HEADING_LOOKAHEAD = 4
/** Lines above which nobody remembers the heading, and the work it takes to find one. */
const HEADING_REACH = 400

function hunkItem({ a, b, endingA, endingB }: Texts, { fromA, toA, fromB, toB }: Hunk): SectionItem {
  const linesA = a.slice(fromA, toA)
  const linesB = b.slice(fromB, toB)
  const deleted = linesA.map((line, i) => textLine(line, fromA + i, endingB))
  const added = linesB.map((line, i) => textLine(line, fromB + i, endingA))
  const pairs = pairLines(linesA, linesB)
  for (const pair of pairs) {
    const [before, after] = pairedLines(linesA[pair.a] ?? "", linesB[pair.b] ?? "")
    deleted[pair.a] = { ...before, index: fromA + pair.a }
    added[pair.b] = { ...after, index: fromB + pair.b }
  }
  return {
    kind: "hunk",
    deleted,
    added,
    pairs: pairs.map((pair) => [pair.a, pair.b]),
    before: fromA,
    after: fromB,
  }
}

function textLine(line: string, index: number, usualEnding: string): TextLine {
  const ending = endingOf(line) === "\r\n" && usualEnding === "\n" ? "\r\n" : ""
  return { index, text: withoutEnding(line), changed: [], ending }
}

/** Two versions of a line: their words where that helps, and their endings where those are all that differs. */
function pairedLines(
  a: string,
  b: string,
): readonly [before: Omit<TextLine, "index">, after: Omit<TextLine, "index">] {
  const [before, after] = [withoutEnding(a), withoutEnding(b)]
  const words = diffWords(before, after) ?? []
  const ending = before === after ? endingOf : (): string => ""
  return [
    {
      text: before,
      changed: words.map(({ fromA, toA }) => [fromA, toA] as const).filter(isRange),
      ending: ending(a),
    },
    {
      text: after,
      changed: words.map(({ fromB, toB }) => [fromB, toB] as const).filter(isRange),
      ending: ending(b),
    },
  ]
}

function isRange([from, to]: Range): boolean {
  return to > from
}

function withoutEnding(line: string): string {
  const ending = endingOf(line)
  return ending === "" ? line : line.slice(0, -ending.length)
}
