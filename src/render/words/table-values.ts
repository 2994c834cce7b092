import type { Table, TableChange } from "../../diff/model/output-diff.js"
import { clipped } from "../ink/width.js"
import { counted } from "./quantity.js"

/** A value of a table that changed: `Lima · price` and `180 → 165`. */
interface ChangedValue {
  readonly place: string
  readonly words: string
}

/** Lines in which the changed values of a table are reported; the last one says how many more there are. */
const MOST_LINES = 6

/** Returns the first values that differ in rows and columns which both tables have, and what stands for the others. */
export function changedValues({
  before,
  after,
  rows,
  columns,
  values,
}: TableChange): readonly ChangedValue[] {
  if (before === undefined || after === undefined || values === 0) return []
  const most = values > MOST_LINES ? MOST_LINES - 1 : MOST_LINES
  const shown: ChangedValue[] = []
  for (const [i, j] of rows) {
    for (const [x, y] of columns) {
      const [a = "", b = ""] = [before.rows[i]?.[x], after.rows[j]?.[y]]
      if (a === b || shown.length === most) continue
      shown.push({ place: placeOf(after, j, y), words: `${valueWords(a)} → ${valueWords(b)}` })
    }
    if (shown.length === most) break
  }
  const rest = values - shown.length
  return rest > 0 ? [...shown, { place: "⋯", words: `${counted(rest, "more value")} changed` }] : shown
}

function placeOf({ index, columns }: Table, row: number, column: number): string {
  const [label, name] = [index[row]?.trim(), columns[column]?.trim()]
  return `${clipped(label || `row ${row + 1}`, WIDEST)} · ${clipped(name || `column ${column + 1}`, WIDEST)}`
}

function valueWords(value: string): string {
  const words = value.trim().replace(/\s+/g, " ")
  return words === "" ? "(empty)" : clipped(words, WIDEST)
}

/** Columns of a label or a value that tell which it is. */
const WIDEST = 32
