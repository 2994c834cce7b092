import { expect, it } from "vitest"
import { pythonNumber } from "../../../src/normalize/canonical/python-number.js"

it.each([
  ["0", "0"],
  ["-0", "0"],
  ["-0.0", "-0.0"],
  ["1.0", "1.0"],
  ["1E5", "100000.0"],
  ["12345678901234567890", "12345678901234567890"],
  ["0.0001", "0.0001"],
  ["0.00001", "1e-05"],
  ["1.50e-7", "1.5e-07"],
  ["1e15", "1000000000000000.0"],
  ["1e16", "1e+16"],
  ["123456789012345680.0", "1.2345678901234568e+17"],
  ["0.1", "0.1"],
  ["5e-324", "5e-324"],
  ["1e400", "Infinity"],
  ["-1e400", "-Infinity"],
  ["NaN", "NaN"],
  ["-Infinity", "-Infinity"],
])("%s is written as %s", (token, written) => {
  expect(pythonNumber(token)).toBe(written)
})
