import { expect, it } from "vitest"
import { equalBytes } from "../../../src/notebook/json/json-equality.js"

/** `length` bytes that start at `offset` of their buffer. */
function bytesAt(offset: number, length: number): Uint8Array {
  return new Uint8Array(length + 8).map((_, i) => (i - offset) * 7).subarray(offset, offset + length)
}

it("finds bytes equal wherever they lie, and one that differs wherever it is", () => {
  for (const length of [0, 1, 15, 1023, 1024, 1025, 1039, 4096, 5003]) {
    for (const offset of [0, 1, 2, 3]) {
      const a = bytesAt(0, length)
      expect(equalBytes(a, bytesAt(offset, length)), `${length} at ${offset}`).toBe(true)
      for (const at of [0, 1, 16, 1007, 1023, length - 16, length - 1]) {
        if (at < 0 || at >= length) continue
        const b = bytesAt(offset, length)
        b[at] = (b[at] ?? 0) ^ 0x80
        expect(equalBytes(a, b), `${length} at ${offset}, ${at} differs`).toBe(false)
      }
    }
  }
  expect(equalBytes(bytesAt(0, 1024), bytesAt(0, 1025))).toBe(false)
})
