import type { Nearness } from "./near.js"

/** What comes of comparing a part of a cell's outputs. */
export interface Judgment extends Nearness {
  /** In a few words each; they may hold what the notebook holds. */
  readonly reasons: readonly string[]
}

/** Says how far two versions of something are apart. */
export function differenceWords(name: string, { isNear, worst }: Nearness): string {
  if (worst === Number.POSITIVE_INFINITY) return `${name} differs`
  if (worst === 0) return isNear ? `${name}, equal numbers written otherwise` : `${name} differs`
  return `${name}, numbers up to ${shareWords(worst)} apart`
}

function shareWords(share: number): string {
  return share >= 0.001 ? `${(100 * share).toPrecision(2).replace(/e\+2$/, "")} %` : share.toExponential(0)
}
