import { kindOf, numberOf } from "../notebook/json/json-value.js"
import type { Cell, Notebook } from "../notebook/model.js"
import { cellMarks } from "./cell-marks.js"

/** What can be wrong with the run that a notebook holds. */
export const RUN_RULES = ["order", "errors", "unrun"] as const

export type RunRule = (typeof RUN_RULES)[number]

export interface RunDiagnostic {
  readonly rule: RunRule
  /** Index of the cell. */
  readonly cell: number
  readonly message: string
}

/** Lists what the counts and the errors of a notebook say of its run, in the order of its cells. A cell with the tag
 *  `check-ignore` is left out. */
export function runDiagnostics(notebook: Notebook, rules: ReadonlySet<RunRule>): readonly RunDiagnostic[] {
  const cells = notebook.cells.flatMap((cell, at): readonly RunCell[] =>
    cell.type === "code" ? [{ at, cell, count: countOf(cell) }] : [],
  )
  const found = [
    ...(rules.has("order") ? outOfOrder(cells) : []),
    ...(rules.has("errors") ? failed(cells) : []),
    ...(rules.has("unrun") ? unrun(cells) : []),
  ]
  const isLeftOut = ({ cell }: RunDiagnostic): boolean => cellMarks(notebook.cells[cell] as Cell).isUnchecked
  return found.filter((one) => !isLeftOut(one)).sort((a, b) => a.cell - b.cell)
}

interface RunCell {
  /** Index among all cells. */
  readonly at: number
  readonly cell: Cell
  readonly count: number | undefined
}

/** Compares each count with the one above it, so that one cell that was run late is one line. */
function outOfOrder(cells: readonly RunCell[]): readonly RunDiagnostic[] {
  const counted = cells.filter(({ count }) => count !== undefined)
  if (!countsUp(counted)) return []
  return counted.flatMap(({ at, count = 0 }, i): readonly RunDiagnostic[] => {
    const above = counted[i - 1]
    if (above?.count === undefined || above.count < count) return []
    const [cell, shown] = [`cell ${above.at + 1} above it`, `[${count}]`]
    const message =
      above.count === count
        ? `has the count of ${cell} (${shown})`
        : `run before ${cell} (${shown} after [${above.count}])`
    return [{ rule: "order", cell: at, message }]
  })
}

/** Whether the kernel counts its runs at all: some write 1 for every cell, or 0. */
function countsUp(counted: readonly RunCell[]): boolean {
  return counted.every(({ count = 0 }) => count >= 1) && new Set(counted.map(({ count }) => count)).size > 1
}

function failed(cells: readonly RunCell[]): readonly RunDiagnostic[] {
  return cells.flatMap(({ at, cell }): readonly RunDiagnostic[] => {
    const error = cell.outputs.find(({ type }) => type === "error")
    if (error === undefined || cellMarks(cell).mayRaise) return []
    const name = error.ename.slice(0, LONGEST_NAME)
    return [{ rule: "errors", cell: at, message: name === "" ? "the run failed" : `the run failed: ${name}` }]
  })
}

/** Characters of an exception's name that a message holds. */
const LONGEST_NAME = 100

function unrun(cells: readonly RunCell[]): readonly RunDiagnostic[] {
  if (cells.every(({ count }) => count === undefined)) return []
  return cells
    .filter(({ cell, count }) => count === undefined && cell.source.trim() !== "")
    .map(({ at }) => ({ rule: "unrun", cell: at, message: "not run, though other cells were" }))
}

function countOf({ executionCount }: Cell): number | undefined {
  if (executionCount === undefined || kindOf(executionCount) !== "number") return undefined
  return numberOf(executionCount)
}
