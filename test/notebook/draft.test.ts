import { describe, expect, it, test } from "vitest"
import { type Dialect, dialectOf, NBFORMAT_DIALECT } from "../../src/notebook/dialect.js"
import {
  type Draft,
  draftMembers,
  NULL,
  objectDraft,
  span,
  withMember,
  withoutMembers,
  writeFile,
  writeValue,
} from "../../src/notebook/draft.js"
import { parseJson } from "../../src/notebook/json/json-text.js"
import { itemsOf, type JsonValue, memberOf, rootOf } from "../../src/notebook/json/json-value.js"
import { quote } from "../../src/notebook/json-string.js"
import { parseNotebook } from "../../src/notebook/model.js"

function value(text: string): JsonValue {
  return rootOf(parseJson(Buffer.from(text)))
}

function written(draft: Draft, dialect: Dialect = NBFORMAT_DIALECT, depth = 0): string {
  return Buffer.from(writeValue(draft, dialect, depth)).toString()
}

const COMPACT: Dialect = {
  ...NBFORMAT_DIALECT,
  layout: { indent: null, newline: "\n", comma: ", ", colon: ": " },
}

describe("what is new", () => {
  it("is laid out in the dialect, at its depth", () => {
    const draft = objectDraft({
      a: { kind: "array", items: [{ value: NULL }] },
      b: undefined,
      c: { kind: "object", members: [] },
    })
    expect(written(draft)).toBe('{\n "a": [\n  null\n ],\n "c": {}\n}')
    expect(written(draft, NBFORMAT_DIALECT, 2)).toBe('{\n   "a": [\n    null\n   ],\n   "c": {}\n  }')
    expect(written(draft, COMPACT)).toBe('{"a": [null], "c": {}}')
  })

  it("is a text in the dialect's form, or in that of the text before it", () => {
    const text: Draft = { kind: "text", text: "a\nb" }
    expect(written(text, COMPACT)).toBe('["a\\n", "b"]')
    expect(written({ ...text, like: value('"x"') }, COMPACT)).toBe('"a\\nb"')
    expect(written({ ...text, like: value('["x\\ny"]') }, COMPACT)).toBe('["a\\nb"]')
    expect(written({ kind: "text", text: "" }, COMPACT)).toBe("[]")
    expect(written({ kind: "text", text: "", like: value('""') }, COMPACT)).toBe('""')
  })
})

describe("a string", () => {
  const { escapes } = NBFORMAT_DIALECT

  test.each([
    ['"\\\b\f\n\r\t/', '"\\"\\\\\\b\\f\\n\\r\\t/"'],
    ["\0\x1f\x7f", '"\\u0000\\u001f\x7f"'],
    ["é\u2028😀", '"é\u2028😀"'],
    ["\ud800 \udc00\ud83d\ude00\ud83d", '"\\ud800 \\udc00😀\\ud83d"'],
  ])("%j is escaped where it must be", (text, token) => {
    expect(quote(text, escapes)).toBe(token)
    expect(JSON.parse(quote(text, escapes))).toBe(text)
  })

  test.each([
    [{ nonAscii: true }, "é/<😀", '"\\u00e9/<\\ud83d\\ude00"'],
    [{ nonAscii: true, upperHex: true }, "é", '"\\u00E9"'],
    [{ slash: true }, "a/b", '"a\\/b"'],
    [{ ascii: "<>&'" }, "<'&'>", '"\\u003c\\u0027\\u0026\\u0027\\u003e"'],
    [{ ascii: "]-^" }, "[]-^a", '"[\\u005d\\u002d\\u005ea"'],
    [{ ascii: '"' }, '"', '"\\u0022"'],
  ])("%j", (own, text, token) => {
    expect(quote(text, { ...escapes, ...own })).toBe(token)
    expect(JSON.parse(token)).toBe(text)
  })
})

describe("what is", () => {
  it("is copied as the bytes it is into a file of the same layout", () => {
    const odd = '{\n "b": "\\u0061",\n "a":    [1.0,\n\n2]\n}'
    expect(written(span(value(odd)))).toBe(odd)
  })

  it("keeps its tokens in a file of another layout", () => {
    expect(written(span(value('{"a": [1.0, "\\u0061"], "a": {}}')))).toBe(
      '{\n "a": [\n  1.0,\n  "\\u0061"\n ],\n "a": {}\n}',
    )
  })

  it("keeps the white space between neighbors that are neighbors still", () => {
    const list = memberOf(value('{"n": 0,"l": [1,  2,   3 ]}'), "l")!
    const [one, two, three] = itemsOf(list) as [JsonValue, JsonValue, JsonValue]
    const dialect = { ...COMPACT, layout: { ...COMPACT.layout, comma: "," } }
    const items = (...kept: readonly JsonValue[]) =>
      written({ kind: "array", like: list, items: kept.map((at) => ({ value: span(at), at })) }, dialect)
    expect(items(one, two, three)).toBe("[1,  2,   3 ]")
    expect(items(two, three)).toBe("[2,   3 ]")
    expect(items(one, three)).toBe("[1,3 ]")
    expect(items(three, one)).toBe("[3,1]")
    expect(items()).toBe("[]")
  })

  it("is left alone by an edit beside it", () => {
    const text =
      '{\n "cells": [\n\n  {"cell_type":  "raw", "metadata": {},\n   "source": "a"},\n  {"cell_type": "raw"}\n ],\n "nbformat": 4\n}\n\n'
    const { root } = parseNotebook(Buffer.from(text))
    const list = memberOf(root, "cells")!
    const [first, second] = itemsOf(list) as [JsonValue, JsonValue]
    const edited: Draft = {
      kind: "object",
      like: first,
      members: withMember(draftMembers(first), "source", { kind: "string", text: "b" }, "sorted"),
    }
    const cells: Draft = {
      kind: "array",
      like: list,
      items: [
        { value: edited, at: first },
        { value: span(second), at: second },
      ],
    }
    const draft: Draft = {
      kind: "object",
      like: root,
      members: withMember(draftMembers(root), "cells", cells, "sorted"),
    }
    const bytes = writeFile(root, draft, dialectOf(parseNotebook(Buffer.from(text))))
    expect(Buffer.from(bytes).toString()).toBe(text.replace('"a"', '"b"'))
  })

  it("has around it what was before and after it in the file", () => {
    const text = '\ufeff\n{"cells": []}\r\n \n'
    const { root } = parseNotebook(Buffer.from(text))
    const bytes = writeFile(root, span(root), dialectOf(parseNotebook(Buffer.from(text))))
    expect(Buffer.from(bytes).toString()).toBe(text)
  })
})

describe("a member", () => {
  const members = draftMembers(value('{"a": 1, "c": 2, "a": 3}'))
  const keys = (list: readonly { readonly key: string }[]) => list.map(({ key }) => key)

  it("is set where it is: the last of two", () => {
    const set = withMember(members, "a", NULL, "sorted")
    expect(keys(set)).toEqual(["a", "c", "a"])
    expect(written({ kind: "object", members: set }, COMPACT)).toBe('{"a": 1, "c": 2, "a": null}')
  })

  it("is put where the order of keys has it", () => {
    const two = draftMembers(value('{"a": 1, "c": 2}'))
    expect(keys(withMember(two, "b", NULL, "sorted"))).toEqual(["a", "b", "c"])
    expect(keys(withMember(two, "d", NULL, "sorted"))).toEqual(["a", "c", "d"])
    expect(keys(withMember(two, "z", NULL, ["z", "a", "c"]))).toEqual(["z", "a", "c"])
    expect(keys(withMember(two, "b", NULL, ["c", "a"]))).toEqual(["a", "b", "c"])
  })

  it("is removed, all that have the key", () => {
    expect(keys(withoutMembers(members, new Set(["a"])))).toEqual(["c"])
  })

  it("of an odd name is one like others", () => {
    const odd = ["__proto__", "10", "2"].reduce(
      (list, key) => withMember(list, key, NULL, "sorted"),
      draftMembers(value("{}")),
    )
    expect(written({ kind: "object", members: odd }, COMPACT)).toBe(
      '{"10": null, "2": null, "__proto__": null}',
    )
  })
})
