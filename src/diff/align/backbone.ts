import { type Evidence, weighedLikeness } from "./evidence.js"
import { heaviestChain } from "./heaviest-chain.js"
import { hasPairedNeighbor, lengthOf, type Pair, type Pairing, pairsOf, part } from "./pairing.js"

/** The pairs that kept their order, in that order: of all chains increasing on both sides one that holds
 *  most. The cells that are not on it moved.
 *
 *      aligned("a b c d e f", "d e f a c b") → ~a ~b ~c d e f */
export function backbone(pairing: Pairing): readonly Pair[] {
  return heaviestChain(pairsOf(pairing).map((pair) => ({ ...pair, weight: weightOf(pairing, pair) })))
}

/** A cell counts, and so does what it holds, ever less the more it is: a heading yields to a long cell, ten
 *  short cells do not. */
function weightOf({ a, b }: Pairing, pair: Pair): number {
  return Math.log2(2 + Math.min(lengthOf(a[pair.a]), lengthOf(b[pair.b])))
}

/** Takes back pairs off the backbone for which little speaks: sources so short that they are nobody's own
 *  (`plt.show()` here and `plt.show()` there are seldom one cell that moved), or, with no neighbor that went
 *  along, sources that are not alike. Cells of a in `sure` keep their partner.
 *
 *      aligned("=plt.show() a b c", "a b c =plt.show()") → -=plt.show() a b c +=plt.show() */
export function partDoubtfulMoves(pairing: Pairing, evidence: Evidence, sure: ReadonlySet<number>): void {
  const inOrder = new Set(backbone(pairing).map(({ a }) => a))
  const doubtful = pairsOf(pairing).filter(({ a, b }) => {
    if (inOrder.has(a) || sure.has(a)) return false
    const length = Math.min(lengthOf(pairing.a[a]), lengthOf(pairing.b[b]))
    if (hasPairedNeighbor(pairing, a, b)) return length < SIGNIFICANT_IN_RUN
    return length < SIGNIFICANT_ALONE || weighedLikeness(evidence, pairing, a, b) < SIMILAR_ALONE
  })
  for (const { a } of doubtful) part(pairing, a)
}

/** Characters from which a source is taken for a cell's own, beside a cell that moved with it and alone. */
const SIGNIFICANT_IN_RUN = 8
const SIGNIFICANT_ALONE = 24

/** Likeness from which two cells far from each other's place are one cell more often than not. */
export const SIMILAR_ALONE = 0.4
