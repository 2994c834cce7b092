import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { codeLine, numberStyle, roleStyle, signStyle } from "./code-line.js"
import { safeText } from "./ink/safe-text.js"
import { padded, run, type StyledLine, wrapped } from "./ink/styled-line.js"
import { clipped } from "./ink/width.js"
import { type PartSpans, partSpans } from "./line-spans.js"
import { noteRows } from "./note-rows.js"
import { type LineRole, lineNumber, moreWords, OPEN_END, SIGNS } from "./parts/unified-lines.js"
import { cutRuler } from "./ruler.js"
import { drawn } from "./terminal.js"
import type { FileNames } from "./words/file-names.js"
import type { Part, TextPart } from "./words/part.js"
import type { SectionItem, TextLine } from "./words/section.js"
import type { TerminalOptions } from "./words/view-options.js"

/** A notebook's diff in two columns of equal width, what was at the left and what is at the right. */
export function renderSideBySide(diff: NotebookDiff, names: FileNames, options: TerminalOptions): string {
  return [...sideBySideLines(diff, names, options)].join("")
}

/** The same, line by line. */
export function sideBySideLines(
  diff: NotebookDiff,
  names: FileNames,
  options: TerminalOptions,
): Generator<string> {
  return drawn(diff, names, options, (part) => sideBySideRows(part, options))
}

function sideBySideRows(part: Part, options: TerminalOptions): readonly StyledLine[] {
  if (part.kind === "note") return noteRows(part, options)
  const view = {
    part,
    options,
    spans: partSpans(part, options.highlight),
    digits: digitsOf(part),
    column: Math.max(MINIMAL_COLUMN, Math.floor((options.width - 1) / 2)),
  }
  return part.section.flatMap((item) => itemRows(view, item))
}

interface ColumnsView {
  readonly part: TextPart
  readonly options: TerminalOptions
  readonly spans: PartSpans
  /** Digits of a line number. */
  readonly digits: number
  /** Columns of the terminal that one side takes. */
  readonly column: number
}

/** Columns that a side gets however narrow the terminal is. */
const MINIMAL_COLUMN = 20

function digitsOf({ section }: TextPart): number {
  const highest = section.map(lastNumber).reduce((most, number) => Math.max(most, number), 0)
  return Math.max(2, String(highest).length)
}

function lastNumber(item: SectionItem): number {
  switch (item.kind) {
    case "same":
      return Math.max(item.before, item.after) + 1
    case "hunk":
      return Math.max(item.before + item.deleted.length, item.after + item.added.length)
    case "gap":
    case "more":
      return 0
  }
}

function itemRows(view: ColumnsView, item: SectionItem): readonly StyledLine[] {
  switch (item.kind) {
    case "same": {
      const role = view.part.moved ? "moved" : "context"
      const left = { line: item.line, role, index: item.before, side: "before" } as const
      const right = { line: item.line, role, index: item.after, side: "after" } as const
      return pairRows(view, left, right)
    }
    case "hunk":
      return hunkPairs(item).flatMap(([left, right]) => pairRows(view, left, right))
    case "gap":
      return [gapRow(view, item.heading ?? "")]
    case "more":
      return [gapRow(view, moreWords(item.lines))]
  }
}

/** A line on one side. */
interface Side {
  readonly line: TextLine
  readonly role: LineRole
  /** From 0, in the side's whole text. */
  readonly index: number
  readonly side: "before" | "after"
}

type SidePair = readonly [left: Side | undefined, right: Side | undefined]

/** A hunk's lines beside each other: paired lines in one row, the lines between them from above. */
function hunkPairs({ deleted, added, pairs }: SectionItem & { readonly kind: "hunk" }): readonly SidePair[] {
  const rows: SidePair[] = []
  let [a, b] = [0, 0]
  for (const [pairA, pairB] of [...pairs, [deleted.length, added.length] as const]) {
    const height = Math.max(pairA - a, pairB - b)
    for (let i = 0; i < height; i++) {
      rows.push([
        a + i < pairA ? leftSide(deleted[a + i]) : undefined,
        b + i < pairB ? rightSide(added[b + i]) : undefined,
      ])
    }
    if (pairA < deleted.length || pairB < added.length)
      rows.push([leftSide(deleted[pairA]), rightSide(added[pairB])])
    ;[a, b] = [pairA + 1, pairB + 1]
  }
  return rows
}

function leftSide(line: TextLine | undefined): Side | undefined {
  return line && { line, role: "deleted", index: line.index, side: "before" }
}

function rightSide(line: TextLine | undefined): Side | undefined {
  return line && { line, role: "added", index: line.index, side: "after" }
}

/** Both sides of a row, each wrapped in its own column. */
function pairRows(view: ColumnsView, left: Side | undefined, right: Side | undefined): readonly StyledLine[] {
  const { options, part, column } = view
  const position = part.cutsAfter.get(right?.index ?? -1) ?? part.cutsBefore.get(left?.index ?? -1)
  const leftRows = sideRows(view, left)
  const rightRows = sideRows(view, right)
  const bar = run("│", options.palette.contextDimmed)
  const rows = Array.from({ length: Math.max(leftRows.length, rightRows.length) }, (_, i) => [
    ...padded(leftRows[i] ?? [], column),
    bar,
    ...(rightRows[i] ?? []),
  ])
  return position === undefined ? rows : [cutRuler(position, options.width, options.palette), ...rows]
}

function sideRows(view: ColumnsView, side: Side | undefined): readonly StyledLine[] {
  if (side === undefined) return []
  const { options, part, spans, digits, column } = view
  const { palette } = options
  const { line, role, index } = side
  const room = column - digits - GUTTER
  const filled = palette.filled && (role === "deleted" || role === "added")
  const style = roleStyle(role, palette)
  const number = lineNumber(index, side.side === "before" ? part.cutsBefore : part.cutsAfter)
  const sign = [run(" "), run(SIGNS[role], signStyle(role, palette)), run(" ", filled ? style : "")]
  const code = codeLine(
    line,
    role,
    side.side === "before" ? spans.before(index) : spans.after(index),
    palette,
  )
  const rows = wrapped(code, room).map((row, i) => [
    i === 0
      ? run(String(number ?? "").padStart(digits + 1), numberStyle(role, palette))
      : run("↪".padStart(digits + 1), palette.contextDimmed),
    ...sign,
    ...(filled ? padded(row, room, style) : row),
  ])
  const open = run(clipped(" ".repeat(digits + 2) + OPEN_END, column), palette.contextDimmed)
  return line.end === "open" ? [...rows, [open]] : rows
}

/** Columns of a side beside its number's digits and its text: a space, the sign between spaces. */
const GUTTER = 4

function gapRow({ digits, options }: ColumnsView, words: string): StyledLine {
  const start = "⋯".padStart(digits + 1).padEnd(digits + GUTTER)
  return [run(clipped(start + safeText(words), options.width).trimEnd(), options.palette.contextDimmed)]
}
