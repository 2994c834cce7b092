import type { Resolution } from "../text/line-merge.js"
import { canResolve, type Decision, type DecisionKind, isConflictKind, type Places } from "./decision.js"
import type { Resolve } from "./policy.js"

/** What a merge decided, while it runs: about a cell by its key in the union, or about the notebook. */
export interface MergeLog {
  readonly entries: LogEntry[]
  readonly resolve: Resolve | undefined
}

interface LogEntry {
  readonly kind: DecisionKind
  readonly key: number | undefined
  readonly places: Places
  readonly path: readonly string[]
  readonly resolution: Resolution | undefined
}

/** Notes a decision; of a conflict it returns what that is resolved for, undefined where it stays unresolved. */
export type Note = (kind: DecisionKind, path: readonly string[]) => Resolution | undefined

export function newLog(resolve?: Resolve): MergeLog {
  return { entries: [], resolve }
}

/** Notes what is decided about one cell, or about the notebook where there is no key. */
export function noteAt({ entries, resolve }: MergeLog, key: number | undefined, places: Places): Note {
  return (kind, path) => {
    const asked = isConflictKind(kind) ? resolve?.({ kind, places, path }) : undefined
    const resolution = asked !== undefined && canResolve(kind, asked) ? asked : undefined
    entries.push({ kind, key, places, path, resolution })
    return resolution
  }
}

/** The decisions in the order of the result, the notebook's own first; `keys` are the merged cells'. */
export function decisionsOf({ entries }: MergeLog, keys: readonly number[]): readonly Decision[] {
  const index = new Map(keys.map((key, i) => [key, i]))
  const decisions = entries.map(({ kind, key, places, path, resolution }) => ({
    kind,
    conflict: isConflictKind(kind) && resolution === undefined,
    resolution,
    cell: key === undefined ? undefined : index.get(key),
    places,
    path,
  }))
  const rank = ({ cell, places }: Decision): number => cell ?? places.ours ?? places.theirs ?? -1
  return decisions.sort((x, y) => rank(x) - rank(y))
}
