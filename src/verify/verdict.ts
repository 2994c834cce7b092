import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { isSignificantOutput } from "../diff/noise.js"
import { kindOf } from "../notebook/json/json-value.js"
import type { Cell, Notebook, Output } from "../notebook/model.js"
import { cellMarks } from "./cell-marks.js"
import { type JudgeOptions, judgeOutput } from "./judge-output.js"

/** What a code cell's outputs before say of those after, from best to worst. */
export const VERDICTS = [
  /** Every value of the outputs is equal. */
  "same",
  /** Equal in normal form: what every run writes differently does not count. */
  "alike",
  /** Numbers within the tolerance, images redrawn. */
  "near",
  /** The author said so, by a tag or a comment. */
  "ignored",
  /** The source differs, or only one side has the cell. */
  "not comparable",
  /** Outputs only after; the cell had not run before. */
  "new",
  /** Outputs only before; the cell has not run after. */
  "missing",
  "different",
  /** An exception that was not there before. */
  "error",
] as const

export type VerdictKind = (typeof VERDICTS)[number]

export interface Verdict {
  readonly kind: VerdictKind
  readonly cell: CellDiff
  /** Indices from 0; undefined where that side does not have the cell. */
  readonly before: number | undefined
  readonly after: number | undefined
  /** What differs, in a few words each. */
  readonly reasons: readonly string[]
  /** The largest difference of two numbers, as a share of the larger; Infinity where something else differs. */
  readonly worst: number
}

/** Returns whether each code cell of `a` came to the same outputs in `b`, in reading order. */
export function verdictsOf(diff: NotebookDiff, options: JudgeOptions): readonly Verdict[] {
  const keepsCounts = { a: hasCounts(diff.a), b: hasCounts(diff.b) }
  return diff.cells.flatMap((cell) => {
    const before = cell.before[0]
    const after = cell.after[0]
    const pair = { x: diff.a.cells[before ?? -1], y: diff.b.cells[after ?? -1], keepsCounts }
    const judged = isJudged(pair.x) || isJudged(pair.y) ? judgeCell(cell, pair, options) : undefined
    return judged === undefined ? [] : [{ worst: 0, reasons: [], ...judged, cell, before, after }]
  })
}

/** Which verdicts do not pass. */
export interface PassOptions {
  /** Also what could not be compared. */
  readonly strict: boolean
  /** Nothing but exceptions: "does it run?" */
  readonly onlyErrors: boolean
}

export function passes({ kind }: Pick<Verdict, "kind">, { strict, onlyErrors }: PassOptions): boolean {
  if (onlyErrors) return kind !== "error"
  switch (kind) {
    case "same":
    case "alike":
    case "near":
    case "ignored":
      return true
    case "not comparable":
    case "new":
      return !strict
    case "missing":
    case "different":
    case "error":
      return false
  }
}

interface CellPair {
  readonly x: Cell | undefined
  readonly y: Cell | undefined
  /** Whether the notebooks hold the counts of a run at all. */
  readonly keepsCounts: { readonly a: boolean; readonly b: boolean }
}

type Judged = Pick<Verdict, "kind"> & Partial<Pick<Verdict, "reasons" | "worst">>

function judgeCell(cell: CellDiff, { x, y, keepsCounts }: CellPair, options: JudgeOptions): Judged {
  const marks = [x, y].flatMap((one) => (one === undefined ? [] : [cellMarks(one)]))
  if (marks.some(({ isSkipped }) => isSkipped)) return { kind: "ignored", reasons: ["marked so"] }
  const raised = marks.some(({ mayRaise }) => mayRaise) ? undefined : newError(x, y)
  if (raised !== undefined) return { kind: "error", reasons: [errorWords(raised)] }
  if (x === undefined) return { kind: "not comparable", reasons: ["only after"] }
  if (y === undefined) return { kind: "not comparable", reasons: ["only before"] }
  const unequal = unequalCells(cell, x, y)
  if (unequal !== undefined) return { kind: "not comparable", reasons: [unequal] }
  if (marks.some(({ ignoresOutput }) => ignoresOutput)) return { kind: "ignored", reasons: ["marked so"] }
  if (y.outputs.length > 0 && !hasRun(x, keepsCounts.a)) return { kind: "new", reasons: ["not run before"] }
  if (x.outputs.length > 0 && !hasRun(y, keepsCounts.b))
    return { kind: "missing", reasons: ["not run after"] }
  return judgeOutputs(cell, options)
}

function judgeOutputs({ changes }: CellDiff, options: JudgeOptions): Judged {
  const differing = changes.outputs.filter(isSignificantOutput)
  if (differing.length === 0)
    return { kind: changes.outputs.some(({ kind }) => kind === "rerun") ? "alike" : "same" }
  const judged = differing.map((output) => judgeOutput(output, options))
  const isNear = judged.every((one) => one.isNear)
  // what is near does not explain what is different
  const telling = judged.filter((one) => one.isNear === isNear)
  return {
    kind: isNear ? "near" : "different",
    reasons: [...new Set(telling.flatMap(({ reasons }) => reasons))],
    worst: judged.reduce((most, { worst }) => Math.max(most, worst), 0),
  }
}

function isJudged(cell: Cell | undefined): boolean {
  return cell?.type === "code" && (cell.source.trim() !== "" || cell.outputs.length > 0)
}

/** Returns why two cells cannot be compared; undefined where they can. */
function unequalCells(cell: CellDiff, x: Cell, y: Cell): string | undefined {
  if (cell.kind === "split" || cell.kind === "joined") return cell.kind
  if (x.type !== y.type) return "the type differs"
  return x.source === y.source ? undefined : "the source differs"
}

/** Returns an exception after that was not there before. */
function newError(x: Cell | undefined, y: Cell | undefined): Output | undefined {
  const names = new Set((x?.outputs ?? []).flatMap(({ type, ename }) => (type === "error" ? [ename] : [])))
  return y?.outputs.find(({ type, ename }) => type === "error" && !names.has(ename))
}

/** Characters of an exception's words that a reason holds. */
const LONGEST_MESSAGE = 80

function errorWords({ ename, evalue }: Output): string {
  const message = evalue.slice(0, LONGEST_MESSAGE).split("\n", 1)[0] ?? ""
  return message === "" ? ename : `${ename}: ${message}`
}

/** Whether something of a run is kept: outputs, or a count. Where the notebook keeps no counts but outputs, a cell
 *  without outputs ran and printed nothing. */
function hasRun({ outputs, executionCount }: Cell, keepsCounts: boolean): boolean {
  return outputs.length > 0 || !keepsCounts || isCount(executionCount)
}

/** Whether a missing count says that a cell did not run: some cell has one, or nothing was run at all. */
function hasCounts({ cells }: Notebook): boolean {
  const code = cells.filter(({ type }) => type === "code")
  return (
    code.some(({ executionCount }) => isCount(executionCount)) ||
    code.every(({ outputs }) => outputs.length === 0)
  )
}

function isCount(value: Cell["executionCount"]): boolean {
  return value !== undefined && kindOf(value) !== "null"
}
