import type { Table, TableChange, TablePair } from "../model/output-diff.js"
import { diffSequences } from "../text/sequence.js"

/** What differs between two tables, either of which may not be there. Columns are matched by name. Rows are
 *  matched by label; where the labels are only a count, or missing, by what they hold and then by place. */
export function diffTables(
  before: Table | undefined,
  after: Table | undefined,
  surroundings = false,
): TableChange {
  const a = before ?? NO_TABLE
  const b = after ?? NO_TABLE
  const columns = matchByName(a.columns, b.columns)
  const rows = isCount(a.index) && isCount(b.index) ? matchByContent(a, b) : matchByName(a.index, b.index)
  const differs = ([i, j]: TablePair, [x, y]: TablePair): boolean => a.rows[i]?.[x] !== b.rows[j]?.[y]
  const inA = new Set(columns.map(([x]) => x))
  const inB = new Set(columns.map(([, y]) => y))
  return {
    before,
    after,
    values: rows.reduce((sum, row) => sum + columns.filter((column) => differs(row, column)).length, 0),
    columnsAdded: b.columns.filter((_, y) => !inB.has(y)),
    columnsDeleted: a.columns.filter((_, x) => !inA.has(x)),
    rowsAdded: b.rows.length - rows.length,
    rowsDeleted: a.rows.length - rows.length,
    rows,
    columns,
    surroundings,
  }
}

/** Whether the tables themselves differ, whatever is around them. */
export function isTableChanged({ before, after, ...change }: TableChange): boolean {
  return (
    change.values + change.rowsAdded + change.rowsDeleted > 0 ||
    change.columnsAdded.length + change.columnsDeleted.length > 0 ||
    before?.shape.rows !== after?.shape.rows ||
    before?.shape.columns !== after?.shape.columns ||
    isReordered(change.rows) ||
    isReordered(change.columns)
  )
}

/** Whether rows or columns that both tables show are in another order. */
export function isReordered(pairs: readonly TablePair[]): boolean {
  return pairs.some(([, after], i) => i > 0 && after < (pairs[i - 1]?.[1] ?? 0))
}

const NO_TABLE: Table = { columns: [], index: [], rows: [], shape: { rows: 0, columns: 0 } }

/** Equal names in order: the second of two equal ones is matched with the second. */
function matchByName(a: readonly string[], b: readonly string[]): readonly TablePair[] {
  const places = new Map<string, number[]>()
  for (const [j, name] of b.entries()) {
    const at = places.get(name)
    if (at === undefined) places.set(name, [j])
    else at.push(j)
  }
  const waiting = new Map([...places].map(([name, at]) => [name, at.values()]))
  return a.flatMap((name, i) => {
    const j = waiting.get(name)?.next().value
    return j === undefined ? [] : [[i, j] as const]
  })
}

/** Whether the labels say nothing but the row's place: 0, 1, 2, … or 1, 2, 3, …, or none at all. */
function isCount(labels: readonly string[]): boolean {
  let next: number | undefined
  for (const [i, label] of labels.entries()) {
    if (GAPS.has(label)) {
      next = undefined
      continue
    }
    const number = /^\d{1,15}$/.test(label) ? Number(label) : undefined
    if (number === undefined || (i === 0 ? number > 1 : next !== undefined && number !== next)) return false
    next = number + 1
  }
  return true
}

/** What stands for the rows that a long table leaves out; a row without a label. */
const GAPS: ReadonlySet<string> = new Set(["", "...", "⋮", "…"])

function matchByContent(a: Table, b: Table): readonly TablePair[] {
  const key = (row: readonly string[]): string => row.join("\0")
  const matches: TablePair[] = []
  let i = 0
  let j = 0
  const pairUntil = (toA: number, toB: number): void => {
    while (i < toA && j < toB) matches.push([i++, j++])
    i = toA
    j = toB
  }
  for (const { fromA, toA, fromB, toB } of diffSequences(a.rows.map(key), b.rows.map(key))) {
    pairUntil(fromA, fromB)
    pairUntil(toA, toB)
  }
  pairUntil(a.rows.length, b.rows.length)
  return matches
}
