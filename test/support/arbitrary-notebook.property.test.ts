import fc from "fast-check"
import { expect, it } from "vitest"
import { isValid } from "../../src/notebook/validate.js"
import { arbitraryNotebook } from "./arbitrary-notebook.js"
import { runs } from "./thorough.js"

it("makes notebooks that can be read, valid ones when asked", () => {
  fc.assert(
    fc.property(arbitraryNotebook({ valid: true }), arbitraryNotebook(), (valid, any) => {
      expect(isValid(valid)).toBe(true)
      expect(any.major).toBe(4)
    }),
    { seed: 5, numRuns: runs(300) },
  )
})
