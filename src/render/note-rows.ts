import { safeText } from "./ink/safe-text.js"
import { run, type StyledLine, wrapped } from "./ink/styled-line.js"
import type { NotePart } from "./words/part.js"
import type { TerminalOptions } from "./words/view-options.js"

/** A line of our own words, indented, and further where it is too long for one row. */
export function noteRows(
  { label, text }: NotePart,
  { palette, width }: TerminalOptions,
): readonly StyledLine[] {
  const words = [run(`${safeText(label)}: `, palette.contextDimmed), run(safeText(text))]
  const [first, ...rest] = wrapped(words, Math.max(width - INDENT - FURTHER, 2 * INDENT))
  return [
    [run(" ".repeat(INDENT)), ...(first ?? [])],
    ...rest.map((row) => [run(" ".repeat(INDENT + FURTHER)), ...row]),
  ]
}

const INDENT = 2
const FURTHER = 2
