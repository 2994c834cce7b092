import fc from "fast-check"
import { expect, it } from "vitest"
import type { OutputChange, OutputDiff } from "../../../src/diff/model/output-diff.js"
import { diffOutputs } from "../../../src/diff/outputs/outputs.js"
import { splitLines } from "../../../src/diff/text/lines.js"
import {
  arbitraryRun,
  arbitraryTemplates,
  arbitraryWords,
  templates,
  written,
} from "../../support/arbitrary-outputs.js"
import { type OutputSketch, outputsOf } from "../../support/outputs.js"
import { runs } from "../../support/thorough.js"

const seeded = { seed: 13, numRuns: runs(500) }

it("shows nothing but re-runs between two runs of the same outputs", () => {
  fc.assert(
    fc.property(arbitraryTemplates, arbitraryRun, arbitraryRun, (list, one, other) => {
      const kinds = diffOutputs(outputsOf(written(list, one)), outputsOf(written(list, other))).map(
        ({ kind }) => kind,
      )
      expect(kinds.filter((kind) => kind !== "unchanged" && kind !== "rerun")).toEqual([])
      expect(diffOutputs(outputsOf(written(list, one)), outputsOf(written(list, one)))).toEqual([])
    }),
    seeded,
  )
})

it.each(Object.entries(templates))(
  "shows a change of a person's words as an edit that says something: %s",
  (_, template) => {
    fc.assert(
      fc.property(arbitraryWords, arbitraryWords, arbitraryRun, arbitraryRun, (words, others, one, other) => {
        fc.pre(words !== others)
        const diffs = diffOutputs(outputsOf(template(words, one)), outputsOf(template(others, other)))
        expect(diffs.map(({ kind }) => kind)).toEqual(["edited"])
        expect(diffs.flatMap(({ changes }) => changes).length).toBeGreaterThan(0)
        expect(diffs.flatMap(({ changes }) => changes).every(isWellFormed)).toBe(true)
      }),
      { seed: 13, numRuns: runs(200) },
    )
  },
)

it("holds every output of both sides once, in order", () => {
  fc.assert(
    fc.property(arbitraryTemplates, arbitraryTemplates, arbitraryRun, (one, other, run) => {
      const a = outputsOf(written(one, run))
      const b = outputsOf(written(other, run))
      const diffs = diffOutputs(a, b)
      if (diffs.length === 0) return
      expect(diffs.flatMap(({ before }) => before)).toEqual(a)
      expect(diffs.flatMap(({ after }) => after)).toEqual(b)
      expect(diffs.every(isConsistent)).toBe(true)
    }),
    seeded,
  )
})

it("mirrors when the sides are swapped", () => {
  const mirror = {
    unchanged: "unchanged",
    rerun: "rerun",
    edited: "edited",
    added: "deleted",
    deleted: "added",
  }
  const count = (diffs: readonly OutputDiff[]): readonly string[] => diffs.map(({ kind }) => kind).sort()
  fc.assert(
    fc.property(arbitraryTemplates, arbitraryTemplates, arbitraryRun, (one, other, run) => {
      const sketches = (list: typeof one): readonly OutputSketch[] => written(list, run)
      const there = diffOutputs(outputsOf(sketches(one)), outputsOf(sketches(other)))
      const back = diffOutputs(outputsOf(sketches(other)), outputsOf(sketches(one)))
      const mirrored = there.map((diff) => ({ ...diff, kind: mirror[diff.kind] as OutputDiff["kind"] }))
      expect(count(back)).toEqual(count(mirrored))
    }),
    seeded,
  )
})

function isConsistent({ kind, before, after, changes }: OutputDiff): boolean {
  const sides = kind === "added" ? before.length === 0 : kind === "deleted" ? after.length === 0 : true
  return sides && changes.length > 0 === (kind === "edited") && changes.every(isWellFormed)
}

/** A text's hunks lie within its lines, and there is one. */
function isWellFormed(change: OutputChange): boolean {
  const text =
    change.kind === "stream"
      ? change.text
      : change.kind === "mime" && change.content.kind === "text"
        ? change.content.text
        : undefined
  if (text === undefined) return true
  const before = splitLines(text.before).length
  const after = splitLines(text.after).length
  return text.hunks.length > 0 && text.hunks.every(({ toA, toB }) => toA <= before && toB <= after)
}
