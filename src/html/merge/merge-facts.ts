import { align } from "../../diff/align/align.js"
import { REASONS } from "../../merge/decisions/decision.js"
import type { ConflictedNotebook } from "../../merge/resolve/resolve.js"
import { counterparts, sideNotebooks } from "../../merge/rework/rework.js"
import type { Version } from "../../merge/text/side.js"
import type { Cell } from "../../notebook/model.js"
import { safeText } from "../../render/ink/safe-text.js"

/** What is known of an opened notebook, whatever is done to it. */
export interface MergeFacts {
  readonly conflicted: ConflictedNotebook
  /** The conflicts of each cell, by their numbers; those of the notebook itself under undefined. */
  readonly conflictsOf: ReadonlyMap<number | undefined, readonly number[]>
  /** What nbdiff decided, in words, by cell. */
  readonly decisionsOf: ReadonlyMap<number | undefined, readonly string[]>
  /** Cells that are shown in the card of another: of a run that both sides inserted. */
  readonly inCards: ReadonlySet<number>
  /** The sides that are known. */
  readonly sides: readonly Version[]
  /** The cell as a side has it. */
  readonly counterpart: (cell: number, side: Version) => Cell | undefined
}

export function mergeFacts(conflicted: ConflictedNotebook): MergeFacts {
  const notebooks = sideNotebooks(conflicted)
  const find = counterparts(conflicted.notebook.cells, notebooks)
  const conflictsOf = grouped(conflicted.conflicts.map(({ cell }, i) => [cell, i]))
  const decisionsOf = grouped(decisions(conflicted))
  const inRuns = conflicted.conflicts.flatMap((conflict) =>
    conflict.kind === "insertion" && conflict.runs !== undefined
      ? [...conflict.runs.ours, ...conflict.runs.theirs]
      : [],
  )
  return {
    conflicted,
    conflictsOf,
    decisionsOf,
    inCards: new Set(inRuns.filter((cell) => !conflictsOf.has(cell) && !decisionsOf.has(cell))),
    sides: [...notebooks.keys()],
    counterpart: (cell, side) => find(cell)(side),
  }
}

/** The decisions that are not conflicts, each by its cell in the opened file. */
function decisions({
  again,
  notebook,
}: ConflictedNotebook): readonly (readonly [number | undefined, string])[] {
  if (again === undefined) return []
  const places = again.notebook === notebook ? undefined : align(again.notebook.cells, notebook.cells).toB
  return again.merge.decisions.flatMap(({ conflict, cell, kind, path }) => {
    if (conflict) return []
    const at = cell === undefined || places === undefined ? cell : places[cell]
    const field = path.length === 0 ? "" : `${safeText(path.join("."))}: `
    return [[at === -1 ? undefined : at, `${field}${REASONS[kind]}`] as const]
  })
}

function grouped<K, V>(entries: readonly (readonly [K, V])[]): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>()
  for (const [key, value] of entries) {
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
