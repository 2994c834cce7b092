import { expect, test } from "vitest"
import { mergeOf, textCell } from "../../support/three.js"

const FIRST = "We load the prices of all flats in the city."
const LAST = "We plot them by district, the dearest ones first."
const OURS = "Flats without a price are left out of what follows."
const THEIRS = "Nothing in common with the other one, or hardly anything."
const SIMILAR = "Flats without a price are left out of the plot."

/** The number of cells of the merge, and what was decided, both ways round. */
function merged(ours: readonly string[], theirs: readonly string[]): readonly unknown[] {
  const cells = (sources: readonly string[]) =>
    ["# Prices", ...sources, "# Rents"].map((text) => textCell(text))
  const both = [
    [ours, theirs],
    [theirs, ours],
  ] as const
  const [one, other] = both.map(([o, t]) => {
    const { sources, decisions } = mergeOf(cells([]), cells(o), cells(t))
    return [sources.length - 2, ...decisions]
  })
  expect(other).toEqual(one)
  return one as readonly unknown[]
}

test("what lies alone between two cells that both inserted is one cell, in conflict", () => {
  expect(merged([FIRST, OURS, LAST], [FIRST, THEIRS, LAST])).toEqual([3, "near-equal"])
})

test("beside one of them it has to be similar", () => {
  expect(merged([FIRST, OURS], [FIRST, SIMILAR])).toEqual([2, "near-equal"])
  expect(merged([OURS, LAST], [SIMILAR, LAST])).toEqual([2, "near-equal"])
  expect(merged([FIRST, OURS], [FIRST, THEIRS])).toEqual([3, "both-inserted"])
})

test("several cells between them are kept", () => {
  expect(merged([FIRST, OURS, LAST], [FIRST, THEIRS, "And one more sentence.", LAST])).toEqual([
    5,
    "both-inserted",
  ])
})

test("a cell of another type, and an empty one, are kept", () => {
  expect(merged([FIRST, OURS, LAST], [FIRST, "", LAST])).toEqual([4, "both-inserted"])
})

test("without a cell that both inserted two cells are two", () => {
  expect(merged([OURS], [SIMILAR])).toEqual([2, "both-inserted"])
})
