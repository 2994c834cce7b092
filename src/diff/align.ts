import type { Cell } from "../notebook/model.js"
import { backbone, partDoubtfulMoves } from "./align/backbone.js"
import { candidates } from "./align/candidates.js"
import { type Divisions, divisionsOf } from "./align/divisions.js"
import { evidenceOn } from "./align/evidence.js"
import { pairById } from "./align/pair-by-id.js"
import { pairByPosition } from "./align/pair-by-position.js"
import { pairBySimilarity } from "./align/pair-by-similarity.js"
import { pairBySource } from "./align/pair-by-source.js"
import { pairInGaps } from "./align/pair-in-gaps.js"
import { pairMoved } from "./align/pair-moved.js"
import { noPairs, type Pairing, pairsOf } from "./align/pairing.js"
import type { Alignment } from "./alignment.js"

/** Pairs each cell of `a` with at most one of `b`. Each pass pairs only what the earlier ones left. The same
 *  cells always give the same alignment, `align(x, x)` pairs each cell with itself, and the work is bounded by
 *  counters, not by a clock. */
export function align(a: readonly Cell[], b: readonly Cell[]): Alignment {
  const pairing = noPairs(a, b)
  pairById(pairing)
  const named = new Set(pairsOf(pairing).map((pair) => pair.a))
  pairBySource(pairing)
  const evidence = evidenceOn(pairing)
  const similar = candidates(evidence, pairing)
  pairBySimilarity(pairing, similar)
  partDoubtfulMoves(pairing, evidence, named)
  pairInGaps(pairing, evidence, similar)
  pairMoved(pairing, evidence, similar)
  const divisions = divisionsOf(pairing)
  pairByPosition(pairing, divisions)
  return alignmentOf(pairing, divisions)
}

function alignmentOf(pairing: Pairing, { splits, joins }: Divisions): Alignment {
  const inOrder = new Set(backbone(pairing).map((pair) => pair.a))
  const moved = pairsOf(pairing).filter((pair) => !inOrder.has(pair.a))
  return {
    toB: Array.from(pairing.toB),
    toA: Array.from(pairing.toA),
    moved: new Set(moved.map((pair) => pair.a)),
    splits: splits.map(({ whole, pieces }) => ({ before: whole, after: pieces })),
    joins: joins.map(({ whole, pieces }) => ({ before: pieces, after: whole })),
  }
}
