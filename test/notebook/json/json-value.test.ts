import { describe, expect, it, test } from "vitest"
import { sameBytes, sameValue } from "../../../src/notebook/json/json-equality.js"
import { parseJson } from "../../../src/notebook/json/json-text.js"
import {
  decode,
  itemsOf,
  type JsonValue,
  kindOf,
  memberMap,
  memberOf,
  membersOf,
  numberOf,
  rawTextOf,
  rootOf,
  stringOf,
  textOf,
  valueAt,
} from "../../../src/notebook/json/json-value.js"

function value(text: string): JsonValue {
  return rootOf(parseJson(Buffer.from(text)))
}

/** A file that is not ASCII is read from its bytes, another one from a string. */
const scripts = [
  ["ASCII", ""],
  ["any", "größe"],
] as const

describe.each(scripts)("an object of a file of %s text", (_, other) => {
  const object = (members: string): JsonValue =>
    memberOf(value(`{"other": "${other}", "o": ${members}}`), "o")!

  it("has its members as they are: no key is moved, dropped or special", () => {
    const keys = ["10", "2", "b", "a", "__proto__", "constructor", "", "a", "toString"]
    const members = membersOf(object(`{${keys.map((key, i) => `${JSON.stringify(key)}: ${i}`).join()}}`))
    expect(members.map(({ key }) => key)).toEqual(keys)
    expect(members.map((member) => numberOf(member.value))).toEqual(keys.map((_, i) => i))
  })

  it("returns the last value of a key that is twice, as every reader does", () => {
    const twice = object('{"a": 1, "b": 2, "\\u0061": 3}')
    expect(numberOf(memberOf(twice, "a"))).toBe(3)
    expect(numberOf(memberMap(twice).get("a"))).toBe(3)
    expect(decode(twice)).toEqual({ a: 3, b: 2 })
  })

  it("finds a key however it is spelt", () => {
    const spelt = object(
      '{"a\\/b": 1, "\\u00e9": 2, "é2": 3, "\\ud83d\\ude00": 4, "a": 5, "ab": 6, "\\"": 7}',
    )
    for (const [key, number] of [
      ["a/b", 1],
      ["é", 2],
      ["é2", 3],
      ["😀", 4],
      ["a", 5],
      ["ab", 6],
      ['"', 7],
    ] as const) {
      expect(numberOf(memberOf(spelt, key))).toBe(number)
      expect(numberOf(memberMap(spelt).get(key))).toBe(number)
    }
    for (const key of ["", "abc", "hasOwnProperty", "__proto__"]) expect(memberOf(spelt, key)).toBeUndefined()
  })

  it("decodes `__proto__` as a member like others", () => {
    const decoded = decode(object('{"__proto__": {"x": 1}, "y": 2}')) as Record<string, unknown>
    expect(Object.keys(decoded)).toEqual(["__proto__", "y"])
    expect("x" in decoded).toBe(false)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it("has what a string says, long or short, with lone surrogates and marks", () => {
    const texts = [
      "",
      "a",
      "a\\n",
      "\\ud800",
      "\\udc00x",
      "\\ud83d\\ude00",
      "\\u0000",
      "\ufeffb",
      "x".repeat(60),
      `${"x".repeat(60)}\\"`,
    ]
    const items = itemsOf(object(`[${texts.map((text) => `"${text}"`).join()}]`))
    expect(items.map(stringOf)).toEqual([
      "",
      "a",
      "a\n",
      "\ud800",
      "\udc00x",
      "😀",
      "\0",
      "\ufeffb",
      "x".repeat(60),
      `${"x".repeat(60)}"`,
    ])
  })
})

test("the kind of each value", () => {
  const items = itemsOf(value('[{}, [], "", 0, -1, true, false, null, NaN, Infinity, -Infinity]'))
  expect(items.map(kindOf)).toEqual([
    "object",
    "array",
    "string",
    "number",
    "number",
    "boolean",
    "boolean",
    "null",
    "number",
    "number",
    "number",
  ])
})

test("a number keeps its spelling, and is what JavaScript reads where that is asked for", () => {
  const spelt = ["1.0", "-0.0", "1e400", "12345678901234567890", "NaN", "-Infinity", "1E-2"]
  const items = itemsOf(value(`[${spelt.join()}]`))
  expect(items.map(rawTextOf)).toEqual(spelt)
  expect(items.map(numberOf)).toEqual([1, -0, Infinity, 12345678901234567000, NaN, -Infinity, 0.01])
  expect(numberOf(value('"1"'))).toBeUndefined()
})

test("a path of keys leads to a value or to nothing", () => {
  const root = value('{"a": {"b": {"c": 1}}, "l": [{"c": 2}]}')
  expect(numberOf(valueAt(root, "a", "b", "c"))).toBe(1)
  expect(valueAt(root, "a", "x", "c")).toBeUndefined()
  expect(valueAt(root, "l", "c")).toBeUndefined()
  expect(valueAt(undefined, "a")).toBeUndefined()
})

test("multi-line text is a string, or a list of strings with nothing between", () => {
  expect(textOf(value('["a\\n", "b"]'))).toBe("a\nb")
  expect(textOf(value('"a\\nb"'))).toBe("a\nb")
  expect(textOf(value("[]"))).toBe("")
  expect(textOf(undefined)).toBe("")
})

test("anything else in the place of a text is shown as its JSON", () => {
  expect(textOf(value('["a", 1]'))).toBe('["a", 1]')
  expect(textOf(value("null"))).toBe("null")
  expect(textOf(value('{"a": 1}'))).toBe('{"a": 1}')
})

describe("two values", () => {
  test.each([
    ['{"a": 1, "b": [2]}', '{ "b":[2],\n"a":1 }'],
    ['"\\u00e9\\/"', '"é/"'],
    ['{"a": 1, "a": 2}', '{"a": 2}'],
    ["[1, [2, {}]]", "[1,[2,{}]]"],
  ])("%s and %s mean the same", (a, b) => {
    expect(sameValue(value(a), value(b))).toBe(true)
    expect(sameBytes(value(a), value(b))).toBe(false)
  })

  test.each([
    ["1", "1.0"],
    ["1e2", "100"],
    ["0", "-0"],
    ["1", '"1"'],
    ["null", "false"],
    ["[1, 2]", "[2, 1]"],
    ["[1]", "[1, 1]"],
    ['{"a": 1}', '{"a": 1, "b": 1}'],
    ['{"a": 1, "b": 2}', '{"a": 1, "c": 2}'],
    ['{"__proto__": 1}', "{}"],
    ['"a"', '"a "'],
  ])("%s and %s do not", (a, b) => {
    expect(sameValue(value(a), value(b))).toBe(false)
    expect(sameBytes(value(a), value(b))).toBe(false)
  })

  it("are the same or not whether a file is ASCII or not", () => {
    const [ascii, other] = [value('["abc", "é"]'), value('["abc"]')].map((list) => itemsOf(list)[0]!)
    expect(sameBytes(ascii, other)).toBe(true)
    expect(sameBytes(undefined, other)).toBe(false)
    expect(sameValue(undefined, undefined)).toBe(true)
  })
})
