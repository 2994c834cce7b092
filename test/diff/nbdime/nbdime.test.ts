import { describe, expect, test } from "vitest"
import { diffVersions } from "../../../src/diff/diff-notebooks.js"
import { formatNbdime } from "../../../src/diff/nbdime/nbdime.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { diffFiles } from "../../support/arbitrary-pair.js"
import { type Loose, parseNbdime, patchByNbdime, readByNbformat } from "../../support/nbdime-patch.js"

describe("nbdime's operations", () => {
  test("address a source by its lines", () => {
    expect(ops(notebook(code("a\nb\nc")), notebook(code("a\nB\nB2\nc")))).toEqual([
      inCells(
        inCell(0, "source", [
          { op: "addrange", key: 1, valuelist: ["B\n", "B2\n"] },
          { op: "removerange", key: 1, length: 1 },
        ]),
      ),
    ])
  })

  test("remove and add a cell that moved, and one whose type changed", () => {
    const [a, b, c] = [code("alpha()"), code("beta()\nand more\n"), code("gamma()")]
    expect(
      ops(notebook(a, b, c), notebook(c, a, b)).flatMap(({ diff }: Loose) => diff.map(({ op }: Loose) => op)),
    ).toEqual(["addrange", "removerange"])
    expect(ops(notebook(code("# text")), notebook(markdown("# text")))).toEqual([
      inCells(
        { op: "addrange", key: 0, valuelist: [{ ...markdown("# text"), source: "# text" }] },
        { op: "removerange", key: 0, length: 1 },
      ),
    ])
  })

  test("patch a text in an output and replace an image", () => {
    const shown = (text: string, image: string) => ({
      ...code("x"),
      outputs: [
        { data: { "image/png": image, "text/plain": [text] }, metadata: {}, output_type: "display_data" },
      ],
    })
    expect(ops(notebook(shown("<A>", "AAAA")), notebook(shown("<B>", "BBBB")))).toEqual([
      inCells(
        inCell(0, "outputs", [
          {
            op: "patch",
            key: 0,
            diff: [
              {
                op: "patch",
                key: "data",
                diff: [
                  { op: "replace", key: "image/png", value: "BBBB" },
                  {
                    op: "patch",
                    key: "text/plain",
                    diff: [
                      { op: "addrange", key: 0, valuelist: ["<B>"] },
                      { op: "removerange", key: 0, length: 1 },
                    ],
                  },
                ],
              },
            ],
          },
        ]),
      ),
    ])
  })

  test.each(["\f", "\v", "\u2028", "\x85"])(
    "replace a text with %j in it, which Python takes for the end of a line and JavaScript may not",
    (character) => {
      const after = `a${character}b\nc\nd`
      expect(ops(notebook(code(`a${character}b\nc`)), notebook(code(after)))).toEqual([
        inCells({ op: "patch", key: 0, diff: [{ op: "replace", key: "source", value: after }] }),
      ])
    },
  )

  test("keep numbers that JavaScript would lose, and NaN", () => {
    const withNumber = (token: string) =>
      notebook(code("x")).replace('"metadata": {}', `"metadata": {"n": ${token}}`)
    for (const token of ["1.0", "NaN", "12345678901234567890", "1e400"]) {
      expect(formatNbdime(diffFiles([bytes(withNumber("0")), bytes(withNumber(token))]))).toContain(
        `"value": ${token}}`,
      )
    }
  })

  test("of a notebook that was added start from one without cells", () => {
    const added = parseNotebook(bytes(notebook(code("x"))))
    const diff = diffVersions(undefined, added)!
    const empty = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 }
    expect(patchByNbdime(empty, parseNbdime(formatNbdime(diff)))).toEqual(readByNbformat(added))
    const deleted = patchByNbdime(
      readByNbformat(added),
      parseNbdime(formatNbdime(diffVersions(added, undefined)!)),
    )
    expect(deleted).toEqual(empty)
  })

  test("compare a notebook of nbformat 3 with its upgrade", () => {
    const cell = { cell_type: "code", collapsed: false, input: ["x"], language: "python", outputs: [] }
    const old = JSON.stringify({
      metadata: {},
      nbformat: 3,
      nbformat_minor: 0,
      worksheets: [{ cells: [cell] }],
    })
    const upgraded = { ...code("x"), metadata: { collapsed: false } }
    const made = ops(old, JSON.stringify({ cells: [upgraded], metadata: {}, nbformat: 4, nbformat_minor: 0 }))
    expect(made).toEqual([])
  })
})

function ops(a: string, b: string): Loose {
  return parseNbdime(formatNbdime(diffFiles([bytes(a), bytes(b)])))
}

function inCells(...diff: readonly object[]): object {
  return { op: "patch", key: "cells", diff }
}

function inCell(key: number, field: string, diff: readonly object[]): object {
  return { op: "patch", key, diff: [{ op: "patch", key: field, diff }] }
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text)
}

function notebook(...cells: readonly object[]): string {
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }, null, 1)}\n`
}

function code(source: string): object {
  return {
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source: source.split(/(?<=\n)/),
  }
}

function markdown(source: string): object {
  return { cell_type: "markdown", metadata: {}, source: [source] }
}
