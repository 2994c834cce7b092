import fc from "fast-check"
import { expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { equivalent } from "../../src/normalize/equivalence.js"
import { equalBytes } from "../../src/notebook/json/json-equality.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { plainLines } from "../../src/render/plain.js"
import { VIEW_DEFAULTS } from "../../src/render/words/view-options.js"
import {
  arbitraryNotebook,
  arbitrarySketch,
  type CellSketch,
  notebookBytes,
} from "../support/arbitrary-notebook.js"
import { arbitraryRerun } from "../support/arbitrary-rerun.js"
import { arbitrarySpelling } from "../support/json-spelling.js"
import { runs } from "../support/thorough.js"

function view(a: Notebook, b: Notebook): readonly string[] {
  return [...plainLines(diffNotebooks(a, b), { path: "n.ipynb", status: "modified" }, VIEW_DEFAULTS)]
}

/** All that may be said of a notebook that was merely re-run, or rewritten. */
const NOISE = /^n\.ipynb {3}(?:(?:\d+ )?only re-run|\d+ only reformatted|formatting only|(?: · )?)+\n$/

test("a notebook that was merely re-run is reported in one line", () => {
  const pair = arbitrarySketch().chain((sketch) =>
    fc.tuple(fc.constant(sketch), arbitraryRerun(sketch, true)),
  )
  fc.assert(
    fc.property(pair, arbitrarySpelling(), ([sketch, rerun], spelling) => {
      const lines = view(parseNotebook(notebookBytes(sketch)), parseNotebook(notebookBytes(rerun, spelling)))
      expect(lines.length).toBeLessThanOrEqual(1)
      expect(lines.every((line) => NOISE.test(line))).toBe(true)
    }),
    { seed: 41, numRuns: runs(300) },
  )
})

/** A notebook, and the same with one part of it from elsewhere. */
const onePartChanged = fc
  .tuple(
    arbitrarySketch(),
    arbitrarySketch(),
    fc.nat(),
    fc.constantFrom("type", "id", "source", "metadata", "attachments", "outputs", "others", "whole"),
  )
  .map(([sketch, other, at, part]) => {
    const from = other.cells[at % Math.max(1, other.cells.length)]
    const place = at % Math.max(1, sketch.cells.length)
    const changed =
      part === "whole" || from === undefined
        ? { ...sketch, metadata: other.metadata, others: other.others }
        : {
            ...sketch,
            cells: sketch.cells.map((cell, i) =>
              i === place ? { ...cell, [part]: partOf(cell, from, part) } : cell,
            ),
          }
    return [sketch, changed] as const
  })

/** No list of outputs and an empty one are two spellings of the same to a view. */
function partOf(cell: CellSketch, from: CellSketch, part: keyof CellSketch): unknown {
  const isSpelling = part === "outputs" && (cell.outputs === undefined || from.outputs === undefined)
  return isSpelling ? cell[part] : from[part]
}

test("a notebook that differs in more than that says so", () => {
  fc.assert(
    fc.property(onePartChanged, ([before, after]) => {
      const [a, b] = [parseNotebook(notebookBytes(before)), parseNotebook(notebookBytes(after))]
      fc.pre(!equivalent(a, b))
      const lines = view(a, b)
      expect(lines.length).toBeGreaterThan(0)
      expect(NOISE.test(lines.join(""))).toBe(false)
    }),
    { seed: 42, numRuns: runs(500) },
  )
})

test("equal notebooks show nothing, and notebooks that differ in a byte show something", () => {
  fc.assert(
    fc.property(arbitraryNotebook({ maxCells: 2 }), arbitraryNotebook({ maxCells: 2 }), (a, b) => {
      expect(view(a, a)).toEqual([])
      fc.pre(!equalBytes(a.root.text.bytes, b.root.text.bytes))
      expect(view(a, b).length).toBeGreaterThan(0)
    }),
    { seed: 43, numRuns: runs(300) },
  )
})
