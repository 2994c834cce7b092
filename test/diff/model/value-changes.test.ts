import fc from "fast-check"
import { expect, it } from "vitest"
import { diffValues } from "../../../src/diff/model/value-changes.js"
import { sameValue } from "../../../src/notebook/json/json-equality.js"
import { parseJson } from "../../../src/notebook/json/json-text.js"
import { type JsonValue, rawTextOf, rootOf } from "../../../src/notebook/json/json-value.js"
import { runs } from "../../support/thorough.js"

const json = (text: string | undefined): JsonValue | undefined =>
  text === undefined ? undefined : rootOf(parseJson(new TextEncoder().encode(text)))

/** Each change as `path: before → after`; nothing stands for a value that is not there. */
function changes(a: string | undefined, b: string | undefined): readonly string[] {
  return diffValues(json(a), json(b)).map(({ path, before, after }) => {
    const shown = [before, after].map((value) => (value === undefined ? "" : rawTextOf(value)))
    return `${path.join(".")}: ${shown.join(" → ")}`
  })
}

it.each<[string, string | undefined, string | undefined, string[]]>([
  ["nothing", undefined, undefined, []],
  ["white space, key order and escapes", '{"a": 1, "b": "\\u0041"}', '{"b":"A","a":1}', []],
  ["a changed member", '{"a": 1, "b": 2}', '{"a": 1, "b": 3}', ["b: 2 → 3"]],
  ["members that came and went", '{"a": 1, "b": 2}', '{"b": 2, "c": 3}', ["a: 1 → ", "c:  → 3"]],
  ["a member deep down", '{"a": {"b": {"c": 1}}}', '{"a": {"b": {"c": 2}}}', ["a.b.c: 1 → 2"]],
  ["an object that came", "{}", '{"a": {"b": 1}}', ['a:  → {"b": 1}']],
  ["another kind", '{"a": {}}', '{"a": []}', ["a: {} → []"]],
  ["the spelling of a number", '{"a": 1}', '{"a": 1.0}', ["a: 1 → 1.0"]],
  ["a list of values as a whole", '{"a": [1, 2]}', '{"a": [1, 3]}', ["a: [1, 2] → [1, 3]"]],
  ["a list of objects item by item", '[{"x": 1}, {"x": 2}]', '[{"x": 1}, {"x": 3}]', ["1.x: 2 → 3"]],
  ["a list of another length as a whole", '[{"x": 1}]', "[]", [': [{"x": 1}] → []']],
  ["the last of a duplicate key", '{"a": 1, "a": 2}', '{"a": 2}', []],
  ["a value that came", undefined, "1", [":  → 1"]],
])("%s", (_, a, b, expected) => {
  expect(changes(a, b)).toEqual(expected)
})

it("says nothing exactly where the values mean the same", () => {
  const arbitrary = fc.json({ maxDepth: 4 })
  fc.assert(
    fc.property(arbitrary, arbitrary, (a, b) => {
      expect(diffValues(json(a), json(b)).length === 0).toBe(sameValue(json(a), json(b)))
      expect(diffValues(json(a), json(a))).toEqual([])
    }),
    { seed: 4, numRuns: runs(1000) },
  )
})

it("asks of each path whether it is volatile, and starts paths where it is reported", () => {
  const found = diffValues(
    json('{"a": 1, "b": {"c": 1}}'),
    json('{"a": 2, "b": {"c": 2}}'),
    ["metadata"],
    (path) => path.includes("b"),
  )
  expect(found.map(({ path, volatile }) => [path.join("."), volatile])).toEqual([
    ["metadata.a", false],
    ["metadata.b.c", true],
  ])
})
