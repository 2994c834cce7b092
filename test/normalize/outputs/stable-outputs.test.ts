import fc from "fast-check"
import { expect, it } from "vitest"
import { sameOutputs } from "../../../src/normalize/outputs/output-canonical.js"
import { stableOutputs } from "../../../src/normalize/outputs/stable-outputs.js"
import { dialectOf, NBFORMAT_DIALECT } from "../../../src/notebook/dialect.js"
import { draftMembers, writeFile, writeValue } from "../../../src/notebook/draft.js"
import { type Notebook, type Output, parseNotebook } from "../../../src/notebook/model.js"
import { isValid } from "../../../src/notebook/validate.js"
import { arbitraryRun, arbitraryTemplates, written } from "../../support/arbitrary-outputs.js"
import { display, failure, type OutputSketch, outputsOf, png, result, stream } from "../../support/outputs.js"
import { runs } from "../../support/thorough.js"

const encoder = new TextEncoder()

function notebookWith(outputs: readonly OutputSketch[]): Notebook {
  const cell = { cell_type: "code", execution_count: null, id: "a", metadata: {}, outputs, source: [] }
  const root = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }
  return parseNotebook(encoder.encode(`${JSON.stringify(root, null, 1)}\n`))
}

/** The notebook with its one cell's outputs rewritten. */
function stabilized(notebook: Notebook, scope = "a"): Notebook {
  const cell = notebook.cells[0]!
  const items = stableOutputs(cell.outputs, scope)
  const [cells] = draftMembers(notebook.root)
  const members = draftMembers(cell.value).map((member) =>
    member.key === "outputs"
      ? { ...member, value: { kind: "array", like: member.at?.value, items } as const }
      : member,
  )
  const value = { kind: "object", like: cell.value, members } as const
  const list = { kind: "array", like: cells?.at?.value, items: [{ value, at: cell.value }] } as const
  const root = draftMembers(notebook.root).map((member) =>
    member.key === "cells" ? { ...member, value: list } : member,
  )
  const draft = { kind: "object", like: notebook.root, members: root } as const
  return parseNotebook(writeFile(notebook.root, draft, dialectOf(notebook)))
}

const outputs = (notebook: Notebook): readonly Output[] => notebook.cells[0]!.outputs
const textOfFile = (notebook: Notebook): string => new TextDecoder().decode(notebook.root.text.bytes)
const stable = (sketches: readonly OutputSketch[]): string => textOfFile(stabilized(notebookWith(sketches)))

const seeded = { seed: 11, numRuns: runs(300) }

it("writes the same bytes for any two runs of the same outputs, counts aside", () => {
  fc.assert(
    fc.property(arbitraryTemplates, arbitraryRun, arbitraryRun, (list, one, other) => {
      const withCount = { ...other, count: one.count, hex: one.hex }
      // A model_id (`hex`) stays: it names a part of the widgets' state.
      expect(stable(written(list, one))).toBe(stable(written(list, withCount)))
    }),
    seeded,
  )
})

it("gives a valid notebook that shows the same, and rewrites it no further", () => {
  fc.assert(
    fc.property(arbitraryTemplates, arbitraryRun, (list, run) => {
      const before = notebookWith(written(list, run))
      const after = stabilized(before)
      expect(isValid(after)).toBe(true)
      expect(sameOutputs(outputs(before), outputs(after))).toBe(true)
      expect(textOfFile(stabilized(after))).toBe(textOfFile(after))
    }),
    seeded,
  )
})

it("leaves an output that is so already byte for byte", () => {
  const sketches = [
    stream(["a\n", "b\n"]),
    result({ "text/plain": "3", "image/png": png(2, 2) }),
    display({ "application/json": { a: 1.5 } }),
    failure("E", "x", ["E: x"]),
  ]
  expect(stable(sketches)).toBe(textOfFile(notebookWith(sketches)))
})

it("keeps a text in the form that it had", () => {
  expect(stable([stream("1%\r2%\nWall time: 3 s\n")])).toContain('"text": "2%\\nWall time: …\\n"')
  expect(stable([stream(["1%\r2%\n", "x"])])).toMatch(/"text": \[\s+"2%\\n",\s+"x"\s+\]/)
})

it("packs base64 and keeps its padding", () => {
  expect(stable([display({ "image/png": `${png(2, 2)}\n` })])).toContain(`"image/png": "${png(2, 2)}"`)
  expect(png(2, 2)).toMatch(/=$/)
})

it("finds the entries of nbformat 3 under short keys and under long ones", () => {
  const old = outputsOf([{ output_type: "display_data", png: "QUJD\n", "application/pdf": "REVG\n" }], 3)
  const items = stableOutputs(old, "a")
  const text = new TextDecoder().decode(writeValue({ kind: "array", items }, NBFORMAT_DIALECT))
  expect(JSON.parse(text)).toEqual([{ output_type: "display_data", png: "QUJD", "application/pdf": "REVG" }])
})

it("joins chunks of a stream, unless one of them carries something of its own", () => {
  expect(stable([stream("a\n"), stream("b\n")])).toBe(stable([stream("a\nb\n")]))
  expect(stable([stream("a\n"), { ...stream("b\n"), mood: "good" }])).toContain('"mood": "good"')
})

it("leaves the ids of bokeh and widgets, which other parts of the file name too", () => {
  const html = '<div id="p1001"></div><script>Bokeh.embed("p1001")</script>'
  const sketches = [
    display({ "text/html": html }),
    display({ "application/vnd.jupyter.widget-view+json": { model_id: "0123456789abcdef0123456789abcdef" } }),
  ]
  expect(stable(sketches)).toBe(textOfFile(notebookWith(sketches)))
})

it("never gives two outputs the same id", () => {
  const plot = display({ "text/html": '<div id="5f0c1e7a-3b2d-4c6e-8f9a-0b1c2d3e4f5a"></div>' })
  const other = display({ "text/html": '<div id="a0b1c2d3-e4f5-4a6b-8c7d-9e0f1a2b3c4d"></div>' })
  const ids = stable([plot, other]).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)
  expect(new Set(ids).size).toBe(2)
})
