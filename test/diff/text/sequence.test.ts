import { describe, expect, test } from "vitest"
import { diffSequences } from "../../../src/diff/text/sequence.js"
import { applied, changedItems, seededNumbers, shuffled, wellFormed } from "../../support/edited-lines.js"

const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `line ${from + i}`)

describe("diffSequences", () => {
  test("finds nothing between equal sequences", () => {
    expect(diffSequences([], [])).toEqual([])
    expect(diffSequences(["a", "b"], ["a", "b"])).toEqual([])
  })

  test("tells an insertion, a deletion and a replacement", () => {
    expect(diffSequences([..."ac"], [..."abc"])).toEqual([{ fromA: 1, toA: 1, fromB: 1, toB: 2 }])
    expect(diffSequences([..."abc"], [..."ac"])).toEqual([{ fromA: 1, toA: 2, fromB: 1, toB: 1 }])
    expect(diffSequences([..."abc"], [..."axyc"])).toEqual([{ fromA: 1, toA: 2, fromB: 1, toB: 3 }])
  })

  test("replaces everything by nothing and nothing by everything", () => {
    expect(diffSequences(["a"], [])).toEqual([{ fromA: 0, toA: 1, fromB: 0, toB: 0 }])
    expect(diffSequences([], ["a"])).toEqual([{ fromA: 0, toA: 0, fromB: 0, toB: 1 }])
  })

  test("keeps numbers and their digits apart", () => {
    expect(diffSequences([1], ["1"])).toHaveLength(1)
  })

  test("solves the example of Myers' paper in five edits", () => {
    expect(changedItems(diffSequences([..."abcabba"], [..."cbabac"]))).toBe(5)
  })
})

describe("diffSequences on input that is hard for it", () => {
  const random = seededNumbers(1)
  const lines = numbered(10_000)
  const ofKinds = (kinds: number, count = 10_000) =>
    Array.from({ length: count }, () => `kind ${Math.floor(random() * kinds)}`)

  test("ten thousand lines, all different, are one replacement", () => {
    expect(diffSequences(lines, numbered(10_000, 10_000))).toEqual([
      { fromA: 0, toA: 10_000, fromB: 0, toB: 10_000 },
    ])
  })

  test("of ten thousand shuffled lines a longest chain is kept", () => {
    const order = shuffled(lines, random)
    const kept = lines.length - changedItems(diffSequences(lines, order)) / 2
    expect(kept).toBe(longestChain(order.map((line) => Number(line.slice(5)))))
  })

  test("of ten thousand equal lines a thousand go", () => {
    expect(changedItems(diffSequences(Array(10_000).fill("x"), Array(9_000).fill("x")))).toBe(1_000)
  })

  test("lines of few kinds without any order still pair for the most part", () => {
    const a = ofKinds(2)
    const b = ofKinds(2)
    const hunks = diffSequences(a, b)
    expect(wellFormed(hunks, a.length, b.length)).toBe(true)
    expect(applied(hunks, a, b)).toEqual(b)
    expect(changedItems(hunks)).toBeLessThan(5_000)
  })

  test("a unique line that went from one end to the other does not tear the rest apart", () => {
    const body = ofKinds(20, 12_000)
    const scattered = body.map((line) => (random() < 0.3 ? `kind ${Math.floor(random() * 20)}` : line))
    const hunks = diffSequences(["unique", ...body], [...scattered, "unique"])
    expect(changedItems(hunks)).toBeLessThan(8_000)
  })

  test("a thousand lines of few kinds are solved exactly", () => {
    const a = ofKinds(20, 1_000)
    const b = ofKinds(20, 1_000)
    expect(changedItems(diffSequences(a, b))).toBe(2_000 - 2 * longestCommon(a, b))
  })

  test("a hundred thousand lines with one edit in a hundred are solved exactly", () => {
    const a = numbered(100_000)
    const b = a.flatMap((line, i) => (i % 100 === 50 ? (i % 200 === 50 ? [] : [`${line} edited`]) : [line]))
    expect(changedItems(diffSequences(a, b))).toBe(500 + 2 * 500)
  })
})

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Int32Array(b.length + 1)
  for (const x of a) {
    const next = new Int32Array(b.length + 1)
    for (const [j, y] of b.entries()) next[j + 1] = x === y ? row[j]! + 1 : Math.max(next[j]!, row[j + 1]!)
    row = next
  }
  return row[b.length]!
}

/** The length of a longest increasing chain, by the quadratic rule. */
function longestChain(values: readonly number[]): number {
  const best: number[] = []
  for (const [i, value] of values.entries()) {
    best.push(1 + values.slice(0, i).reduce((most, v, j) => (v < value ? Math.max(most, best[j]!) : most), 0))
  }
  return Math.max(...best)
}
