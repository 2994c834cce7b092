import type { CellDiff, NotebookDiff } from "../../diff/model/notebook-diff.js"
import { isSignificantOutput, significantChanges } from "../../diff/noise.js"
import { isStale } from "../../diff/stale.js"
import type { Cell } from "../../notebook/model.js"

/** What is in the ruler above a cell: which one it is and what happened to it. */
export interface CellTitle {
  /** Positions from 1, "12 → 14"; one where it is the same on both sides. */
  readonly positions: string
  /** "code", "code → markdown". */
  readonly type: string
  readonly events: readonly CellEvent[]
  /** What a reader knows the cell by: its heading, its first line. */
  readonly name: string
}

/** In the order in which they are reported. */
export type CellEvent =
  | "added"
  | "deleted"
  | "moved"
  | "split"
  | "joined"
  | "type changed"
  | "edited"
  | "not run again"
  | "attachments changed"
  | "outputs changed"
  | "metadata changed"
  | "id changed"
  | "run again"
  | "rewritten"

export function cellTitle({ a, b }: NotebookDiff, cell: CellDiff): CellTitle {
  const cells = [...cell.after.map((i) => b.cells[i]), ...cell.before.map((i) => a.cells[i])]
  const first = cells.find((one) => one !== undefined)
  return {
    positions: positions(cell),
    type: cell.changes.type
      ? `${cell.changes.type.before} → ${cell.changes.type.after}`
      : (first?.type ?? ""),
    events: eventsOf(cell, isStale({ a, b }, cell)),
    name: first === undefined ? "" : cellName(first),
  }
}

/** A markdown cell's first heading, else the first line that is not blank. */
export function cellName({ type, source }: Pick<Cell, "type" | "source">): string {
  const start = source.slice(0, NAME_REACH)
  const heading = type === "markdown" ? /^ {0,3}#{1,6}[ \t]+\S.*$/m.exec(start)?.[0] : undefined
  return (heading ?? /\S.*/.exec(start)?.[0] ?? "").trim()
}

/** Characters of a source in which its name is looked for. */
const NAME_REACH = 2000

function positions({ before, after }: CellDiff): string {
  const old = before.map((index) => index + 1).join(", ")
  const now = after.map((index) => index + 1).join(", ")
  return old === now || now === "" ? old : old === "" ? now : `${old} → ${now}`
}

function eventsOf(cell: CellDiff, stale: boolean): readonly CellEvent[] {
  const { kind, moved, changes } = cell
  const events: readonly (CellEvent | false)[] = [
    kind === "added" && "added",
    kind === "deleted" && "deleted",
    moved && "moved",
    kind === "split" && "split",
    kind === "joined" && "joined",
    changes.type !== undefined && "type changed",
    changes.source !== undefined && kind === "edited" && "edited",
    stale && "not run again",
    changes.attachments.length > 0 && "attachments changed",
    changes.outputs.some(isSignificantOutput) && "outputs changed",
    significantChanges([...changes.metadata, ...changes.others]).length > 0 && "metadata changed",
  ]
  const shown = events.filter((event) => event !== false)
  return shown.length > 0 ? shown : [noiseEvent(cell)]
}

/** What there is to say of a cell that is shown only when all is. */
function noiseEvent({ changes }: CellDiff): CellEvent {
  if (changes.id !== undefined) return "id changed"
  return changes.formatting && changes.executionCount === undefined && changes.outputs.length === 0
    ? "rewritten"
    : "run again"
}
