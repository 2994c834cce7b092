import { describe, expect, it, test } from "vitest"
import { dialectOf, layoutOf, NBFORMAT_DIALECT, sameLayout } from "../../src/notebook/dialect.js"
import { parseNotebook } from "../../src/notebook/model.js"

const CELL = { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: ["a\n", "b"] }

function dialect(text: string) {
  return dialectOf(parseNotebook(Buffer.from(text)))
}

function withCells(...cells: readonly unknown[]) {
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }
}

it("is nbformat's for what nbformat writes, and for what shows nothing", () => {
  expect(dialect(`${JSON.stringify(withCells(CELL), null, 1)}\n`)).toEqual(NBFORMAT_DIALECT)
  expect(dialect('{"cells":[],"nbformat":4}').text).toEqual(NBFORMAT_DIALECT.text)
})

describe("layout", () => {
  test.each([
    [JSON.stringify(withCells(), null, 2), { indent: "  ", newline: "\n", comma: ",", colon: ": " }],
    [JSON.stringify(withCells(), null, "\t"), { indent: "\t", newline: "\n", comma: ",", colon: ": " }],
    [JSON.stringify(withCells()), { indent: null, newline: "\n", comma: ",", colon: ":" }],
    [
      JSON.stringify(withCells(), null, 1).replaceAll("\n", "\r\n"),
      { indent: " ", newline: "\r\n", comma: ",", colon: ": " },
    ],
    ['{"cells": [], "metadata": {}}', { indent: null, newline: "\n", comma: ", ", colon: ": " }],
    ['{\n"cells" : [] ,\n"metadata" : {}}', { indent: "", newline: "\n", comma: " ,", colon: " : " }],
  ])("%j", (text, layout) => {
    const found = layoutOf(parseNotebook(Buffer.from(text)).root)
    expect(found).toEqual(layout)
    expect(sameLayout(found, layout as typeof found)).toBe(true)
  })

  it("differs where any of it does", () => {
    const { layout } = NBFORMAT_DIALECT
    for (const other of [{ indent: null }, { newline: "\r\n" as const }, { comma: ", " }, { colon: ":" }])
      expect(sameLayout(layout, { ...layout, ...other })).toBe(false)
  })
})

describe("escapes", () => {
  const escapes = (source: string) =>
    dialect(`{"cells": [{"cell_type": "raw", "metadata": {}, "source": "${source}"}]}`).escapes

  test.each([
    ["a", { nonAscii: false, ascii: "", slash: false, upperHex: false }],
    ["\\u00e9", { nonAscii: true }],
    ["\\u00e9 é", { nonAscii: false }],
    ["\\u003cb\\u003e \\u0026", { ascii: "&<>" }],
    ["\\u003cb>", { ascii: "<" }],
    ["\\u003cb <", { ascii: "" }],
    ["a\\/b", { slash: true }],
    ["a\\/b/c", { slash: false }],
    ["\\u00E9", { upperHex: true }],
    ["\\u00e9\\u00E9", { upperHex: false }],
    ["\\ud800", { nonAscii: false }],
    ["\\ud83d\\ude00", { nonAscii: true }],
    ["\\\\u00e9", { nonAscii: false }],
  ])("%s", (source, expected) => {
    expect(escapes(source)).toMatchObject(expected)
  })

  it("are seen wherever they are", () => {
    const rest = (members: string) =>
      dialect(`{"cells": [{"cell_type": "raw", "metadata": {}, "source": "a", ${members}}], "nbformat": 4}`)
        .escapes
    expect(rest('"attachments": {"a.png": {"image\\/png": "AA"}}').slash).toBe(true)
    expect(rest('"x_host": "\\u00fc"').nonAscii).toBe(true)
  })
})

describe("the order of a cell's keys", () => {
  const keys = (...cells: readonly object[]) => dialect(JSON.stringify(withCells(...cells))).keys

  it("is sorted, or as the cells have them", () => {
    expect(keys(CELL)).toBe("sorted")
    expect(keys({ source: [], cell_type: "raw" })).toEqual(["source", "cell_type"])
    expect(
      keys(
        { id: "a", cell_type: "raw", source: [] },
        { id: "b", cell_type: "raw", metadata: {}, source: [] },
      ),
    ).toEqual(["id", "cell_type", "metadata", "source"])
  })
})
