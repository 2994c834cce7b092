import fc from "fast-check"
import type { Hunk } from "../../src/diff/text/hunk.js"

/** Lines of few kinds, so that equal ones are many. */
export const fewKinds = fc.array(fc.constantFrom("a", "b", "c", "", "  d", "  }"), { maxLength: 24 })

/** A text of lines of few kinds, with or without an ending of the last one. */
export const smallText = fc
  .tuple(fewKinds, fc.constantFrom("", "\n"))
  .map(([lines, end]) => lines.join("\n") + (lines.length > 0 ? end : ""))

/** What `hunks` make of `a`: its own items outside them, those of `b` inside. */
export function applied<T>(hunks: readonly Hunk[], a: readonly T[], b: readonly T[]): readonly T[] {
  const result: T[] = []
  let at = 0
  for (const hunk of hunks) {
    result.push(...a.slice(at, hunk.fromA), ...b.slice(hunk.fromB, hunk.toB))
    at = hunk.toA
  }
  return [...result, ...a.slice(at)]
}

/** How many items the hunks delete and insert. */
export function changedItems(hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, h) => sum + h.toA - h.fromA + h.toB - h.fromB, 0)
}

/** Whether the hunks are in order, with as many common items between them on both sides, at least one. */
export function wellFormed(hunks: readonly Hunk[], lengthA: number, lengthB: number): boolean {
  let a = 0
  let b = 0
  for (const [i, h] of hunks.entries()) {
    const common = h.fromA - a
    if (common !== h.fromB - b || common < (i === 0 ? 0 : 1)) return false
    if (h.toA - h.fromA + h.toB - h.fromB < 1) return false
    a = h.toA
    b = h.toB
  }
  return lengthA - a === lengthB - b && a <= lengthA
}

/** Numbers from 0 up to 1, the same ones for the same seed. */
export function seededNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((x, y) => x.at - y.at)
    .map(({ item }) => item)
}
