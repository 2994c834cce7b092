import type { Settlement } from "../text/line-merge.js"
import { canSettle, type Decision, type DecisionKind, isConflictKind, type Places } from "./decision.js"
import type { Settle } from "./policy.js"

/** What a merge decided, while it runs: about a cell by its key in the union, or about the notebook. */
export interface MergeLog {
  readonly entries: LogEntry[]
  readonly settle: Settle | undefined
}

interface LogEntry {
  readonly kind: DecisionKind
  readonly key: number | undefined
  readonly places: Places
  readonly path: readonly string[]
  readonly settled: Settlement | undefined
}

/** Notes a decision; of a conflict it answers what that is settled for, undefined where it stays open. */
export type Note = (kind: DecisionKind, path: readonly string[]) => Settlement | undefined

export function newLog(settle?: Settle): MergeLog {
  return { entries: [], settle }
}

/** Notes what is decided about one cell, or about the notebook where there is no key. */
export function noteAt({ entries, settle }: MergeLog, key: number | undefined, places: Places): Note {
  return (kind, path) => {
    const asked = isConflictKind(kind) ? settle?.({ kind, places, path }) : undefined
    const settled = asked !== undefined && canSettle(kind, asked) ? asked : undefined
    entries.push({ kind, key, places, path, settled })
    return settled
  }
}

/** The decisions in the order of the result, the notebook's own first; `keys` are the merged cells'. */
export function decisionsOf({ entries }: MergeLog, keys: readonly number[]): readonly Decision[] {
  const index = new Map(keys.map((key, i) => [key, i]))
  const decisions = entries.map(({ kind, key, places, path, settled }) => ({
    kind,
    conflict: isConflictKind(kind) && settled === undefined,
    settled,
    cell: key === undefined ? undefined : index.get(key),
    places,
    path,
  }))
  const rank = ({ cell, places }: Decision): number => cell ?? places.ours ?? places.theirs ?? -1
  return decisions.sort((x, y) => rank(x) - rank(y))
}
