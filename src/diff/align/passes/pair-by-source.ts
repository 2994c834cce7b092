import { areEqual, areFree, freeCells, lengthOf, type Pairing, pairUp, uniqueCells } from "../pairing.js"

/** Pairs cells of equal type and source: from both ends inwards as long as they are equal, then those whose
 *  source is on each side once.
 *
 *      aligned("a b c d", "a c d") → a -b c d
 *      aligned("a b c", "a c b") → a b ~c */
export function pairBySource(pairing: Pairing): void {
  pairEqualEnds(pairing)
  pairUniqueSources(pairing, 1)
}

function pairEqualEnds(pairing: Pairing): void {
  const lastA = pairing.a.length - 1
  const lastB = pairing.b.length - 1
  const isSame = (a: number, b: number) =>
    pairing.toB[a] === b || (areFree(pairing, a, b) && areEqual(pairing, a, b))
  for (let n = 0; n <= lastA && n <= lastB && isSame(n, n); n++) pairUp(pairing, n, n)
  for (let n = 0; n <= lastA && n <= lastB && isSame(lastA - n, lastB - n); n++) {
    pairUp(pairing, lastA - n, lastB - n)
  }
}

/** Pairs the free cells whose type and source no other free cell of either side has, where the source is not
 *  shorter than `least` characters. */
export function pairUniqueSources(pairing: Pairing, least: number): void {
  const uniqueA = uniqueCells(pairing.keysA, freeCells(pairing.toB))
  const uniqueB = uniqueCells(pairing.keysB, freeCells(pairing.toA))
  for (const [key, a] of uniqueA) {
    const b = uniqueB.get(key)
    if (b !== undefined && lengthOf(pairing.a[a]) >= least) pairUp(pairing, a, b)
  }
}
