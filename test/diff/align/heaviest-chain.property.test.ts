import fc from "fast-check"
import { expect, it } from "vitest"
import { heaviestChain, type WeightedPair } from "../../../src/diff/align/heaviest-chain.js"
import { runs } from "../../support/thorough.js"

const pair = fc.record({ a: fc.nat(9), b: fc.nat(9), weight: fc.integer({ min: 1, max: 20 }) })

/** The weight of the heaviest chain, by trying each pair with and without. */
function heaviestWeight(pairs: readonly WeightedPair[], after: WeightedPair | undefined): number {
  return pairs.reduce((most, next, n) => {
    if (after !== undefined && (next.a <= after.a || next.b <= after.b)) return most
    const rest = pairs.filter((_, other) => other !== n)
    return Math.max(most, next.weight + heaviestWeight(rest, next))
  }, 0)
}

it("increases on both sides and weighs as much as any chain", () => {
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 7 }), (pairs) => {
      const chain = heaviestChain(pairs)
      for (const [n, { a, b }] of chain.entries()) {
        const before = chain[n - 1]
        if (before !== undefined) expect([a > before.a, b > before.b]).toEqual([true, true])
      }
      const weight = chain.reduce((sum, link) => sum + link.weight, 0)
      expect(weight).toBe(heaviestWeight(pairs, undefined))
    }),
    { seed: 4, numRuns: runs(500) },
  )
})
