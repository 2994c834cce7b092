import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { equivalent } from "../../src/normalize/equivalence.js"
import { NORMALIZE_DEFAULTS, normalizeNotebook } from "../../src/normalize/normalize.js"
import { NotebookError } from "../../src/notebook/json/notebook-error.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { isValid } from "../../src/notebook/validate.js"
import { corpus, notebooksBelow } from "../support/corpus.js"

it.skipIf(corpus === undefined)(
  "the laws of the normal form hold on every readable notebook of the corpus (skipped where there is none)",
  () => {
    const notebooks = notebooksBelow(corpus ?? "").flatMap((path) => {
      const notebook = readable(path)
      return notebook === undefined ? [] : [{ path, notebook }]
    })
    for (const { path, notebook } of notebooks) {
      const valid = isValid(notebook)
      for (const options of [NORMALIZE_DEFAULTS, { ...NORMALIZE_DEFAULTS, outputs: "keep" as const }]) {
        const { bytes } = normalizeNotebook(notebook, options)
        const normal = parseNotebook(bytes)
        expect(normalizeNotebook(normal, options).bytes, path).toBe(bytes)
        if (valid) expect(isValid(normal), path).toBe(true)
        if (options.outputs === "keep" && !asksToStrip(notebook)) {
          expect(equivalent(notebook, normal), path).toBe(true)
        }
      }
    }
    process.stdout.write(`normalize: ${notebooks.length} notebooks of the corpus\n`)
    expect(notebooks.length).toBeGreaterThan(0)
  },
  300_000,
)

function asksToStrip({ root }: Notebook): boolean {
  return /"keep_output":\s*false/.test(new TextDecoder().decode(root.text.bytes))
}

function readable(path: string): Notebook | undefined {
  try {
    return parseNotebook(readFileSync(path))
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}
