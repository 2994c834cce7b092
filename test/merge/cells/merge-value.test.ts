import { describe, expect, it, test } from "vitest"
import { type FieldMerge, mergeMembers, mergeValue } from "../../../src/merge/cells/merge-value.js"
import { DEFAULT_RULES } from "../../../src/normalize/rules/rule-set.js"
import { type Dialect, NBFORMAT_DIALECT } from "../../../src/notebook/dialect.js"
import { type Draft, writeValue } from "../../../src/notebook/draft.js"
import { parseJson } from "../../../src/notebook/json/json-text.js"
import { type JsonValue, rawTextOf, rootOf } from "../../../src/notebook/json/json-value.js"

const COMPACT: Dialect = {
  ...NBFORMAT_DIALECT,
  layout: { indent: null, newline: "\n", comma: ", ", colon: ": " },
}

function value(text: string | undefined): JsonValue | undefined {
  return text === undefined ? undefined : rootOf(parseJson(Buffer.from(text)))
}

type Three = readonly [base: string | undefined, ours: string | undefined, theirs: string | undefined]

/** The merged value as text, and what was noted. */
function merged([base, ours, theirs]: Three, path = ["metadata", "own"], options: Partial<FieldMerge> = {}) {
  const notes: string[] = []
  const merge: FieldMerge = {
    scope: "cell",
    rules: DEFAULT_RULES,
    keys: "sorted",
    like: "ours",
    volatileFrom: "ours",
    preferred: () => undefined,
    note: (kind, at) => notes.push(`${kind} ${at.join(".")}`),
    conflict: (conflict) => {
      const sides = [conflict.base, conflict.ours, conflict.theirs].map((side) => side && rawTextOf(side))
      notes.push(`conflict ${conflict.path.join(".")}: ${sides.map((side) => side ?? "-").join(" ")}`)
      return undefined
    },
    ...options,
  }
  const draft = mergeValue(merge, path, { base: value(base), ours: value(ours), theirs: value(theirs) })
  return { value: draft && text(draft), notes }
}

function text(draft: Draft): string {
  return Buffer.from(writeValue(draft, COMPACT)).toString()
}

describe("a value", () => {
  test.each<readonly [Three, string | undefined]>([
    [["1", "2", "1"], "2"],
    [["1", "1", "2"], "2"],
    [["1", "2", "2"], "2"],
    [["1", undefined, "1"], undefined],
    [["1", "1", undefined], undefined],
    [[undefined, "1", undefined], "1"],
    [[undefined, undefined, "1"], "1"],
    [['"é"', '"\\u00e9"', '"é"'], '"\\u00e9"'],
    [['"x"', '"é"', '"\\u00e9"'], '"é"'],
    [['"é"', '"\\u00e9"', '"x"'], '"x"'],
    [["[1]", "[1, 2]", "[1]"], "[1, 2]"],
  ])("%j is %j, without a word", (three, expected) => {
    expect(merged(three)).toEqual({ value: expected, notes: [] })
  })

  test.each<readonly [Three, string]>([
    [["1", "2", "3"], "2"],
    [["1", "1.0", "2"], "1.0"],
    [["[1]", "[1, 2]", "[1, 3]"], "[1, 2]"],
    [[undefined, "true", "false"], "true"],
    [["1", '{"a": 1}', "2"], '{"a": 1}'],
  ])("%j is a conflict, and ours", (three, expected) => {
    const told = three.map((side) => side ?? "-").join(" ")
    expect(merged(three)).toEqual({ value: expected, notes: [`conflict metadata.own: ${told}`] })
  })

  it("deleted by one side and set by the other is a conflict, and ours", () => {
    expect(merged(["1", undefined, "2"])).toEqual({
      value: undefined,
      notes: ["conflict metadata.own: 1 - 2"],
    })
    expect(merged(["1", "2", undefined])).toEqual({ value: "2", notes: ["conflict metadata.own: 1 2 -"] })
  })

  it("is the version that its conflict is resolved for", () => {
    for (const [settled, expected] of [
      ["base", "1"],
      ["ours", "2"],
      ["theirs", "3"],
      ["union", "2"],
    ] as const)
      expect(merged(["1", "2", "3"], undefined, { conflict: () => settled }).value).toBe(expected)
  })

  it("is that of the side which a setting names", () => {
    const preferred = (path: readonly string[]) => (path.join(".") === "metadata.own" ? "theirs" : undefined)
    expect(merged(["1", "2", "3"], undefined, { preferred })).toEqual({
      value: "3",
      notes: ["metadata-policy metadata.own"],
    })
  })
})

describe("an object", () => {
  it("merges by key, to any depth", () => {
    const three: Three = [
      '{"a": {"x": 1, "y": 1}, "b": 1}',
      '{"a": {"x": 2, "y": 1}, "b": 1}',
      '{"a": {"x": 1, "y": 2}, "c": 3}',
    ]
    expect(merged(three)).toEqual({ value: '{"a": {"x": 2, "y": 2}, "c": 3}', notes: [] })
  })

  it("tells the path of a conflict", () => {
    const three: Three = ['{"a": {"x": 1}}', '{"a": {"x": 2}, "b": 1}', '{"a": {"x": 3}, "c": 1}']
    expect(merged(three)).toEqual({
      value: '{"a": {"x": 2}, "b": 1, "c": 1}',
      notes: ["conflict metadata.own.a.x: 1 2 3"],
    })
  })

  it.each<[string, Three, string | undefined]>([
    ["changed what is volatile in it", ['{"base_uri": "x"}', '{"base_uri": "y"}', '"a"'], '"a"'],
    [
      "took it away, beside more",
      ['{"a": 1, "base_uri": "x"}', undefined, '{"a": 1, "base_uri": "y"}'],
      undefined,
    ],
  ])(
    "of which one side changed only what is volatile, where the other %s, is the other's",
    (_, three, value) => {
      const notes = ["metadata-volatile metadata.colab"]
      expect(merged(three, ["metadata", "colab"])).toEqual({ value, notes })
      const [base, ours, theirs] = three
      expect(merged([base, theirs, ours], ["metadata", "colab"])).toEqual({ value, notes })
    },
  )

  it("in which everything is volatile is the side's whose outputs are taken", () => {
    const three: Three = ['{"base_uri": "x"}', undefined, '{"base_uri": "y"}']
    const notes = ["metadata-volatile metadata.colab"]
    expect(merged(three, ["metadata", "colab"])).toEqual({ value: undefined, notes })
    expect(merged(three, ["metadata", "colab"], { volatileFrom: "theirs" })).toEqual({
      value: three[2],
      notes,
    })
  })

  it("that one side removed and the other edited stays a conflict", () => {
    const three: Three = ['{"a": 1, "base_uri": "x"}', undefined, '{"a": 2, "base_uri": "y"}']
    expect(merged(three, ["metadata", "colab"]).notes).toHaveLength(1)
    expect(merged(three, ["metadata", "colab"]).notes[0]).toMatch(/^conflict metadata\.colab/)
  })

  it("that both sides added merges as if from an empty one", () => {
    expect(merged([undefined, '{"a": 1, "s": 1}', '{"b": 2, "s": 1}'])).toEqual({
      value: '{"a": 1, "b": 2, "s": 1}',
      notes: [],
    })
  })

  it("keeps the order of ours, and theirs' new keys where the file's order of keys has them", () => {
    const three: Three = ['{"z": 1, "b": 1}', '{"z": 2, "b": 1}', '{"z": 1, "b": 1, "a": 1, "c": 1}']
    expect(merged(three).value).toBe('{"a": 1, "c": 1, "z": 2, "b": 1}')
    expect(merged(three, undefined, { keys: ["z", "b", "c", "a"] }).value).toBe(
      '{"z": 2, "b": 1, "c": 1, "a": 1}',
    )
    expect(merged(three, undefined, { like: "theirs" }).value).toBe('{"z": 2, "b": 1, "a": 1, "c": 1}')
  })

  it("has the last value of a key that is twice", () => {
    expect(merged(['{"a": 1, "a": 2}', '{"a": 1, "a": 3}', '{"a": 1, "a": 2, "b": 1}']).value).toBe(
      '{"a": 3, "b": 1}',
    )
  })

  it("has `__proto__` and integer-like keys as others", () => {
    const three: Three = ["{}", '{"10": 1, "2": 1}', '{"__proto__": {"x": 1}}']
    expect(merged(three).value).toBe('{"10": 1, "2": 1, "__proto__": {"x": 1}}')
  })
})

describe("what has a rule of its own", () => {
  it("tags are a set", () => {
    const tags = (three: Three) => merged(three, ["metadata", "tags"])
    expect(tags(['["a", "b"]', '["b", "c"]', '["a", "b", "d"]'])).toEqual({
      value: '["b", "c", "d"]',
      notes: [],
    })
    expect(tags([undefined, '["a"]', '["b", "a"]'])).toEqual({ value: '["a", "b"]', notes: [] })
    expect(tags(['["a"]', "[]", '["a", "b"]'])).toEqual({ value: '["b"]', notes: [] })
    expect(tags(['["a"]', '"a"', '["b"]']).notes).toEqual(['conflict metadata.tags: ["a"] "a" ["b"]'])
  })

  it("a kernel is a whole, and ours", () => {
    for (const key of ["kernelspec", "language_info"]) {
      const path = ["metadata", key]
      expect(merged(['{"n": 1, "m": 1}', '{"n": 2, "m": 1}', '{"n": 1, "m": 2}'], path)).toEqual({
        value: '{"n": 2, "m": 1}',
        notes: [`metadata-whole metadata.${key}`],
      })
    }
  })

  it("a kernel is its name: who changed that wins over who changed what it is called", () => {
    const path = ["metadata", "kernelspec"]
    const kernel = (name: string, title: string) => `{"name": "${name}", "display_name": "${title}"}`
    const [old, titled, renamed] = [kernel("py", "Python"), kernel("py", "Py 3"), kernel("ir", "R")]
    expect(merged([old, titled, renamed], path).value).toBe(renamed)
    expect(merged([old, renamed, titled], path).value).toBe(renamed)
    expect(merged([old, renamed, kernel("julia", "Julia")], path).value).toBe(renamed)
    expect(merged([undefined, titled, renamed], path).value).toBe(titled)
  })

  it("a volatile field is that of the side whose run is taken", () => {
    const path = ["metadata", "collapsed"]
    expect(merged([undefined, "true", "false"], path)).toEqual({
      value: "true",
      notes: ["metadata-volatile metadata.collapsed"],
    })
    expect(merged([undefined, "true", "false"], path, { volatileFrom: "theirs" }).value).toBe("false")
  })
})

test("members that somebody else merges are as they are", () => {
  const merge = {
    scope: "cell",
    rules: DEFAULT_RULES,
    keys: "sorted",
    like: "ours",
    volatileFrom: "ours",
    preferred: () => undefined,
    note: () => {},
    conflict: () => undefined,
  } as const
  const sides = {
    base: undefined,
    ours: value('{"a": 1, "x": 1}')!,
    theirs: value('{"b": 2, "x": 2, "y": 3}')!,
  }
  const members = mergeMembers(merge, [], sides, new Set(["x", "y"]))
  expect(text({ kind: "object", members })).toBe('{"a": 1, "b": 2, "x": 1}')
})
