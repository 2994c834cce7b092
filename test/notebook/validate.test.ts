import { describe, expect, it, test } from "vitest"
import { parseNotebook } from "../../src/notebook/model.js"
import { allowedCellKeys, isValid, validate } from "../../src/notebook/validate.js"

const CODE = { cell_type: "code", execution_count: 1, id: "a", metadata: {}, outputs: [], source: [] }
const TEXT = { cell_type: "markdown", id: "b", metadata: {}, source: "" }
const NOTEBOOK = { cells: [CODE, TEXT], metadata: {}, nbformat: 4, nbformat_minor: 5 }

function faults(notebook: object): readonly string[] {
  const parsed = parseNotebook(Buffer.from(JSON.stringify(notebook)))
  return validate(parsed).map(({ path, message }) => `${path}: ${message}`)
}

function ofCell(changes: object, cell: object = CODE): readonly string[] {
  return faults({ ...NOTEBOOK, cells: [{ ...cell, ...changes }] })
}

function ofOutput(output: object): readonly string[] {
  return ofCell({ outputs: [output] })
}

it("has no fault in a notebook as nbformat writes it", () => {
  expect(faults(NOTEBOOK)).toEqual([])
  expect(isValid(parseNotebook(Buffer.from(JSON.stringify(NOTEBOOK))))).toBe(true)
})

describe("the notebook", () => {
  test.each([
    [{ extra: 1 }, ': may not have "extra"'],
    [{ metadata: undefined }, ': lacks "metadata"'],
    [{ metadata: [] }, "metadata: is not an object"],
    [{ nbformat_minor: undefined }, ': lacks "nbformat_minor"'],
    [{ nbformat_minor: 5.5 }, "nbformat_minor: is not a whole number"],
  ])("%j", (changes, fault) => {
    expect(faults({ ...NOTEBOOK, cells: [], ...changes })).toEqual([fault])
  })
})

describe("a cell", () => {
  test.each([
    [{ cell_type: "sql" }, 'cells[0]: has the unknown cell type "sql"'],
    [{ cell_type: undefined }, 'cells[0]: has the unknown cell type ""'],
    [{ source: undefined }, 'cells[0]: lacks "source"'],
    [{ outputs: undefined }, 'cells[0]: lacks "outputs"'],
    [{ execution_count: undefined }, 'cells[0]: lacks "execution_count"'],
    [{ metadata: undefined }, 'cells[0]: lacks "metadata"'],
    [{ attachments: {} }, 'cells[0]: may not have "attachments"'],
    [{ source: 1 }, "cells[0].source: is neither a string nor a list of strings"],
    [{ source: ["a", null] }, "cells[0].source: is neither a string nor a list of strings"],
    [{ metadata: null }, "cells[0].metadata: is not an object"],
    [{ outputs: {} }, "cells[0].outputs: is not a list"],
    [{ execution_count: "1" }, "cells[0].execution_count: is neither null nor a whole number"],
    [{ execution_count: 1.5 }, "cells[0].execution_count: is neither null nor a whole number"],
  ])("of code, %j", (changes, fault) => {
    expect(ofCell(changes)).toEqual([fault])
  })

  test.each([
    [{ outputs: [] }, 'cells[0]: may not have "outputs"'],
    [{ execution_count: null }, 'cells[0]: may not have "execution_count"'],
    [{ attachments: [] }, "cells[0].attachments: is not an object"],
  ])("of text, %j", (changes, fault) => {
    expect(ofCell(changes, TEXT)).toEqual([fault])
    expect(ofCell(changes, { ...TEXT, cell_type: "raw" })).toEqual([fault])
  })

  it("of text may have attachments", () => {
    expect(ofCell({ attachments: { "a.png": {} } }, TEXT)).toEqual([])
  })
})

describe("an id", () => {
  test.each([
    [undefined, 'cells[0]: lacks "id"'],
    ["", "cells[0].id: is not an id: 1 to 64 of A-Z a-z 0-9 - _"],
    ["a b", "cells[0].id: is not an id: 1 to 64 of A-Z a-z 0-9 - _"],
    ["a\n", "cells[0].id: is not an id: 1 to 64 of A-Z a-z 0-9 - _"],
    ["é", "cells[0].id: is not an id: 1 to 64 of A-Z a-z 0-9 - _"],
    ["x".repeat(65), "cells[0].id: is not an id: 1 to 64 of A-Z a-z 0-9 - _"],
    [7, "cells[0].id: is not an id: 1 to 64 of A-Z a-z 0-9 - _"],
  ])("%j", (id, fault) => {
    expect(ofCell({ id })).toEqual([fault])
  })

  it("is once", () => {
    expect(faults({ ...NOTEBOOK, cells: [CODE, { ...TEXT, id: "a" }] })).toEqual([
      'cells[1].id: is twice: "a"',
    ])
  })

  it("of 64 characters is one", () => {
    expect(ofCell({ id: "aZ09-_".padEnd(64, "x") })).toEqual([])
  })

  it("belongs to nbformat 4.5 and later only", () => {
    expect(faults({ ...NOTEBOOK, nbformat_minor: 4 })).toEqual([
      'cells[0]: may not have "id"',
      'cells[1]: may not have "id"',
    ])
    expect(faults({ ...NOTEBOOK, cells: [{ ...TEXT, id: undefined }], nbformat_minor: 4 })).toEqual([])
  })
})

describe("an output", () => {
  const path = "cells[0].outputs[0]"

  test.each([
    [{ output_type: "stream", name: "stdout", text: [] }, []],
    [{ output_type: "stream", name: "stdout" }, [`${path}: lacks "text"`]],
    [{ output_type: "stream", text: "" }, [`${path}: lacks "name"`]],
    [
      { output_type: "stream", name: "stdout", text: null },
      [`${path}.text: is neither a string nor a list of strings`],
    ],
    [{ output_type: "display_data", data: {}, metadata: {} }, []],
    [{ output_type: "display_data", data: [], metadata: {} }, [`${path}.data: is not an object`]],
    [
      { output_type: "display_data", data: {}, metadata: {}, transient: {} },
      [`${path}: may not have "transient"`],
    ],
    [{ output_type: "execute_result", data: {}, metadata: {}, execution_count: null }, []],
    [{ output_type: "execute_result", data: {}, metadata: {} }, [`${path}: lacks "execution_count"`]],
    [
      { output_type: "execute_result", data: {}, metadata: {}, execution_count: true },
      [`${path}.execution_count: is neither null nor a whole number`],
    ],
    [{ output_type: "error", ename: "E", evalue: "v", traceback: [] }, []],
    [{ output_type: "error", ename: "E", evalue: "v", traceback: "t" }, [`${path}.traceback: is not a list`]],
    [{ output_type: "pyout" }, [`${path}: has the unknown output type "pyout"`]],
    [{}, [`${path}: has the unknown output type ""`]],
  ])("%j", (output, expected) => {
    expect(ofOutput(output)).toEqual(expected)
  })
})

describe("an older notebook", () => {
  it("needs what readers rely on", () => {
    expect(faults({ nbformat: 3, worksheets: [{ cells: [] }], metadata: {} })).toEqual([])
    expect(faults({ nbformat: 3, cells: [] })).toEqual([': lacks "worksheets"'])
    expect(faults({ nbformat: 2, worksheets: [{}] })).toEqual(['worksheets[0]: lacks "cells"'])
    expect(faults({ cells: [{ cell_type: "code", code: "a" }] })).toEqual([])
  })
})

test("the keys that a type allows", () => {
  expect([...(allowedCellKeys("code", 4) ?? [])].sort()).toEqual([
    "cell_type",
    "execution_count",
    "metadata",
    "outputs",
    "source",
  ])
  expect([...(allowedCellKeys("raw", 5) ?? [])].sort()).toEqual([
    "attachments",
    "cell_type",
    "id",
    "metadata",
    "source",
  ])
  expect(allowedCellKeys("heading", 4)).toBeUndefined()
  expect(allowedCellKeys("toString", 4)).toBeUndefined()
})
