import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DEFAULT_POLICY } from "../../../src/merge/decisions/policy.js"
import { DEFAULT_MARKER_STYLE, mergeFiles } from "../../../src/merge/merge-files.js"
import { conflictsIn } from "../../../src/merge/resolve/recorded-conflicts.js"
import { canResolveHere, conflictedNotebook, resolveNotebook } from "../../../src/merge/resolve/resolve.js"
import type { Resolution } from "../../../src/merge/text/line-merge.js"
import type { ConflictStyle } from "../../../src/merge/text/markers.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { ALL_STEPS, arbitraryThree, type StepKind, type ThreeFiles } from "../../support/arbitrary-merge.js"

const runs = { numRuns: Number(process.env.NBDIFF_RUNS ?? 150), seed: 20261128 }

/** Mostly what ends in a conflict, many of them across a split. */
const CLASHING: readonly StepKind[] = [
  ...ALL_STEPS,
  "edit",
  "edit",
  "edit",
  "edit",
  "edit",
  "split",
  "split",
  "delete",
  "metadata",
  "type",
]

function jsonOf(bytes: Uint8Array) {
  return JSON.parse(
    Buffer.from(bytes)
      .toString()
      .replace("\ufeff", "")
      .replace(/\b(NaN|Infinity)\b/g, "0"),
  )
}

type Json = { readonly [key: string]: unknown }

/** The file as an editor saves it: its keys in another order, new metadata, another indentation. */
function savedAgain(bytes: Uint8Array): Uint8Array {
  const json = jsonOf(bytes) as Json & { cells: readonly Json[] }
  const cells = json.cells.map((cell) => {
    const metadata = { ...(cell.metadata as Json | undefined), editor: { seen: true } }
    return Object.fromEntries(Object.entries({ ...cell, metadata }).reverse())
  })
  const metadata = { ...(json.metadata as Json | undefined), editor: "another" }
  return Buffer.from(`${JSON.stringify({ nbformat: 4, ...json, metadata, cells }, undefined, 2)}\n`)
}

/** What a notebook holds, without what `savedAgain` adds, and without the order of keys. */
function contentOf(bytes: Uint8Array): unknown {
  const json = jsonOf(bytes) as Json & { cells: readonly Json[] }
  const cells = json.cells.map((cell) => {
    const { editor: _, ...metadata } = (cell.metadata as Json | undefined) ?? {}
    return { ...cell, metadata }
  })
  const { editor: _, ...metadata } = (json.metadata as Json | undefined) ?? {}
  // an editor writes -0 as 0
  return JSON.parse(JSON.stringify({ ...json, metadata, cells }))
}

/** The texts and, where a side is taken, the types: marks hold no outputs, and of the base no type. */
function textOf(bytes: Uint8Array, choice: Resolution): unknown {
  const { cells } = jsonOf(bytes) as { cells: readonly Json[] }
  return cells.map((cell) => {
    const { source } = cell
    const text = Array.isArray(source) ? source.join("") : source
    return { type: choice === "base" ? undefined : cell.cell_type, text }
  })
}

interface Case {
  readonly three: ThreeFiles
  readonly marked: Uint8Array
  readonly choice: Resolution
}

function check(law: (each: Case) => void): void {
  const choices = ["ours", "theirs", "base", "union"] as const satisfies Resolution[]
  const style = fc.constantFrom<ConflictStyle>("merge", "diff3", "zdiff3")
  fc.assert(
    fc.property(arbitraryThree(CLASHING), style, (three, shown) => {
      const markerStyle = { ...DEFAULT_MARKER_STYLE, style: shown }
      const { bytes, decisions } = mergeFiles(three.base, three.ours, three.theirs, { markerStyle })
      if (!decisions.some(({ conflict }) => conflict)) return
      for (const choice of choices) law({ three, marked: bytes, choice })
    }),
    runs,
  )
}

function resolved(bytes: Uint8Array, files: ThreeFiles | undefined, choice: Resolution) {
  const conflicted = conflictedNotebook(bytes, files, DEFAULT_POLICY)
  const able = conflicted.conflicts.filter((conflict) => canResolveHere(conflicted, conflict, choice))
  const choices = new Map(able.map((conflict) => [conflict, choice]))
  return {
    bytes: resolveNotebook(conflicted, choices),
    isWhole: choices.size === conflicted.conflicts.length,
  }
}

describe("a resolution", { timeout: Math.max(60_000, runs.numRuns * 200) }, () => {
  it("is the same after the file was saved again: cells, ids, outputs and all", () => {
    check(({ three, marked, choice }) => {
      const direct = resolved(marked, three, choice)
      const later = resolved(savedAgain(marked), three, choice)
      expect(later.isWhole).toBe(direct.isWhole)
      expect(contentOf(later.bytes)).toEqual(contentOf(direct.bytes))
    })
  })

  it("has the same text from the marks alone, wherever they tell it", () => {
    check(({ three, marked, choice }) => {
      const direct = resolved(marked, three, choice)
      for (const file of [marked, savedAgain(marked)]) {
        const alone = resolved(file, undefined, choice)
        if (!alone.isWhole || !direct.isWhole) continue
        expect(conflictsIn(parseNotebook(alone.bytes))).toEqual([])
        expect(textOf(alone.bytes, choice)).toEqual(textOf(direct.bytes, choice))
      }
    })
  })
})
