import { readFileSync } from "node:fs"
import { dirname } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../../src/diff/diff-notebooks.js"
import { applyDelta, type ByteDelta, byteDelta, invertDelta } from "../../../src/diff/json/delta.js"
import type { NotebookDiff } from "../../../src/diff/model/notebook-diff.js"
import { NotebookError } from "../../../src/notebook/json/notebook-error.js"
import { type Notebook, parseNotebook } from "../../../src/notebook/model.js"
import { arbitraryNotebookBytes } from "../../support/arbitrary-notebook.js"
import { arbitraryPair, diffFiles } from "../../support/arbitrary-pair.js"
import { corpus, notebooksBelow } from "../../support/corpus.js"
import { runs } from "../../support/thorough.js"

describe("laws of the delta", () => {
  test("it makes b of a, and its inverse a of b, byte for byte", () => {
    fc.assert(
      fc.property(arbitraryPair(), (pair) => {
        expectBothWays(diffFiles(pair))
      }),
      { seed: 1, numRuns: runs(600) },
    )
  })

  test("copies lie apart on both sides, sorted by b, and hold the same bytes", () => {
    fc.assert(
      fc.property(arbitraryPair(), ([a, b]) => {
        const { copies } = byteDelta(diffFiles([a, b]))
        expectApart(copies.map((copy) => [copy.b, copy.b + copy.length]))
        expectApart(copies.map((copy) => [copy.a, copy.a + copy.length] as const).sort((x, y) => x[0] - y[0]))
        for (const copy of copies) {
          const [one, other] = [a.subarray(copy.a), b.subarray(copy.b)]
          expect(text(one.subarray(0, copy.length))).toBe(text(other.subarray(0, copy.length)))
        }
      }),
      { seed: 3, numRuns: runs(300) },
    )
  })

  test("of a file and itself it is one copy", () => {
    fc.assert(
      fc.property(arbitraryNotebookBytes(), (bytes) => {
        const { copies, texts } = byteDelta(diffFiles([bytes, bytes.slice()]))
        expect(copies).toEqual([{ a: 0, b: 0, length: bytes.length }])
        expect(texts).toEqual({ before: [], after: [] })
      }),
      { seed: 4, numRuns: runs(200) },
    )
  })
})

test.skipIf(corpus === undefined)(
  "the delta is exact on every pair of the corpus, and so is its inverse (skipped where there is none)",
  () => {
    const olds = notebooksBelow(corpus ?? "").filter((path) => /pairs.*old\.ipynb$/.test(path))
    const diffs = olds.flatMap((path) => {
      const a = readable(path)
      const b = readable(`${dirname(path)}/new.ipynb`)
      return a === undefined || b === undefined ? [] : [diffNotebooks(a, b)]
    })
    const deltas = diffs.map(expectBothWays)
    const bytes = diffs.reduce(
      (sum, { a, b }) => sum + a.root.text.bytes.length + b.root.text.bytes.length,
      0,
    )
    const size = deltas.reduce((sum, { texts }) => sum + JSON.stringify(texts).length, 0)
    process.stdout.write(`delta: ${diffs.length} pairs, ${bytes} bytes, texts of ${size}\n`)
    expect(diffs.length).toBeGreaterThan(0)
  },
  300_000,
)

function expectBothWays(diff: NotebookDiff): ByteDelta {
  const [a, b] = [diff.a.root.text.bytes, diff.b.root.text.bytes]
  const delta = byteDelta(diff)
  expect(text(applyDelta(delta, a))).toBe(text(b))
  expect(text(applyDelta(invertDelta(delta), b))).toBe(text(a))
  return delta
}

function expectApart(ranges: readonly (readonly [number, number])[]): void {
  expect(ranges.every(([start], i) => i === 0 || ranges[i - 1]![1] <= start)).toBe(true)
}

/** Latin-1: a character a byte, so that a failure can be read and every byte counts. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1")
}

function readable(path: string): Notebook | undefined {
  try {
    return parseNotebook(readFileSync(path))
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}
