import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { formatNotebook, parseNotebook } from "../../src/notebook/model.js"
import { upgradeNotebook } from "../../src/notebook/upgrade.js"
import { isValid } from "../../src/notebook/validate.js"

function text(notebook: unknown, indent?: number): string {
  return typeof notebook === "string" ? notebook : JSON.stringify(notebook, null, indent)
}

function upgraded(notebook: unknown): string {
  return Buffer.from(formatNotebook(upgradeNotebook(parseNotebook(Buffer.from(text(notebook)))))).toString()
}

function sheet(...cells: readonly object[]) {
  return { metadata: {}, nbformat: 3, nbformat_minor: 0, worksheets: [{ cells, metadata: {} }] }
}

const code = (more: object) => ({
  cell_type: "code",
  input: "",
  language: "python",
  metadata: {},
  outputs: [],
  ...more,
})

/** Cells and outputs of each kind, as programs of their time wrote them. */
const notebooks: Readonly<Record<string, object>> = {
  "an empty one": sheet(),
  "a name, and metadata of others": { ...sheet(), metadata: { name: "N", kernelspec: { name: "k" } } },
  text: sheet(
    { cell_type: "markdown", metadata: { a: 1 }, source: ["# a\n", "b"] },
    { cell_type: "raw", metadata: {}, source: "r" },
  ),
  headings: sheet(
    ...[1, 2, 6].map((level) => ({ cell_type: "heading", level, metadata: {}, source: ["Title"] })),
  ),
  "code that ran, folded": sheet(code({ input: ["a = 1\n", "a"], prompt_number: 3, collapsed: true })),
  "code that did not run": sheet(code({ input: "a" })),
  results: sheet(
    code({
      prompt_number: 2,
      outputs: [
        {
          output_type: "pyout",
          prompt_number: 2,
          metadata: {},
          text: ["1\n", "2"],
          html: "<b>",
          latex: "$1$",
        },
        {
          output_type: "display_data",
          metadata: {},
          png: "AAAA",
          svg: "<svg/>",
          jpeg: "BB",
          javascript: "x",
        },
        { output_type: "pyerr", ename: "E", evalue: "v", traceback: ["t", "u"] },
        { output_type: "stream", stream: "stderr", text: "s\n" },
      ],
    }),
  ),
  "JSON, which was a string": sheet(
    code({ outputs: [{ output_type: "display_data", metadata: {}, json: '{"a": [1.5]}' }] }),
  ),
  "metadata by mime type": sheet(
    code({ outputs: [{ output_type: "display_data", metadata: { png: { width: 3 } }, png: "AA" }] }),
  ),
  "several worksheets": {
    ...sheet(),
    worksheets: [
      { cells: [{ cell_type: "markdown", metadata: {}, source: "a" }] },
      { cells: [{ cell_type: "markdown", metadata: {}, source: "b" }] },
    ],
  },
}

describe("a notebook of nbformat 3 as one of 4.0", () => {
  it.each(Object.entries(notebooks))("is a valid notebook: %s", (_, notebook) => {
    const result = parseNotebook(Buffer.from(upgraded(notebook)))
    expect([result.major, result.minor, isValid(result)]).toEqual([4, 0, true])
  })

  it("keeps the file's own spelling", () => {
    const notebook = `\ufeff${text(sheet({ cell_type: "markdown", metadata: { x: 1 }, source: "ü" }), 2)
      .replace('"x": 1', '"x": 1.0, "__proto__": "\\u00fc"')
      .replace("ü", "\\u00fc")}\r\n`
    const result = upgraded(notebook)
    expect(result.startsWith('\ufeff{\n  "cells": [\n    {\n      "cell_type"')).toBe(true)
    expect(result).toContain('"x": 1.0,')
    expect(result).toContain('"__proto__": "\\u00fc"')
    expect(result).toContain('"source": [\n        "\\u00fc"\n      ]')
    expect(result.endsWith("}\r\n")).toBe(true)
  })

  it("keeps what it does not know", () => {
    const result = JSON.parse(upgraded({ ...sheet(code({ x_host: { a: 1 } })), own: [1] }))
    expect(result).toMatchObject({ own: [1], cells: [{ x_host: { a: 1 } }] })
  })

  it("keeps JSON that is none as the string it is", () => {
    const result = upgraded(
      sheet(code({ outputs: [{ output_type: "display_data", metadata: {}, json: "{a" }] })),
    )
    expect(JSON.parse(result).cells[0].outputs[0].data).toEqual({ "application/json": "{a" })
  })

  it("reads the same: cells, sources, outputs", () => {
    for (const notebook of Object.values(notebooks)) {
      const before = parseNotebook(Buffer.from(text(notebook)))
      const after = upgradeNotebook(before)
      expect(after.cells.map(({ type, source }) => [type, source])).toEqual(
        before.cells.map(({ type, source }) => [type, source]),
      )
      const outputs = (notebookOf: typeof before) =>
        notebookOf.cells.map((cell) =>
          cell.outputs.map(({ type, name, text: shown, data }) => [
            type,
            name,
            shown,
            data.map(({ mime }) => mime),
          ]),
        )
      expect(outputs(after)).toEqual(outputs(before))
    }
  })
})

it("leaves a notebook of nbformat 4 alone", () => {
  const notebook = parseNotebook(Buffer.from('{"cells": [], "nbformat": 4, "nbformat_minor": 2}'))
  expect(upgradeNotebook(notebook)).toBe(notebook)
})

it("upgrades nbformat 2 and 1 too", () => {
  const two = JSON.parse(
    upgraded({
      nbformat: 2,
      metadata: {},
      worksheets: [{ cells: [{ cell_type: "code", input: "a", prompt_number: 1, outputs: [] }] }],
    }),
  )
  expect(two.cells).toEqual([
    { cell_type: "code", execution_count: 1, metadata: {}, outputs: [], source: ["a"] },
  ])
  const one = JSON.parse(
    upgraded({
      cells: [
        { cell_type: "code", code: "a", prompt_number: 1 },
        { cell_type: "text", text: "t" },
      ],
    }),
  )
  expect(one.cells.map(({ source }: { source: unknown }) => source)).toEqual([["a"], ["t"]])
})

/** A Python that has nbformat. */
const python = ["/usr/bin/python3", "python3", "python"].find(
  (name) => spawnSync(name, ["-c", "import nbformat"]).status === 0,
)

describe.skipIf(python === undefined)(
  "the upgrade, beside Python's nbformat (skipped where it is not installed)",
  () => {
    it("is what nbformat makes of it, but for random ids and notes about the conversion", () => {
      const texts = Object.values(notebooks).map((notebook) => text(notebook))
      const script = fileURLToPath(new URL("upgrade-with-nbformat.py", import.meta.url))
      const run = spawnSync(python!, [script], { input: JSON.stringify(texts), encoding: "utf8" })
      expect(run.stderr).toBe("")
      const theirs = JSON.parse(run.stdout) as readonly unknown[]
      for (const [i, name] of Object.keys(notebooks).entries()) {
        expect({ name, notebook: joined(JSON.parse(upgraded(texts[i]))) }).toEqual({
          name,
          notebook: joined(theirs[i]),
        })
      }
    })
  },
)

/** Lists of strings as one: nbformat joins them on reading, and splits them on writing. */
function joined(value: unknown): unknown {
  if (Array.isArray(value))
    return value.every((item) => typeof item === "string") && value.length > 0
      ? value.join("")
      : value.map(joined)
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "source" && Array.isArray(item) ? item.join("") : joined(item),
    ]),
  )
}
