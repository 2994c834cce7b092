import type { Hunk } from "../../diff/text/hunk.js"
import type { LineHunk } from "../../diff/text/line-diff.js"
import { pairLines } from "../../diff/text/line-pairs.js"
import { endingOf, firstEnding, splitLines } from "../../diff/text/lines.js"
import { diffWords } from "../../diff/text/words.js"

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
  /** What a reader has to see of the line's end to see the change. */
  readonly end: LineEnd
}

/** `return`: a carriage return before the line feed; `open`: no line feed, where the other version has one. */
type LineEnd = "usual" | "return" | "open"

export type Range = readonly [from: number, to: number]

export interface SectionOptions {
  /** Unchanged lines that are shown around a change. */
  readonly context: number
  /** Pair the lines of hunks and mark the words that differ in them. */
  readonly words: boolean
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
  const texts = { a: textOf(before), b: textOf(after) }
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
    if (hunk.toA > hunk.fromA || hunk.toB > hunk.fromB) items.push(hunkItem(texts, hunk, options.words))
    previous = hunk
    end = hunk.toB
  }
  if (previous !== undefined)
    items.push(...sameLines(texts, end, end + linesAfter(previous, options.context), shiftAfter(previous)))
  return items
}

interface Texts {
  readonly a: Text
  readonly b: Text
}

interface Text {
  readonly lines: readonly string[]
  /** What its first line ends with. */
  readonly ending: string
  /** Its last line has no ending. */
  readonly isOpen: boolean
}

function textOf(text: string): Text {
  return { lines: splitLines(text), ending: firstEnding(text), isOpen: text !== "" && !text.endsWith("\n") }
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

/** How many lines are shown after a hunk: after a cut one at least, which is the one that it is before. */
function linesAfter({ fromA, toA, fromB, toB }: Hunk, context: number): number {
  return fromA === toA && fromB === toB ? Math.max(context, 1) : context
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
  const heading = headingAbove(texts.b.lines, start)
  if (previous === undefined) {
    if (heading === undefined) return upToHunk(start)
    // A gap takes a line itself: the heading may as well be there.
    if (heading.index === start - 1) return upToHunk(start - 1)
    return [{ kind: "gap", lines: start, heading: heading.text }, ...upToHunk(start)]
  }
  const hidden = from + linesAfter(previous, context)
  if (start - hidden <= 1) return upToHunk(from)
  const isNews = heading !== undefined && heading.index >= hidden
  const gap = { kind: "gap", lines: start - hidden, heading: isNews ? heading.text : undefined } as const
  return [...sameLines(texts, from, hidden, shiftAfter(previous)), gap, ...upToHunk(start)]
}

/** How much higher a line's index is in b than in a. */
function shiftBefore({ fromA, fromB }: Hunk): number {
  return fromB - fromA
}

function shiftAfter({ toA, toB }: Hunk): number {
  return toB - toA
}

function sameLines({ b }: Texts, from: number, to: number, shift: number): readonly SectionItem[] {
  return b.lines.slice(from, Math.max(from, to)).map((line, i) => ({
    kind: "same",
    line: { index: from + i, text: withoutEnding(line), changed: [], end: "usual" },
    before: from + i - shift,
    after: from + i,
  }))
}

/** The line above that names what the line at `at` belongs to, if it is indented: the nearest one that starts
 *  as git's own hunk headers do. */
function headingAbove(
  lines: readonly string[],
  at: number,
): { readonly index: number; readonly text: string } | undefined {
  const next = lines.slice(at, at + HEADING_LOOKAHEAD).find((line) => line.trim() !== "")
  if (next === undefined || !/^[ \t]/.test(next)) return undefined
  for (let i = at - 1; i >= Math.max(0, at - HEADING_REACH); i--) {
    const line = lines[i] ?? ""
    if (/^[A-Za-z_$@]/.test(line)) return { index: i, text: line.trimEnd() }
  }
  return undefined
}

/** Blank lines that may be between a gap and what it belongs to. */
const HEADING_LOOKAHEAD = 4
/** Lines above which nobody remembers the heading, and the work it takes to find one. */
const HEADING_REACH = 400

function hunkItem({ a, b }: Texts, { fromA, toA, fromB, toB }: Hunk, isPaired: boolean): SectionItem {
  const linesA = a.lines.slice(fromA, toA)
  const linesB = b.lines.slice(fromB, toB)
  const deleted = linesA.map((line, i) => textLine(line, fromA + i, a, b))
  const added = linesB.map((line, i) => textLine(line, fromB + i, b, a))
  const pairs = isPaired ? pairLines(linesA, linesB) : []
  for (const pair of pairs) {
    const before = deleted[pair.a]
    const after = added[pair.b]
    if (before === undefined || after === undefined) continue
    const words = diffWords(before.text, after.text) ?? []
    deleted[pair.a] = {
      ...before,
      changed: words.map((word) => [word.fromA, word.toA] as const).filter(isRange),
    }
    added[pair.b] = {
      ...after,
      changed: words.map((word) => [word.fromB, word.toB] as const).filter(isRange),
    }
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

function textLine(line: string, index: number, own: Text, other: Text): TextLine {
  return { index, text: withoutEnding(line), changed: [], end: lineEnd(line, index, own, other) }
}

function lineEnd(line: string, index: number, own: Text, other: Text): LineEnd {
  if (endingOf(line) === "\r\n" && other.ending === "\n") return "return"
  const isOpen = own.isOpen && !other.isOpen && other.lines.length > 0
  return isOpen && index === own.lines.length - 1 ? "open" : "usual"
}

function isRange([from, to]: Range): boolean {
  return to > from
}

function withoutEnding(line: string): string {
  const ending = endingOf(line)
  return ending === "" ? line : line.slice(0, -ending.length)
}
