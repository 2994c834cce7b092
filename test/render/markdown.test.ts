import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { markdownFile, renderMarkdown } from "../../src/render/markdown.js"
import { COMMENT_LIMIT, type MarkdownFile, markdownComment } from "../../src/render/markdown-comment.js"
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
  expect(cut.length).toBeLessThanOrEqual(full.length - 10)
})

describe("a comment about several notebooks", () => {
  const options = { ...VIEW_DEFAULTS, limit: COMMENT_LIMIT }
  const file = (path: string, cells: number): MarkdownFile => {
    const sources = (when: string) => Array.from({ length: cells }, (_, i) => `x${i} = "${when}"`)
    const diff = diffNotebooks(notebook(...sources("before")), notebook(...sources("after")))
    return markdownFile(diff, { path, status: "modified" }, options) as MarkdownFile
  }

  test("keeps the order of git where all of them fit", () => {
    const text = markdownComment([file("small", 1), file("large", 9)], COMMENT_LIMIT)
    expect(text.match(/### `\w+`/g)).toEqual(["### `small`", "### `large`"])
    expect(text).not.toContain("not shown")
  })

  test("shows the largest changes first where they do not, and counts the rest in one line", () => {
    const files = [...Array.from({ length: 50 }, (_, i) => file(`small${i}`, 3)), file("large", 9)]
    const text = markdownComment(files, 3000)
    expect(text.startsWith("### `large`")).toBe(true)
    const [, notebooks, cells] = /\n⋯ (\d+) notebooks not shown, with (\d+) changed cells: /.exec(text) ?? []
    expect(Number(notebooks) + (text.match(/^### /gm)?.length ?? 0)).toBe(51)
    expect(Number(cells)).toBe(Number(notebooks) * 3)
    expect(text).toContain("```diff")
  })

  test("never exceeds its limit, whatever is in it", () => {
    const files = [1, 2, 3, 5, 30, 150].map((cells) => file("n".repeat(cells), cells))
    fc.assert(
      fc.property(fc.subarray(files), fc.integer({ min: 0, max: 40_000 }), (some, limit) => {
        expect(markdownComment(some, limit).length).toBeLessThanOrEqual(limit)
        for (const each of some.slice(0, 1))
          expect(markdownComment([each], limit).length).toBeLessThanOrEqual(limit)
      }),
      { seed: 13, numRuns: 300 },
    )
  })
})
