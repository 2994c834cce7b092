import { sameBytes } from "../notebook/json-equality.js"
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
  const { head, tail } = equalEnds(a, b)
  const plain = alignPlain(a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  if (plain !== undefined) return widened(plain, head, tail)
  const [before, after] = [Math.max(0, head - NEIGHBOURS), Math.max(0, tail - NEIGHBOURS)]
  return widened(
    alignInner(a.slice(before, a.length - after), b.slice(before, b.length - after)),
    before,
    after,
  )
}

/** The alignment that needs no evidence: nothing but additions, or deletions, or one cell that changed under its
 *  own id and type. Undefined where there is something to weigh. */
function alignPlain(a: readonly Cell[], b: readonly Cell[]): Alignment | undefined {
  const [one, other] = [a[0], b[0]]
  const isOneCell = a.length === 1 && b.length === 1 && one?.type === other?.type && one?.id === other?.id
  if (!isOneCell && a.length > 0 && b.length > 0) return undefined
  const places = (cells: readonly Cell[]): readonly number[] => cells.map(() => (isOneCell ? 0 : -1))
  return { toB: places(a), toA: places(b), moved: new Set(), splits: [], joins: [] }
}

/** Cells of a trimmed end that stay, as neighbours for what is next to them. */
const NEIGHBOURS = 2

/** How many cells at either end are the same bytes: what nobody touched is not decoded. */
function equalEnds(a: readonly Cell[], b: readonly Cell[]): { readonly head: number; readonly tail: number } {
  const most = Math.min(a.length, b.length)
  const isSame = (i: number, j: number): boolean => sameBytes(a[i]?.value, b[j]?.value)
  let head = 0
  while (head < most && isSame(head, head)) head++
  let tail = 0
  while (tail < most - head && isSame(a.length - 1 - tail, b.length - 1 - tail)) tail++
  return { head, tail }
}

function widened({ toB, toA, moved, splits, joins }: Alignment, head: number, tail: number): Alignment {
  const shift = (places: readonly number[]): readonly number[] => places.map((place) => place + head)
  return {
    toB: widenedPlaces(toB, toA.length, head, tail),
    toA: widenedPlaces(toA, toB.length, head, tail),
    moved: new Set([...moved].map((place) => place + head)),
    splits: splits.map(({ before, after }) => ({ before: before + head, after: shift(after) })),
    joins: joins.map(({ before, after }) => ({ before: shift(before), after: after + head })),
  }
}

function widenedPlaces(
  inner: readonly number[],
  others: number,
  head: number,
  tail: number,
): readonly number[] {
  return [
    ...Array.from({ length: head }, (_, i) => i),
    ...inner.map((place) => (place < 0 ? place : place + head)),
    ...Array.from({ length: tail }, (_, i) => head + others + i),
  ]
}

function alignInner(a: readonly Cell[], b: readonly Cell[]): Alignment {
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
