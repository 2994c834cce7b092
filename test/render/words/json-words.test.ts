import { expect, it } from "vitest"
import { parseJson } from "../../../src/notebook/json/json-text.js"
import { rootOf } from "../../../src/notebook/json/json-value.js"
import { jsonLines } from "../../../src/render/words/json-words.js"

const shown = (text: string): string => jsonLines(rootOf(parseJson(new TextEncoder().encode(text))))

it("shows a value a line for each item, further in for each level", () => {
  const item = '"a text that is too long to be on one line with its neighbor"'
  expect(shown(`{"a":[${item},${item}]}`)).toBe(`{\n  "a": [\n    ${item},\n    ${item}\n  ]\n}\n`)
})

it("stays in proportion to a value that is nested a thousand levels deep", () => {
  const levels = 990
  const text = `${"[".repeat(levels)}${"1,".repeat(200)}1${"]".repeat(levels)}`
  expect(shown(text).length).toBeLessThan(50 * text.length)
})
