import fc from "fast-check"
import { expect, it } from "vitest"
import { base64Of, decodeBase64, decodedSize } from "../../../src/normalize/outputs/base64.js"
import { parseJson } from "../../../src/notebook/json/json-text.js"
import { type JsonValue, rootOf } from "../../../src/notebook/json/json-value.js"
import { runs } from "../../support/thorough.js"

const jsonOf = (json: string): JsonValue => rootOf(parseJson(new TextEncoder().encode(json)))
const charactersOf = (json: string): string | undefined => {
  const base64 = base64Of(jsonOf(json))
  return base64 && new TextDecoder().decode(base64)
}

it.each([
  ["a string", '"QUJD"', "QUJD"],
  ["a string with padding", '"QUI="', "QUI"],
  ["a final newline", '"QUJD\\n"', "QUJD"],
  ["lines", '"QUJD\\nREVG\\r\\n"', "QUJDREVG"],
  ["a list of lines", '["QUJD\\n", "REVG"]', "QUJDREVG"],
  ["escaped slashes", '"QU\\/D"', "QU/D"],
  ["nothing", '""', ""],
])("reads %s", (_, json, characters) => {
  expect(charactersOf(json)).toBe(characters)
})

it.each(['"Hello, world!"', '"<svg>"', "12", "null", '["QUJD", 1]', '{"a": 1}', '"QU\\u004aD"'])(
  "takes %s for something else",
  (json) => {
    expect(base64Of(jsonOf(json))).toBeUndefined()
  },
)

it("looks at a run of characters where it is, and copies none of them", () => {
  const value = jsonOf('{"image/png": "QUJD\\n"}')
  expect(base64Of({ text: value.text, node: 6 })?.buffer).toBe(value.text.bytes.buffer)
})

it("decodes what Node encodes, or as much of it as is asked for", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(60), (bytes, limit) => {
      const base64 = base64Of(jsonOf(JSON.stringify(Buffer.from(bytes).toString("base64"))))
      expect(base64 && decodedSize(base64)).toBe(bytes.length)
      expect(base64 && decodeBase64(base64)).toEqual(bytes)
      expect(base64 && decodeBase64(base64, limit)).toEqual(bytes.slice(0, limit))
    }),
    { seed: 3, numRuns: runs(500) },
  )
})
