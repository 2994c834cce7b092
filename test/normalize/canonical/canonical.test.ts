import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalNotebook } from "../../../src/normalize/canonical/canonical.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { arbitraryNotebookBytes } from "../../support/arbitrary-notebook.js"
import { corpus, notebooksBelow } from "../../support/corpus.js"
import { temporaryDirectory } from "../../support/repository.js"

const script = fileURLToPath(new URL("rewrite-with-nbformat.py", import.meta.url))
/** A Python that has nbformat. */
const python = ["/usr/bin/python3", "python3", "python"].find(
  (name) => spawnSync(name, ["-c", "import nbformat"]).status === 0,
)

interface Rewritten {
  readonly path: string
  readonly text?: string
  readonly error?: string
}

describe.skipIf(python === undefined)(
  "canonical form, beside Python's nbformat (skipped where it is not installed)",
  () => {
    it("is what nbformat writes, for generated notebooks", () => {
      const folder = temporaryDirectory()
      const notebooks = fc.sample(arbitraryNotebookBytes({ valid: true }), { seed: 7, numRuns: 500 })
      const paths = notebooks.map((bytes, i) => {
        const path = join(folder, `${i}.ipynb`)
        writeFileSync(path, bytes)
        return path
      })
      expect(compare(paths).compared).toBeGreaterThan(150)
    })

    it.skipIf(corpus === undefined)(
      "is what nbformat writes, for every notebook of the corpus that it reads",
      () => {
        const { compared, madeUp, unreadable } = compare(notebooksBelow(corpus ?? ""))
        process.stdout.write(
          `canonical: ${compared} equal; nbformat makes up ids in ${madeUp} and cannot rewrite ${unreadable}\n`,
        )
        expect(compared).toBeGreaterThan(0)
      },
      300_000,
    )
  },
)

function compare(paths: readonly string[]): { compared: number; madeUp: number; unreadable: number } {
  const run = spawnSync(python ?? "", [script], {
    input: paths.join("\n"),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  })
  const rewritten = run.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Rewritten)
  expect(rewritten).toHaveLength(paths.length)
  const readable = rewritten.filter(({ text }) => text !== undefined)
  const different = readable.filter(({ path, text = "" }) => !isCanonical(path, Buffer.from(text, "latin1")))
  expect(different.map(({ path }) => path)).toEqual([])
  const madeUp = rewritten.filter(({ error }) => error?.startsWith("MadeUp")).length
  return { compared: readable.length, madeUp, unreadable: paths.length - readable.length - madeUp }
}

function isCanonical(path: string, expected: Uint8Array): boolean {
  const own = canonicalNotebook(parseNotebook(readFileSync(path)))
  return Buffer.compare(own, expected) === 0
}
