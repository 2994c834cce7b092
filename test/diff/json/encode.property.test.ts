import { readFileSync } from "node:fs"
import { dirname } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../../src/diff/diff-notebooks.js"
import { type DecodedDiff, decodeDiff } from "../../../src/diff/json/decode-diff.js"
import { type DiffJson, encodeDiff } from "../../../src/diff/json/encode.js"
import { applyDiff, invertDecoded } from "../../../src/diff/json/patch.js"
import type { NotebookDiff } from "../../../src/diff/model/notebook-diff.js"
import { blobId } from "../../../src/node/blob-id.js"
import { NotebookError } from "../../../src/notebook/json/notebook-error.js"
import { type Notebook, parseNotebook } from "../../../src/notebook/model.js"
import { arbitraryNotebookBytes } from "../../support/arbitrary-notebook.js"
import { arbitraryPair, diffFiles } from "../../support/arbitrary-pair.js"
import { corpus, notebooksBelow } from "../../support/corpus.js"
import { schemaViolations } from "../../support/diff-schema.js"
import { runs } from "../../support/thorough.js"

const NAMES = { before: "a.ipynb", after: "b.ipynb" }

describe("laws of the JSON form", () => {
  test("it is valid by its schema, and patch makes b of a and a of b with it", () => {
    fc.assert(
      fc.property(arbitraryPair(), ([a, b]) => {
        const json = JSON.stringify(encodeDiff(diffFiles([a, b]), NAMES, blobId))
        expect(schemaViolations(JSON.parse(json))).toEqual([])
        const decoded = decodeDiff(Buffer.from(json))
        if (typeof decoded === "string") throw new Error(decoded)
        expect(patched(decoded, a)).toBe(text(b))
        expect(patched(invertDecoded(decoded), b)).toBe(text(a))
      }),
      { seed: 1, numRuns: runs(400) },
    )
  })

  test("each cell of either file is in it once, and those after are in order", () => {
    fc.assert(
      fc.property(arbitraryPair(), (pair) => {
        const { cells, before, after } = encode(diffFiles(pair))
        const places = (side: "before" | "after") => cells.flatMap((cell) => cell[side] ?? [])
        expect(places("before").sort((x, y) => x - y)).toEqual(indices(before?.cells))
        expect(places("after")).toEqual(indices(after?.cells))
      }),
      { seed: 2, numRuns: runs(300) },
    )
  })

  test("of a file and itself it says nothing but where the cells are", () => {
    fc.assert(
      fc.property(arbitraryNotebookBytes(), (bytes) => {
        const { cells, notebook, formatting, summary } = encode(diffFiles([bytes, bytes.slice()]))
        expect({ notebook, formatting }).toEqual({ notebook: [], formatting: false })
        expect(
          Object.values(summary).every((count) => count === 0 || count === null || count === false),
        ).toBe(true)
        expect(cells).toEqual(cells.map((_, i) => ({ kind: "unchanged", before: i, after: i })))
      }),
      { seed: 3, numRuns: runs(200) },
    )
  })
})

test.skipIf(corpus === undefined)(
  "the corpus' pairs encode by the schema, and are read back (skipped where there is none)",
  () => {
    const olds = notebooksBelow(corpus ?? "").filter((path) => /pairs.*old\.ipynb$/.test(path))
    const forms = olds.flatMap((path) => {
      const a = readable(path)
      const b = readable(`${dirname(path)}/new.ipynb`)
      if (a === undefined || b === undefined) return []
      const json = JSON.stringify(encode(diffNotebooks(a, b)))
      expect(schemaViolations(JSON.parse(json)), path).toEqual([])
      expect(decodeDiff(Buffer.from(json)), path).toBeTypeOf("object")
      return [json]
    })
    const size = forms.reduce((sum, json) => sum + json.length, 0)
    process.stdout.write(`encode: ${forms.length} pairs, ${size} characters\n`)
    expect(forms.length).toBeGreaterThan(0)
  },
  300_000,
)

function patched(diff: DecodedDiff, bytes: Uint8Array): string {
  const result = applyDiff(diff, bytes, blobId)
  return result.kind === "patched" ? text(result.bytes ?? new Uint8Array(0)) : result.kind
}

/** Latin-1: a character a byte. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1")
}

function encode(diff: NotebookDiff): DiffJson {
  return encodeDiff(diff, NAMES, blobId)
}

function indices(count = 0): readonly number[] {
  return Array.from({ length: count }, (_, i) => i)
}

function readable(path: string): Notebook | undefined {
  try {
    return parseNotebook(readFileSync(path))
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}
