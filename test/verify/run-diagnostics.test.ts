import { describe, expect, test } from "vitest"
import { parseNotebook } from "../../src/notebook/model.js"
import { RUN_RULES, type RunRule, runDiagnostics } from "../../src/verify/run-diagnostics.js"
import { failure } from "../support/outputs.js"

interface RunCell {
  readonly count: number | null
  readonly tags?: readonly string[]
  readonly fails?: boolean
  readonly source?: string
}

/** What is wrong, as "<position> <message>". */
function found(cells: readonly (RunCell | number | null)[], ...rules: readonly RunRule[]): readonly string[] {
  const json = cells.map((given, i) => {
    const cell = typeof given === "object" && given !== null ? given : { count: given }
    return {
      cell_type: "code",
      id: `cell-${i}`,
      execution_count: cell.count,
      metadata: { tags: "tags" in cell ? cell.tags : [] },
      outputs: "fails" in cell ? [failure("ValueError", "no", ["ValueError: no"])] : [],
      source: "source" in cell ? cell.source : `step_${i}()`,
    }
  })
  const text = JSON.stringify({ cells: json, metadata: {}, nbformat: 4, nbformat_minor: 5 })
  const notebook = parseNotebook(new TextEncoder().encode(text))
  return runDiagnostics(notebook, new Set(rules)).map(({ cell, message }) => `${cell + 1} ${message}`)
}

describe("order", () => {
  test.each([
    [[9, 3], ["2 run before cell 1 above it ([3] after [9])"]],
    [[9, null, 3, 4, 5], ["3 run before cell 1 above it ([3] after [9])"]],
    [[3, 3, 4], ["2 has the count of cell 1 above it ([3])"]],
    [[1, 2, 3], []],
    [[5, 9, 12], []],
    [[null, null], []],
  ] as const)("%j: %j", (counts, expected) => expect(found(counts, "order")).toEqual(expected))

  test("accuses no kernel that does not count up", () => {
    expect(found([1, 1, 1], "order")).toEqual([])
    expect(found([1, 2, 0], "order")).toEqual([])
  })
})

test("errors are exceptions that no tag expects", () => {
  expect(found([{ count: 1, fails: true }], "errors")).toEqual(["1 the run failed: ValueError"])
  expect(found([{ count: 1, fails: true, tags: ["raises-exception"] }], "errors")).toEqual([])
})

test("unrun is code without a count where other cells have one", () => {
  expect(found([1, null, { count: null, source: " " }], "unrun")).toEqual([
    "2 not run, though other cells were",
  ])
  expect(found([null, null], "unrun")).toEqual([])
})

test("nothing is listed that nobody asks for, or that the tag check-ignore leaves out", () => {
  const cells = [9, { count: 3, fails: true }, null]
  expect(found(cells)).toEqual([])
  expect(found(cells, ...RUN_RULES)).toHaveLength(3)
  expect(found([9, { count: 3, fails: true, tags: ["check-ignore"] }], ...RUN_RULES)).toEqual([])
})
