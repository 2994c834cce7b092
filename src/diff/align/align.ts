import type { Cell } from "../../notebook/model.js"
import { alignPlain } from "./align-plain.js"
import type { Alignment } from "./alignment.js"
import { backbone, partDoubtfulMoves } from "./backbone.js"
import { candidates } from "./candidates.js"
import { type CommonRun, commonRuns } from "./common-runs.js"
import { type Divisions, divisionsOf } from "./divisions.js"
import { evidenceOn } from "./evidence.js"
import { noPairs, type Pairing, pairsOf } from "./pairing.js"
import { pairById } from "./passes/pair-by-id.js"
import { pairByPosition } from "./passes/pair-by-position.js"
import { pairBySimilarity } from "./passes/pair-by-similarity.js"
import { pairBySource } from "./passes/pair-by-source.js"
import { pairInGaps } from "./passes/pair-in-gaps.js"
import { pairMoved } from "./passes/pair-moved.js"
import { restOf, widened } from "./rest.js"

/** Pairs each cell of `a` with at most one of `b`. Each pass pairs only what the earlier ones left. The same
 *  cells always give the same alignment, `align(x, x)` pairs each cell with itself, and the work is bounded by
 *  counters, not by a clock. */
export function align(a: readonly Cell[], b: readonly Cell[]): Alignment {
  const { head, inner, tail } = commonRuns(a, b)
  const runs = [head, ...inner, tail]
  const plain = alignPlain(a, b, runs)
  if (plain !== undefined) return plain
  const outside = alignOutside(a, b, runs)
  return inner.every((run) => staysTogether(run, outside)) ? outside : alignOutside(a, b, [head, tail])
}

/** The alignment by the evidence of all cells that are not deep in a run: what nobody touched is not decoded. */
function alignOutside(a: readonly Cell[], b: readonly Cell[], runs: readonly CommonRun[]): Alignment {
  const deep = runs.map((run, i) => deepIn(run, i === 0, i === runs.length - 1))
  const rest = restOf(deep)
  const among = (cells: readonly Cell[], places: readonly number[]): readonly Cell[] =>
    places.map((place) => cells[place] as Cell)
  return widened(alignByEvidence(among(a, rest.a), among(b, rest.b)), rest, deep)
}

/** Cells of a run that stay at either end, as neighbors for what is next to them. */
const NEIGHBORS = 2

/** The run without its outermost cells, where something is next to them. */
function deepIn({ a, b, length }: CommonRun, isFirst: boolean, isLast: boolean): CommonRun {
  const before = isFirst ? 0 : Math.min(NEIGHBORS, length)
  const after = isLast ? 0 : Math.min(NEIGHBORS, length - before)
  return { a: a + before, b: b + before, length: length - before - after }
}

/** Whether each cell of the run has stayed itself, in its place: evidence from next to it said nothing else. */
function staysTogether({ a, b, length }: CommonRun, { toB, moved }: Alignment): boolean {
  for (let k = 0; k < length; k++) if (toB[a + k] !== b + k || moved.has(a + k)) return false
  return true
}

function alignByEvidence(a: readonly Cell[], b: readonly Cell[]): Alignment {
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
