import { readFileSync } from "node:fs"
import { dirname } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import { diffNotebooks } from "../../../src/diff/diff-notebooks.js"
import type { NotebookDiff } from "../../../src/diff/model/notebook-diff.js"
import { formatNbdime } from "../../../src/diff/nbdime/nbdime.js"
import { NotebookError } from "../../../src/notebook/json/notebook-error.js"
import { type Notebook, parseNotebook } from "../../../src/notebook/model.js"
import { arbitraryNotebookBytes } from "../../support/arbitrary-notebook.js"
import { arbitraryPair, diffFiles } from "../../support/arbitrary-pair.js"
import { corpus, notebooksBelow } from "../../support/corpus.js"
import { parseNbdime, patchByNbdime, readByNbformat } from "../../support/nbdime-patch.js"
import { runs } from "../../support/thorough.js"

test("nbdime's operations make b of a, by nbdime's rules", () => {
  fc.assert(
    fc.property(arbitraryPair(), (pair) => {
      expectMade(diffFiles(pair))
    }),
    { seed: 1, numRuns: runs(500) },
  )
})

test("a notebook and itself have no operations, however it is spelt", () => {
  fc.assert(
    fc.property(arbitraryNotebookBytes(), (bytes) => {
      expect(formatNbdime(diffFiles([bytes, bytes.slice()]))).toBe("[]")
    }),
    { seed: 2, numRuns: runs(200) },
  )
})

test.skipIf(corpus === undefined)(
  "so they do for every pair of the corpus, in both directions (skipped where there is none)",
  () => {
    const olds = notebooksBelow(corpus ?? "").filter((path) => /pairs.*old\.ipynb$/.test(path))
    const diffs = olds.flatMap((path) => {
      const a = readable(path)
      const b = readable(`${dirname(path)}/new.ipynb`)
      return a === undefined || b === undefined ? [] : [diffNotebooks(a, b), diffNotebooks(b, a)]
    })
    for (const diff of diffs) expectMade(diff)
    process.stdout.write(`nbdime: ${diffs.length} directions\n`)
    expect(diffs.length).toBeGreaterThan(0)
  },
  300_000,
)

function expectMade(diff: NotebookDiff): void {
  const text = formatNbdime(diff)
  expect(text).not.toMatch(/[\r\n]/)
  expect(patchByNbdime(readByNbformat(diff.a), parseNbdime(text))).toEqual(readByNbformat(diff.b))
}

function readable(path: string): Notebook | undefined {
  try {
    return parseNotebook(readFileSync(path))
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}
