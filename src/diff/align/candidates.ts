import { type Evidence, type SideEvidence, weighedSimilarity } from "./evidence.js"
import type { Pair, Pairing } from "./pairing.js"

/** Two cells whose sources share terms. */
export interface Candidate extends Pair {
  /** From 0 to 1. */
  readonly similarity: number
}

/** For each cell of either side the few of the other that share most with it; the most similar pairs first,
 *  of equally similar ones those that are nearest. Found by walking the cells that hold each term. */
export function candidates(evidence: Evidence, pairing: Pairing): readonly Candidate[] {
  const { a, b, weights } = evidence
  const limit = postingLimit(a, b)
  const postings = postingsOf(b, limit)
  const best: Proposals = { a: a.terms.map(() => []), b: b.terms.map(() => []) }
  const common = new Float64Array(b.terms.length)
  a.terms.forEach((terms, x) => {
    const met: number[] = []
    forEachTerm(terms, (term, count) => {
      if ((a.counts[term] ?? 0) > limit) return
      for (let n = postings.starts[term] ?? 0; n < (postings.starts[term + 1] ?? 0); n++) {
        const y = postings.cells[n] ?? 0
        if (common[y] === 0) met.push(y)
        common[y] = (common[y] ?? 0) + Math.min(count, postings.counts[n] ?? 0) * (weights[term] ?? 0)
      }
    })
    for (const y of met) {
      const score = (common[y] ?? 0) / ((a.weights[x] ?? 0) + (b.weights[y] ?? 0))
      common[y] = 0
      if (isAmongBest(best.a[x], score) || isAmongBest(best.b[y], score)) propose(best, { a: x, b: y, score })
    }
  })
  return [...new Set([...best.a, ...best.b].flat())]
    .map((pair) => ({
      a: pair.a,
      b: pair.b,
      similarity: weighedSimilarity(evidence, pairing, pair.a, pair.b),
    }))
    .sort(byRank)
}

function byRank(x: Candidate, y: Candidate): number {
  return y.similarity - x.similarity || distance(x) - distance(y) || x.a + x.b - (y.a + y.b) || x.a - y.a
}

/** A term in more cells of a side than this proposes nobody: it says little, and all pairs of its cells would
 *  have to be looked at. */
const LONGEST_POSTING = 64

/** Steps for walking the postings, some hundredths of a second. */
const WALKING_STEPS = 1 << 23

/** In how many cells a term may be: the fewer, the more terms there are to walk. */
function postingLimit(a: SideEvidence, b: SideEvidence): number {
  const total = [...a.terms, ...b.terms].reduce((sum, { length }) => sum + length, 1)
  return Math.max(2, Math.min(LONGEST_POSTING, Math.floor((2 * WALKING_STEPS) / total)))
}

/** For each term, from `starts[term]` to before `starts[term + 1]`, the cells that hold it and how often. */
interface Postings {
  readonly starts: Int32Array
  readonly cells: Int32Array
  readonly counts: Int32Array
}

function postingsOf({ terms, counts }: SideEvidence, limit: number): Postings {
  const starts = new Int32Array(counts.length + 1)
  for (let term = 0; term < counts.length; term++) {
    const count = counts[term] ?? 0
    starts[term + 1] = (starts[term] ?? 0) + (count > limit ? 0 : count)
  }
  const size = starts[counts.length] ?? 0
  const postings: Postings = { starts, cells: new Int32Array(size), counts: new Int32Array(size) }
  const ends = starts.slice()
  terms.forEach((ofCell, cell) => {
    forEachTerm(ofCell, (term, count) => {
      if ((counts[term] ?? 0) > limit) return
      const n = ends[term] ?? 0
      ends[term] = n + 1
      postings.cells[n] = cell
      postings.counts[n] = count
    })
  })
  return postings
}

/** Each term of a sorted list once, with how often it is there. */
function forEachTerm(terms: Int32Array, visit: (term: number, count: number) => void): void {
  for (let n = 0, next = 0; n < terms.length; n = next) {
    const term = terms[n] ?? 0
    while (terms[next] === term) next++
    visit(term, next - n)
  }
}

interface Proposal extends Pair {
  readonly score: number
}

/** The best few for each cell, best first. */
interface Proposals {
  readonly a: readonly Proposal[][]
  readonly b: readonly Proposal[][]
}

/** Proposals that each cell keeps: its partner is among them unless it has so many near doubles that words
 *  cannot tell them apart. */
const MOST_PROPOSALS = 4

function isAmongBest(best: readonly Proposal[] | undefined, score: number): boolean {
  return score >= (best?.[MOST_PROPOSALS - 1]?.score ?? 0)
}

function propose({ a, b }: Proposals, proposal: Proposal): void {
  for (const best of [a[proposal.a], b[proposal.b]]) {
    if (best === undefined) continue
    const place = best.findIndex((held) => isBetter(proposal, held))
    if (place >= 0) best.splice(place, 0, proposal)
    else if (best.length < MOST_PROPOSALS) best.push(proposal)
    if (best.length > MOST_PROPOSALS) best.pop()
  }
}

function isBetter(x: Proposal, y: Proposal): boolean {
  return x.score === y.score ? distance(x) < distance(y) : x.score > y.score
}

/** How far a pair is from being at one place. */
function distance({ a, b }: Pair): number {
  return Math.abs(a - b)
}
