import { describe, expect, test } from "vitest"
import type { MergePolicy } from "../../../src/merge/decisions/policy.js"
import { codeCell, mergeOf, ran, textCell } from "../../support/three.js"

const A = "one = 1\ntwo = 2\nthree = 3"
const OURS = A.replace("1", "10")
const THEIRS = A.replace("3", "30")

/** The cell in three versions: source, what it printed ("" where it did not run) and its count. */
type Run = readonly [source: string, printed: string, count: number]

function chosen(base: Run, ours: Run, theirs: Run, policy: Partial<MergePolicy> = {}) {
  const cell = ([source, printed, count]: Run, tag: string) =>
    codeCell(source, { ...(printed === "" ? {} : ran(printed, count)), metadata: { own: tag } })
  // both sides touch the metadata, so that the cell is composed
  const { cells, decisions } = mergeOf([cell(base, "b")], [cell(ours, "x")], [cell(theirs, "x")], policy)
  const [merged] = cells
  const count = JSON.parse(Buffer.from(merged!.executionCount!.text.bytes).toString()).cells[0]
    .execution_count
  return [merged!.outputs.map(({ text }) => text).join(), count, ...decisions]
}

describe("outputs follow the source", () => {
  test.each<readonly [string, Run, Run, Run, readonly unknown[]]>([
    ["of ours alone", [A, "b", 1], [OURS, "o", 2], [A, "t", 3], ["o", 2]],
    ["of theirs alone", [A, "b", 1], [A, "o", 2], [THEIRS, "t", 3], ["t", 3]],
    ["of both, run by ours", [A, "b", 1], [A, "o", 2], [A, "b", 1], ["o", 2]],
    ["of both, run by theirs", [A, "b", 1], [A, "b", 1], [A, "t", 3], ["t", 3]],
    ["of both, run by both", [A, "b", 1], [A, "o", 2], [A, "t", 3], ["o", 2, "outputs-rerun"]],
    ["of both, run by both with one result", [A, "b", 1], [A, "s", 2], [A, "s", 3], ["s", 2]],
    ["of both, only the count of theirs changed", [A, "b", 1], [A, "b", 1], [A, "b", 3], ["b", 3]],
    [
      "of both, cleared by ours, run by theirs",
      [A, "b", 1],
      [A, "", 0],
      [A, "t", 3],
      ["", null, "outputs-rerun"],
    ],
    ["edited alike", [A, "b", 1], [OURS, "o", 2], [OURS, "o", 3], ["o", 2]],
    ["of neither", [A, "b", 1], [OURS, "o", 2], [THEIRS, "t", 3], ["", null, "outputs-cleared"]],
    [
      "of neither, that both sides left as they were",
      [A, "b", 1],
      [OURS, "b", 1],
      [THEIRS, "b", 1],
      ["b", 1],
    ],
    [
      "of neither, that one side cleared",
      [A, "b", 1],
      [OURS, "b", 1],
      [THEIRS, "", 0],
      ["", null, "outputs-cleared"],
    ],
    [
      "in conflict, that both sides left",
      [A, "b", 1],
      [OURS, "b", 1],
      [A.replace("1", "11"), "b", 1],
      ["b", 1, "source"],
    ],
    ["of neither, that had none", [A, "", 0], [OURS, "", 0], [THEIRS, "", 0], ["", null]],
    [
      "in conflict",
      [A, "b", 1],
      [OURS, "o", 2],
      [A.replace("1", "11"), "t", 3],
      ["", null, "source", "outputs-cleared"],
    ],
  ])("%s", (_, base, ours, theirs, expected) => {
    expect(chosen(base, ours, theirs)).toEqual(expected)
  })
})

describe("a setting", () => {
  const base: Run = [A, "b", 1]
  test.each([
    ["ours", ["o", 2, "outputs-policy"]],
    ["theirs", ["t", 3, "outputs-policy"]],
    ["clear", ["", null, "outputs-policy"]],
  ] as const)("%s decides wherever the sides differ", (outputs, expected) => {
    expect(chosen(base, [OURS, "o", 2], [A, "t", 3], { outputs })).toEqual(expected)
    expect(chosen(base, [OURS, "o", 2], [THEIRS, "t", 3], { outputs })).toEqual(expected)
    expect(chosen(base, [A, "s", 2], [A, "s", 2], { outputs })).toEqual(["s", 2])
  })
})

test("a cell that both inserted has the run of the side that ran it", () => {
  const inserted = (more: object) => [textCell("# Title"), codeCell(A, more)]
  const printed = (ours: object, theirs: object) => {
    const { cells, decisions } = mergeOf([textCell("# Title")], inserted(ours), inserted(theirs))
    return [cells.length, cells[1]!.outputs.map(({ text }) => text).join(), ...decisions]
  }
  expect(printed({}, ran("t", 3))).toEqual([2, "t"])
  expect(printed(ran("o", 2), {})).toEqual([2, "o", "outputs-rerun"])
  expect(printed(ran("o", 2), ran("t", 3))).toEqual([2, "o", "outputs-rerun"])
})

test("a run of a cell that became text on the other side is said to be dropped, whichever side ran it", () => {
  const base = [codeCell(A, ran("b", 1))]
  const [text, rerun] = [[textCell(A)], [codeCell(A, ran("r", 2))]]
  for (const [ours, theirs] of [
    [text, rerun],
    [rerun, text],
  ]) {
    const { json, decisions } = mergeOf(base, ours!, theirs!)
    expect(json.cells).toEqual([{ cell_type: "markdown", metadata: {}, source: A }])
    expect(decisions).toEqual(["type-drops", "type-drops"])
  }
})
