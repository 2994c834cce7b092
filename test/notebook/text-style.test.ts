import { describe, expect, it, test } from "vitest"
import { parseJson } from "../../src/notebook/json/json-text.js"
import { itemsOf, type JsonValue, rootOf } from "../../src/notebook/json/json-value.js"
import {
  commonTextStyle,
  joinText,
  NBFORMAT_TEXT,
  splitText,
  type TextSplit,
  textStyleAt,
} from "../../src/notebook/text-style.js"

function value(json: unknown): JsonValue {
  return rootOf(parseJson(Buffer.from(JSON.stringify(json))))
}

describe("a text as a list", () => {
  test.each<readonly [split: TextSplit, text: string, list: readonly string[]]>([
    ["python", "a\nb", ["a\n", "b"]],
    ["python", "a\n", ["a\n"]],
    ["python", "a\r\nb\rc\u2028d\x0be\x1cf", ["a\r\n", "b\r", "c\u2028", "d\x0b", "e\x1c", "f"]],
    ["python", "\n\n", ["\n", "\n"]],
    ["newline", "a\r\nb\rc\nd", ["a\r\n", "b\rc\n", "d"]],
    ["rest", "a\n", ["a\n", ""]],
    ["rest", "a\nb", ["a\n", "b"]],
    ["whole", "a\nb\n", ["a\nb\n"]],
    ["bare", "a\nb\n", ["a", "b", ""]],
  ])("%s: %j", (split, text, list) => {
    expect(splitText(text, split)).toEqual(list)
    expect(joinText(list, split === "bare" ? 3 : 4)).toBe(text)
  })

  it("is joined with nothing between, but for lines without ends of nbformat 2 and 3", () => {
    expect(joinText(["a", "b"], 4)).toBe("ab")
    expect(joinText(["a", "b"], 3)).toBe("a\nb")
    expect(joinText(["a\n", "b"], 3)).toBe("a\nb")
    expect(joinText(["a"], 3)).toBe("a")
  })
})

describe("the form of one text", () => {
  test.each<readonly [unknown, object]>([
    ["a\nb", { form: "string" }],
    [["a\n", "b"], { form: "list", split: "python" }],
    [["a\nb"], { form: "list", split: "whole" }],
    [["a\rb"], { form: "list", split: "newline" }],
    [["a\rb\n", "c"], { form: "list", split: "newline" }],
    [["a\r", "b"], { form: "list", split: "python" }],
    [["a\n", ""], { form: "list", split: "rest" }],
    [["a", "b"], { form: "list", split: "python" }],
    ["", { empty: '""' }],
    [[], { empty: "[]" }],
    [[""], { empty: '[""]' }],
    [["a", 1], NBFORMAT_TEXT],
    [null, NBFORMAT_TEXT],
  ])("%j", (json, form) => {
    expect(textStyleAt(value(json), NBFORMAT_TEXT)).toMatchObject(form)
  })

  it("leaves line endings out where nbformat 2 or 3 does, and never from 4 on", () => {
    const old = { ...NBFORMAT_TEXT, bare: true }
    expect(textStyleAt(value(["a", "b"]), old)).toMatchObject({ form: "list", split: "bare" })
  })
})

describe("the form of most texts", () => {
  const common = (...texts: readonly unknown[]) => commonTextStyle(itemsOf(value(texts)), 4)

  it("is nbformat's where there is none", () => {
    expect(common()).toEqual(NBFORMAT_TEXT)
  })

  it("is that of the greater number, and of the first odd list", () => {
    expect(common("a", ["b"], "c").form).toBe("string")
    expect(common(["a"], "b").form).toBe("list")
    expect(common(["a\n", "b"], ["c\n", ""]).split).toBe("rest")
    expect(common(["a\nb"], ["c"]).split).toBe("python")
  })

  it("takes a list without line endings for one line from nbformat 4 on", () => {
    const lists = itemsOf(value([["a", "b"], ["c\n"]]))
    expect(commonTextStyle(lists, 3).split).toBe("bare")
    expect(commonTextStyle(lists, 4).split).toBe("python")
  })

  it("holds nothing as the file's own empty text does", () => {
    expect(common(["a"], "").empty).toBe('""')
    expect(common("a", []).empty).toBe("[]")
    expect(common(["a"], [""]).empty).toBe('[""]')
    expect(common("a").empty).toBe('""')
  })
})
