import { describe, expect, test } from "vitest"
import { withStoredRuns } from "../../../src/merge/resolve/stored-runs.js"
import { parseNotebook } from "../../../src/notebook/model.js"

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Cells of code, each as `id: source → output`; without an arrow it has not run. */
function notebook(...cells: readonly string[]): string {
  const json = cells.map((cell) => {
    const [, id, source, output] = /^(\w+): (.*?)(?: → (.*))?$/.exec(cell) ?? []
    const outputs = output === undefined ? [] : [{ name: "stdout", output_type: "stream", text: [output] }]
    const execution_count = output === undefined ? null : 1
    return { cell_type: "code", execution_count, id, metadata: {}, outputs, source: [source] }
  })
  return `${JSON.stringify({ cells: json, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

const restored = (side: string, ...versions: readonly string[]): string =>
  new TextDecoder().decode(
    withStoredRuns(
      encode(side),
      versions.map((version) => parseNotebook(encode(version))),
    ),
  )

describe("a side taken out of git's text markers", () => {
  const ours = notebook("a: x → one", "b: y → two")
  const theirs = notebook("a: x → 1", "b: z → 2")

  test("stays the bytes that it is where each run is one of a version", () => {
    for (const side of [ours, theirs, notebook("a: x → 1", "b: y → two", "c: new")])
      expect(restored(side, ours, theirs)).toBe(side)
  })

  test("has the run of its own version, else of the other, in place of one that never was", () => {
    const side = notebook("a: x → mixed", "b: z → two")
    expect(restored(side, ours, theirs)).toBe(notebook("a: x → one", "b: z → 2"))
    expect(restored(side, theirs, ours)).toBe(notebook("a: x → 1", "b: z → 2"))
  })

  test("has no run beside a source that never ran", () => {
    expect(restored(notebook("a: x and z → one"), ours, theirs)).toBe(notebook("a: x and z"))
  })
})
