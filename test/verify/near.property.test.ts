import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { nearness } from "../../src/verify/near.js"
import { runs } from "../support/thorough.js"

const USUAL = { rtol: 1e-6, atol: 0 }
const isNear = (a: string, b: string, tolerance = USUAL): boolean => nearness(a, b, tolerance).isNear

describe("two texts are near", () => {
  test.each([
    ["0.1", "0.1000000001"],
    ["mean is 0.5.", "mean is 0.50000000001."],
    ["[0.1 0.25]", "[0.10000000001 0.25     ]"],
    ["-1e-17", "-1.0000000001e-17"],
    ["1.0", "1.00"],
    ["1.0000000001+2.5j", "1.0+2.5j"],
    ["took 1.5ms", "took 1.50000000001ms"],
    ["│0.25│", "│0.2500000001│"],
    ["a = .5", "a = .50000000001"],
  ])("%j ~ %j", (a, b) => expect(isNear(a, b)).toBe(true))

  test.each([
    ["312 rows", "313 rows"],
    ["10000000", "10000001"],
    ["version 1.2.3", "version 1.2.4"],
    ["2026-11-28", "2026-11-29"],
    ["0.1", "0.2"],
    ["0.1", "-0.1"],
    ["0.1 0.2", "0.1  0.2"],
    ["a 0.1", "b 0.1"],
    ["x1.5", "x1.50000000001"],
    ["3f4.5a", "3f4.50a"],
    ["inf 1.0", "-inf 1.00"],
    ["nan", "0.0"],
    ["1e999", "2e999"],
    ["0.1", "0.1 0.1"],
    ["5.0-3.0", "5.0+3.0"],
  ])("but not %j and %j", (a, b) => expect(isNear(a, b)).toBe(false))

  test("as far as the tolerance goes", () => {
    expect(isNear("0.1", "0.1000000001", { rtol: 0, atol: 0 })).toBe(false)
    expect(isNear("0.0", "1e-9")).toBe(false)
    expect(isNear("0.0", "1e-9", { rtol: 0, atol: 1e-8 })).toBe(true)
    expect(nearness("0.75", "1.0", USUAL)).toEqual({ isNear: false, worst: 0.25 })
  })
})

const piece = fc.oneof(
  fc.constantFrom("rows", "1.2.3", "x1", "é", "(", ")", "-", "+", ",", "%", "nan", "0", "7"),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
)
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(" "))
const nudged = fc.tuple(text, fc.constantFrom(1e-12, 1e-8, 1e-3)).map(([from, by]) => {
  return [
    from,
    from.replace(/-?\d+\.\d+(?:e[+-]?\d+)?/g, (number) => String(Number(number) * (1 + by))),
  ] as const
})
const pair = fc.oneof(nudged, fc.tuple(text, text))
const share = fc.constantFrom(0, 1e-13, 1e-9, 1e-6, 1e-2, 1)

describe("for any two texts", () => {
  test("nearness is symmetric, and a text is near to itself", () => {
    fc.assert(
      fc.property(pair, share, share, ([a, b], rtol, atol) => {
        expect(nearness(a, b, { rtol, atol })).toEqual(nearness(b, a, { rtol, atol }))
        expect(nearness(a, a, { rtol: 0, atol: 0 })).toEqual({ isNear: true, worst: 0 })
      }),
      { seed: 20261128, numRuns: runs(2_000) },
    )
  })

  test("a larger tolerance makes nothing far that was near", () => {
    fc.assert(
      fc.property(pair, share, share, share, share, ([a, b], rtol, atol, more, again) => {
        const wider = { rtol: rtol + more, atol: atol + again }
        if (isNear(a, b, { rtol, atol })) expect(isNear(a, b, wider)).toBe(true)
      }),
      { seed: 20261128, numRuns: runs(2_000) },
    )
  })
})

test.each(["1", "1.", ".", "a", "1e", "+", "0x", "1.1.", " "])("a long text of %j is read once", (part) => {
  const long = part.repeat(200_000)
  expect(nearness(`${long} 0.1`, `${long} 0.1000000001`, USUAL).isNear).toBe(true)
})
