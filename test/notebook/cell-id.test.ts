import fc from "fast-check"
import { expect, it } from "vitest"
import { CELL_ID, cellIdFor } from "../../src/notebook/cell-id.js"
import { runs } from "../support/thorough.js"

const cell = { type: "code", source: "import numpy as np" }

it("is the same for the same type and source, whoever makes it, and in every version of this program", () => {
  expect(cellIdFor(cell, new Set())).toBe(cellIdFor({ ...cell }, new Set(["another"])))
  expect(cellIdFor(cell, new Set())).toBe("2c27b6ee0fe582d7")
})

it("is another one for another type or source", () => {
  const ids = [
    cell,
    { ...cell, type: "markdown" },
    { ...cell, source: "" },
    { ...cell, source: `${cell.source}\n` },
  ]
  expect(new Set(ids.map((each) => cellIdFor(each, new Set()))).size).toBe(4)
})

it("has a count after it where it is taken", () => {
  const first = cellIdFor(cell, new Set())
  expect(cellIdFor(cell, new Set([first]))).toBe(`${first}-2`)
  expect(cellIdFor(cell, new Set([first, `${first}-2`, `${first}-3`]))).toBe(`${first}-4`)
})

it("takes a few steps for each of many equal cells, which are counted through, each in a few steps", () => {
  let asked = 0
  const taken = new (class extends Set<string> {
    override has(id: string): boolean {
      asked++
      return super.has(id)
    }
  })()
  for (let i = 0; i < 2000; i++) taken.add(cellIdFor(cell, taken))
  expect(taken.size).toBe(2000)
  expect([...taken].at(-1)).toBe(`${[...taken][0]}-2000`)
  expect(asked).toBeLessThan(2000 * 40)
})

it("is an id by nbformat's rule, and free", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (source, type) => {
      const id = cellIdFor({ type, source }, new Set())
      const next = cellIdFor({ type, source }, new Set([id]))
      expect([id, next].every((each) => CELL_ID.test(each))).toBe(true)
      expect(next).not.toBe(id)
    }),
    { seed: 3, numRuns: runs(300) },
  )
})

it("spreads: a hundred thousand near sources make no id twice", () => {
  const ids = Array.from({ length: 100_000 }, (_, i) =>
    cellIdFor({ type: "code", source: `x = ${i}` }, new Set()),
  )
  expect(new Set(ids).size).toBe(ids.length)
})
