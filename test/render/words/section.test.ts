import { describe, expect, test } from "vitest"
import { diffLines } from "../../../src/diff/text/line-diff.js"
import { type SectionItem, type SectionOptions, sectionOf } from "../../../src/render/words/section.js"

/** A section as one reads it: ` same`, `-old`, `+new`, `⋯ heading`. */
function shown(
  before: string,
  after: string,
  options: Partial<SectionOptions & { blank: boolean }> = {},
): readonly string[] {
  const hunks = diffLines(before, after, { ignoreBlankLines: options.blank ?? false })
  return sectionOf(before, after, hunks, { context: 1, words: true, ...options }).flatMap(itemText)
}

function itemText(item: SectionItem): readonly string[] {
  switch (item.kind) {
    case "same":
      return [`${item.before}/${item.after} ${item.line.text}`]
    case "hunk":
      return [...item.deleted.map(({ text }) => `-${text}`), ...item.added.map(({ text }) => `+${text}`)]
    case "gap":
      return [`⋯${item.lines}${item.heading === undefined ? "" : ` ${item.heading}`}`]
    case "more":
      return [`more ${item.lines}`]
  }
}

const letters = (text: string): string => `${[...text].join("\n")}\n`

test("lines around a change are shown, and a gap where more than one is left out", () => {
  expect(shown(letters("abcdefgh"), letters("aXcdefYh"))).toEqual([
    "0/0 a",
    "-b",
    "+X",
    "2/2 c",
    "⋯2",
    "5/5 f",
    "-g",
    "+Y",
    "7/7 h",
  ])
  expect(shown(letters("abcdefg"), letters("aXcdeYg"))).toEqual([
    "0/0 a",
    "-b",
    "+X",
    "2/2 c",
    "3/3 d",
    "4/4 e",
    "-f",
    "+Y",
    "6/6 g",
  ])
})

test("indices follow what was added and deleted above", () => {
  expect(shown(letters("abcd"), letters("aXYbd"))).toEqual(["0/0 a", "+X", "+Y", "1/3 b", "-c", "3/4 d"])
})

describe("a gap names what the next line belongs to", () => {
  const code = (last: string): string =>
    `import os\ndef load(path):\n    a = 1\n    b = 2\n    c = 3\n    ${last}\n`

  test("by the line above that is not indented", () => {
    expect(shown(code("return a"), code("return b"))).toEqual([
      "⋯4 def load(path):",
      "4/4     c = 3",
      "-    return a",
      "+    return b",
    ])
  })

  test("unless that line may as well be shown itself", () => {
    expect(shown(code("return a"), code("return b"), { context: 3 })[0]).toBe("1/1 def load(path):")
  })
})

test("blank lines that do not count are shown only near what counts", () => {
  const before = letters("abcdefghij")
  const after = "a\n\nb\nc\nd\ne\nf\ng\n\nX\ni\nj\n"
  expect(shown(before, after, { blank: true })).toEqual(["6/7 g", "-h", "+", "+X", "8/10 i"])
  expect(shown(before, `\n${before}`, { blank: true })).toEqual([])
})

test("a cut is shown whatever changed", () => {
  const text = letters("abcdef")
  expect(shown(text, text, { cutsAfter: [3] })).toEqual(["2/2 c", "3/3 d"])
  expect(shown(text, letters("aXbcdef"), { cutsBefore: [4], context: 0 })).toEqual(["+X", "⋯3", "4/5 e"])
})

test("words are marked in lines that are versions of each other", () => {
  const [item] = sectionOf(
    "df.dropna()",
    'df.dropna(how="all")',
    diffLines("df.dropna()", 'df.dropna(how="all")'),
    {
      context: 0,
      words: true,
    },
  )
  expect(item).toMatchObject({ kind: "hunk", pairs: [[0, 0]] })
  if (item?.kind === "hunk") {
    expect(item.deleted[0]?.changed).toEqual([])
    expect(item.added[0]?.changed).toEqual([[10, 19]])
  }
})

test("a line's end is reported where it is what changed", () => {
  const end = (before: string, after: string): readonly unknown[] =>
    sectionOf(before, after, diffLines(before, after), { context: 0, words: true }).flatMap((item) =>
      item.kind === "hunk" ? [...item.deleted, ...item.added].map((line) => line.end) : [],
    )
  expect(end("x", "x\n")).toEqual(["open", "usual"])
  expect(end("x\r\ny\r\n", "x\ny\n")).toEqual(["return", "return", "usual", "usual"])
  expect(end("x", "y")).toEqual(["usual", "usual"])
  expect(end("", "x")).toEqual(["usual"])
})
