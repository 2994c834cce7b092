import { diffSequences } from "../../text/sequence.js"
import { bestAlignment } from "../best-alignment.js"
import type { Candidate } from "../candidates.js"
import { type Evidence, weighedSimilarity } from "../evidence.js"
import { type Gap, gapsOf } from "../gap.js"
import { heaviestChain } from "../heaviest-chain.js"
import { areFree, areOneType, isBlank, type Pair, type Pairing, pairUp } from "../pairing.js"
import { CLEAR_LEAD } from "./pair-by-similarity.js"

/** Pairs the cells between those that kept their order, in order: the alignment for which most speaks, which
 *  is how similar cells are, and whether their neighbors are paired as well. Cells that are clearly more
 *  similar to others stay free for them.
 *
 *      aligned("a b c d", "a x b' d") → a b>b' -c d +x
 *      aligned("a b c", "a m:b c") → a b>m:b c */
export function pairInGaps(pairing: Pairing, evidence: Evidence, candidates: readonly Candidate[]): void {
  const parts = gapsOf(pairing).flatMap((gap) => comparableParts(pairing, gap, candidates))
  const best = bestOf(pairing, candidates)
  for (const part of parts) {
    const pairs = bestAlignment(part, (a, b) => worthOf(pairing, evidence, best, a, b), WORTH_OF_NEIGHBOR)
    for (const { a, b } of pairs) pairUp(pairing, a, b)
  }
}

/** For each free cell of both sides the similarity of the free cell that is most like it, anywhere. */
interface BestSimilarity {
  readonly a: Float64Array
  readonly b: Float64Array
}

function bestOf(pairing: Pairing, candidates: readonly Candidate[]): BestSimilarity {
  const best = { a: new Float64Array(pairing.a.length), b: new Float64Array(pairing.b.length) }
  for (const { a, b, similarity } of candidates) {
    if (!areFree(pairing, a, b) || !areOneType(pairing, a, b)) continue
    best.a[a] = Math.max(best.a[a] ?? 0, similarity)
    best.b[b] = Math.max(best.b[b] ?? 0, similarity)
  }
  return best
}

/** A pair is worth its similarity, and so much more where it follows another: enough to choose among cells that
 *  are nearly as similar, not enough to outweigh words. */
const WORTH_OF_NEIGHBOR = 0.1

/** Blank cells of one type, which nothing but their neighbors tells apart. */
const WORTH_OF_BLANK_PAIR = 0.2

/** Similarity from which cells between paired neighbors are one cell more often than not. */
const SIMILAR = 0.1

/** A markdown cell that became code, or code that became markdown, keeps its text. */
const SIMILAR_ACROSS_TYPES = 0.5

function worthOf(
  pairing: Pairing,
  evidence: Evidence,
  best: BestSimilarity,
  a: number,
  b: number,
): number | undefined {
  const isOneType = areOneType(pairing, a, b)
  const isBlankA = isBlank(pairing.a[a])
  const isBlankB = isBlank(pairing.b[b])
  if (isBlankA !== isBlankB) return undefined
  if (isBlankA) return isOneType ? WORTH_OF_BLANK_PAIR : 0
  const similarity = weighedSimilarity(evidence, pairing, a, b)
  if (!isOneType) return similarity >= SIMILAR_ACROSS_TYPES ? similarity / 2 : undefined
  const elsewhere = Math.max(best.a[a] ?? 0, best.b[b] ?? 0)
  return similarity >= SIMILAR && similarity > elsewhere - CLEAR_LEAD ? similarity : undefined
}

/** Cells of one side times cells of the other, up to which all are compared with all. */
const MOST_COMPARISONS = 1 << 14

/** The gap itself, or, where that is too large, the parts between the cells that are paired now: equal ones as
 *  in a line diff, then similar ones. Parts that are still too large are left as they are. */
function comparableParts(pairing: Pairing, gap: Gap, candidates: readonly Candidate[]): readonly Gap[] {
  if (isComparable(gap)) return [gap]
  const parts = partsBetween(gap, paired(pairing, equalPairs(pairing, gap)))
  return parts
    .flatMap((part) =>
      isComparable(part)
        ? [part]
        : partsBetween(part, paired(pairing, similarPairs(pairing, part, candidates))),
    )
    .filter(isComparable)
}

function isComparable({ a, b }: Gap): boolean {
  return a.length * b.length <= MOST_COMPARISONS
}

function paired(pairing: Pairing, pairs: readonly Pair[]): readonly Pair[] {
  for (const { a, b } of pairs) pairUp(pairing, a, b)
  return pairs
}

function equalPairs({ keysA, keysB }: Pairing, { a, b }: Gap): readonly Pair[] {
  const hunks = diffSequences(
    a.map((cell) => keysA[cell] ?? -1),
    b.map((cell) => keysB[cell] ?? -1),
  )
  const pairs: Pair[] = []
  let x = 0
  let y = 0
  for (const { fromA, toA, toB } of [...hunks, { fromA: a.length, toA: a.length, toB: b.length }]) {
    for (; x < fromA; x++, y++) pairs.push({ a: a[x] ?? -1, b: b[y] ?? -1 })
    x = toA
    y = toB
  }
  return pairs
}

/** Similarity from which two cells out of very many are paired. */
const SIMILAR_AMONG_MANY = 0.5

function similarPairs(pairing: Pairing, gap: Gap, candidates: readonly Candidate[]): readonly Pair[] {
  const inA = new Set(gap.a)
  const inB = new Set(gap.b)
  const inside = candidates.filter(({ a, b }) => inA.has(a) && inB.has(b) && areOneType(pairing, a, b))
  const similar = inside.filter(({ similarity }) => similarity >= SIMILAR_AMONG_MANY)
  return heaviestChain(similar.map((pair) => ({ ...pair, weight: pair.similarity })))
}

/** What of a gap lies between pairs of its cells, which are in order on both sides. */
function partsBetween({ a, b, before, after }: Gap, pairs: readonly Pair[]): readonly Gap[] {
  const parts: Gap[] = []
  let last = before
  let x = 0
  let y = 0
  for (const pair of [...pairs, after]) {
    const toX = upTo(a, x, pair.a)
    const toY = upTo(b, y, pair.b)
    if (toX > x && toY > y) parts.push({ a: a.slice(x, toX), b: b.slice(y, toY), before: last, after: pair })
    last = pair
    x = a[toX] === pair.a ? toX + 1 : toX
    y = b[toY] === pair.b ? toY + 1 : toY
  }
  return parts
}

/** The first index from `from` on whose cell is not before `cell`. */
function upTo(cells: readonly number[], from: number, cell: number): number {
  let index = from
  while (index < cells.length && (cells[index] ?? cell) < cell) index++
  return index
}
