import fc from "fast-check"
import { expect, it } from "vitest"
import { bestAlignment, type Worth } from "../../../src/diff/align/best-alignment.js"
import type { Gap } from "../../../src/diff/align/gap.js"
import type { Pair } from "../../../src/diff/align/pairing.js"
import { runs } from "../../support/thorough.js"

const size = 4
const neighbor = 0.125

/** Cells with one missing among them, so that not all are neighbors, and what each pair is worth. */
const cases = fc.record({
  a: fc.subarray([0, 1, 2, 3]),
  b: fc.subarray([0, 1, 2, 3]),
  worths: fc.array(fc.option(fc.integer({ min: 0, max: 8 })), {
    minLength: size * size,
    maxLength: size * size,
  }),
})

function total(pairs: readonly Pair[], gap: Gap, worth: Worth): number {
  const all = [gap.before, ...pairs, gap.after]
  return all.reduce((sum, { a, b }, n) => {
    const before = all[n - 1]
    const isBeside = before !== undefined && a === before.a + 1 && b === before.b + 1
    return (
      sum + (n === 0 || n === all.length - 1 ? 0 : (worth(a, b) ?? Number.NaN)) + (isBeside ? neighbor : 0)
    )
  }, 0)
}

function everyAlignment(
  a: readonly number[],
  b: readonly number[],
  worth: Worth,
): readonly (readonly Pair[])[] {
  const first = a[0]
  if (first === undefined) return [[]]
  const withFirst = b.flatMap((cell, n) =>
    worth(first, cell) === undefined
      ? []
      : everyAlignment(a.slice(1), b.slice(n + 1), worth).map((rest) => [{ a: first, b: cell }, ...rest]),
  )
  return [...everyAlignment(a.slice(1), b, worth), ...withFirst]
}

it("is worth as much as any alignment in order", () => {
  fc.assert(
    fc.property(cases, ({ a, b, worths }) => {
      const gap: Gap = { a, b, before: { a: -1, b: -1 }, after: { a: size, b: size } }
      const worth: Worth = (x, y) => worths[x * size + y] ?? undefined
      const best = Math.max(...everyAlignment(a, b, worth).map((pairs) => total(pairs, gap, worth)))
      expect(total(bestAlignment(gap, worth, neighbor), gap, worth)).toBe(best)
    }),
    { seed: 6, numRuns: runs(500) },
  )
})
