import type { Cell } from "../../notebook/model.js"
import { freeCells, type Pairing } from "./pairing.js"
import { commonWeight, MOST_TERMS, share, shareOfBoth } from "./similarity.js"
import { termsOf } from "./terms.js"

/** What is known of the sources of the cells that were unpaired when it was gathered. */
export interface Evidence {
  readonly a: SideEvidence
  readonly b: SideEvidence
  /** The weight of each term: the rarer it is, the more it says. */
  readonly weights: Float64Array
  /** Steps that comparisons may still take. */
  readonly steps: { left: number }
}

export interface SideEvidence {
  /** Each cell's terms, as sorted numbers; none for a cell that was paired. */
  readonly terms: readonly Int32Array[]
  /** The weight of all terms of each cell. */
  readonly weights: Float64Array
  /** In how many cells each term is. */
  readonly counts: Int32Array
}

/** Terms of all cells together, some tenths of a second's work. */
const ALL_TERMS = 1 << 21

/** Terms that each cell may have, however many cells there are. */
const LEAST_TERMS = 32

/** Steps for comparing sources, one for each term of either: a tenth of a second. */
const COMPARING_STEPS = 1 << 25

export function evidenceOn({ a, b, toB, toA }: Pairing): Evidence {
  const freeA = freeCells(toB)
  const freeB = freeCells(toA)
  const most = Math.max(
    LEAST_TERMS,
    Math.min(MOST_TERMS, Math.floor(ALL_TERMS / (freeA.length + freeB.length + 1))),
  )
  const hashesA = hashesOf(a, freeA, most)
  const hashesB = hashesOf(b, freeB, most)
  const bits = bitsFor([...hashesA, ...hashesB])
  const termsA = hashesA.map((hashes) => numbered(hashes, bits))
  const termsB = hashesB.map((hashes) => numbered(hashes, bits))
  const countsA = cellCounts(termsA, bits)
  const countsB = cellCounts(termsB, bits)
  const cells = Math.max(freeA.length, freeB.length)
  const weights = rarities(countsA, countsB, cells)
  return {
    a: { terms: termsA, weights: totals(termsA, weights), counts: countsA },
    b: { terms: termsB, weights: totals(termsB, weights), counts: countsB },
    weights,
    steps: { left: COMPARING_STEPS },
  }
}

const NO_TERMS: Int32Array = new Int32Array(0)

function hashesOf(cells: readonly Cell[], free: readonly number[], most: number): readonly Int32Array[] {
  const hashes: Int32Array[] = cells.map(() => NO_TERMS)
  for (const cell of free) hashes[cell] = termsOf(cells[cell]?.source ?? "", most)
  return hashes
}

/** Bits of a term's number: at least four numbers for each term there is, so that few share one. */
function bitsFor(hashes: readonly Int32Array[]): number {
  const total = hashes.reduce((sum, { length }) => sum + length, 1)
  return Math.min(Math.ceil(Math.log2(total)) + 2, 22)
}

function numbered(hashes: Int32Array, bits: number): Int32Array {
  const terms = new Int32Array(hashes.length)
  for (let n = 0; n < terms.length; n++) terms[n] = Math.imul(hashes[n] ?? 0, 0x9e3779b1) >>> (32 - bits)
  return terms.sort()
}

function cellCounts(terms: readonly Int32Array[], bits: number): Int32Array {
  const counts = new Int32Array(2 ** bits)
  for (const ofCell of terms) {
    let last = -1
    for (const term of ofCell) {
      if (term !== last) counts[term] = (counts[term] ?? 0) + 1
      last = term
    }
  }
  return counts
}

/** By in how many of the cells of the side that has it most often a term is. */
function rarities(a: Int32Array, b: Int32Array, cells: number): Float64Array {
  const weights = new Float64Array(a.length)
  for (let term = 0; term < weights.length; term++) {
    const most = Math.max(a[term] ?? 0, b[term] ?? 0)
    if (most > 0) weights[term] = Math.log(1 + cells / most)
  }
  return weights
}

function totals(terms: readonly Int32Array[], weights: Float64Array): Float64Array {
  const total = new Float64Array(terms.length)
  terms.forEach((ofCell, cell) => {
    for (const term of ofCell) total[cell] = (total[cell] ?? 0) + (weights[term] ?? 0)
  })
  return total
}

/** How much of two sources is the same, from 0 to 1, by their terms' weights (see `similarity`). Once the steps
 *  are spent, 0 unless they are equal. */
export function weighedSimilarity(evidence: Evidence, pairing: Pairing, a: number, b: number): number {
  return weigh(evidence, pairing, a, b, share)
}

/** The same where a cell that holds another is not like it for that: what is elsewhere must be like as a whole. */
export function weighedLikeness(evidence: Evidence, pairing: Pairing, a: number, b: number): number {
  return weigh(evidence, pairing, a, b, shareOfBoth)
}

function weigh(
  { a, b, weights, steps }: Evidence,
  pairing: Pairing,
  x: number,
  y: number,
  by: typeof share,
): number {
  if (pairing.a[x]?.source === pairing.b[y]?.source) return 1
  const termsA = a.terms[x] ?? NO_TERMS
  const termsB = b.terms[y] ?? NO_TERMS
  steps.left -= termsA.length + termsB.length
  if (steps.left < 0) return 0
  const common = commonWeight(termsA, termsB, (term) => weights[term] ?? 0)
  return by(common, a.weights[x] ?? 0, b.weights[y] ?? 0)
}
