import fc from "fast-check"
import { expect, test } from "vitest"
import { DEFAULT_POLICY } from "../../../src/merge/decisions/policy.js"
import { mergeFiles } from "../../../src/merge/merge-files.js"
import { conflictsIn } from "../../../src/merge/resolve/recorded-conflicts.js"
import {
  type ConflictedNotebook,
  canResolveHere,
  conflictedNotebook,
  resolveNotebook,
} from "../../../src/merge/resolve/resolve.js"
import type { Action } from "../../../src/merge/rework/action.js"
import { rework } from "../../../src/merge/rework/rework.js"
import { bytesOf } from "../../../src/notebook/json/json-value.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { arbitraryThree } from "../../support/arbitrary-merge.js"
import { runs } from "../../support/thorough.js"

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")

/** A merge that left something open, with its three files or without them. */
const arbitraryConflict = (): fc.Arbitrary<ConflictedNotebook> =>
  fc
    .tuple(arbitraryThree(), fc.boolean())
    .map(([{ base, ours, theirs }, hasFiles]) => {
      const { bytes } = mergeFiles(base, ours, theirs)
      return conflictedNotebook(bytes, hasFiles ? { base, ours, theirs } : undefined, DEFAULT_POLICY)
    })
    .filter(({ conflicts }) => conflicts.length > 0)

const index = fc.nat({ max: 6 })
const take = fc.constantFrom("ours", "theirs", "base", "union", "union-reversed")
const side = fc.constantFrom("ours", "theirs", "base")

const arbitraryAction = (): fc.Arbitrary<Action> =>
  fc.oneof(
    fc.record({
      kind: fc.constant("choose"),
      conflict: index,
      place: fc.option(index),
      take: fc.option(take),
    }),
    fc.record({
      kind: fc.constant("write"),
      conflict: index,
      place: index,
      text: fc.constantFrom("", "x", "x\ny\n"),
    }),
    fc.record({ kind: fc.constant("edit-cell"), cell: index, source: fc.constantFrom("", "edited = 1") }),
    fc.record({ kind: fc.constant("take-cell"), cell: index, side }),
    fc.record({ kind: fc.constant("delete-cell"), cell: index }),
    fc.record({ kind: fc.constant("restore-cell"), cell: index }),
    fc.record({ kind: fc.constant("move-cell"), cell: index, before: fc.option(index) }),
    fc.record({ kind: fc.constant("outputs"), cell: index, take: fc.constantFrom("ours", "theirs", "none") }),
  ) as fc.Arbitrary<Action>

function bytesAfter(conflicted: ConflictedNotebook, actions: readonly Action[]): string {
  const result = rework(conflicted, actions)
  return result.kind === "bytes" ? latin1(result.bytes) : `invalid: ${result.message}`
}

test("no action gives the file that was opened, byte for byte", () => {
  fc.assert(
    fc.property(arbitraryConflict(), (conflicted) => {
      expect(bytesAfter(conflicted, [])).toBe(latin1(conflicted.bytes))
    }),
    { seed: 1, numRuns: runs(1_000) },
  )
})

test("any list of actions gives a notebook that breaks no rule which no side breaks", () => {
  fc.assert(
    fc.property(arbitraryConflict(), fc.array(arbitraryAction(), { maxLength: 8 }), (conflicted, actions) => {
      const result = bytesAfter(conflicted, actions)
      expect(result).not.toMatch(/^invalid/)
      expect(() => parseNotebook(Buffer.from(result, "latin1"))).not.toThrow()
    }),
    { seed: 2, numRuns: runs(2_000) },
  )
})

test("choosing one side everywhere is what the command line does", () => {
  fc.assert(
    fc.property(
      arbitraryConflict(),
      fc.constantFrom("ours", "theirs", "base", "union"),
      (conflicted, resolution) => {
        const able = conflicted.conflicts.filter((conflict) =>
          canResolveHere(conflicted, conflict, resolution),
        )
        const expected = resolveNotebook(conflicted, new Map(able.map((conflict) => [conflict, resolution])))
        expect(bytesAfter(conflicted, [{ kind: "choose-all", take: resolution }])).toBe(latin1(expected))
      },
    ),
    { seed: 3, numRuns: runs(1_000) },
  )
})

test("choices of different conflicts can be made in any order", () => {
  fc.assert(
    fc.property(arbitraryConflict(), fc.array(take, { minLength: 6, maxLength: 6 }), (conflicted, takes) => {
      const actions = conflicted.conflicts.map(
        (_, conflict): Action => ({
          kind: "choose",
          conflict,
          place: null,
          take: takes[conflict % 6] ?? "ours",
        }),
      )
      expect(bytesAfter(conflicted, actions)).toBe(bytesAfter(conflicted, actions.toReversed()))
    }),
    { seed: 4, numRuns: runs(500) },
  )
})

test("cells that no action and no conflict touches keep their bytes", () => {
  fc.assert(
    fc.property(arbitraryConflict(), index, (conflicted, cell) => {
      const after = bytesAfter(conflicted, [{ kind: "delete-cell", cell }])
      const kept = parseNotebook(Buffer.from(after, "latin1")).cells.map(({ value }) =>
        latin1(bytesOf(value)),
      )
      const others = conflicted.notebook.cells.filter((_, i) => i !== cell)
      expect(kept).toEqual(others.map(({ value }) => latin1(bytesOf(value))))
    }),
    { seed: 5, numRuns: runs(500) },
  )
})

test("a place that is written by hand leaves the other places marked", () => {
  fc.assert(
    fc.property(arbitraryConflict(), (conflicted) => {
      const at = conflicted.conflicts.findIndex(({ kind }) => kind === "source")
      const conflict = conflicted.conflicts[at]
      if (conflict?.kind !== "source" || conflict.deletedBy !== undefined) return
      const places = conflict.text.chunks.filter(({ kind }) => kind === "conflict").length
      const after = bytesAfter(conflicted, [{ kind: "write", conflict: at, place: 0, text: "by hand" }])
      const left = conflictsIn(parseNotebook(Buffer.from(after, "latin1")))
      const marks = left.flatMap((each) =>
        each.kind === "source" && each.cell === conflict.cell
          ? each.text.chunks.filter(({ kind }) => kind === "conflict")
          : [],
      )
      expect(marks).toHaveLength(places - 1)
    }),
    { seed: 6, numRuns: runs(500) },
  )
})
