import { expect, it } from "vitest"
import { mergeFiles } from "../../src/merge/merge-files.js"

const notebook = (source: readonly string[]): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      cells: [
        { cell_type: "raw", metadata: {}, source: ["one line in ", "two strings"] },
        { cell_type: "raw", metadata: {}, source },
      ],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 4,
    }),
  )

it("keeps the line endings of a merged source where another cell's list has none", () => {
  const { bytes, decisions } = mergeFiles(
    notebook(["a\n", "b\n", "c\n", "d\n", "e"]),
    notebook(["A\n", "b\n", "c\n", "d\n", "e"]),
    notebook(["a\n", "b\n", "c\n", "d\n", "E"]),
  )
  expect(decisions.filter(({ conflict }) => conflict)).toEqual([])
  const { cells } = JSON.parse(new TextDecoder().decode(bytes))
  expect(cells[1].source.join("")).toBe("A\nb\nc\nd\nE")
})
