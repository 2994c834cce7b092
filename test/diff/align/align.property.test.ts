import fc from "fast-check"
import { expect, it } from "vitest"
import { align } from "../../../src/diff/align/align.js"
import { rawTextOf } from "../../../src/notebook/json/json-value.js"
import { type Cell, parseNotebook } from "../../../src/notebook/model.js"
import { arbitraryNotebook } from "../../support/arbitrary-notebook.js"
import { cells } from "../../support/cells.js"
import { runs } from "../../support/thorough.js"

const seed = 20
const letters = [..."abcdefghijklmnopqrstuvwxyz"]
const names = [...letters, ...letters.flatMap((one) => letters.map((two) => `${one}${two}`))]
const usualFate = fc.constantFrom("kept", "kept", "kept", "edited", "deleted", "followed")

/** Cells that look alike in every way: few names, edits, halves, joins, blanks, types, ids that are twice. */
const anyLine = fc
  .array(
    fc
      .tuple(
        fc.constantFrom("", "", "1#", "2#", "3#"),
        fc.constantFrom("", "", "m:"),
        fc.constantFrom("a", "b", "c", "a'", "a''", "a1", "a2", "a+b", "_", "=x", "=plt.show()"),
      )
      .map((parts) => parts.join("")),
    { maxLength: 12 },
  )
  .map((words) => words.join(" "))

const anyTwo = fc.oneof(
  fc.tuple(
    anyLine.map((line) => cells(line)),
    anyLine.map((line) => cells(line)),
  ),
  fc.tuple(arbitraryNotebook(), arbitraryNotebook()).map(([a, b]) => [a.cells, b.cells] as const),
)

/** A line and what a person made of it: cells deleted, edited, inserted, and one moved. All have an id. */
const edit = arbitraryEdit(fc.tuple(fc.nat(8), fc.nat(8)))
const editInOrder = arbitraryEdit(fc.constant([0, 0]))

interface Edit {
  readonly a: string
  readonly b: string
}

function arbitraryEdit(
  move: fc.Arbitrary<readonly [number, number]>,
  { fate, size } = { fate: usualFate, size: { minLength: 0, maxLength: 9 } },
): fc.Arbitrary<Edit> {
  return fc.tuple(fc.array(fate, size), move).map(([fates, [from, to]]) => {
    const a = fates.map((_, n) => `${n}#${names[n]}`)
    const b = fates.flatMap((what, n) => {
      if (what === "deleted") return []
      const own = what === "edited" ? `${a[n]}'` : `${a[n]}`
      return what === "followed" ? [own, `new${n}#${names[n + size.maxLength]}`] : [own]
    })
    b.splice(to, 0, ...b.splice(from, 1))
    return { a: a.join(" "), b: b.join(" ") }
  })
}

it("pairs every cell with itself where both sides are the same", () => {
  fc.assert(
    fc.property(anyTwo, ([a]) => {
      const { toB, toA, moved, splits, joins } = align(a, a)
      expect(toB).toEqual([...a.keys()])
      expect(toA).toEqual(toB)
      expect([...moved, ...splits, ...joins]).toEqual([])
    }),
    { seed, numRuns: runs(200) },
  )
})

it("pairs a cell with one at most, and both sides know of it", () => {
  fc.assert(
    fc.property(anyTwo, ([a, b]) => {
      const { toB, toA } = align(a, b)
      expect([toB.length, toA.length]).toEqual([a.length, b.length])
      for (const [i, j] of toB.entries()) if (j >= 0) expect(toA[j]).toBe(i)
      expect(toB.filter((j) => j >= 0)).toHaveLength(toA.filter((i) => i >= 0).length)
    }),
    { seed, numRuns: runs(200) },
  )
})

it("keeps the order of all that did not move", () => {
  fc.assert(
    fc.property(anyTwo, ([a, b]) => {
      const { toB, moved } = align(a, b)
      const inOrder = toB.filter((j, i) => j >= 0 && !moved.has(i))
      expect(inOrder).toEqual(inOrder.toSorted((x, y) => x - y))
      for (const i of moved) expect(toB[i]).toBeGreaterThanOrEqual(0)
    }),
    { seed, numRuns: runs(200) },
  )
})

it("divides into neighbors, one of them paired, that are in no other division", () => {
  fc.assert(
    fc.property(anyTwo, ([a, b]) => {
      const { toB, toA, splits, joins } = align(a, b)
      expectDivisions(
        splits.map(({ before, after }) => ({ whole: before, pieces: after })),
        toB,
        toA,
      )
      expectDivisions(
        joins.map(({ before, after }) => ({ whole: after, pieces: before })),
        toA,
        toB,
      )
      const cellsOfB = [...splits.flatMap(({ after }) => after), ...joins.map(({ after }) => after)]
      const cellsOfA = [...splits.map(({ before }) => before), ...joins.flatMap(({ before }) => before)]
      expect(new Set(cellsOfB).size).toBe(cellsOfB.length)
      expect(new Set(cellsOfA).size).toBe(cellsOfA.length)
    }),
    { seed, numRuns: runs(200) },
  )
})

function expectDivisions(
  divisions: readonly { readonly whole: number; readonly pieces: readonly number[] }[],
  toPiece: readonly number[],
  toWhole: readonly number[],
): void {
  for (const { whole, pieces } of divisions) {
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces).toEqual(pieces.map((_, n) => (pieces[0] ?? 0) + n))
    expect(pieces).toContain(toPiece[whole])
    for (const piece of pieces) if (piece !== toPiece[whole]) expect(toWhole[piece]).toBe(-1)
  }
}

it("gives the same for the same cells", () => {
  fc.assert(
    fc.property(anyLine, anyLine, (a, b) => {
      expect(align(cells(a), cells(b))).toEqual(align(cells(a), cells(b)))
    }),
    { seed, numRuns: runs(200) },
  )
})

it("finds what a person's edits left of each cell, by ids and without", () => {
  fc.assert(
    fc.property(edit, ({ a, b }) => {
      const truth = truthOf(cells(a), cells(b))
      for (const { toB } of [align(cells(a), cells(b)), align(cells(withoutIds(a)), cells(withoutIds(b)))]) {
        for (const [i, j] of truth.entries()) if (j >= 0) expect(toB[i]).toBe(j)
      }
    }),
    { seed, numRuns: runs(500) },
  )
})

it("sees the same whichever side comes first", () => {
  fc.assert(
    fc.property(editInOrder, ({ a, b }) => {
      const [x, y] = [cells(withoutIds(a)), cells(withoutIds(b))]
      expect(align(y, x).toA).toEqual(align(x, y).toB)
    }),
    { seed, numRuns: runs(500) },
  )
})

/** Longer than a run of common cells has to be, several times. */
const longEdit = arbitraryEdit(fc.tuple(fc.nat(60), fc.nat(60)), {
  fate: fc.oneof({ weight: 12, arbitrary: fc.constant("kept") }, { weight: 1, arbitrary: usualFate }),
  size: { minLength: 40, maxLength: 60 },
})

it("says the same of cells that nobody touched whether or not they are the same bytes", () => {
  fc.assert(
    fc.property(longEdit, fc.boolean(), ({ a, b }, hasIds) => {
      const [x, y] = hasIds ? [cells(a), cells(b)] : [cells(withoutIds(a)), cells(withoutIds(b))]
      expect(align(x, y)).toEqual(align(x, indented(y)))
    }),
    { seed, numRuns: runs(300) },
  )
})

/** The same cells, each other bytes. */
function indented(these: readonly Cell[]): readonly Cell[] {
  const values = these.map(({ value }) => JSON.parse(rawTextOf(value)) as object)
  const json = { cells: values, metadata: {}, nbformat: 4, nbformat_minor: 5 }
  return parseNotebook(new TextEncoder().encode(JSON.stringify(json, null, 1))).cells
}

function withoutIds(line: string): string {
  return line.replace(/\w+#/g, "")
}

function truthOf(a: readonly Cell[], b: readonly Cell[]): readonly number[] {
  return a.map(({ id }) => b.findIndex((cell) => cell.id === id))
}
