import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { countLines, isShown, type Summary, summarize } from "../../src/diff/summary.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"

interface CellJson {
  readonly [key: string]: unknown
}

const code = (id: string | undefined, source: string, over: CellJson = {}): CellJson => ({
  ...(id === undefined ? {} : { id }),
  ...{ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source },
  ...over,
})

function notebook(cells: readonly CellJson[], over: CellJson = {}, indent = 1): Notebook {
  const json = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...over }
  return parseNotebook(new TextEncoder().encode(JSON.stringify(json, null, indent)))
}

/** The counts that are not zero. */
function summary(a: Notebook, b: Notebook): Partial<Summary> {
  const entries = Object.entries(summarize(diffNotebooks(a, b)))
  return Object.fromEntries(
    entries.filter(([, value]) => value !== 0 && value !== false && value !== undefined),
  )
}

const source = (name: string): string => `${name} = load("${name}.csv")\n${name}.describe()\nplot(${name})`
const four = ["alpha", "beta", "gamma", "delta"].map((name) => code(name, source(name)))
const stream = (text: string): CellJson => ({ output_type: "stream", name: "stdout", text })

describe("what happened is counted", () => {
  const replaced = (at: number, cell: CellJson): readonly CellJson[] =>
    four.map((one, i) => (i === at ? cell : one))

  test.each<[string, Notebook, Partial<Summary>]>([
    ["nothing", notebook(four), {}],
    ["an edit", notebook(replaced(1, code("beta", `${source("beta")}\nmore`))), { edited: 1 }],
    ["a cell that came", notebook([...four, code("new", "assert True")]), { added: 1 }],
    ["a cell that went", notebook(four.slice(1)), { deleted: 1 }],
    ["a move", notebook([...four.slice(1), four[0]!]), { moved: 1 }],
    [
      "another type",
      notebook(replaced(2, { ...code("gamma", source("gamma")), cell_type: "raw" })),
      { retyped: 1 },
    ],
    [
      "an output",
      notebook(replaced(0, code("alpha", source("alpha"), { outputs: [stream("x")] }))),
      { outputs: 1 },
    ],
    ["tags", notebook(replaced(0, { ...four[0]!, metadata: { tags: ["a"] } })), { metadata: 1 }],
    ["another id", notebook(replaced(0, { ...four[0]!, id: "omega" })), { ids: 1 }],
    ["a run", notebook(four.map((cell, i) => ({ ...cell, execution_count: i }))), { rerun: 4 }],
    ["a fold", notebook(replaced(0, { ...four[0]!, metadata: { collapsed: true } })), { rerun: 1 }],
    ["a kernel", notebook(four, { metadata: { kernelspec: { name: "ir" } } }), { notebook: 1 }],
    ["a signature", notebook(four, { metadata: { signature: "x" } }), { notebookVolatile: 1 }],
    ["another format", notebook(four, { nbformat_minor: 6 }), { format: { before: "4.5", after: "4.6" } }],
  ])("%s", (_, after, expected) => {
    expect(summary(notebook(four), after)).toEqual(expected)
  })

  test("ids that a new format brought", () => {
    const old = notebook(
      four.map(({ id: _, ...cell }) => cell),
      { nbformat_minor: 4 },
    )
    expect(summary(old, notebook(four))).toEqual({ idsAdded: 4, format: { before: "4.4", after: "4.5" } })
    expect(summary(notebook(four), old)).toMatchObject({ idsDeleted: 4 })
  })

  test("another spelling of the same notebook", () => {
    expect(summary(notebook(four), notebook(four, {}, 4))).toMatchObject({ formatting: true, reformatted: 4 })
  })

  test("an edit beside a run is an edit", () => {
    const after = notebook(replaced(1, code("beta", `${source("beta")}\nmore`, { execution_count: 3 })))
    expect(summary(notebook(four), after)).toEqual({ edited: 1 })
  })
})

test("a view shows what somebody did, and neither runs nor new ids", () => {
  const after = notebook([
    code("alpha", source("alpha"), { execution_count: 9 }),
    code("omega", source("beta")),
    code("gamma", `${source("gamma")}\nmore`),
    four[3]!,
  ])
  expect(diffNotebooks(notebook(four), after).cells.map(isShown)).toEqual([false, false, true, false])
})

test("lines are counted as git counts them, those of whole cells too", () => {
  const after = notebook([
    code("alpha", source("alpha").replace("plot", "draw")),
    ...four.slice(2),
    code("new", "a\nb"),
  ])
  expect(countLines(diffNotebooks(notebook(four), after))).toEqual({ added: 3, deleted: 4 })
})
