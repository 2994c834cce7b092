import { pairLines } from "../../diff/text/line-pairs.js"
import { splitLines, withoutEnding } from "../../diff/text/lines.js"
import { diffWords } from "../../diff/text/words.js"
import type { RecordedConflict } from "../../merge/resolve/recorded-conflicts.js"
import type { MarkedConflict } from "../../merge/text/marker-parser.js"
import { codeLine } from "../../render/code-line.js"
import { ANSI_PALETTE, type Palette } from "../../render/ink/palette.js"
import { safeText } from "../../render/ink/safe-text.js"
import { paint, run, type StyledLine, wrapped } from "../../render/ink/styled-line.js"
import type { Highlight } from "../../render/ink/syntax.js"
import { lineSpans } from "../../render/line-spans.js"
import type { Range, TextLine } from "../../render/words/section.js"

/** Holds how a conflict is drawn. */
export interface ConflictViewOptions {
  /** Columns. */
  readonly width: number
  readonly language: string
  readonly highlight: Highlight | undefined
  /** The text with both sides' edits, if there is one to offer. */
  readonly both: string | undefined
}

/** Returns a conflict in a source as the diff view would show it: with the lines around it, the words that differ marked,
 *  long lines wrapped at their gutter, and the code in its colors. */
export function sourceView(
  { text: { chunks } }: RecordedConflict & { readonly kind: "source" },
  options: ConflictViewOptions,
): string {
  const rows = chunks.flatMap((chunk, i): readonly StyledLine[] => {
    if (chunk.kind === "conflict") return hunkRows(chunk, options)
    const isFirst = i === 0
    const isLast = i === chunks.length - 1
    return contextRows(chunk.lines, isFirst, isLast, options)
  })
  const offer = options.both === undefined ? [] : bothRows(options.both, options)
  return [...rows, ...offer].map((row) => `${paint(row)}\n`).join("")
}

/** Sets how many unchanged lines are shown beside a conflict. */
const CONTEXT = 3

function contextRows(
  lines: readonly string[],
  isFirst: boolean,
  isLast: boolean,
  options: ConflictViewOptions,
): readonly StyledLine[] {
  const before = isFirst ? [] : lines.slice(0, CONTEXT)
  const after = isLast ? [] : lines.slice(Math.max(before.length, lines.length - CONTEXT))
  const hidden = lines.length - before.length - after.length
  const gap =
    !isFirst && !isLast && hidden > 0 ? [[run(`    ⋯ ${hidden} lines ⋯`, ANSI_PALETTE.contextDimmed)]] : []
  const rows = (shown: readonly string[]) => versionRows(shown, [], "", options)
  return [...rows(before), ...gap, ...rows(after)]
}

function hunkRows(hunk: MarkedConflict, options: ConflictViewOptions): readonly StyledLine[] {
  const changed = changedWords(hunk.ours, hunk.theirs)
  const side = (name: "ours" | "base" | "theirs", lines: readonly string[], words: readonly Ranges[]) => [
    headingRow(name, hunk.labels[name]),
    ...versionRows(lines, words, COLORS[name], options),
  ]
  return [
    ...side("ours", hunk.ours, changed.ours),
    ...(hunk.base === null ? [] : side("base", hunk.base, [])),
    ...side("theirs", hunk.theirs, changed.theirs),
  ]
}

const COLORS = { ours: "\x1b[32m", base: "\x1b[34m", theirs: "\x1b[35m" } as const

function headingRow(name: "ours" | "base" | "theirs", label: string): StyledLine {
  const words = label === "" || label === name ? name : `${name} (${safeText(label)})`
  return [run("  "), run(words, COLORS[name])]
}

type Ranges = readonly Range[]

/** Returns, for each line, the words that differ from the matching line of the other side. */
export function changedWords(
  ours: readonly string[],
  theirs: readonly string[],
): { readonly ours: readonly Ranges[]; readonly theirs: readonly Ranges[] } {
  const marks = { ours: ours.map((): Ranges => []), theirs: theirs.map((): Ranges => []) }
  for (const { a, b } of pairLines(ours, theirs)) {
    const words = diffWords(withoutEnding(ours[a] ?? ""), withoutEnding(theirs[b] ?? "")) ?? []
    marks.ours[a] = words.map(({ fromA, toA }) => [fromA, toA] as const).filter(isRange)
    marks.theirs[b] = words.map(({ fromB, toB }) => [fromB, toB] as const).filter(isRange)
  }
  return marks
}

function isRange([from, to]: Range): boolean {
  return to > from
}

function versionRows(
  lines: readonly string[],
  changed: readonly Ranges[],
  color: string,
  { width, language, highlight }: ConflictViewOptions,
): readonly StyledLine[] {
  const gutter = run(color === "" ? "      " : "    │ ", color)
  if (lines.length === 0) return color === "" ? [] : [[gutter, run("(nothing)", ANSI_PALETTE.contextDimmed)]]
  const spans = lineSpans(lines.join(""), language, highlight)
  return lines.flatMap((line, index) => {
    const shown: TextLine = { index, text: withoutEnding(line), changed: changed[index] ?? [], end: "usual" }
    const row = codeLine(shown, "added", spans(index), WORDS_PALETTE)
    return wrapped(row, Math.max(20, width - 6)).map((part) => [gutter, ...part])
  })
}

/** Styles a line with the code's own colors, words that differ underlined; the gutter shows whose line it is. */
const WORDS_PALETTE: Palette = {
  ...ANSI_PALETTE,
  new: "",
  newHighlight: "\x1b[1;4m",
  whitespace: "",
  changed: ANSI_PALETTE,
}

/** Returns the lines of the offer; of a long cell, the first ones. */
function bothRows(both: string, options: ConflictViewOptions): readonly StyledLine[] {
  const lines = splitLines(both)
  const rest = lines.length - MOST_LINES
  const more = rest > 0 ? [[run(`    ⋯ ${rest} more lines`, ANSI_PALETTE.contextDimmed)]] : []
  const heading = [run("  "), run("both edits (merged by words; check it)", BOTH_COLOR)]
  return [heading, ...versionRows(lines.slice(0, MOST_LINES), [], BOTH_COLOR, options), ...more]
}

const BOTH_COLOR = "\x1b[33m"
const MOST_LINES = 40
