import { codeLine, numberStyle, roleStyle, signStyle } from "./code-line.js"
import type { Palette } from "./ink/palette.js"
import { safeText } from "./ink/safe-text.js"
import { padded, run, type StyledLine, wrapped } from "./ink/styled-line.js"
import { clipped } from "./ink/width.js"
import { type PartSpans, partSpans } from "./line-spans.js"
import { noteRows } from "./note-rows.js"
import { moreWords, OPEN_END, SIGNS, type UnifiedLine, unifiedLines } from "./parts/unified-lines.js"
import { cutRuler } from "./ruler.js"
import type { Part, TextPart } from "./words/part.js"
import type { TerminalOptions } from "./words/view-options.js"

/** The rows of a part, one version above the other, lines numbered on both sides. */
export function unifiedRows(part: Part, options: TerminalOptions): readonly StyledLine[] {
  return part.kind === "note" ? noteRows(part, options) : textRows(part, options)
}

function textRows(part: TextPart, options: TerminalOptions): readonly StyledLine[] {
  const lines = unifiedLines(part)
  const view = { options, spans: partSpans(part, options.highlight), digits: digitsOf(lines) }
  return lines.flatMap((line) => rowsOf(view, line))
}

interface TextView {
  readonly options: TerminalOptions
  readonly spans: PartSpans
  /** Digits of a line number. */
  readonly digits: number
}

/** Digits of the highest line number, at least two: the columns of most cells are then the same. */
function digitsOf(lines: readonly UnifiedLine[]): number {
  const numbers = lines.map((line) =>
    line.kind === "line" ? Math.max(line.before ?? 0, line.after ?? 0) : 0,
  )
  return Math.max(2, String(numbers.reduce((most, number) => Math.max(most, number), 0)).length)
}

function rowsOf(view: TextView, line: UnifiedLine): readonly StyledLine[] {
  switch (line.kind) {
    case "line":
      return lineRows(view, line)
    case "cut":
      return [cutRuler(line.position, view.options.width, view.options.palette)]
    case "gap":
      return [gapRow(view, line.heading ?? "")]
    case "more":
      return [gapRow(view, moreWords(line.lines))]
  }
}

function lineRows(
  view: TextView,
  { role, line, before, after }: UnifiedLine & { readonly kind: "line" },
): readonly StyledLine[] {
  const { palette, width } = view.options
  const room = Math.max(MINIMAL_ROOM, width - gutterWidth(view) - SIGN_WIDTH)
  const style = roleStyle(role, palette)
  const spans = after === undefined ? view.spans.before(line.index) : view.spans.after(line.index)
  const filled = palette.filled && (role === "deleted" || role === "added")
  const sign = [run(" "), run(SIGNS[role], signStyle(role, palette)), run(" ", filled ? style : "")]
  const numbers = run(numberColumn(view, before) + numberColumn(view, after), numberStyle(role, palette))
  const rows = wrapped(codeLine(line, role, spans, palette), room).map((row, i) => [
    i === 0 ? numbers : wrapMark(view, palette),
    ...sign,
    ...(filled ? padded(row, room, style) : row),
  ])
  const open = run(" ".repeat(gutterWidth(view) + 1) + OPEN_END, palette.contextDimmed)
  return line.end === "open" ? [...rows, [open]] : rows
}

/** Columns of the sign and the spaces around it. */
const SIGN_WIDTH = 3

/** Columns that text gets however narrow the terminal is. */
const MINIMAL_ROOM = 10

function gutterWidth({ digits }: TextView): number {
  return 2 * (digits + 1)
}

function numberColumn({ digits }: TextView, number: number | undefined): string {
  return String(number ?? "").padStart(digits + 1)
}

/** Takes the place of the numbers where a row goes on with the line of the row before. */
function wrapMark(view: TextView, palette: Palette): StyledLine[number] {
  return run("↪".padStart(gutterWidth(view)), palette.contextDimmed)
}

function gapRow(view: TextView, words: string): StyledLine {
  const start = "⋯".padStart(view.digits + 1).padEnd(gutterWidth(view) + SIGN_WIDTH)
  const { palette, width } = view.options
  return [run(clipped(start + safeText(words), width).trimEnd(), palette.contextDimmed)]
}
