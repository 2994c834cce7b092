import type { Cell } from "../../notebook/model.js"
import { termsOf } from "./terms.js"

/** How much of two sources is the same, from 0 to 1, where 1 is the same source. Half of it is the share of
 *  all terms that is common (Dice), half the share of the smaller source's: a cell that grew is still itself. */
export function similarity(a: Cell, b: Cell): number {
  if (a.source === b.source) return 1
  const terms = [a, b].map(({ source }) => termsOf(source, MOST_TERMS).sort())
  const [x = NO_TERMS, y = NO_TERMS] = terms
  return share(
    commonWeight(x, y, () => 1),
    x.length,
    y.length,
  )
}

/** Terms of one source that are looked at; a longer source is known by its start. */
export const MOST_TERMS = 1 << 14

const NO_TERMS = new Int32Array(0)

/** Similarity of two different sources by the weights of their common terms and of all terms of each. */
export function share(common: number, a: number, b: number): number {
  if (common === 0) return 0
  const contained = common / Math.min(a, b)
  return Math.min((shareOfBoth(common, a, b) + contained) / 2, LESS_THAN_EQUAL)
}

/** The share of all terms that is common (Dice's coefficient). */
export function shareOfBoth(common: number, a: number, b: number): number {
  return common === 0 ? 0 : (2 * common) / (a + b)
}

/** Different sources are never quite the same, whatever their words. */
const LESS_THAN_EQUAL = 0.999

/** The weight of the terms that two sorted lists have in common; a term that is there twice counts twice. */
export function commonWeight(a: Int32Array, b: Int32Array, weightOf: (term: number) => number): number {
  let weight = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i] ?? 0
    const y = b[j] ?? 0
    if (x === y) weight += weightOf(x)
    if (x <= y) i++
    if (y <= x) j++
  }
  return weight
}
