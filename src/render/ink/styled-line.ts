import { RESET } from "./palette.js"
import { displayWidth, rowEnds } from "./width.js"

/** A stretch of safe text and the escape sequences that it is shown with. */
export interface Run {
  readonly text: string
  readonly style: string
}

/** One line, or a part of one. */
export type StyledLine = readonly Run[]

export function run(text: string, style = ""): Run {
  return { text, style }
}

/** The line as it goes to a terminal: each run ends what it began. */
export function paint(line: StyledLine): string {
  return line
    .map(({ text, style }) => (style === "" || text === "" ? text : `${style}${text}${RESET}`))
    .join("")
}

export function widthOf(line: StyledLine): number {
  return line.reduce((width, { text }) => width + displayWidth(text), 0)
}

/** The line cut into rows of at most `width` columns; one empty row for an empty line. */
export function wrapped(line: StyledLine, width: number): readonly StyledLine[] {
  if (widthOf(line) <= width) return [line]
  let start = 0
  return rowEnds(line.map(({ text }) => text).join(""), width).map((end) => {
    const row = between(line, start, end)
    start = end
    return row
  })
}

/** The part of the line between two offsets of its text. */
function between(line: StyledLine, from: number, to: number): StyledLine {
  let start = 0
  return line.flatMap(({ text, style }) => {
    const part = text.slice(Math.max(0, from - start), Math.max(0, to - start))
    start += text.length
    return part === "" ? [] : [{ text: part, style }]
  })
}

/** The line filled up with spaces to `width` columns. */
export function padded(line: StyledLine, width: number, style = ""): StyledLine {
  const missing = width - widthOf(line)
  return missing > 0 ? [...line, run(" ".repeat(missing), style)] : line
}
