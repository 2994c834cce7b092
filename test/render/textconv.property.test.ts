import fc from "fast-check"
import { expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import type { CellDiff } from "../../src/diff/model/notebook-diff.js"
import { isSignificantOutput, significantChanges } from "../../src/diff/noise.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { renderTextconv } from "../../src/render/textconv.js"
import { arbitrarySketch, type NotebookSketch, notebookBytes } from "../support/arbitrary-notebook.js"
import { arbitraryRerun } from "../support/arbitrary-rerun.js"
import { arbitrarySpelling } from "../support/json-spelling.js"

const numRuns = Number(process.env.NBDIFF_TEST_RUNS ?? 300)

const textOf = (sketch: NotebookSketch): string => renderTextconv(parseNotebook(notebookBytes(sketch)))

test("running a notebook again, writing it another way and minting its ids change nothing", () => {
  const pair = arbitrarySketch().chain((sketch) =>
    fc.tuple(fc.constant(sketch), arbitraryRerun(sketch, true)),
  )
  fc.assert(
    fc.property(pair, arbitrarySpelling(), ([sketch, rerun], spelling) => {
      const minted = {
        ...rerun,
        cells: rerun.cells.map((cell, i) => (cell.id === undefined ? cell : { ...cell, id: `minted-${i}` })),
      }
      const text = renderTextconv(parseNotebook(notebookBytes(minted, spelling)))
      expect(text).toBe(textOf(sketch))
    }),
    { seed: 7, numRuns },
  )
})

/** A notebook, and the same with one part of it from elsewhere. */
const changed = fc
  .tuple(
    arbitrarySketch(),
    arbitrarySketch(),
    fc.nat(),
    fc.constantFrom("type", "source", "metadata", "attachments", "outputs", "others", "cell", "whole"),
  )
  .map(([sketch, other, at, part]) => {
    const from = other.cells[at % Math.max(1, other.cells.length)]
    const place = at % Math.max(1, sketch.cells.length)
    if (part === "whole" || from === undefined) {
      return [sketch, { ...sketch, metadata: other.metadata, others: other.others }] as const
    }
    if (part === "cell")
      return [sketch, { ...sketch, cells: sketch.cells.toSpliced(place, 0, from) }] as const
    const cells = sketch.cells.map((cell, i) =>
      i === place ? { ...cell, [part]: from[part as keyof typeof from] } : cell,
    )
    return [sketch, { ...sketch, cells }] as const
  })

test("what a diff shows, the text shows", () => {
  fc.assert(
    fc.property(changed, ([before, after]) => {
      const [a, b] = [parseNotebook(notebookBytes(before)), parseNotebook(notebookBytes(after))]
      if (showsSomething(a, b)) expect(renderTextconv(b)).not.toBe(renderTextconv(a))
      else expect(renderTextconv(b)).toBe(renderTextconv(a))
    }),
    { seed: 8, numRuns },
  )
})

function showsSomething(a: Notebook, b: Notebook): boolean {
  const diff = diffNotebooks(a, b)
  return significantChanges(diff.notebook).length > 0 || diff.cells.some(isShown)
}

/** Ids tell cells apart and are not part of the text. */
function isShown({ kind, moved, changes }: CellDiff): boolean {
  if (kind !== "edited" && kind !== "unchanged") return true
  return (
    moved ||
    changes.type !== undefined ||
    changes.source !== undefined ||
    changes.attachments.length > 0 ||
    significantChanges([...changes.metadata, ...changes.others]).length > 0 ||
    changes.outputs.some(isSignificantOutput)
  )
}
