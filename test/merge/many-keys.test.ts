import { expect, it } from "vitest"
import { mergeFiles } from "../../src/merge/merge-files.js"
import { parseNotebook } from "../../src/notebook/model.js"

const notebook = (metadata: object, gap = ""): Uint8Array =>
  new TextEncoder().encode(
    `{"cells":[{"cell_type":"raw","metadata":{},"source":"1"},${gap}{"cell_type":"raw","metadata":${JSON.stringify(metadata)},"source":"2"}],"metadata":{},"nbformat":4,"nbformat_minor":4}`,
  )

const keys = (prefix: string, count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, i]))

it("merges members by the ten thousand, all of both sides", () => {
  const { bytes, decisions } = mergeFiles(
    notebook({ z: 1 }),
    notebook({ ...keys("a", 20_000), z: 1 }),
    notebook({ ...keys("b", 20_000), z: 2 }),
  )
  const metadata = JSON.parse(new TextDecoder().decode(bytes)).cells[1].metadata
  expect(metadata).toEqual({ ...keys("a", 20_000), ...keys("b", 20_000), z: 2 })
  expect(decisions).toEqual([])
})

it("merges files with any amount of white space between two cells", () => {
  const gap = " ".repeat(300_000)
  const { bytes } = mergeFiles(notebook({}), notebook({ a: 1 }, gap), notebook({ b: 2 }))
  expect(parseNotebook(bytes).cells).toHaveLength(2)
})
