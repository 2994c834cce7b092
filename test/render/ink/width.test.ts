import { describe, expect, test } from "vitest"
import { paint, run, wrapped } from "../../../src/render/ink/styled-line.js"
import { clipped, clippedStart, displayWidth, rowEnds } from "../../../src/render/ink/width.js"

describe("the width of a text is that of its characters as they are seen", () => {
  test.each([
    ["plain", 5],
    ["größe", 5],
    ["日本語", 6],
    ["ﾊﾝｶｸ", 4],
    ["한글", 4],
    ["\u1112\u1161\u11ab", 2],
    ["e\u0301", 1],
    ["नमस्ते", 4],
    ["👨‍👩‍👧‍👦", 2],
    ["👍🏽", 2],
    ["🇬🇧", 2],
    ["✔️ ✔", 4],
    ["1️⃣ 1", 4],
    ["→ │ ─ ⋯", 7],
    ["𝒳", 1],
  ])("%s", (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

test("a text is clipped at a character's edge", () => {
  expect(clipped("abcdef", 6)).toBe("abcdef")
  expect(clipped("abcdef", 4)).toBe("abc…")
  expect(clipped("日本語", 5)).toBe("日本…")
  expect(clipped("日本語", 4)).toBe("日…")
  expect(clipped("abc", 1)).toBe("…")
  expect(clipped("abc", 0)).toBe("")
  expect(clippedStart("notebooks/flats.ipynb", 14)).toBe("...flats.ipynb")
})

describe("rows", () => {
  const rows = (text: string, width: number): readonly string[] => {
    const ends = rowEnds(text, width)
    return ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end))
  }

  test("end at the width, or after a word that ends late in the row", () => {
    expect(rows("abcdefgh", 3)).toEqual(["abc", "def", "gh"])
    expect(rows("one two three", 8)).toEqual(["one two ", "three"])
    expect(rows("a bcdefghijk", 6)).toEqual(["a bcde", "fghijk"])
  })

  test("never cut a character as it is seen", () => {
    expect(rows("日本語", 3)).toEqual(["日", "本", "語"])
    expect(rows("a👨‍👩‍👧‍👦b", 2)).toEqual(["a", "👨‍👩‍👧‍👦", "b"])
    expect(rows("日", 1)).toEqual(["日"])
  })

  test("keep each run's style", () => {
    const line = [run("abc", "\x1b[31m"), run("def"), run("g", "\x1b[32m")]
    expect(wrapped(line, 4).map(paint)).toEqual(["\x1b[31mabc\x1b[md", "ef\x1b[32mg\x1b[m"])
    expect(wrapped([], 4)).toEqual([[]])
  })
})
