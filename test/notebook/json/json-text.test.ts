import { describe, expect, it, test } from "vitest"
import { MAX_DEPTH, parseJson } from "../../../src/notebook/json/json-text.js"
import { itemsOf, rootOf, stringOf } from "../../../src/notebook/json/json-value.js"
import { NotebookError } from "../../../src/notebook/json/notebook-error.js"
import { type JsonText, NODE_SIZE } from "../../../src/notebook/json/tape.js"

/** Small files and large ones are scanned by different loops: what holds for one has to hold for the other. */
const LARGE = Buffer.alloc((1 << 22) + 1, " ")

describe("what is not JSON is refused with the place and what was expected there", () => {
  test.each<readonly [text: string, message: string]>([
    ["{", 'line 1, column 2: expected a key in quotes or "}", but the file ends'],
    ["{\n  1", 'line 2, column 3: expected a key in quotes or "}", found "1"'],
    ['{"a"', 'line 1, column 5: expected ":", but the file ends'],
    ['{"a" 1}', 'line 1, column 6: expected ":", found "1"'],
    ['{"a": }', 'line 1, column 7: expected a value, found "}"'],
    ['{"a": 1 "b"', `line 1, column 9: expected "," or "}", found '"'`],
    ['{"a": 1,}', 'line 1, column 9: expected a key in quotes, found "}"'],
    ['{"a": 1,\n\n, "b": 2}', 'line 3, column 1: expected a key in quotes, found ","'],
    ["{'a': 1}", 'line 1, column 2: expected a key in quotes or "}", found "\'"'],
    ["[", "line 1, column 2: expected a value, but the file ends"],
    ["[1", 'line 1, column 3: expected "," or "]", but the file ends'],
    ["[1 2]", 'line 1, column 4: expected "," or "]", found "2"'],
    ["[1,]", 'line 1, column 4: expected a value, found "]"'],
    ["[1}", 'line 1, column 3: expected "," or "]", found "}"'],
    ["[]]", 'line 1, column 3: expected the end of the file, found "]"'],
    ["{} {}", 'line 1, column 4: expected the end of the file, found "{"'],
    ["null null", 'line 1, column 6: expected the end of the file, found "n"'],
    ['["abc', "line 1, column 6: expected the end of the string that starts at byte 2, but the file ends"],
    ['["a\nb"]', "line 1, column 4: expected a string without raw control characters, found byte 0x0a"],
    ['["a\tb"]', "line 1, column 4: expected a string without raw control characters, found byte 0x09"],
    ['["\\x"]', 'line 1, column 4: expected an escape that JSON knows, found "x"'],
    ['["\\', "line 1, column 4: expected an escape that JSON knows, but the file ends"],
    ['["\\u12g4"]', 'line 1, column 7: expected four hexadecimal digits, found "g"'],
    ['["\\u12"]', "line 1, column 7: expected four hexadecimal digits, found '\"'"],
    ['["\\U0041"]', 'line 1, column 4: expected an escape that JSON knows, found "U"'],
    ["[01]", 'line 1, column 3: expected "," or "]", found "1"'],
    ["[-]", 'line 1, column 2: expected a value, found "-"'],
    ["[+1]", 'line 1, column 2: expected a value, found "+"'],
    ["[.5]", 'line 1, column 2: expected a value, found "."'],
    ["[1.]", 'line 1, column 4: expected a digit, found "]"'],
    ["[1e]", 'line 1, column 4: expected a digit, found "]"'],
    ["[1e+]", 'line 1, column 5: expected a digit, found "]"'],
    ["[0x1]", 'line 1, column 3: expected "," or "]", found "x"'],
    ["[tru]", 'line 1, column 2: expected a value, found "t"'],
    ["[True]", 'line 1, column 2: expected a value, found "T"'],
    ["[nulls]", 'line 1, column 2: expected a value, found "n"'],
    ["[NaNa]", 'line 1, column 2: expected a value, found "N"'],
    ["[-NaN]", 'line 1, column 2: expected a value, found "-"'],
    ["[+Infinity]", 'line 1, column 2: expected a value, found "+"'],
    ["[undefined]", 'line 1, column 2: expected a value, found "u"'],
    ["[1 // a comment\n]", 'line 1, column 4: expected "," or "]", found "/"'],
    ["[1]\u00a0", "line 1, column 4: expected the end of the file, found byte 0xc2"],
    ["[1,\f2]", "line 1, column 4: expected a value, found byte 0x0c"],
    ["[1]\0", "line 1, column 4: expected the end of the file, found byte 0x00"],
    ["\u{feff}\u{feff}[]", "line 1, column 4: expected a value, found byte 0xef"],
    ["[\u{feff}]", "line 1, column 2: expected a value, found byte 0xef"],
    ["[\r\n1\r\n2]", 'line 3, column 1: expected "," or "]", found "2"'],
  ])("%j", (text, message) => {
    expect(errorOf(text)).toMatchObject({ code: "syntax", message })
    expect(errorOf(bytesOf([text, LARGE])).code).toBe("syntax")
  })

  test("a place counts bytes, and lines by their line feeds", () => {
    const error = errorOf('{"größe": "日本",\r\n "b": x}')
    expect(error).toMatchObject({ code: "syntax", line: 2, column: 7, offset: 29 })
  })

  test.each(["", " ", "\n\n", "\ufeff", "\ufeff\r\n"])("%j is empty", (text) => {
    expect(errorOf(text)).toMatchObject({ code: "empty", message: "the file is empty" })
  })

  test("each raw control character in a string", () => {
    for (let code = 0; code < 0x20; code++) {
      for (const rest of ["", LARGE]) {
        const error = errorOf(bytesOf([`["0123${String.fromCharCode(code)}4567"]`, rest]))
        expect(error).toMatchObject({ code: "syntax", offset: 6 })
      }
    }
    expect(parse('["\x7f\x80\x9f\u2028\u2029"]')).toBeDefined()
  })
})

describe("conflict markers in the JSON are named as such", () => {
  const lines = ['["a\\n",', "<<<<<<< HEAD", '"b"', "=======", '"c"', ">>>>>>> topic", "]"]

  test("the first one, in a list of lines", () => {
    expect(errorOf(lines.join("\n"))).toMatchObject({
      code: "syntax",
      message: "line 2, column 1: a conflict marker is in the JSON",
    })
  })

  test.each(["<<<<<<<", "=======", ">>>>>>>", "|||||||"])("%s, wherever it is", (marker) => {
    for (const text of [
      `[\n${marker} x\n]`,
      `{\n${marker}\n"a": 1}`,
      `{"a": 1\n${marker}\n}`,
      `${marker}\n{}`,
    ]) {
      expect(errorOf(text).message).toContain("a conflict marker is in the JSON")
    }
  })

  test("inside a string it is text", () => {
    expect(strings('["<<<<<<< HEAD\\n"]')).toEqual(["<<<<<<< HEAD\n"])
  })
})

test("a Git LFS pointer is named as such", () => {
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
  expect(errorOf(pointer)).toMatchObject({ code: "lfs-pointer", offset: 0 })
})

describe("depth", () => {
  const nested = (depth: number, open: string, close: string): string =>
    open.repeat(depth) + close.repeat(depth)

  test.each([
    ["[", "]"],
    ['{"a":', "}"],
  ])("%s is read to the limit, refused beyond it, and never overflows", (open, close) => {
    const inner = open === "[" ? "" : "1"
    const text = (depth: number) => open.repeat(depth) + inner + close.repeat(depth)
    expect(parse(text(MAX_DEPTH)).tape.length).toBeGreaterThan(0)
    for (const depth of [MAX_DEPTH + 1, 100_000, 3_000_000]) {
      expect(errorOf(text(depth))).toMatchObject({ code: "depth", offset: MAX_DEPTH * open.length })
    }
  })

  test("siblings are not nested", () => {
    expect(itemsOf(rootOf(parse(`[${Array(100_000).fill("[]").join()}]`)))).toHaveLength(100_000)
    expect(errorOf(nested(100_000, "[", ""))).toMatchObject({ code: "depth" })
  })
})

describe("bytes that are not UTF-8", () => {
  const classes: Readonly<Record<string, readonly number[]>> = {
    "a continuation byte alone": [0x80],
    "the last continuation byte alone": [0xbf],
    "an overlong form of two bytes": [0xc0, 0x80],
    "the longest overlong form of two bytes": [0xc1, 0xbf],
    "an overlong form of three bytes": [0xe0, 0x9f, 0xbf],
    "an overlong form of four bytes": [0xf0, 0x8f, 0xbf, 0xbf],
    "a high surrogate": [0xed, 0xa0, 0x80],
    "a low surrogate": [0xed, 0xbf, 0xbf],
    "a code point beyond Unicode": [0xf4, 0x90, 0x80, 0x80],
    "a lead byte of five bytes": [0xf8, 0x88, 0x80, 0x80, 0x80],
    "0xfe": [0xfe],
    "0xff": [0xff],
    "two bytes, cut after one": [0xc3],
    "three bytes, cut after one": [0xe2],
    "three bytes, cut after two": [0xe2, 0x82],
    "four bytes, cut after three": [0xf0, 0x9f, 0x98],
    "three bytes, the last one wrong": [0xe2, 0x82, 0x28],
    "Latin-1": [0xe4],
  }
  const places: Readonly<
    Record<string, (bytes: readonly number[]) => readonly (string | readonly number[])[]>
  > = {
    "in a value": (bytes) => ['{"a": "12', bytes, '345"}'],
    "in a key": (bytes) => ['{"12', bytes, '345": 1}'],
    "after text of several bytes": (bytes) => ['["größe 日本 😀', bytes, '"]'],
    "right after the quote": (bytes) => ['["', bytes, '"]'],
    "at the end of the file": (bytes) => ['["abc', bytes],
  }

  describe.each(Object.keys(places))("%s", (place) => {
    test.each(Object.keys(classes))("%s", (name) => {
      const parts = places[place]!(classes[name]!)
      const offset = bytesOf([parts[0]!]).length
      expect(errorOf(bytesOf(parts))).toMatchObject({ code: "encoding", offset })
      expect(errorOf(bytesOf([...parts, LARGE]))).toMatchObject({ code: "encoding", offset })
    })
  })

  test("outside a string any of them is not a value", () => {
    for (const bytes of Object.values(classes)) {
      expect(errorOf(bytesOf(["[1, ", bytes, "]"]))).toMatchObject({ code: "syntax", offset: 4 })
    }
  })

  test("the ends of each range that is UTF-8 are read", () => {
    const ends = "\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}"
    expect(strings(JSON.stringify([ends]))).toEqual([ends])
    expect(strings(bytesOf([JSON.stringify([ends]), LARGE]))).toEqual([ends])
  })
})

describe("what is read", () => {
  test("each value's span, whatever white space is around it", () => {
    const text = ' {"a" :\t[1.0 ,\r\n"x"],"b":{ } , "c": [ ] }\n'
    expect(spans(text)).toEqual([
      '{"a" :\t[1.0 ,\r\n"x"],"b":{ } , "c": [ ] }',
      '"a"',
      '[1.0 ,\r\n"x"]',
      "1.0",
      '"x"',
      '"b"',
      "{ }",
      '"c"',
      "[ ]",
    ])
    expect(spans(bytesOf([text, LARGE]))).toEqual(spans(text))
    expect(spans(`\ufeff${text}`)).toEqual(spans(text))
  })

  test.each([
    "NaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "-0.0",
    "1E-400",
    "12345678901234567890.10",
    "0",
    "-0",
    "1e5",
  ])("%s as it is spelt", (number) => {
    expect(spans(`[${number},{"a":${number}}]`)).toEqual([
      `[${number},{"a":${number}}]`,
      number,
      `{"a":${number}}`,
      '"a"',
      number,
    ])
    expect(spans(number)).toEqual([number])
  })

  test("a view into a larger buffer, at each offset", () => {
    const text = '{"cells": ["a\\u00e9\\n", "0123456789012345678901234567890", "größe"], "n": 1}'
    const plain = spans(text)
    for (let offset = 0; offset < 8; offset++) {
      const padded = bytesOf([Array(offset).fill(0xff), text, [0x22, 0x22, 0x22]])
      const view = padded.subarray(offset, padded.length - 3)
      expect(spansOf(parseJson(view))).toEqual(plain)
      expect(errorOf(view.subarray(0, view.length - 4)).code).toBe("syntax")
    }
  })

  it("ends a string at its quote, wherever the quote and the escapes are in a word", () => {
    for (let length = 0; length < 12; length++) {
      const x = "x".repeat(length)
      const texts = [x, `${x}\n`, `${x}"${x}`, `\\${x}`, `${x}é${x}`, `${x}😀`, `${x}\u0000`]
      for (const rest of ["", LARGE]) expect(strings(bytesOf([JSON.stringify(texts), rest]))).toEqual(texts)
    }
  })

  test.each(["\\n", "a\\n", "\\u0041", "\\\\", "é\\n"])(
    "a string of a million times %s, in no time and stack",
    (unit) => {
      const count = Math.min(1_000_000, Math.floor(4_000_000 / Buffer.byteLength(unit)))
      const text = `["${unit.repeat(count)}"`
      expect(itemsOf(rootOf(parse(`${text}]`)))).toHaveLength(1)
      expect(errorOf(text.slice(0, -1)).code).toBe("syntax")
    },
  )
})

type Part = string | Uint8Array | readonly number[]

function bytesOf(parts: readonly Part[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === "string"
        ? Buffer.from(part)
        : part instanceof Uint8Array
          ? part
          : Buffer.from([...part]),
    ),
  )
}

function parse(input: string | Uint8Array): JsonText {
  return parseJson(typeof input === "string" ? Buffer.from(input) : input)
}

function errorOf(input: string | Uint8Array): NotebookError {
  try {
    parse(input)
  } catch (error) {
    if (error instanceof NotebookError) return error
    throw error
  }
  throw new Error("it was read")
}

function strings(text: string | Uint8Array): readonly string[] {
  return itemsOf(rootOf(parse(text))).map(stringOf)
}

function spans(text: string | Uint8Array): readonly string[] {
  return spansOf(parse(text))
}

function spansOf({ bytes, tape }: JsonText): readonly string[] {
  const nodes = Array.from({ length: tape.length / NODE_SIZE }, (_, i) => i * NODE_SIZE)
  return nodes.map((node) => Buffer.from(bytes.subarray(tape[node], tape[node + 1])).toString())
}
