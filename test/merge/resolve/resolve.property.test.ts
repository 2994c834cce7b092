import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DEFAULT_POLICY } from "../../../src/merge/decisions/policy.js"
import { DEFAULT_MARKER_STYLE, mergeFiles } from "../../../src/merge/merge-files.js"
import { conflictsIn } from "../../../src/merge/resolve/recorded-conflicts.js"
import {
  type ConflictedNotebook,
  canResolveHere,
  conflictedNotebook,
  resolveNotebook,
} from "../../../src/merge/resolve/resolve.js"
import type { Choices } from "../../../src/merge/resolve/resolve-marks.js"
import type { Resolution } from "../../../src/merge/text/line-merge.js"
import type { ConflictStyle } from "../../../src/merge/text/markers.js"
import { bytesOf } from "../../../src/notebook/json/json-value.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { isValid } from "../../../src/notebook/validate.js"
import { ALL_STEPS, arbitraryThree, type StepKind, type ThreeFiles } from "../../support/arbitrary-merge.js"
import { runs } from "../../support/thorough.js"

const seeded = { numRuns: runs(300), seed: 20261122 }

/** Mostly what ends in a conflict. */
const CLASHING: readonly StepKind[] = [
  ...ALL_STEPS,
  "edit",
  "edit",
  "edit",
  "edit",
  "delete",
  "metadata",
  "type",
]

interface Case {
  readonly three: ThreeFiles
  readonly choice: Resolution
  readonly marked: Uint8Array
}

/** Laws of merges that are left in conflict, written in any style. */
function check(law: (each: Case) => void): void {
  const choice = fc.constantFrom<Resolution>("ours", "theirs", "base", "union")
  const style = fc.constantFrom<ConflictStyle>("merge", "diff3", "zdiff3")
  fc.assert(
    fc.property(arbitraryThree(CLASHING), choice, style, (three, chosen, shown) => {
      const markerStyle = {
        ...DEFAULT_MARKER_STYLE,
        style: shown,
        size: 9,
        labels: { ours: "HEAD", base: "abc", theirs: "topic" },
      }
      const { bytes, decisions } = mergeFiles(three.base, three.ours, three.theirs, { markerStyle })
      if (decisions.some(({ conflict }) => conflict)) law({ three, choice: chosen, marked: bytes })
    }),
    seeded,
  )
}

describe("a file that a merge left in conflict", () => {
  it("holds each conflict that the merge reports", () => {
    check(({ three, marked }) => {
      const { decisions } = mergeFiles(three.base, three.ours, three.theirs)
      const open = decisions.filter(({ conflict }) => conflict)
      const cells = new Set(open.map(({ cell }) => cell))
      expect(new Set(conflictsIn(parseNotebook(marked)).map(({ cell }) => cell))).toEqual(cells)
    })
  })

  it("is resolved with the sides at hand just as the merge resolves it", () => {
    check(({ three, choice, marked }) => {
      const open = conflictedNotebook(marked, three, DEFAULT_POLICY)
      const policy = { ...DEFAULT_POLICY, resolve: () => choice }
      const expected = mergeFiles(three.base, three.ours, three.theirs, { policy })
      if (expected.decisions.some(({ conflict }) => conflict)) return
      expect(open.again).toBeDefined()
      expect(text(resolveNotebook(open, choiceForAll(open, choice)))).toBe(text(expected.bytes))
    })
  })

  it("is resolved from its marks to the same sources, and no other cell changes", () => {
    check(({ three, choice, marked }) => {
      const policy = { ...DEFAULT_POLICY, resolve: () => choice }
      const merged = mergeFiles(three.base, three.ours, three.theirs, { policy })
      if (choice === "base" || merged.decisions.some(({ kind }) => kind === "split-spanned")) return
      const open = conflictedNotebook(marked, undefined, DEFAULT_POLICY)
      const settled = resolveNotebook(open, choiceForAll(open, choice))
      expect(sourcesOf(settled)).toEqual(sourcesOf(merged.bytes))
      const touched = new Set(open.conflicts.map(({ cell }) => cell))
      const kept = open.notebook.cells
        .filter((_, i) => !touched.has(i))
        .map(({ value }) => text(bytesOf(value)))
      const have = parseNotebook(settled).cells.map(({ value }) => text(bytesOf(value)))
      expect(kept.filter((cell) => !have.includes(cell))).toEqual([])
      if (isValid(open.notebook)) expect(isValid(parseNotebook(settled))).toBe(true)
    })
  })

  it("stays as it is where nothing is chosen", () => {
    check(({ three, marked }) => {
      for (const files of [three, undefined]) {
        const open = conflictedNotebook(marked, files, DEFAULT_POLICY)
        expect(resolveNotebook(open, new Map())).toBe(marked)
      }
    })
  })

  it("keeps what is not chosen open when another conflict is resolved", () => {
    check(({ three, choice, marked }) => {
      for (const files of [three, undefined]) {
        const open = conflictedNotebook(marked, files, DEFAULT_POLICY)
        const [first] = open.conflicts
        const settled = resolveNotebook(open, first === undefined ? new Map() : new Map([[first, choice]]))
        const left = conflictsIn(parseNotebook(settled)).length
        // A cell that was split, or joined, is resolved as a whole, and with it what else was open in it.
        const isDivided = mergeFiles(three.base, three.ours, three.theirs).decisions.some(({ kind }) =>
          /^(split|joined)-/.test(kind),
        )
        if (isDivided) expect(left).toBeLessThanOrEqual(open.conflicts.length)
        else expect([open.conflicts.length, open.conflicts.length - 1]).toContain(left)
      }
    })
  })
})

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8")
}

function sourcesOf(bytes: Uint8Array): readonly string[] {
  return parseNotebook(bytes).cells.map(({ source }) => source)
}

/** The same choice for every conflict that can be resolved so. */
function choiceForAll(notebook: ConflictedNotebook, resolution: Resolution): Choices {
  const able = notebook.conflicts.filter((conflict) => canResolveHere(notebook, conflict, resolution))
  return new Map(able.map((conflict) => [conflict, resolution]))
}
