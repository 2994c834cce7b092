import { describe, expect, it } from "vitest"
import {
  NORMALIZE_DEFAULTS,
  type NormalizeOptions,
  normalizeNotebook,
} from "../../src/normalize/normalize.js"
import { DEFAULT_RULES, withRules } from "../../src/normalize/rules/rule-set.js"
import type { Rule } from "../../src/normalize/rules/rules.js"
import { parseNotebook } from "../../src/notebook/model.js"

const text = new TextDecoder()

function normalized(file: string, options: Partial<NormalizeOptions> = {}): string {
  const notebook = parseNotebook(new TextEncoder().encode(file))
  return text.decode(normalizeNotebook(notebook, { ...NORMALIZE_DEFAULTS, ...options }).bytes)
}

/** A notebook of one code cell, in a layout that no program writes. */
function notebookOf(cell: string, metadata = "{}", minor = 4): string {
  return `{"cells" :[ ${cell}],"metadata":${metadata} ,"nbformat":4, "nbformat_minor":${minor}}`
}

const stream = '{"name":"stdout","output_type":"stream","text":"1"}'

function codeCell(metadata: string, outputs = `[${stream}]`): string {
  return `{"cell_type":"code","execution_count":null,"metadata":${metadata},"outputs":${outputs},"source":"1 "}`
}

describe("what goes", () => {
  it("takes outputs and counts, and leaves every other byte", () => {
    const before = `{"cell_type":"code" , "execution_count": 7,"metadata":{},"outputs":[${stream}], "source":"x\\u0020" }`
    const after = `{"cell_type":"code" , "execution_count": null,"metadata":{},"outputs":[], "source":"x\\u0020" }`
    expect(normalized(notebookOf(before))).toBe(notebookOf(after))
  })

  it.each([
    ['{"collapsed":true,"name":"a"}', '{"name":"a"}'],
    ['{"name":"a", "ExecuteTime":{"end_time":"…"}}', '{"name":"a"}'],
    ['{"jupyter":{"outputs_hidden":true}}', "{}"],
    ['{"jupyter":{"outputs_hidden":true, "source_hidden":true}}', '{"jupyter":{"source_hidden":true}}'],
    ['{"jupyter":{}}', "{}"],
    ['{"slideshow":{}}', '{"slideshow":{}}'],
    ['{"tags":[]}', "{}"],
    ['{"tags":["a"]}', '{"tags":["a"]}'],
    ['{"papermill":{"duration":1.0,"status":"failed"}}', "{}"],
    ['{"papermill":{"duration":1.0,"own":1.0}}', '{"papermill":{"own":1.0}}'],
    ['{"executionInfo":{"user":{"displayName":"A Person"}}}', "{}"],
    ['{"trusted":true,"trusted":false}', "{}"],
  ])("makes cell metadata %s into %s", (before, after) => {
    expect(normalized(notebookOf(codeCell(before, "[]")))).toBe(notebookOf(codeCell(after, "[]")))
  })

  it.each([
    [
      '{"kernelspec":{"display_name":".venv","name":"python3"}}',
      '{"kernelspec":{"display_name":".venv","name":"python3"}}',
    ],
    ['{"language_info":{"name":"python","version":"3.12.0"}}', '{"language_info":{"name":"python"}}'],
    ['{"vscode":{"interpreter":{"hash":"0"}}}', "{}"],
    ['{"kernelspec":{"metadata":{"interpreter":{"hash":"0"}},"name":"x"}}', '{"kernelspec":{"name":"x"}}'],
    ['{"colab":{"name":"a","provenance":[],"machine_shape":"hm"}}', '{"colab":{"machine_shape":"hm"}}'],
    ['{"papermill":{"parameters":{},"version":"2"}}', '{"papermill":{"parameters":{}}}'],
  ])("makes notebook metadata %s into %s", (before, after) => {
    expect(normalized(notebookOf("", before))).toBe(notebookOf("", after))
  })

  it("reaches the counts of nbformat 3, whose outputs must have one", () => {
    const file = (count: string, result: string) =>
      `{"worksheets":[{"cells":[{"cell_type":"code","input":"1","language":"python","outputs":[{"output_type":"pyout","prompt_number":${result}}],"prompt_number":${count}}]}],"nbformat":3}`
    expect(normalized(file("7", "7"), { outputs: "keep" })).toBe(file("null", "0"))
  })

  it("reaches each of a duplicate key's values", () => {
    const cell = (outputs: string) => `{"cell_type":"code","outputs":[${outputs}],"outputs":[${outputs}]}`
    expect(normalized(notebookOf(cell(stream)))).toBe(notebookOf(cell("")))
  })

  it("adds no key that is missing", () => {
    const bare = notebookOf('{"cell_type":"code","source":"1"}')
    expect(normalized(bare)).toBe(bare)
  })
})

describe("outputs that stay", () => {
  it.each([
    ["the tag keep_output", '{"tags":["keep_output"]}', "{}", true],
    ["keep_output in the cell", '{"keep_output":true}', "{}", true],
    ["init_cell", '{"init_cell":true}', "{}", true],
    ["keep_output in the notebook", "{}", '{"keep_output":true}', true],
    ["a cell's no against the notebook's yes", '{"keep_output":false}', '{"keep_output":true}', false],
    ["a cell's no against its init_cell", '{"keep_output":false,"init_cell":true}', "{}", false],
    ["a cell's tag against its no", '{"keep_output":false,"tags":["keep_output"]}', "{}", true],
    ["no word", "{}", "{}", false],
  ])("are decided by %s", (_, cell, metadata, stays) => {
    const after = notebookOf(codeCell(cell, stays ? `[${stream}]` : "[]"), metadata)
    expect(normalized(notebookOf(codeCell(cell), metadata))).toBe(after)
  })

  it("go all the same where a cell's or the notebook's keep_output is false", () => {
    const cell = notebookOf(codeCell('{"keep_output":false}'))
    expect(normalized(cell, { outputs: "keep" })).toBe(notebookOf(codeCell('{"keep_output":false}', "[]")))
  })

  it("are those no larger than the limit", () => {
    const large = stream.replace('"1"', `"${"1".repeat(100)}"`)
    const file = notebookOf(codeCell("{}", `[${stream},${large}]`))
    expect(normalized(file, { maxOutput: 100 })).toBe(notebookOf(codeCell("{}", `[${stream}]`)))
  })

  it("keep the state of the widgets that they show", () => {
    const view =
      '{"data":{"application/vnd.jupyter.widget-view+json":{"model_id":"m"}},"metadata":{},"output_type":"display_data"}'
    const file = notebookOf(codeCell("{}", `[${view}]`), '{"widgets":{"a":1}}')
    expect(normalized(file, { outputs: "keep" })).toBe(file)
    expect(normalized(file)).toBe(notebookOf(codeCell("{}", "[]")))
  })
})

describe("settings", () => {
  const rule = (path: string, action: Rule["action"]): Rule => ({
    path,
    action,
    writer: "you",
    reason: "a setting",
  })

  it("keep what a rule would take, and take what none does", () => {
    const rules = withRules(DEFAULT_RULES, [
      rule("cell.metadata.collapsed", "keep"),
      rule("cell.metadata.own", "drop"),
    ])
    const file = notebookOf(codeCell('{"collapsed":true,"own":1}', "[]"))
    expect(normalized(file, { rules })).toBe(notebookOf(codeCell('{"collapsed":true}', "[]")))
  })

  it("can keep the counts", () => {
    const file = notebookOf('{"cell_type":"code","execution_count":7,"metadata":{},"outputs":[],"source":""}')
    expect(normalized(file, { counts: "keep" })).toBe(file)
  })

  it("give a mark no say that the rules take out of the file", () => {
    const rules = withRules(DEFAULT_RULES, [rule("cell.metadata.tags", "drop")])
    const file = notebookOf(codeCell('{"tags":["keep_output"]}'))
    expect(normalized(file, { rules })).toBe(notebookOf(codeCell("{}", "[]")))
  })

  it("drop cells that are empty or tagged", () => {
    const markdown = (source: string, more = "") =>
      `{"cell_type":"markdown","metadata":{${more}},"source":"${source}"}`
    const cells = [
      markdown("a"),
      markdown(" \\n"),
      markdown("", '"tags":["parameters"]'),
      markdown("b", '"tags":["scratch"]'),
    ]
    const options = { dropEmptyCells: true, dropTagged: ["scratch"] }
    const left = [markdown("a"), markdown("", '"tags":["parameters"]')]
    expect(JSON.parse(normalized(notebookOf(cells.join(",")), options))).toEqual(
      JSON.parse(notebookOf(left.join(","))),
    )
  })

  it("write nbformat's own form on request", () => {
    const file = notebookOf('{"source":"a\\nb\\u00e9","cell_type":"raw","metadata":{}}', '{"b":1E5,"a":[]}')
    expect(normalized(file, { canonical: true })).toBe(
      `{
 "cells": [
  {
   "cell_type": "raw",
   "metadata": {},
   "source": [
    "a\\n",
    "bé"
   ]
  }
 ],
 "metadata": {
  "a": [],
  "b": 100000.0
 },
 "nbformat": 4,
 "nbformat_minor": 4
}
`,
    )
  })
})

it("says what it does and why", () => {
  const cell = codeCell('{"collapsed":true,"keep_output":true}')
  const notebook = parseNotebook(new TextEncoder().encode(notebookOf(cell, '{"signature":"x"}')))
  const steps = normalizeNotebook(notebook).steps.map(({ kind, cell, path, why }) => [
    kind,
    cell,
    path.join("."),
    why,
  ])
  expect(steps).toEqual([
    ["drop", 0, "metadata.collapsed", "what was folded or scrolled (Jupyter)"],
    ["keep", 0, "outputs", "the cell's keep_output is true"],
    ["drop", undefined, "metadata.signature", "a trust mark of one machine (IPython 2 and 3)"],
  ])
})
