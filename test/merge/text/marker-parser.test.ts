import { describe, expect, test } from "vitest"
import { parseConflicts } from "../../../src/merge/text/marker-parser.js"

const text = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join("")
const plain = (...lines: readonly string[]) => ({ kind: "plain", lines: lines.map((line) => `${line}\n`) })

describe("parseConflicts", () => {
  test("reads a text without markers as it is", () => {
    expect(parseConflicts("a\nb")).toEqual({ chunks: [plain("a", "b")], end: "" })
    expect(parseConflicts("")).toEqual({ chunks: [], end: "" })
    expect(parseConflicts("Heading\n=======\n")?.chunks).toEqual([plain("Heading", "=======")])
  })

  test("reads the style merge", () => {
    expect(parseConflicts(text("a", "<<<<<<< HEAD", "o", "=======", "t", ">>>>>>> topic", "b"))).toEqual({
      chunks: [
        plain("a"),
        {
          kind: "conflict",
          ours: ["o\n"],
          base: null,
          theirs: ["t\n"],
          labels: { ours: "HEAD", base: "", theirs: "topic" },
          size: 7,
        },
        plain("b"),
      ],
      end: "\n",
    })
  })

  test("reads the styles diff3 and zdiff3, an empty base too", () => {
    const conflict = (...base: readonly string[]) =>
      parseConflicts(text("<<<<<<< o", "1", "||||||| b", ...base, "=======", "2", ">>>>>>> t"))?.chunks[0]
    expect(conflict("0")).toMatchObject({ ours: ["1\n"], base: ["0\n"], theirs: ["2\n"] })
    expect(conflict()).toMatchObject({ base: [], labels: { ours: "o", base: "b", theirs: "t" } })
  })

  test("reads markers of any width, and only those of a given one", () => {
    const wide = text("<<<<<<<<<", "<<<<<<< o", "=========", "t", ">>>>>>>>>")
    expect(parseConflicts(wide)?.chunks[0]).toMatchObject({ ours: ["<<<<<<< o\n"], theirs: ["t\n"] })
    expect(parseConflicts(wide, 9)?.chunks).toHaveLength(1)
    expect(parseConflicts(text("<<<<<<< o", "x"), 9)?.chunks).toEqual([plain("<<<<<<< o", "x")])
    expect(parseConflicts(text("<<< o", "1", "===", "2", ">>> t"), 3)?.chunks).toHaveLength(1)
    expect(parseConflicts(text(">>> doctest()", "1"))?.chunks).toHaveLength(1)
  })

  test("keeps the conflict of a virtual ancestor inside base", () => {
    const inner = ["<<<<<<<<< A", "1", "||||||||| C", "=========", "2", ">>>>>>>>> B"]
    const outer = text("<<<<<<< o", "x", "||||||| b", ...inner, "=======", "y", ">>>>>>> t")
    expect(parseConflicts(outer)?.chunks).toMatchObject([
      { ours: ["x\n"], base: inner.map((line) => `${line}\n`), theirs: ["y\n"] },
    ])
  })

  test("reads a heading's underline in ours where base tells it from the middle marker", () => {
    const marked = text("<<<<<<< o", "Title", "=======", "||||||| b", "=======", "y", ">>>>>>> t")
    expect(parseConflicts(marked)?.chunks[0]).toMatchObject({ ours: ["Title\n", "=======\n"], base: [] })
  })

  test("reads lines that end in CRLF", () => {
    const marked = text("<<<<<<< o", "1", "=======", "2", ">>>>>>> t").replaceAll("\n", "\r\n")
    expect(parseConflicts(marked)?.chunks[0]).toMatchObject({ ours: ["1\r\n"], labels: { theirs: "t" } })
  })

  test.each([
    ["no end", ["<<<<<<< o", "1", "=======", "2"]],
    ["no middle", ["<<<<<<< o", "1", ">>>>>>> t"]],
    ["no start", ["1", "=======", "2", ">>>>>>> t"]],
    ["a base outside of a conflict", ["||||||| b", "1"]],
    ["a second start", ["<<<<<<< o", "1", "<<<<<<< o", "=======", "2", ">>>>>>> t"]],
    [
      "two middles, either of which may be the one",
      ["<<<<<<< o", "T", "=======", "=======", "2", ">>>>>>> t"],
    ],
    ["two bases", ["<<<<<<< o", "||||||| b", "1", "||||||| b", "=======", "2", ">>>>>>> t"]],
    ["base after theirs", ["<<<<<<< o", "1", "=======", "2", "||||||| b", ">>>>>>> t"]],
    ["another width at the end", ["<<<<<<< o", "1", "=======", "2", ">>>>>>>> t"]],
  ])("does not read a conflict with %s", (_, lines) => {
    expect(parseConflicts(text(...lines))).toBeNull()
  })
})
