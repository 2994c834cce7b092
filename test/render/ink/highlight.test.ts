import { describe, expect, test } from "vitest"
import { languageOf } from "../../../src/notebook/cell-language.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { highlight } from "../../../src/render/ink/highlight.js"

function spans(code: string, language: string): readonly string[] {
  return highlight(code, language).map(({ from, to, slot }) => `${slot}:${code.slice(from, to)}`)
}

test("code is colored by what it is", () => {
  expect(spans("def f(x):\n    return 'a' + 1  # <why>", "python")).toEqual([
    "keyword:def",
    "title:f",
    "keyword:return",
    "string:'a'",
    "number:1",
    "comment:# <why>",
  ])
})

test("a line for IPython is magic, and does not disturb the code below", () => {
  expect(spans("%matplotlib inline\n!echo 'it\nx = 1", "python")).toEqual([
    "magic:%matplotlib inline",
    "magic:!echo 'it",
    "number:1",
  ])
})

test("kernels' names for languages are understood, and unknown ones are left alone", () => {
  expect(spans("if (TRUE) 1", "ir")).toContain("keyword:TRUE")
  expect(spans("int x = 1;", "c++17")).toContain("type:int")
  expect(spans("x = 1", "constructor")).toEqual([])
  expect(spans("x = 1", "klingon")).toEqual([])
})

test("spans never overlap and lie in the code, whatever it is", () => {
  const code = "s = '''a & b <c> \"d\"\n{x}'''\n%time\nf\"{y!r:>{w}}\" # &amp;"
  const ends = highlight(code, "python").flatMap(({ from, to }) => [from, to])
  expect(ends).toEqual([...ends].sort((x, y) => x - y))
  expect(ends.at(-1)).toBe(code.length)
})

describe("a cell's language", () => {
  const language = (cell: object, metadata: object = { language_info: { name: "R" } }): string => {
    const json = { cells: [{ metadata: {}, ...cell }], metadata, nbformat: 4, nbformat_minor: 5 }
    const notebook = parseNotebook(new TextEncoder().encode(JSON.stringify(json)))
    return languageOf(notebook, notebook.cells[0]!)
  }

  test.each([
    ["is the notebook's", { cell_type: "code", source: "x" }, "r"],
    ["is the one that its magic names", { cell_type: "code", source: "%%bash\nls" }, "bash"],
    [
      "is its own in a notebook of several",
      { cell_type: "code", source: "x", metadata: { vscode: { languageId: "csharp" } } },
      "csharp",
    ],
    ["is Markdown for prose", { cell_type: "markdown", source: "x" }, "markdown"],
    ["is none for a raw cell", { cell_type: "raw", source: "x" }, ""],
  ])("%s", (_, cell, expected) => {
    expect(language(cell)).toBe(expected)
  })

  test("is Python where nothing tells", () => {
    expect(language({ cell_type: "code", source: "x" }, {})).toBe("python")
  })
})
