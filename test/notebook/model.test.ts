import { describe, expect, it, test } from "vitest"
import { NotebookError } from "../../src/notebook/json/notebook-error.js"
import { formatNotebook, type Notebook, parseNotebook } from "../../src/notebook/model.js"

function parse(value: unknown): Notebook {
  return parseNotebook(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)))
}

function errorOf(value: unknown): NotebookError {
  try {
    parse(value)
  } catch (error) {
    if (error instanceof NotebookError) return error
    throw error
  }
  throw new Error("it was read")
}

describe("what is JSON and no notebook is refused with its place", () => {
  test.each([
    ["[]", "line 1, column 1: a notebook is a JSON object, this is an array"],
    ["null", "line 1, column 1: a notebook is a JSON object, this is null"],
    [' "a"', "line 1, column 2: a notebook is a JSON object, this is a string"],
    ["{}", 'line 1, column 1: no "cells": not a notebook'],
    ['{"nbformat": 4, "metadata": {}}', 'line 1, column 1: no "cells": not a notebook'],
    ['{"cells": {}}', 'line 1, column 11: "cells" is a list in a notebook, not an object'],
    ['{"cells": null}', 'line 1, column 11: "cells" is a list in a notebook, not null'],
    ['{"cells": [{}, 1]}', "line 1, column 16: a cell is a JSON object, this is a number"],
    [
      '{"nbformat": 3, "worksheets": {}}',
      'line 1, column 31: "worksheets" is a list in a notebook, not an object',
    ],
    [
      '{"nbformat": 3, "worksheets": [{"cells": 1}]}',
      'line 1, column 42: "cells" is a list in a notebook, not a number',
    ],
  ])("%s", (text, message) => {
    expect(errorOf(text)).toMatchObject({ code: "not-a-notebook", message })
  })

  test.each([
    ["5", "nbformat 5"],
    ["0", "nbformat 0"],
    ["-1", "nbformat -1"],
    ["4.5", "nbformat 4.5"],
    ['"4"', "this nbformat"],
    ["null", "this nbformat"],
    ["1e400", "this nbformat"],
    ["NaN", "this nbformat"],
  ])("nbformat %s", (major, name) => {
    const error = errorOf(`{"nbformat": ${major}, "cells": []}`)
    expect(error).toMatchObject({ code: "unsupported", message: `line 1, column 14: ${name} is not read` })
  })
})

describe("the version", () => {
  test.each([
    [{ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 }, 4, 5],
    [{ cells: [], nbformat: 4 }, 4, 0],
    [{ cells: [], metadata: {} }, 4, 0],
    [{ cells: [] }, 1, 0],
    [{ worksheets: [] }, 3, 0],
    [{ worksheets: [], nbformat: 3, nbformat_minor: 0, orig_nbformat_minor: 2 }, 3, 2],
    [{ worksheets: [], nbformat: 2 }, 2, 0],
  ])("%j", (notebook, major, minor) => {
    expect(parse(notebook)).toMatchObject({ major, minor })
  })
})

test("what is parsed is the file's own bytes, not a copy", () => {
  const bytes = Buffer.from('{"cells": [ ],\r\n"nbformat":4 }')
  expect(formatNotebook(parseNotebook(bytes))).toBe(bytes)
})

describe("a cell of nbformat 4", () => {
  const { cells } = parse({
    cells: [
      {
        cell_type: "code",
        id: "a",
        execution_count: 3,
        metadata: { tags: [] },
        outputs: [],
        source: ["x\n", "y"],
      },
      { cell_type: "markdown", metadata: {}, source: "# T", attachments: { "a.png": {} } },
      { cell_type: "sql", source: null, id: 7 },
      {},
      { cell_type: "heading", level: 2, source: "t" },
    ],
    nbformat: 4,
    nbformat_minor: 5,
  })

  it("has its source, however it is held", () => {
    expect(cells.map(({ source }) => source)).toEqual(["x\ny", "# T", "null", "", "t"])
  })

  it("has the type that is there, known or not", () => {
    expect(cells.map(({ type }) => type)).toEqual(["code", "markdown", "sql", "", "heading"])
  })

  it("has an id where it is a string", () => {
    expect(cells.map(({ id }) => id)).toEqual(["a", undefined, undefined, undefined, undefined])
  })
})

describe("outputs of nbformat 4", () => {
  const [cell] = parse({
    cells: [
      {
        cell_type: "code",
        outputs: [
          { output_type: "stream", name: "stderr", text: ["a\n", "b"] },
          {
            output_type: "execute_result",
            execution_count: 2,
            data: { "text/plain": ["3"], "image/png": "AA" },
            metadata: {},
          },
          { output_type: "error", ename: "E", evalue: "v", traceback: ["t1", "t2"] },
          { output_type: "new_kind", text: "x" },
          { output_type: "stream" },
        ],
      },
    ],
    nbformat: 4,
  }).cells

  it("are read by kind", () => {
    const [stream, result, error, other, empty] = cell!.outputs
    expect(stream).toMatchObject({ type: "stream", name: "stderr", text: "a\nb", data: [] })
    expect(result!.data.map(({ mime }) => mime)).toEqual(["text/plain", "image/png"])
    expect(error).toMatchObject({ ename: "E", evalue: "v", traceback: ["t1", "t2"] })
    expect(other).toMatchObject({ type: "new_kind", text: "" })
    expect(empty).toMatchObject({ name: "", text: "", traceback: [] })
  })
})

describe("nbformat 3", () => {
  const notebook = parse({
    metadata: { name: "n" },
    nbformat: 3,
    nbformat_minor: 0,
    worksheets: [
      {
        cells: [
          { cell_type: "heading", level: 3, source: ["Title"] },
          {
            cell_type: "code",
            input: ["a = 1\n", "a"],
            prompt_number: 7,
            outputs: [
              {
                output_type: "pyout",
                prompt_number: 7,
                text: ["1"],
                html: "<b>1</b>",
                png: "AA",
                metadata: {},
              },
              { output_type: "pyerr", ename: "E", evalue: "v", traceback: ["t"] },
              { output_type: "stream", stream: "stderr", text: "s" },
            ],
          },
        ],
      },
      { cells: [{ cell_type: "markdown", source: "second sheet" }] },
    ],
  })

  it("shows the cells of all worksheets as nbformat 4 would", () => {
    expect(notebook.cells.map(({ type, source }) => [type, source])).toEqual([
      ["markdown", "### Title"],
      ["code", "a = 1\na"],
      ["markdown", "second sheet"],
    ])
  })

  it("shows outputs and counts as nbformat 4 would", () => {
    const { outputs, executionCount } = notebook.cells[1]!
    expect(executionCount).toBeDefined()
    expect(outputs.map(({ type, name }) => [type, name])).toEqual([
      ["execute_result", ""],
      ["error", ""],
      ["stream", "stderr"],
    ])
    expect(outputs[0]!.data.map(({ mime }) => mime)).toEqual(["text/plain", "text/html", "image/png"])
  })

  it("reads lists of lines whose ends were left out", () => {
    const { cells } = parse({
      nbformat: 3,
      worksheets: [{ cells: [{ cell_type: "code", input: ["a", "b"] }] }],
    })
    expect(cells[0]!.source).toBe("a\nb")
  })
})

test("nbformat 2 and 1 have names of their own", () => {
  const two = parse({
    nbformat: 2,
    worksheets: [
      {
        cells: [
          { cell_type: "code", input: "a" },
          { cell_type: "html", source: "<b>" },
        ],
      },
    ],
  })
  expect(two.cells.map(({ type, source }) => [type, source])).toEqual([
    ["code", "a"],
    ["markdown", "<b>"],
  ])
  const one = parse({
    cells: [
      { cell_type: "code", code: "a" },
      { cell_type: "text", text: "t" },
    ],
  })
  expect(one.cells.map(({ type, source }) => [type, source])).toEqual([
    ["code", "a"],
    ["markdown", "t"],
  ])
})
