import { endOf, startOf } from "./json/json-value.js"
import type { Notebook } from "./model.js"

const NEWLINE = 0x0a

/** Returns a function from a line of the notebook's file, counted from 1, to the index of the cell that the line is in;
 *  undefined for a line outside of the cells. */
export function cellOfLine(notebook: Notebook): (line: number) => number | undefined {
  const { bytes } = notebook.root.text
  const ranges: { readonly from: number; readonly to: number }[] = []
  let line = 1
  let at = 0
  const lineAt = (offset: number): number => {
    for (; at < offset; at++) if (bytes[at] === NEWLINE) line++
    return line
  }
  for (const { value } of notebook.cells)
    ranges.push({ from: lineAt(startOf(value)), to: lineAt(endOf(value)) })
  return (wanted) => {
    const found = lastStart(ranges, wanted)
    return found !== undefined && wanted <= (ranges[found]?.to ?? 0) ? found : undefined
  }
}

/** The last range that begins at the line or before it. */
function lastStart(ranges: readonly { readonly from: number }[], line: number): number | undefined {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.from ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return low === 0 ? undefined : low - 1
}

/** Returns the lines of the notebook's file, counted from 1, on which its cells begin. */
export function linesOfCells({ root, cells }: Notebook): readonly number[] {
  const { bytes } = root.text
  let line = 1
  let at = 0
  return cells.map(({ value }) => {
    for (const start = startOf(value); at < start; at++) if (bytes[at] === NEWLINE) line++
    return line
  })
}
