import { describe, expect, test } from "vitest"
import { diffLines, type LineDiffOptions } from "../../../src/diff/text/line-diff.js"
import { splitLines } from "../../../src/diff/text/lines.js"

/** The diff as git writes it without its headers: unchanged lines too, `~` after a line without an ending. */
function shown(a: string, b: string, options?: Partial<LineDiffOptions>): string {
  const linesA = splitLines(a)
  const linesB = splitLines(b)
  const out: string[] = []
  let at = 0
  for (const hunk of [...diffLines(a, b, options), { fromA: linesA.length, toA: 0, fromB: 0, toB: 0 }]) {
    for (const line of linesA.slice(at, hunk.fromA)) out.push(` ${line}`)
    for (const line of linesA.slice(hunk.fromA, hunk.toA)) out.push(`-${line}`)
    for (const line of linesB.slice(hunk.fromB, hunk.toB)) out.push(`+${line}`)
    at = hunk.toA
  }
  return out.map((line) => (line.endsWith("\n") ? line : `${line}~\n`)).join("")
}

describe("the last line of a text", () => {
  test("is not changed by a line that follows it", () => {
    expect(shown("x", "x\ny")).toBe(" x~\n+y~\n")
    expect(shown("x\ny", "x")).toBe(" x\n-y~\n")
    expect(shown("w\r\nx", "w\r\nx\r\ny")).toBe(" w\r\n x~\n+y~\n")
    expect(shown("x", "x\r\ny")).toBe(" x~\n+y~\n")
  })

  test("is changed by its ending alone", () => {
    expect(shown("w\nx", "w\nx\n")).toBe(" w\n-x~\n+x\n")
    expect(shown("w\nx\n", "w\nx")).toBe(" w\n-x\n+x~\n")
    expect(shown("x\n", "x\r\n")).toBe("-x\n+x\r\n")
  })

  test("joins the hunk that it is in or next to", () => {
    expect(diffLines("v\nw\nx", "v\nW\nx\n")).toEqual([{ fromA: 1, toA: 3, fromB: 1, toB: 3 }])
    expect(diffLines("w\nx", "w\ny\n")).toEqual([{ fromA: 1, toA: 2, fromB: 1, toB: 2 }])
  })
})

describe("an insertion or deletion that may be at several places", () => {
  test("holds a whole function, not the end of one and the start of another", () => {
    const first = "def f():\n    return 1\n"
    const second = "def g():\n    return 1\n"
    expect(shown(first, `${first}\n${second}`)).toBe(
      " def f():\n     return 1\n+\n+def g():\n+    return 1\n",
    )
    expect(shown(`${second}\n${first}`, first)).toBe(
      "-def g():\n-    return 1\n-\n def f():\n     return 1\n",
    )
  })

  test("begins with the decorator that leads it", () => {
    const one = "@property\ndef a(self): return 1\n"
    const two = "@property\ndef b(self): return 2\n"
    const three = "@property\ndef c(self): return 3\n"
    expect(shown(one + three, one + two + three)).toBe(
      " @property\n def a(self): return 1\n+@property\n+def b(self): return 2\n @property\n def c(self): return 3\n",
    )
  })

  test("ends with the blank line that parts it from what follows", () => {
    expect(shown("a\n\nc\n", "a\n\nb\n\nc\n")).toBe(" a\n \n+b\n+\n c\n")
  })

  test("closes the brace that it opens", () => {
    expect(shown("f {\n  x\n}\nh {\n  x\n}\n", "f {\n  x\n}\ng {\n  y\n}\nh {\n  x\n}\n")).toBe(
      " f {\n   x\n }\n+g {\n+  y\n+}\n h {\n   x\n }\n",
    )
  })

  test("does not begin with the line that closes what is above", () => {
    expect(shown("run\nf(\n) # 1\n", "run\nf(\n) # 2\nf(\n) # 1\n")).toBe(" run\n+f(\n+) # 2\n f(\n ) # 1\n")
  })

  test("begins with the first line of a paragraph, not its second", () => {
    expect(shown("x\n\nNote\nold\n", "x\n\nNote\nnew\n\nNote\nold\n")).toBe(
      " x\n \n+Note\n+new\n+\n Note\n old\n",
    )
  })

  test("keeps a fenced block of markdown whole", () => {
    expect(shown("```sh\na\n```\n", "```sh\na\n```\ntext\n```sh\nb\n```\n")).toBe(
      " ```sh\n a\n ```\n+text\n+```sh\n+b\n+```\n",
    )
  })

  test("becomes one hunk with a neighbor that it can reach", () => {
    expect(diffLines("a\nx\nb\nx\nc\n", "a\nx\nd\nx\nc\n")).toHaveLength(1)
    expect(diffLines("x\ny\nx\n", "x\n")).toHaveLength(1)
  })

  test("is at the latest of equal places, thousands of them too", () => {
    const lines = "x\n".repeat(5_000)
    expect(diffLines(lines, `${lines}x\n`)).toEqual([{ fromA: 5_000, toA: 5_000, fromB: 5_000, toB: 5_001 }])
  })
})

describe("blank lines that come or go", () => {
  const ignoreBlankLines = true

  test("are marked as ignorable when nothing else does", () => {
    expect(diffLines("a\nb\n", "a\n\nb\n", { ignoreBlankLines })).toEqual([
      { fromA: 1, toA: 1, fromB: 1, toB: 2, ignorable: true },
    ])
    expect(diffLines("a\r\nb\r\n", "a\r\n\r\nb\r\n", { ignoreBlankLines })[0]?.ignorable).toBe(true)
  })

  test("are not when a filled line changes with them", () => {
    expect(diffLines("a\nb\n", "a\n\nc\n", { ignoreBlankLines })).toEqual([
      { fromA: 1, toA: 2, fromB: 1, toB: 3 },
    ])
  })

  test("hold white space only where white space is ignored", () => {
    const ignorable = (options: Partial<LineDiffOptions>) =>
      diffLines("a\nb\n", "a\n  \nb\n", options)[0]?.ignorable
    expect(ignorable({ ignoreBlankLines })).toBeUndefined()
    expect(ignorable({ ignoreBlankLines, ignoredSpace: "space-at-eol" })).toBe(true)
  })
})
