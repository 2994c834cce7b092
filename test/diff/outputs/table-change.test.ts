import { expect, it } from "vitest"
import type { Table } from "../../../src/diff/model/output-diff.js"
import { diffTables, isTableChanged } from "../../../src/diff/outputs/table-change.js"

/** `a b | 0: 1 2 | 1: 3 4`: the columns, then a row each after its label. */
function table(notation: string): Table {
  const [head = "", ...body] = notation.split("|").map((part) => part.trim())
  const columns = head.split(" ")
  const index = body.map((row) => row.slice(0, row.indexOf(":")))
  const rows = body.map((row) =>
    row
      .slice(row.indexOf(":") + 1)
      .trim()
      .split(" "),
  )
  return { columns, index, rows, shape: { rows: rows.length, columns: columns.length } }
}

/** The change in words, what is nought left out. */
function change(a: string, b: string): string {
  const { values, rowsAdded, rowsDeleted, columnsAdded, columnsDeleted } = diffTables(table(a), table(b))
  const counts = { values, "+rows": rowsAdded, "-rows": rowsDeleted }
  const named = { "+columns": columnsAdded.join(" "), "-columns": columnsDeleted.join(" ") }
  return Object.entries({ ...counts, ...named })
    .filter(([, count]) => count !== 0 && count !== "")
    .map(([name, count]) => `${name}: ${count}`)
    .join(", ")
}

it.each([
  ["nothing", "a | x: 1", "a | x: 1", ""],
  ["a value", "a b | x: 1 2 | y: 3 4", "a b | x: 1 5 | y: 3 4", "values: 1"],
  ["a row that went, by its label", "a | x: 1 | y: 2 | z: 3", "a | x: 1 | z: 3", "-rows: 1"],
  ["rows in another order, by their labels", "a | x: 1 | y: 2", "a | y: 2 | x: 1", ""],
  ["a column in another place", "a b | x: 1 2", "b a | x: 2 1", ""],
  ["a new column", "a | x: 1", "a b | x: 1 2", "+columns: b"],
  ["a renamed column", "a b | x: 1 2", "a c | x: 1 2", "+columns: c, -columns: b"],
  ["labels that are twice, in order", "a | x: 1 | x: 2", "a | x: 1 | x: 3", "values: 1"],
  ["columns that are twice, in order", "a a | x: 1 2", "a a | x: 1 3", "values: 1"],
  ["a row put in front, where labels only count", "a | 0: 1 | 1: 2", "a | 0: 9 | 1: 1 | 2: 2", "+rows: 1"],
  ["values, where labels only count", "a b | 0: 1 2 | 1: 3 4", "a b | 0: 1 2 | 1: 3 5", "values: 1"],
  ["a row that was dropped from a count", "a | 0: 1 | 1: 2 | 2: 3", "a | 0: 1 | 2: 3", "-rows: 1"],
  ["the ends of a long table", "a | 0: 1 | ...: . | 311: 3", "a | 0: 1 | ...: . | 297: 4", "values: 1"],
])("%s", (_, a, b, words) => {
  expect(change(a, b)).toBe(words)
  expect(change(a, a)).toBe("")
})

it("counts all rows and columns of a table that came or went", () => {
  const one = table("a b | x: 1 2 | y: 3 4")
  expect(diffTables(undefined, one)).toMatchObject({ values: 0, rowsAdded: 2, columnsAdded: ["a", "b"] })
  expect(diffTables(one, undefined)).toMatchObject({ values: 0, rowsDeleted: 2, columnsDeleted: ["a", "b"] })
})

it("sees that a long table's length changed where the rows it shows did not", () => {
  const one = table("a | x: 1")
  const other = { ...one, shape: { rows: 312, columns: 1 } }
  expect(isTableChanged(diffTables(one, other))).toBe(true)
  expect(isTableChanged(diffTables(one, one))).toBe(false)
})

it("pairs the rows and columns that both tables show", () => {
  const { rows, columns } = diffTables(table("a b | x: 1 2 | y: 3 4"), table("b c | y: 4 5 | z: 6 7"))
  expect(rows).toEqual([[1, 0]])
  expect(columns).toEqual([[1, 0]])
})

it("sees rows in another order", () => {
  expect(isTableChanged(diffTables(table("a | x: 1 | y: 2"), table("a | y: 2 | x: 1")))).toBe(true)
})
