import type { Cell } from "../../notebook/model.js"
import type { Alignment } from "./alignment.js"
import type { CommonRun } from "./common-runs.js"
import { restOf, widened } from "./rest.js"
import { similarity } from "./similarity.js"

/** The alignment that needs no evidence: between the runs of common cells nothing but additions, or nothing but
 *  deletions, and single cells that changed in their places. Undefined where there is something to weigh. */
export function alignPlain(
  a: readonly Cell[],
  b: readonly Cell[],
  runs: readonly CommonRun[],
): Alignment | undefined {
  const isOnlyGap = runs.length === 2
  const kept = runs.flatMap((run, i) => {
    const changed = cellBetween(runs[i - 1], run)
    return changed !== undefined && isSameCell(a[changed.a], b[changed.b], isOnlyGap) ? [changed, run] : [run]
  })
  const rest = restOf(kept)
  if (rest.a.length > 0 && rest.b.length > 0) return undefined
  const unpaired = { toB: rest.a.map(() => -1), toA: rest.b.map(() => -1) }
  return widened({ ...unpaired, moved: new Set(), splits: [], joins: [] }, rest, kept)
}

/** What is between two runs, where it is one cell on either side. */
function cellBetween(before: CommonRun | undefined, after: CommonRun): CommonRun | undefined {
  if (before === undefined) return undefined
  const [a, b] = [before.a + before.length, before.b + before.length]
  return after.a - a === 1 && after.b - b === 1 ? { a, b, length: 1 } : undefined
}

/** Of two such cells on one side, each could be what the other was: there the source has to say so too. */
function isSameCell(one: Cell | undefined, other: Cell | undefined, isOnlyGap: boolean): boolean {
  if (one === undefined || other === undefined || one.type !== other.type || one.id !== other.id) return false
  return isOnlyGap || similarity(one, other) >= LIKE_ENOUGH
}

/** About half of the words, between the same neighbors. */
const LIKE_ENOUGH = 0.5
