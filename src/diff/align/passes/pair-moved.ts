import { SIMILAR_ALONE } from "../backbone.js"
import type { Candidate } from "../candidates.js"
import { type Evidence, weighedLikeness } from "../evidence.js"
import { areFree, areOneType, lengthOf, type Pairing, pairsOf, pairUp } from "../pairing.js"
import { pairUniqueSources } from "./pair-by-source.js"

/** Pairs, wherever they are, cells that only moved or moved and were edited, and their neighbors that went
 *  along.
 *
 *      aligned("a b c", "b c a'") → ~a>a' b c
 *      aligned("a b c d e", "d e a b c") → a b c ~d ~e */
export function pairMoved(pairing: Pairing, evidence: Evidence, candidates: readonly Candidate[]): void {
  pairNeighbors(pairing, evidence)
  pairUniqueSources(pairing, SIGNIFICANT_LENGTH)
  for (const { a, b } of candidates) {
    if (!areFree(pairing, a, b) || !areOneType(pairing, a, b)) continue
    if (weighedLikeness(evidence, pairing, a, b) >= SIMILAR_ALONE) pairUp(pairing, a, b)
  }
  pairNeighbors(pairing, evidence)
}

/** Characters from which one source at two places is one cell. */
const SIGNIFICANT_LENGTH = 12

/** Likeness from which the neighbors of a pair went along with it. */
const SIMILAR_IN_RUN = 0.2

function pairNeighbors(pairing: Pairing, evidence: Evidence): void {
  const pairs = pairsOf(pairing)
  for (const { a, b } of pairs) pairRun(pairing, evidence, a, b, 1)
  for (const { a, b } of pairs.toReversed()) pairRun(pairing, evidence, a, b, -1)
}

/** Pairs what follows a pair on both sides, or precedes it, as long as it is alike. */
function pairRun(pairing: Pairing, evidence: Evidence, a: number, b: number, step: 1 | -1): void {
  let x = a + step
  let y = b + step
  while (areFree(pairing, x, y) && isSimilar(pairing, evidence, x, y)) {
    pairUp(pairing, x, y)
    x += step
    y += step
  }
}

function isSimilar(pairing: Pairing, evidence: Evidence, a: number, b: number): boolean {
  if (!areOneType(pairing, a, b)) return false
  if (lengthOf(pairing.a[a]) === 0) return lengthOf(pairing.b[b]) === 0
  return weighedLikeness(evidence, pairing, a, b) >= SIMILAR_IN_RUN
}
