import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import type { CellDiff } from "../../src/diff/notebook-diff.js"
import { isOnlyReformatted, isOnlyRerun, loudChanges } from "../../src/diff/quiet.js"
import { mergeFiles } from "../../src/merge/merge-files.js"
import { equivalent } from "../../src/normalize/equivalence.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { arbitrarySketch, type CellSketch, notebookBytes } from "../support/arbitrary-notebook.js"
import { arbitraryRerun } from "../support/arbitrary-rerun.js"
import { arbitrarySpelling, type Json, type Members, members } from "../support/json-spelling.js"

const runs = { seed: 12, numRuns: 300 }

/** Whether a reader is shown nothing of the cell but a number in the first line. */
function isQuiet(cell: CellDiff): boolean {
  return (cell.kind === "unchanged" && !cell.moved) || isOnlyRerun(cell) || isOnlyReformatted(cell)
}

describe("notebooks that are equivalent", () => {
  it("have nothing to show in a diff but that they were run again", () => {
    const pair = arbitrarySketch().chain((sketch) =>
      fc.tuple(fc.constant(sketch), arbitraryRerun(sketch, true)),
    )
    fc.assert(
      fc.property(pair, arbitrarySpelling(), arbitrarySpelling(), ([before, after], one, other) => {
        const a = parseNotebook(notebookBytes(before, one))
        const b = parseNotebook(notebookBytes(after, other))
        expect(equivalent(a, b)).toBe(true)
        const { cells, notebook } = diffNotebooks(a, b)
        expect(loudChanges(notebook)).toEqual([])
        expect(cells.filter((cell) => !isQuiet(cell))).toEqual([])
      }),
      runs,
    )
  })

  it("merge without a conflict", () => {
    const triple = arbitrarySketch({ valid: true }).chain((sketch) =>
      fc.tuple(fc.constant(sketch), arbitraryRerun(sketch, true), arbitraryRerun(sketch, true)),
    )
    fc.assert(
      fc.property(triple, (sketches) => {
        const [base, ours, theirs] = sketches.map((sketch) => notebookBytes(sketch))
        const { bytes, decisions } = mergeFiles(base!, ours!, theirs!)
        expect(decisions.filter(({ conflict }) => conflict)).toEqual([])
        expect(equivalent(parseNotebook(bytes), parseNotebook(ours!))).toBe(true)
      }),
      runs,
    )
  })
})

describe("notebooks that differ in one thing that somebody did", () => {
  const edits: { readonly [what: string]: (cell: CellSketch) => CellSketch } = {
    "a source": (cell) => ({ ...cell, source: `${cell.source}\nedited = True` }),
    "an author's metadata": (cell) => ({ ...cell, metadata: withMember(cell.metadata, "title", "edited") }),
    "a strange key": (cell) => ({ ...cell, others: withMember(cell.others, "edited", 1) }),
    "an attachment": (cell) => ({
      ...cell,
      attachments: members({ "edited.png": members({ "image/png": "AAAB" }) }),
    }),
    "an output": (cell) => ({
      ...cell,
      outputs: [...(cell.outputs ?? []), members({ name: "stderr", output_type: "stream", text: "edited" })],
    }),
  }

  it.each(Object.keys(edits))("are not equivalent, and a diff shows it: %s", (what) => {
    const edit = edits[what]!
    fc.assert(
      fc.property(arbitrarySketch(), arbitrarySpelling(), fc.nat(), ({ cells, ...sketch }, spelling, at) => {
        fc.pre(cells.length > 0)
        const edited = cells.map((cell, i) => (i === at % cells.length ? edit(cell) : cell))
        const a = parseNotebook(notebookBytes({ ...sketch, cells }, spelling))
        const b = parseNotebook(notebookBytes({ ...sketch, cells: edited }, spelling))
        expect(equivalent(a, b)).toBe(false)
        expect(diffNotebooks(a, b).cells.every(isQuiet)).toBe(false)
      }),
      runs,
    )
  })
})

function withMember({ members: old }: Members, key: string, value: Json): Members {
  return { members: [...old, [key, value]] }
}
