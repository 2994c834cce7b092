import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { inverted } from "../../../src/diff/text/hunk.js"
import { longestIncreasing } from "../../../src/diff/text/longest-increasing.js"
import { diffSequences } from "../../../src/diff/text/sequence.js"
import { applied, changedItems, fewKinds, wellFormed } from "../../support/edited-lines.js"
import { runs } from "../../support/thorough.js"

const seeded = { seed: 1, numRuns: runs(2_000) }

describe("laws of diffSequences", () => {
  test("the hunks turn A into B, and inverted B into A", () => {
    fc.assert(
      fc.property(fewKinds, fewKinds, (a, b) => {
        const hunks = diffSequences(a, b)
        expect(wellFormed(hunks, a.length, b.length)).toBe(true)
        expect(applied(hunks, a, b)).toEqual(b)
        expect(applied(inverted(hunks), b, a)).toEqual(a)
      }),
      seeded,
    )
  })

  test("no script is shorter", () => {
    fc.assert(
      fc.property(fewKinds, fewKinds, (a, b) => {
        expect(changedItems(diffSequences(a, b))).toBe(a.length + b.length - 2 * longestCommon(a, b))
      }),
      seeded,
    )
  })
})

describe("laws of longestIncreasing", () => {
  const values = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 9 })

  test("the chain increases, and no other is longer", () => {
    fc.assert(
      fc.property(values, (v) => {
        const chain = longestIncreasing(v)
        expect(chain.every((i, n) => n === 0 || (chain[n - 1]! < i && v[chain[n - 1]!]! < v[i]!))).toBe(true)
        expect(chain).toHaveLength(Math.max(...subsets(v).map((s) => (increases(s) ? s.length : 0))))
      }),
      { seed: 1, numRuns: runs(300) },
    )
  })
})

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = Array<number>(b.length + 1).fill(0)
  for (const x of a) {
    const next = [0]
    for (const [j, y] of b.entries()) next.push(x === y ? row[j]! + 1 : Math.max(next[j]!, row[j + 1]!))
    row = next
  }
  return row[b.length]!
}

const increases = (v: readonly number[]) => v.every((x, i) => i === 0 || v[i - 1]! < x)

const subsets = (v: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** v.length }, (_, bits) => v.filter((_, i) => (bits >> i) & 1))
