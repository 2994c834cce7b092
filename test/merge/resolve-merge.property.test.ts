import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CONFLICT_KEY, type Decision } from "../../src/merge/decisions/decision.js"
import { DEFAULT_POLICY } from "../../src/merge/decisions/policy.js"
import { type FileMerge, mergeFiles } from "../../src/merge/merge-files.js"
import { mergeLines, type Resolution } from "../../src/merge/text/line-merge.js"
import { sameValue } from "../../src/notebook/json/json-equality.js"
import { bytesOf, memberOf, rawTextOf } from "../../src/notebook/json/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { validate } from "../../src/notebook/validate.js"
import { ALL_STEPS, arbitraryThree, type StepKind, type ThreeFiles } from "../support/arbitrary-merge.js"
import { runs } from "../support/thorough.js"

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

function check(law: (three: ThreeFiles, choice: Resolution) => void): void {
  const choice = fc.constantFrom<Resolution>("ours", "theirs", "base", "union")
  fc.assert(fc.property(arbitraryThree(CLASHING), choice, law), seeded)
}

function resolution({ base, ours, theirs }: ThreeFiles, choice: Resolution): FileMerge {
  return mergeFiles(base, ours, theirs, { policy: { ...DEFAULT_POLICY, resolve: () => choice } })
}

describe("resolving every conflict for one version", () => {
  it("leaves none, but for the fields that cannot hold both sides", () => {
    check((three, choice) => {
      const { decisions, bytes } = resolution(three, choice)
      const left = decisions.filter(({ conflict }) => conflict)
      if (choice !== "union") expect(left).toEqual([])
      else expect(left.filter(({ kind }) => !["metadata", "field", "type"].includes(kind))).toEqual([])
      expect(isMarked(parseNotebook(bytes))).toBe(left.length > 0)
    })
  })

  it("gives a notebook as valid as its sides", () => {
    check((three, choice) => {
      const faults = [three.base, three.ours, three.theirs].flatMap((bytes) => validate(parseNotebook(bytes)))
      if (faults.length === 0) expect(validate(parseNotebook(resolution(three, choice).bytes))).toEqual([])
    })
  })

  it("leaves each cell that merged cleanly as the bytes that it had", () => {
    check((three, choice) => {
      const open = mergeFiles(three.base, three.ours, three.theirs)
      const resolvedMerge = resolution(three, choice)
      // The pieces of a cell that is resolved as a whole go with it, and ids that a cell gives up are free again.
      if (
        [...open.decisions, ...resolvedMerge.decisions].some(
          ({ kind }) => kind === "split-spanned" || kind === "new-id",
        )
      )
        return
      const marked = new Set(open.decisions.flatMap(({ conflict, cell }) => (conflict ? [cell] : [])))
      const clean = parseNotebook(open.bytes).cells.filter((_, i) => !marked.has(i))
      const have = parseNotebook(resolvedMerge.bytes).cells.map(textOfCell)
      expect(clean.map(textOfCell).filter((cell) => !have.includes(cell))).toEqual([])
    })
  })

  it("gives that side's cell, with its outputs, wherever the other side's part of it was all in conflict", () => {
    check((three, choice) => {
      if (choice === "union" || choice === "base") return
      const { decisions, bytes } = resolution(three, choice)
      const sides = {
        base: parseNotebook(three.base),
        ours: parseNotebook(three.ours),
        theirs: parseNotebook(three.theirs),
      }
      const { cells } = parseNotebook(bytes)
      // A split or a join is merged by pieces, and each holds but its part of a side's cell.
      const pieces = new Set(
        decisions.flatMap(({ kind, places }) => (/^(split|joined)-/.test(kind) ? [places.base] : [])),
      )
      for (const decision of decisions) {
        const expected = expectedCell(decision, sides, choice)
        if (expected === undefined || pieces.has(decision.places.base)) continue
        const cell = decision.cell === undefined ? undefined : cells[decision.cell]
        expect(cell?.source).toBe(expected?.source)
        expect(sameValue(memberOf(cell?.value, "outputs"), memberOf(expected?.value, "outputs"))).toBe(true)
      }
    })
  })

  it("drops the cell that the side deleted and keeps the one that it edited", () => {
    check((three, choice) => {
      for (const { kind, places, cell } of resolution(three, choice).decisions) {
        if (kind !== "edited-deleted" || choice === "base" || choice === "union") continue
        expect(cell === undefined).toBe(places[choice] === undefined)
      }
    })
  })
})

/** Of a source in conflict the cell of the side, where nothing in the other side's cell merged cleanly. */
function expectedCell(
  { kind, resolution: choice, places }: Decision,
  sides: { readonly [side in "base" | "ours" | "theirs"]: Notebook },
  side: "ours" | "theirs",
): Cell | undefined {
  if (choice === undefined || kind !== "source") return undefined
  const [base, ours, theirs] = [
    sides.base.cells[places.base ?? -1],
    sides.ours.cells[places.ours ?? -1],
    sides.theirs.cells[places.theirs ?? -1],
  ]
  if (base === undefined || ours === undefined || theirs === undefined) return undefined
  // Of two types only one has outputs.
  if (ours.type !== theirs.type || ours.type !== base.type) return undefined
  const other = side === "ours" ? "theirs" : "ours"
  const { chunks, end } = mergeLines(base.source, ours.source, theirs.source)
  // The ending of the last line is merged for itself.
  const hasOwnEnd = { ours, theirs }[side].source.endsWith("\n") === (end !== "")
  const isWhole = hasOwnEnd && chunks.every((chunk) => chunk.kind === "conflict" || chunk.from !== other)
  const isOpen = chunks.some((chunk) => chunk.kind === "conflict")
  return isWhole && isOpen ? (side === "ours" ? ours : theirs) : undefined
}

function textOfCell({ value }: Cell): string {
  return Buffer.from(bytesOf(value)).toString("utf8")
}

function isMarked({ root, cells }: Notebook): boolean {
  const inSource = cells.some(({ source }) => /^<{7,} ours/m.test(source))
  return inSource || rawTextOf(root).includes(`"${CONFLICT_KEY}"`)
}
