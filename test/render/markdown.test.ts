import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { COMMENT_LIMIT, renderMarkdown } from "../../src/render/markdown.js"
import { codeBlock, codeSpan, tableCode } from "../../src/render/words/markdown-text.js"
import { VIEW_DEFAULTS } from "../../src/render/words/view-options.js"

const names = { path: "n.ipynb", status: "modified" } as const

function notebook(...sources: readonly string[]): Notebook {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `c${i}`,
    metadata: {},
    outputs: [],
    source,
  }))
  const json = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }
  return parseNotebook(new TextEncoder().encode(JSON.stringify(json)))
}

function markdown(a: Notebook, b: Notebook, limit = COMMENT_LIMIT): string {
  return renderMarkdown(diffNotebooks(a, b), names, { ...VIEW_DEFAULTS, limit })
}

describe("code in a line ends where it is meant to", () => {
  test.each([
    ["x", "`x`"],
    ["a`b", "``a`b``"],
    ["`a", "`` `a ``"],
    ["``", "``` `` ```"],
    [" x ", "`  x  `"],
    ["a\nb", "`a^Jb`"],
    ["@someone <b> [x](y)", "`@someone <b> [x](y)`"],
    ["", ""],
  ])("%j", (text, expected) => {
    expect(codeSpan(text)).toBe(expected)
  })

  test("in a table too", () => {
    expect(tableCode("a | b")).toBe("`a \\| b`")
  })
})

test("a fence is longer than any run inside", () => {
  expect(codeBlock("x\n", "diff")).toBe("```diff\nx\n```\n")
  expect(codeBlock("````\n", "diff")).toBe("`````diff\n````\n`````\n")
})

test("all that a notebook says is in code", () => {
  const before = notebook("```\n@someone closes #1\n```")
  const after = notebook("```\n@someone closes #2 <img src=x>\n````\n| x |")
  const outside = markdown(before, after)
    .replace(/^(`{3,})diff\n[\s\S]*?\n\1\n/gm, "")
    .replace(/(`+)[^`][\s\S]*?\1/g, "")
  expect(outside).not.toMatch(/someone|img|#\d/)
})

test("nothing is said of equal notebooks", () => {
  expect(markdown(notebook("x"), notebook("x"))).toBe("")
})

test("a comment that is full says what it leaves out", () => {
  const before = notebook("a = 1", "b = 1", "c = 1")
  const after = notebook("a = 2", "b = 2", "c = 2")
  const full = markdown(before, after)
  const cut = markdown(before, after, full.length - 10)
  expect(full.match(/```diff/g)).toHaveLength(3)
  expect(cut.match(/```diff/g)).toHaveLength(2)
  expect(cut).toContain("⋯ 1 cell not shown: the comment is full")
  expect(cut.length).toBeLessThan(full.length + 50)
})
