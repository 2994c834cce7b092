import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import type { CellDiff } from "../../src/diff/model/notebook-diff.js"
import { isOnlyReformatted, isOnlyRerun, significantChanges } from "../../src/diff/noise.js"
import { DEFAULT_POLICY } from "../../src/merge/decisions/policy.js"
import { mergeFiles } from "../../src/merge/merge-files.js"
import { equivalent } from "../../src/normalize/equivalence.js"
import { DEFAULT_RULES, withRules } from "../../src/normalize/rules/rule-set.js"
import type { Action } from "../../src/normalize/rules/rules.js"
import { parseNotebook } from "../../src/notebook/model.js"
import {
  arbitrarySketch,
  type CellSketch,
  type NotebookSketch,
  notebookBytes,
} from "../support/arbitrary-notebook.js"
import { arbitraryRerun } from "../support/arbitrary-rerun.js"
import { arbitrarySpelling, type Json, type Members, members } from "../support/json-spelling.js"
import { runs } from "../support/thorough.js"

const seeded = { seed: 12, numRuns: runs(300) }

/** Whether a reader is shown nothing of the cell but a number in the first line. */
function isNoise(cell: CellDiff): boolean {
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
        expect(significantChanges(notebook)).toEqual([])
        expect(cells.filter((cell) => !isNoise(cell))).toEqual([])
      }),
      seeded,
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
      seeded,
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
        expect(diffNotebooks(a, b).cells.every(isNoise)).toBe(false)
      }),
      seeded,
    )
  })
})

describe("by the rules of a repository", () => {
  /** What a program writes, which the rules may or may not know. */
  const written = fc.option(
    fc.oneof(
      fc.constantFrom<Json>("x", "y", 1),
      fc
        .record(
          { name: fc.constantFrom<Json>("x", "y"), at: fc.constantFrom<Json>(1, 2) },
          { requiredKeys: [] },
        )
        .map((each) => members(each)),
    ),
    { nil: undefined },
  )
  const rules = fc.array(
    fc.record({
      path: fc.constantFrom(
        ...["notebook", "cell", "output"].flatMap((scope) =>
          ["team", "team.name", "team.*", "t*"].map((key) => `${scope}.metadata.${key}`),
        ),
      ),
      action: fc.constantFrom<Action>("keep", "drop", "alike"),
      writer: fc.constant("us"),
      reason: fc.constant("a test"),
    }),
    { minLength: 1, maxLength: 4 },
  )

  /** The notebook with three values written into it. */
  function signed(
    { metadata, cells, ...sketch }: NotebookSketch,
    [ofNotebook, ofCell, ofOutput]: readonly (Json | undefined)[],
  ): NotebookSketch {
    const output = members({
      data: members({ "text/plain": "1" }),
      metadata: members(ofOutput === undefined ? {} : { team: ofOutput }),
      output_type: "display_data",
    })
    return {
      ...sketch,
      metadata: ofNotebook === undefined ? metadata : withMember(metadata, "team", ofNotebook),
      cells: cells.map((cell) => ({
        ...cell,
        metadata: ofCell === undefined ? cell.metadata : withMember(cell.metadata, "team", ofCell),
        ...(cell.outputs === undefined ? {} : { outputs: [output] }),
      })),
    }
  }

  const values = fc.tuple(written, written, written)
  const sketches = arbitrarySketch({ valid: true })

  it("a diff is quiet just where the notebooks are equivalent", () => {
    fc.assert(
      fc.property(sketches, values, values, rules, (sketch, one, other, list) => {
        const set = withRules(DEFAULT_RULES, list)
        const a = parseNotebook(notebookBytes(signed(sketch, one)))
        const b = parseNotebook(notebookBytes(signed(sketch, other)))
        const { cells, notebook } = diffNotebooks(a, b, set)
        const isShown = significantChanges(notebook).length > 0 || !cells.every(isNoise)
        expect(isShown).toBe(!equivalent(a, b, set))
      }),
      seeded,
    )
  })

  it("a merge of equivalent notebooks has no conflict", () => {
    fc.assert(
      fc.property(sketches, values, values, values, rules, (sketch, one, two, three, list) => {
        const set = withRules(DEFAULT_RULES, list)
        const files = [one, two, three].map((each) => notebookBytes(signed(sketch, each)))
        const [base, ours, theirs] = files.map((file) => parseNotebook(file))
        fc.pre(equivalent(base!, ours!, set) && equivalent(base!, theirs!, set))
        const policy = { ...DEFAULT_POLICY, rules: set }
        const { decisions } = mergeFiles(files[0]!, files[1]!, files[2]!, { policy })
        expect(decisions.filter(({ conflict }) => conflict)).toEqual([])
      }),
      seeded,
    )
  })
})

function withMember({ members: old }: Members, key: string, value: Json): Members {
  return { members: [...old, [key, value]] }
}
