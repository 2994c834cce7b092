import fc from "fast-check"
import { expect, test } from "vitest"
import { decodeDiff } from "../../../src/diff/json/decode-diff.js"
import { encodeDiff } from "../../../src/diff/json/encode.js"
import { applyDiff } from "../../../src/diff/json/patch.js"
import { blobId } from "../../../src/node/blob-id.js"
import { arbitraryPair, diffFiles } from "../../support/arbitrary-pair.js"
import { runs } from "../../support/thorough.js"

const names = { before: "a.ipynb", after: "b.ipynb" }

/** Numbers and words that a careless reader trips over. */
const tokens = [
  "-1",
  "0",
  "1",
  "1e9",
  "1e400",
  "9007199254740993",
  "0.5",
  "null",
  '""',
  "[]",
  "{}",
  '"\\ud800"',
]

test("a damaged diff is refused or still makes the file that it names, and never throws", () => {
  const kinds = { refused: 0, applied: 0 }
  const damage = fc.tuple(fc.nat(), fc.constantFrom(...tokens), fc.boolean())
  fc.assert(
    fc.property(arbitraryPair(), fc.array(damage, { minLength: 1, maxLength: 3 }), ([a, b], damages) => {
      const json = JSON.stringify(encodeDiff(diffFiles([a, b]), names, blobId))
      const diff = decodeDiff(Buffer.from(damages.reduce(damaged, json)))
      const patched = typeof diff === "string" ? undefined : applyDiff(diff, a, blobId)
      kinds[patched?.kind === "patched" ? "applied" : "refused"]++
      if (patched?.kind !== "patched") return
      expect(Buffer.compare(patched.bytes ?? new Uint8Array(0), b)).toBe(0)
    }),
    { seed: 1, numRuns: runs(300) },
  )
  // a damage to what people read changes nothing; one to the rest is noticed
  expect(Math.min(kinds.refused, kinds.applied)).toBeGreaterThan(runs(300) / 15)
})

/** With one number or string replaced, or cut off in the middle of it. */
function damaged(json: string, [at, token, cut]: readonly [number, string, boolean]): string {
  const found = [...json.matchAll(/-?\d+(?:\.\d+)?|"(?:[^"\\]|\\.)*"(?!:)/g)]
  const match = found[at % Math.max(1, found.length)]
  if (match === undefined) return json
  if (cut && at % 7 === 0) return json.slice(0, match.index + 1)
  return json.slice(0, match.index) + token + json.slice(match.index + match[0].length)
}
