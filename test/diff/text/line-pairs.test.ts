import { describe, expect, test } from "vitest"
import { pairLines } from "../../../src/diff/text/line-pairs.js"

describe("pairLines", () => {
  test("pairs the lines that are versions of each other", () => {
    const removed = ["import numpy", "x = load(path, sep=',')", "x.plot()"]
    const added = ["x = load(path, sep=';')", "print('loaded')", "x.plot(kind='bar')"]
    expect(pairLines(removed, added)).toEqual([
      { a: 1, b: 0 },
      { a: 2, b: 2 },
    ])
  })

  test("pairs lines whose white space alone differs", () => {
    expect(pairLines(["x = 1"], ["    x = 1"])).toEqual([{ a: 0, b: 0 }])
  })

  test("pairs nothing with lines that are not alike, nor with blank ones", () => {
    expect(pairLines(["import numpy as np"], ["plt.show()"])).toEqual([])
    expect(pairLines(["", "   "], ["", "x"])).toEqual([])
    expect(pairLines([], ["x"])).toEqual([])
  })

  test("keeps the order of both sides where pairs would cross", () => {
    const pairs = pairLines(
      ["first line here", "second line there"],
      ["second line there!", "first line here!"],
    )
    expect(pairs).toHaveLength(1)
  })

  test("prefers the more similar of two candidates", () => {
    expect(pairLines(["total = sum(values)"], ["total = max(values)", "total = sum(values, 0)"])).toEqual([
      { a: 0, b: 1 },
    ])
  })

  test("pairs each of hundreds of lines with its new version", () => {
    const removed = Array.from({ length: 500 }, (_, i) => `value_${i} = compute(alpha, ${i})`)
    const added = removed.map((line) => line.replace("alpha", "beta"))
    expect(pairLines(removed, added)).toEqual(removed.map((_, i) => ({ a: i, b: i })))
  })

  test("pairs no line that is too long to be read", () => {
    const blob = "a".repeat(6_000_000)
    expect(pairLines([blob], [`${blob} `])).toEqual([])
  })

  test("pairs nothing in a replacement of thousands of lines", () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => `line ${i}`)
    expect(pairLines(lines, lines)).toEqual([])
  })
})
