import { align } from "../../diff/align/align.js"
import { sameBytes } from "../../notebook/json/json-equality.js"
import { rawTextOf } from "../../notebook/json/json-value.js"
import type { RecordedConflict } from "../resolve/recorded-conflicts.js"
import type { ConflictedNotebook } from "../resolve/resolve.js"
import type { Action } from "./action.js"

/** Returns the actions on a file that was read again. What was done to a conflict or a cell that is no longer the same is
 *  left out: it was meant for something else. */
export function carriedActions(
  from: ConflictedNotebook,
  to: ConflictedNotebook,
  actions: readonly Action[],
): readonly Action[] {
  const { toB } = align(from.notebook.cells, to.notebook.cells)
  const cellOf = (cell: number): number | undefined => {
    const at = toB[cell] ?? -1
    const [was, is] = [from.notebook.cells[cell], to.notebook.cells[at]]
    return was !== undefined && is !== undefined && sameBytes(was.value, is.value) ? at : undefined
  }
  const conflictOf = (index: number): number | undefined => {
    const was = from.conflicts[index]
    const found = to.conflicts.findIndex(
      (is) => was !== undefined && contentOf(is) === contentOf(was) && isSamePlace(was, is, toB),
    )
    return found < 0 ? undefined : found
  }
  return actions.flatMap((action) => {
    const carried = carriedAction(action, cellOf, conflictOf, to.notebook.cells.length)
    return carried === undefined ? [] : [carried]
  })
}

type Find = (index: number) => number | undefined

function carriedAction(action: Action, cellOf: Find, conflictOf: Find, cells: number): Action | undefined {
  switch (action.kind) {
    case "choose-all":
      return action
    case "choose":
    case "write": {
      const conflict = conflictOf(action.conflict)
      return conflict === undefined ? undefined : { ...action, conflict }
    }
    case "move-cell": {
      const cell = cellOf(action.cell)
      const before = action.before === null ? cells : cellOf(action.before)
      if (cell === undefined || before === undefined) return undefined
      return { ...action, cell, before: action.before === null ? null : before }
    }
    case "edit-cell":
    case "take-cell":
    case "delete-cell":
    case "restore-cell":
    case "outputs": {
      const cell = cellOf(action.cell)
      return cell === undefined ? undefined : { ...action, cell }
    }
  }
}

function isSamePlace(was: RecordedConflict, is: RecordedConflict, toB: ArrayLike<number>): boolean {
  return was.cell === undefined ? is.cell === undefined : toB[was.cell] === is.cell
}

/** What a conflict says, wherever it is. */
function contentOf(conflict: RecordedConflict): string {
  switch (conflict.kind) {
    case "source":
      return JSON.stringify(["source", conflict.deletedBy, conflict.text.chunks])
    case "field": {
      const { path, ours, theirs } = conflict.field
      const text = (value: typeof ours): string | null => (value === undefined ? null : rawTextOf(value))
      return JSON.stringify(["field", path, text(ours), text(theirs)])
    }
    case "insertion":
      return JSON.stringify(["insertion", conflict.index, conflict.runs !== undefined])
    case "stray":
      return JSON.stringify(["stray"])
  }
}
