import { describe, expect, test } from "vitest"
import { hunksOfFlags } from "../../../src/diff/text/hunk.js"
import { markChanges } from "../../../src/diff/text/myers.js"
import { applied, changedItems, seededNumbers, wellFormed } from "../../support/edited-lines.js"

const random = seededNumbers(5)
const kinds = 30
const sequence = (length: number) => Int32Array.from({ length }, () => Math.floor(random() * kinds))

describe("markChanges when its steps are spent", () => {
  const a = sequence(3_000)
  const b = sequence(3_000)
  const within = (steps?: number) => {
    const changed = markChanges(a, b, kinds, steps)
    return hunksOfFlags(changed.a, changed.b)
  }

  test("without any step everything but the equal ends is one replacement", () => {
    const changed = markChanges(Int32Array.of(1, 2, 3, 4), Int32Array.of(1, 3, 2, 4), 5, 0)
    expect(hunksOfFlags(changed.a, changed.b)).toEqual([{ fromA: 1, toA: 3, fromB: 1, toB: 3 }])
  })

  test.each([1, 1_000, 20_000, 300_000])("after %i steps the hunks still turn A into B", (steps) => {
    const hunks = within(steps)
    expect(wellFormed(hunks, a.length, b.length)).toBe(true)
    expect(applied(hunks, [...a], [...b])).toEqual([...b])
  })

  test("more steps find more in common", () => {
    const changed = [1, 1_200_000, 4_000_000].map((steps) => changedItems(within(steps)))
    expect(changed).toEqual(changed.toSorted((x, y) => y - x))
    expect(new Set(changed).size).toBe(3)
  })
})
