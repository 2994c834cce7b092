import { backbone } from "./backbone.js"
import { freeCells, type Pair, type Pairing } from "./pairing.js"

/** A stretch between two pairs that kept their order, or between one and the ends. */
export interface Gap {
  /** Its unpaired cells, at least one on each side. */
  readonly a: readonly number[]
  readonly b: readonly number[]
  /** The pairs around it; the ends of the notebooks are pairs too. */
  readonly before: Pair
  readonly after: Pair
}

export function gapsOf(pairing: Pairing): readonly Gap[] {
  const { toB, toA } = pairing
  const gaps: Gap[] = []
  let before: Pair = { a: -1, b: -1 }
  for (const after of [...backbone(pairing), { a: toB.length, b: toA.length }]) {
    const a = freeCells(toB, before.a + 1, after.a)
    const b = freeCells(toA, before.b + 1, after.b)
    if (a.length > 0 && b.length > 0) gaps.push({ a, b, before, after })
    before = after
  }
  return gaps
}
