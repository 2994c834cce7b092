import { describe, expect, test } from "vitest"
import {
  isClean,
  mergedText,
  mergeLines,
  mergeTwo,
  resolvedText,
  type TextMerge,
} from "../../../src/merge/text/line-merge.js"

/** One character a line: `merged("abc", "aBc", "abC")`. Conflicts are shown as <ours|base|theirs>. */
function merged(base: string, ours: string, theirs: string): string {
  const text = (lines: string) => [...lines].map((line) => `${line}\n`).join("")
  return shown(mergeLines(text(base), text(ours), text(theirs)))
}

function shown({ chunks }: TextMerge): string {
  return chunks
    .map((c) => (c.kind === "resolved" ? c.lines : ["<", ...c.ours, "|", ...c.base, "|", ...c.theirs, ">"]))
    .flatMap((lines) => lines.map((line) => line.replace(/\r?\n$/, "")))
    .join("")
}

describe("mergeLines", () => {
  test("takes what one side alone changed", () => {
    expect(merged("abc", "aBc", "abc")).toBe("aBc")
    expect(merged("abc", "abc", "ac")).toBe("ac")
    expect(merged("abc", "xabc", "abcy")).toBe("xabcy")
  })

  test("takes both sides' changes when one unchanged line lies between them", () => {
    expect(merged("abc", "Abc", "abC")).toBe("AbC")
    expect(merged("abcd", "bcd", "abcxd")).toBe("bcxd")
  })

  test("is in conflict where changes touch", () => {
    expect(merged("abcd", "aBcd", "abCd")).toBe("a<Bc|bc|bC>d")
    expect(merged("abc", "axbc", "aBc")).toBe("a<xb|b|B>c")
    expect(merged("abc", "ac", "abxc")).toBe("a<|b|bx>c")
  })

  test("is in conflict where changes overlap, over the whole of what overlaps", () => {
    expect(merged("abcdef", "aBCdef", "abXYef")).toBe("a<BCd|bcd|bXY>ef")
    expect(merged("abcdefg", "aBcdEfg", "abCDefg")).toBe("a<BcdE|bcde|bCDe>fg")
  })

  test("is in conflict where both insert at one place", () => {
    expect(merged("ab", "axb", "ayb")).toBe("a<x||y>b")
    expect(merged("", "x", "y")).toBe("<x||y>")
  })

  test("is in conflict where one side deletes what the other edits", () => {
    expect(merged("abc", "ac", "aBc")).toBe("a<|b|B>c")
    expect(merged("abc", "", "abC")).toBe("<|abc|abC>")
  })

  test("agrees where both sides did the same", () => {
    expect(merged("abc", "aXc", "aXc")).toBe("aXc")
    expect(merged("abcde", "aXcdE", "aXcde")).toBe("aXcdE")
    expect(merged("abc", "ac", "ac")).toBe("ac")
  })

  test("says whose change each line is", () => {
    const { chunks } = mergeLines("a\nb\nc\nd\ne\n", "A\nb\nX\nd\ne\n", "a\nb\nX\nd\n")
    expect(chunks.map((c) => (c.kind === "resolved" ? [c.from, c.lines.join("")] : c))).toEqual([
      ["ours", "A\n"],
      ["base", "b\n"],
      ["both", "X\n"],
      ["base", "d\n"],
      ["theirs", ""],
    ])
  })
})

describe("the end of the text", () => {
  test("a line that follows the last one is not an edit of it", () => {
    expect(mergedText(mergeLines("w\nx", "w\nx\ny", "W\nx"))).toBe("W\nx\ny")
    expect(mergedText(mergeLines("v\nw\nx", "v\nw\nx\ny", "v\nW\nx"))).toBe("v\nW\nx\ny")
    expect(mergedText(mergeLines("v\r\nx", "v\r\nx\r\ny", "V\r\nx"))).toBe("V\r\nx\r\ny")
  })

  test("an ending that one side adds or removes goes with the other side's edit of that line", () => {
    expect(mergedText(mergeLines("x", "x\n", "X"))).toBe("X\n")
    expect(mergedText(mergeLines("x\n", "x", "x\ny\n"))).toBe("x\ny")
    expect(mergedText(mergeLines("v\nx", "v\nx\n", "v\nx\ny"))).toBe("v\nx\ny\n")
  })

  test("two last lines are in conflict where the sides' own lines differ", () => {
    expect(shown(mergeLines("x", "x\ny", "x\nz"))).toBe("x<y||z>")
    expect(shown(mergeLines("x", "y", "x\nz"))).toBe("<y|x|xz>")
  })

  test("a lone carriage return at the end stays", () => {
    expect(mergedText(mergeLines("a\nb\nx\r", "A\nb\nx\r", "a\nb\nx\r"))).toBe("A\nb\nx\r")
  })

  test("a side that deletes everything leaves the end to the other", () => {
    expect(mergedText(mergeLines("x\n", "", "x\n"))).toBe("")
    expect(mergedText(mergeLines("", "x", ""))).toBe("x")
    expect(mergeLines("x\n", "", "x\ny\n").end).toBe("\n")
    expect(mergeLines("x\n", "x\ny\n", "").end).toBe("\n")
  })
})

describe("mergeTwo", () => {
  test("keeps what both have and marks every difference", () => {
    expect(shown(mergeTwo("a\nb\nc\nd", "a\nB\nc"))).toBe("a<b||B>c<d||>")
  })

  test("is clean for equal texts", () => {
    expect(mergedText(mergeTwo("a\r\nb", "a\r\nb"))).toBe("a\r\nb")
  })
})

describe("resolvedText", () => {
  const merge = mergeLines("a\nb\nc\nd", "a\nO\nc\nd", "a\nT\nc\nD")

  test("resolves what is in conflict and keeps what merged cleanly", () => {
    expect(resolvedText(merge, "ours")).toBe("a\nO\nc\nD")
    expect(resolvedText(merge, "theirs")).toBe("a\nT\nc\nD")
    expect(resolvedText(merge, "base")).toBe("a\nb\nc\nD")
    expect(resolvedText(merge, "union")).toBe("a\nO\nT\nc\nD")
  })

  test("leaves no merged text to a merge in conflict", () => {
    expect(isClean(merge)).toBe(false)
    expect(() => mergedText(merge)).toThrow()
  })
})

describe("ends of lines that one side changed throughout", () => {
  const base = "import os\nx = 1\ny = 2\n"

  test("are taken, and its edits and the other side's merge", () => {
    const ours = "import os, sys\nx = 1\ny = 2\n"
    const theirs = "import os\r\nx = 1\r\ny = 3\r\n"
    const expected = "import os, sys\r\nx = 1\r\ny = 3\r\n"
    expect(mergedText(mergeLines(base, ours, theirs))).toBe(expected)
    expect(mergedText(mergeLines(base, theirs, ours))).toBe(expected)
  })

  test("are no edit of a line that the other side edited", () => {
    const [ours, theirs] = ["import os\r\nx = 1\r\ny = 2\r\n", "import os\nx = 9\ny = 2"]
    expect(mergedText(mergeLines(base, ours, theirs))).toBe("import os\r\nx = 9\r\ny = 2")
  })
})
