import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { ASPECTS, type Aspect, type DiffFilter, EVERYTHING, filterDiff } from "../../src/diff/filter.js"
import type { NotebookDiff } from "../../src/diff/model/notebook-diff.js"
import { summarize } from "../../src/diff/summary.js"
import { LINE_DIFF_DEFAULTS } from "../../src/diff/text/line-diff.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"

interface CellJson {
  readonly [key: string]: unknown
}

const code = (id: string, source: string, over: CellJson = {}): CellJson => ({
  ...{ cell_type: "code", execution_count: null, id, metadata: {}, outputs: [], source },
  ...over,
})

function notebook(cells: readonly CellJson[], metadata: CellJson = {}): Notebook {
  const json = { cells, metadata, nbformat: 4, nbformat_minor: 5 }
  return parseNotebook(new TextEncoder().encode(JSON.stringify(json)))
}

const stream = (text: string): CellJson => ({ output_type: "stream", name: "stdout", text })

function only(...chosen: readonly Aspect[]): DiffFilter {
  return { ...EVERYTHING, aspects: new Set(chosen) }
}

/** What is left, in words. */
function left(diff: NotebookDiff): readonly string[] {
  const { edited, added, deleted, moved, outputs, metadata, ids, rerun, notebook: own } = summarize(diff)
  const counts = { edited, added, deleted, moved, outputs, metadata, ids, rerun, own }
  return Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []))
}

const before = notebook([
  code("a", "alpha = 1\nalpha", { outputs: [stream("1\n")] }),
  code("b", "beta = 2\nbeta"),
  code("c", "gamma = 3\ngamma"),
  code("d", "delta = 4\ndelta"),
])
const after = notebook(
  [
    code("a", "alpha = 2\nalpha", {
      outputs: [stream("2\n")],
      execution_count: 3,
      metadata: { tags: ["x"] },
    }),
    code("z", "beta = 2\nbeta"),
    code("d", "delta = 4\ndelta"),
    code("c", "gamma = 3\ngamma"),
    code("n", "new()", { outputs: [stream("new\n")] }),
  ],
  { kernelspec: { name: "ir" } },
)
const diff = diffNotebooks(before, after)

describe("only what is asked for is left", () => {
  test.each<[readonly Aspect[], readonly string[]]>([
    [["sources"], ["1 edited", "1 added", "1 moved"]],
    [["outputs"], ["1 added", "1 outputs"]],
    [["metadata"], ["1 added", "1 metadata", "1 own"]],
    [["ids"], ["1 added", "1 ids"]],
    [["counts"], ["1 added", "1 rerun"]],
    [["attachments"], []],
    [ASPECTS, left(diff)],
  ])("%j", (chosen, expected) => {
    expect(left(filterDiff(diff, only(...chosen)))).toEqual(expected)
  })

  test("of a cell that came, too", () => {
    const { b, cells } = filterDiff(diff, only("outputs"))
    const added = cells.find(({ kind }) => kind === "added")
    const cell = b.cells[added?.after[0] ?? -1]
    expect(cell).toMatchObject({ source: "", id: undefined, metadata: undefined })
    expect(cell?.outputs).toHaveLength(1)
  })

  test("and everything leaves the diff as it is", () => {
    expect(filterDiff(diff, EVERYTHING)).toBe(diff)
  })
})

describe("white space that does not count", () => {
  const spaced = (source: string, output: string): Notebook =>
    notebook([code("a", source, { outputs: [stream(output)] })])
  const ignoring = (lines: Partial<DiffFilter["lines"]>): DiffFilter => ({
    ...EVERYTHING,
    lines: { ...LINE_DIFF_DEFAULTS, ...lines },
  })

  test("is not an edit, and no change of an output", () => {
    const changed = diffNotebooks(spaced("if x:\n  y", "1 2\n"), spaced("if x:\n    y", "1  2\n"))
    expect(left(changed)).toEqual(["1 edited", "1 outputs"])
    expect(left(filterDiff(changed, ignoring({ ignoredSpace: "space-change" })))).toEqual([])
    expect(left(filterDiff(changed, ignoring({ ignoredSpace: "space-at-eol" })))).toEqual([
      "1 edited",
      "1 outputs",
    ])
  })

  test("goes with blank lines", () => {
    const changed = diffNotebooks(spaced("a\nb", "1\n2\n"), spaced("a\n\n\nb", "1\n\n2\n"))
    expect(left(filterDiff(changed, ignoring({ ignoreBlankLines: true })))).toEqual([])
  })

  test("leaves the hunks of other lines", () => {
    const changed = diffNotebooks(spaced("a\nb\nc\nd", ""), spaced("a \nb\nc\nX", ""))
    const filtered = filterDiff(changed, ignoring({ ignoredSpace: "all-space" }))
    expect(filtered.cells[0]?.changes.source?.hunks).toEqual([{ fromA: 3, toA: 4, fromB: 3, toB: 4 }])
  })
})
