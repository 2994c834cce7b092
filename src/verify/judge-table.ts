import type { Table, TableChange } from "../diff/model/output-diff.js"
import { htmlTable } from "../diff/outputs/html-table.js"
import { isTableChanged } from "../diff/outputs/table-change.js"
import { maskText } from "../normalize/outputs/text-masks.js"
import { type JsonValue, textOf } from "../notebook/json/json-value.js"
import { counted } from "../render/words/quantity.js"
import { differenceWords, type Judgment } from "./judgment.js"
import { EQUAL, FAR, farther, type Nearness, nearness, type Tolerance } from "./near.js"

/** Judges two tables whose markup differs by their labels and values. Tables with the same rows and columns are
 *  compared place by place; the markup around the values may then differ, as another version of pandas writes it. */
export function judgeTable(
  change: TableChange,
  before: JsonValue,
  after: JsonValue,
  tolerance: Tolerance,
): Judgment {
  const { before: a, after: b } = change
  if (a === undefined || b === undefined) return { ...FAR, reasons: ["table differs"] }
  if (!isSameShape(a, b) || !isNearLabels(a, b, tolerance)) return { ...FAR, reasons: [shapeWords(change)] }
  const around = nearness(aroundTable(before), aroundTable(after), tolerance)
  if (!around.isNear) return { ...around, reasons: ["the text around the table differs"] }
  if (!isTableChanged(change)) return { ...EQUAL, reasons: ["table, equal values in other markup"] }
  return judgeValues(valuesOf(a, b, tolerance), around)
}

function judgeValues(values: readonly Nearness[], around: Nearness): Judgment {
  const all = values.reduce(farther, around)
  if (all.isNear) return { ...all, reasons: [differenceWords("table", all)] }
  const far = values.filter(({ isNear }) => !isNear).length
  const words = `table, ${counted(far, "value")} differ${far === 1 ? "s" : ""}`
  const isMeasured = all.worst > 0 && all.worst !== Number.POSITIVE_INFINITY
  return { ...all, reasons: [isMeasured ? `${words}: ${differenceWords("", all).slice(2)}` : words] }
}

function isSameShape(a: Table, b: Table): boolean {
  return (
    a.shape.rows === b.shape.rows &&
    a.shape.columns === b.shape.columns &&
    a.rows.length === b.rows.length &&
    a.columns.length === b.columns.length
  )
}

function isNearLabels(a: Table, b: Table, tolerance: Tolerance): boolean {
  const near = (x: readonly string[], y: readonly string[]): boolean =>
    x.length === y.length && x.every((label, i) => nearness(label, y[i] ?? "", tolerance).isNear)
  return near(a.columns, b.columns) && near(a.index, b.index)
}

function valuesOf(a: Table, b: Table, tolerance: Tolerance): readonly Nearness[] {
  return a.rows.flatMap((row, i) =>
    row.map((value, j) => nearness(maskText(value), maskText(b.rows[i]?.[j] ?? ""), tolerance)),
  )
}

function aroundTable(value: JsonValue): string {
  return maskText(htmlTable(textOf(value))?.around ?? "")
}

function shapeWords({
  columnsAdded,
  columnsDeleted,
  rowsAdded,
  rowsDeleted,
  before,
  after,
}: TableChange): string {
  if (columnsAdded.length + columnsDeleted.length > 0) return "table: other columns"
  const [rows, now] = [before?.shape.rows ?? 0, after?.shape.rows ?? 0]
  if (rows !== now) return `table: ${counted(rows, "row")} → ${now}`
  return rowsAdded + rowsDeleted > 0 ? "table: other rows" : "table: rows or columns in another order"
}
