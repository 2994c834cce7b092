import { RESET } from "./palette.js"
import { displayWidth, fitting } from "./width.js"

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
  const rows: Run[][] = [[]]
  let left = width
  for (const { text, style } of line) {
    for (let from = 0; from < text.length; ) {
      let end = left > 0 ? fitting(text, from, left) : from
      if (displayWidth(text.slice(from, end)) > left && left < width) end = from
      if (end > from) rows.at(-1)?.push({ text: text.slice(from, end), style })
      left -= displayWidth(text.slice(from, end))
      from = end
      if (from < text.length) {
        rows.push([])
        left = width
      }
    }
  }
  return rows
}

/** The line filled up with spaces to `width` columns. */
export function padded(line: StyledLine, width: number, style = ""): StyledLine {
  const missing = width - widthOf(line)
  return missing > 0 ? [...line, run(" ".repeat(missing), style)] : line
}
