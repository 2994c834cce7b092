import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { isStale } from "../../src/diff/stale.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { runs } from "../support/thorough.js"

interface Version {
  readonly source: string
  readonly printed: string | undefined
  readonly count: number | null
}

function isStaleBetween(before: Version, after: Version, indent = 1): boolean {
  const file = ({ source, printed, count }: Version, spaces: number) => {
    const outputs = printed === undefined ? [] : [{ output_type: "stream", name: "stdout", text: [printed] }]
    const cell = { cell_type: "code", execution_count: count, id: "one", metadata: {}, outputs, source }
    const json = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }
    return parseNotebook(new TextEncoder().encode(JSON.stringify(json, null, spaces)))
  }
  const diff = diffNotebooks(file(before, 1), file(after, indent))
  return diff.cells.some((cell) => isStale(diff, cell))
}

const RUN = { printed: "1\n", count: 3 }

describe("a cell whose code was edited is stale", () => {
  test.each([
    ["x = 1", "x = 2"],
    ["x = 7 // 2", "x = 7 // 3"],
    ['x = "# one"', 'x = "# two"'],
    ["x = 1 # a", "x = 1; y # a"],
  ])("%s → %s", (before, after) => {
    expect(isStaleBetween({ source: before, ...RUN }, { source: after, ...RUN })).toBe(true)
    expect(
      isStaleBetween(
        { source: before, printed: undefined, count: 3 },
        { source: after, printed: undefined, count: 3 },
      ),
    ).toBe(true)
  })

  test.each([
    ["only blanks", "x = 1", "x=1"],
    ["only a comment", "x = 1", "# why\nx = 1"],
    ["only a comment at the end of a line", "x = 1 # a", "x = 1  # b"],
    ["only quotes", "f('a')", 'f("a")'],
    ["only the sign that hides a result", "plot()", "plot();"],
  ])("but not where %s differ: %s → %s", (_, before, after) => {
    expect(isStaleBetween({ source: before, ...RUN }, { source: after, ...RUN })).toBe(false)
  })

  test.each([
    ["was cleared", { printed: undefined, count: null }],
    ["was run again with another result", { printed: "2\n", count: 3 }],
    ["was run again with another count", { printed: "1\n", count: 4 }],
  ])("but not where it %s", (_, after) => {
    expect(isStaleBetween({ source: "x = 1", ...RUN }, { source: "x = 2", ...after })).toBe(false)
  })
})

test("never without outputs and count, for equal sources, or where count or output differs; whatever the layout", () => {
  const version: fc.Arbitrary<Version> = fc.record({
    source: fc.constantFrom("x = 1", "x = 2", "x=1", "# a\nx = 1", "", "y"),
    printed: fc.constantFrom(undefined, "1\n", "2\n"),
    count: fc.constantFrom(null, 3, 4),
  })
  fc.assert(
    fc.property(version, version, fc.constantFrom(0, 1, 4), (before, after, indent) => {
      const stale = isStaleBetween(before, after, indent)
      expect(stale).toBe(isStaleBetween(before, after))
      const isPossible =
        before.source !== after.source &&
        before.count === after.count &&
        before.printed === after.printed &&
        (after.count !== null || after.printed !== undefined)
      if (!isPossible) expect(stale).toBe(false)
    }),
    { seed: 20261128, numRuns: runs(1000) },
  )
})
