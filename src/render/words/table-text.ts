import type { Table } from "../../diff/model/output-diff.js"
import { displayWidth } from "../ink/width.js"

/** A table in columns, a line a row: labels to the left, values to the right, as data frames are printed. */
export function tableText({ columns, index, rows }: Table): string {
  const lines = [["", ...columns], ...rows.map((row, i) => [index[i] ?? "", ...row])].map((line) =>
    line.map((value) => value.replace(/\s+/g, " ")),
  )
  const widths = (lines[0] ?? []).map((_, at) => columnWidth(lines.map((line) => line[at] ?? "")))
  return lines
    .map(
      (line) =>
        `${line
          .map((value, at) => cell(value, at, widths[at] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("")
}

/** A value that is wider than this is out of its column. */
const WIDEST_COLUMN = 32

function columnWidth(values: readonly string[]): number {
  const widest = values.reduce((most, value) => Math.max(most, displayWidth(value)), 0)
  return Math.min(WIDEST_COLUMN, widest)
}

function cell(value: string, at: number, width: number): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(value)))
  return at === 0 ? value + blanks : blanks + value
}
