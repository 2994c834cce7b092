import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import type { NotebookDiff } from "../../src/diff/model/notebook-diff.js"
import { summarize } from "../../src/diff/summary.js"
import { equivalent } from "../../src/normalize/equivalence.js"
import { equalBytes } from "../../src/notebook/json/json-equality.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { arbitraryNotebookBytes, arbitrarySketch, notebookBytes } from "../support/arbitrary-notebook.js"
import { arbitraryPair, diffFiles } from "../support/arbitrary-pair.js"
import { arbitraryRerun } from "../support/arbitrary-rerun.js"
import { arbitrarySpelling } from "../support/json-spelling.js"
import { runs } from "../support/thorough.js"

/** `NBDIFF_RUNS=10000 npx vitest run --project property test/diff/diff-notebooks` runs them at length. */
const seeded = { numRuns: runs(300), seed: 31 }

describe("the diff of two notebooks", () => {
  it("is empty for a notebook and itself", () => {
    fc.assert(
      fc.property(arbitraryNotebookBytes(), (bytes) => {
        const notebook = parseNotebook(bytes)
        for (const other of [notebook, parseNotebook(bytes.slice())]) {
          const diff = diffNotebooks(notebook, other)
          expect(saidOf(diff)).toEqual([])
          expect(diff.cells.every(({ kind, moved }) => kind === "unchanged" && !moved)).toBe(true)
        }
      }),
      seeded,
    )
  })

  it("says something of any two that differ in a byte", () => {
    fc.assert(
      fc.property(arbitraryPair(), ([a, b]) => {
        expect(saidOf(diffFiles([a, b])).length > 0).toBe(!equalBytes(a, b))
      }),
      seeded,
    )
  })

  it("says of a notebook that was merely re-run, or rewritten, just that", () => {
    const pair = arbitrarySketch().chain((sketch) =>
      fc.tuple(fc.constant(sketch), arbitraryRerun(sketch, true)),
    )
    fc.assert(
      fc.property(pair, arbitrarySpelling(), ([sketch, rerun], spelling) => {
        const [a, b] = [parseNotebook(notebookBytes(sketch)), parseNotebook(notebookBytes(rerun, spelling))]
        expect(equivalent(a, b)).toBe(true)
        expect(saidOf(diffNotebooks(a, b)).filter((count) => !QUIET.has(count))).toEqual([])
      }),
      seeded,
    )
  })

  it("says more of any two that are not equivalent", () => {
    fc.assert(
      fc.property(arbitraryPair(), ([bytesA, bytesB]) => {
        const [a, b] = [parseNotebook(bytesA), parseNotebook(bytesB)]
        fc.pre(!equivalent(a, b))
        expect(saidOf(diffNotebooks(a, b)).some((count) => !QUIET.has(count))).toBe(true)
      }),
      seeded,
    )
  })

  it("has each cell of either side once", () => {
    fc.assert(
      fc.property(arbitraryPair(), (pair) => {
        const { a, b, cells } = diffFiles(pair)
        const before = cells.flatMap((cell) => cell.before).sort((x, y) => x - y)
        expect(before).toEqual(a.cells.map((_, i) => i))
        expect(cells.flatMap((cell) => cell.after)).toEqual(b.cells.map((_, i) => i))
      }),
      seeded,
    )
  })
})

/** Counts of what running a notebook and writing it again change by themselves. */
const QUIET: ReadonlySet<string> = new Set(["rerun", "reformatted", "notebookVolatile", "formatting"])

/** The counts that are not 0. */
function saidOf(diff: NotebookDiff): readonly string[] {
  return Object.entries(summarize(diff)).flatMap(([name, count]) =>
    count === 0 || count === false || count === undefined ? [] : [name],
  )
}
