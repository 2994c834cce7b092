import type { Candidate } from "../candidates.js"
import { areFree, areOneType, type Pairing, pairUp } from "../pairing.js"

/** Pairs cells that are each other's best partner by a clear lead. Whichever is nearly as similar to a second
 *  cell is left to what is around it.
 *
 *      aligned("x b y", "z b' w") → x>z b>b' y>w */
export function pairBySimilarity(pairing: Pairing, candidates: readonly Candidate[]): void {
  const leadA = leads(candidates, pairing.a.length, ({ a }) => a)
  const leadB = leads(candidates, pairing.b.length, ({ b }) => b)
  for (const { a, b, similarity } of candidates) {
    if (similarity < LEAST_SIMILARITY || !areFree(pairing, a, b) || !areOneType(pairing, a, b)) continue
    if (isClearBest(leadA, a, similarity) && isClearBest(leadB, b, similarity)) pairUp(pairing, a, b)
  }
}

/** Below this, two cells have in common what any two of a notebook have. */
const LEAST_SIMILARITY = 0.2

/** Between two candidates that are closer than this the place decides better than the words. */
export const CLEAR_LEAD = 0.2

/** The best and the second best similarity of each cell. */
interface Leads {
  readonly best: Float64Array
  readonly second: Float64Array
}

function leads(
  candidates: readonly Candidate[],
  cells: number,
  cellOf: (candidate: Candidate) => number,
): Leads {
  const best = new Float64Array(cells)
  const second = new Float64Array(cells)
  for (const candidate of candidates) {
    const cell = cellOf(candidate)
    const first = best[cell] ?? 0
    best[cell] = Math.max(first, candidate.similarity)
    second[cell] = Math.max(second[cell] ?? 0, Math.min(first, candidate.similarity))
  }
  return { best, second }
}

function isClearBest({ best, second }: Leads, cell: number, similarity: number): boolean {
  return best[cell] === similarity && similarity - (second[cell] ?? 0) >= CLEAR_LEAD
}
