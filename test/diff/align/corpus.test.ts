import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { align } from "../../../src/diff/align/align.js"
import { type Cell, parseNotebook } from "../../../src/notebook/model.js"
import { corpus } from "../../support/corpus.js"

/** Real histories whose cells carry lasting ids: the matcher sees the cells without them. */
const folder = corpus === undefined ? undefined : join(corpus, "align")
const isThere = folder !== undefined && existsSync(folder)

describe.skipIf(!isThere)("real histories with ids hidden (skipped where there is no corpus)", () => {
  const score = { shared: 0, found: 0, said: 0, right: 0 }

  it("finds the cells that the ids name", { timeout: 60_000 }, () => {
    for (const name of readdirSync(folder ?? "")) measure(join(folder ?? "", name))
    expect(score.shared).toBeGreaterThan(0)
    expect(score.found / score.shared).toBeGreaterThanOrEqual(0.965)
    expect(score.right / score.said).toBeGreaterThanOrEqual(0.995)
  })

  function measure(pair: string): void {
    if (!existsSync(join(pair, "old.ipynb"))) return
    const a = parseNotebook(readFileSync(join(pair, "old.ipynb"))).cells
    const b = parseNotebook(readFileSync(join(pair, "new.ipynb"))).cells
    const placeInB = placesOf(b)
    const placeInA = placesOf(a)
    const { toB, splits, joins } = align(a.map(withoutId), b.map(withoutId))
    const pairs = new Set([
      ...toB.map((j, i) => `${i} ${j}`),
      ...splits.flatMap(({ before, after }) => after.map((j) => `${before} ${j}`)),
      ...joins.flatMap(({ before, after }) => before.map((i) => `${i} ${after}`)),
    ])
    for (const [i, { id }] of a.entries()) {
      const j = placeInB.get(id)
      if (j === undefined) continue
      score.shared++
      if (pairs.has(`${i} ${j}`)) score.found++
    }
    for (const [i, j] of [...pairs].map((text) => text.split(" ").map(Number))) {
      const [idA, idB] = [a[i ?? -1]?.id, b[j ?? -1]?.id]
      if (!placeInB.has(idA) || !placeInA.has(idB)) continue
      score.said++
      if (idA === idB) score.right++
    }
  }
})

function placesOf(cells: readonly Cell[]): ReadonlyMap<string | undefined, number> {
  return new Map(cells.map(({ id }, place) => [id, place]))
}

function withoutId(cell: Cell): Cell {
  return Object.create(cell, { id: { value: undefined } })
}
