import { type Decision, type DecisionKind, isConflictKind, type Places } from "./decision.js"

/** What a merge decided, while it runs: about a cell by its key in the union, or about the notebook. */
export interface MergeLog {
  readonly entries: LogEntry[]
}

interface LogEntry {
  readonly kind: DecisionKind
  readonly key: number | undefined
  readonly places: Places
  readonly path: readonly string[]
}

export type Note = (kind: DecisionKind, path: readonly string[]) => void

export function newLog(): MergeLog {
  return { entries: [] }
}

/** Notes what is decided about one cell, or about the notebook where there is no key. */
export function noteAt({ entries }: MergeLog, key: number | undefined, places: Places): Note {
  return (kind, path) => {
    entries.push({ kind, key, places, path })
  }
}

/** The decisions in the order of the result, the notebook's own first; `keys` are the merged cells'. */
export function decisionsOf({ entries }: MergeLog, keys: readonly number[]): readonly Decision[] {
  const index = new Map(keys.map((key, i) => [key, i]))
  const decisions = entries.map(({ kind, key, places, path }) => ({
    kind,
    conflict: isConflictKind(kind),
    cell: key === undefined ? undefined : index.get(key),
    places,
    path,
  }))
  const rank = ({ cell, places }: Decision): number => cell ?? places.ours ?? places.theirs ?? -1
  return decisions.sort((x, y) => rank(x) - rank(y))
}
