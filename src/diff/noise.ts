import type { CellChanges, CellDiff, ValueChange } from "./model/notebook-diff.js"
import type { OutputDiff } from "./model/output-diff.js"

/** Whether nothing differs but what running a notebook changes by itself: execution counts, volatile metadata,
 *  outputs that are the same in their normal form; and how the bytes are written. */
function isNoise(changes: CellChanges): boolean {
  return (
    changes.type === undefined &&
    changes.id === undefined &&
    changes.source === undefined &&
    significantChanges(changes.metadata).length === 0 &&
    changes.attachments.length === 0 &&
    significantChanges(changes.others).length === 0 &&
    !changes.outputs.some(isSignificantOutput)
  )
}

/** Whether the cell was run again and is otherwise what it was, where it was. */
export function isOnlyRerun({ kind, moved, changes }: CellDiff): boolean {
  return kind === "edited" && !moved && isNoise(changes) && wasRerun(changes)
}

/** Whether the cell's id is all that differs, beside what is quiet. */
export function isOnlyIdentified({ kind, moved, changes }: CellDiff): boolean {
  return kind === "edited" && !moved && changes.id !== undefined && isNoise({ ...changes, id: undefined })
}

/** Whether the cell's bytes are all that differs: no value does. */
export function isOnlyReformatted({ kind, moved, changes }: CellDiff): boolean {
  return kind === "edited" && !moved && changes.formatting && isNoise(changes) && !wasRerun(changes)
}

/** Whether a reader is shown that this output differs. */
export function isSignificantOutput({ kind }: OutputDiff): boolean {
  return kind !== "unchanged" && kind !== "rerun"
}

/** The changes that somebody made, without those of volatile fields. */
export function significantChanges(changes: readonly ValueChange[]): readonly ValueChange[] {
  return changes.filter(({ volatile }) => !volatile)
}

function wasRerun({ executionCount, metadata, others, outputs }: CellChanges): boolean {
  return (
    executionCount !== undefined ||
    outputs.some(({ kind }) => kind === "rerun") ||
    metadata.some(({ volatile }) => volatile) ||
    others.some(({ volatile }) => volatile)
  )
}
