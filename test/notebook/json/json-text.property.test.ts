import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { equalBytes } from "../../../src/notebook/json/json-equality.js"
import { parseJson, parseJsonBriefly } from "../../../src/notebook/json/json-text.js"
import {
  bytesOf,
  decode,
  itemsOf,
  type JsonValue,
  kindOf,
  membersOf,
  rootOf,
} from "../../../src/notebook/json/json-value.js"
import { NotebookError } from "../../../src/notebook/json/notebook-error.js"
import { arbitraryNotebookBytes } from "../../support/arbitrary-notebook.js"
import { runs } from "../../support/thorough.js"

/** `NBDIFF_RUNS=100000 npx vitest run --project property test/notebook` runs them at length. */
const seeded = { numRuns: runs(2000), seed: 7 }

describe("the parser", () => {
  it("reads just what JSON.parse reads, and Python's three words", () => {
    fc.assert(
      fc.property(mutatedJson(), (bytes) => {
        expect(isRead(bytes)).toBe(isJson(bytes))
      }),
      seeded,
    )
  })

  it("reads and refuses a large file as it does a small one", () => {
    const space = Buffer.alloc((1 << 22) + 1, " ")
    fc.assert(
      fc.property(mutatedJson(), (bytes) => {
        const small = outcome(bytes)
        const large = outcome(Buffer.concat([bytes, space]))
        // what ends too early ends elsewhere when it is longer
        if (small === "too short") expect(isRead(Buffer.concat([bytes, space]))).toBe(false)
        else expect(large).toEqual(small)
      }),
      { ...seeded, numRuns: Math.ceil(seeded.numRuns / 40) },
    )
  })

  it("reads and refuses a text that is let go as it does any other, whatever was on the tape", () => {
    const tape = new Int32Array(60)
    fc.assert(
      fc.property(fc.oneof(mutatedJson(), arbitraryNotebookBytes()), (bytes) => {
        expect(outcome(bytes, () => parseJsonBriefly(bytes, tape))).toEqual(outcome(bytes))
      }),
      seeded,
    )
  })

  it("sees each byte at each place of four and of eight", () => {
    const tape = new Int32Array(60)
    for (let byte = 0; byte < 0x100; byte++) {
      for (let at = 0; at < 8; at++) {
        for (const fill of ["!", "#", "]", "~"]) {
          const bytes = Buffer.from(`["${fill.repeat(8)}", "${fill.repeat(8)}"]`)
          bytes[2 + at] = byte
          expect(outcome(bytes, () => parseJsonBriefly(bytes, tape))).toEqual(outcome(bytes))
        }
      }
    }
  })

  it("finds the values that JSON.parse finds", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = rootOf(parseJson(Buffer.from(text)))
        expect(plain(decode(value))).toEqual(plain(JSON.parse(text)))
      }),
      seeded,
    )
  })

  it("gives each value the bytes of itself alone", () => {
    fc.assert(
      fc.property(arbitraryNotebookBytes(), (bytes) => {
        const differing = everyValue(rootOf(parseJson(bytes))).filter((value) => {
          const alone = rootOf(parseJson(bytesOf(value)))
          return !equalBytes(bytesOf(alone), bytesOf(value)) || kindOf(alone) !== kindOf(value)
        })
        expect(differing).toEqual([])
      }),
      { ...seeded, numRuns: Math.ceil(seeded.numRuns / 15) },
    )
  })
})

function isRead(bytes: Uint8Array): boolean {
  try {
    parseJson(bytes)
    return true
  } catch (error) {
    if (error instanceof NotebookError) return false
    throw error
  }
}

/** Spans, or the kind and the place of the first fault. */
function outcome(bytes: Uint8Array, parse = () => parseJson(bytes)): readonly unknown[] | "too short" {
  try {
    return [...parse().tape]
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    return error.offset === bytes.length ? "too short" : [error.code, error.offset, error.message]
  }
}

const words = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gs

function isJson(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes)
      .replace(/^\ufeff/, "")
    JSON.parse(text.replace(words, (token) => (token.startsWith('"') ? token : " 0 ")))
    return true
  } catch {
    return false
  }
}

/** JSON of all sorts of tokens, most of it with some bytes changed. */
function mutatedJson(): fc.Arbitrary<Uint8Array> {
  const seed = fc.oneof(
    fc.constantFrom(
      '{"a": [1, -0.0, 1e400, NaN, -Infinity, "x\\u00e9\\n"], "": {}, "a": null}',
      '[true, false, null, Infinity, "größe 😀", [], {}, [[]], 12.5E-3]',
      '\ufeff{\r\n\t"source": ["a\\n", "b\\\\", "\\"", "\\/\\b\\f\\r\\t"]\r\n}\r\n',
    ),
    fc.json(),
  )
  const piece = fc.constantFrom(
    ...[
      '"',
      "\\",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      " ",
      "\n",
      "\0",
      "0",
      "-",
      ".",
      "e",
      "u",
      "\\u00",
      "NaN",
      "Infinity",
    ],
    ...["true", "1", '""', "\\n", "\x1f", "é", "\u2028", "\ufeff", "<<<<<<<", "'", "/", "_"],
  )
  const raw = fc.oneof(
    { weight: 3, arbitrary: piece.map((text) => Buffer.from(text)) },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    },
  )
  const mutation = fc.tuple(
    fc.nat(80),
    fc.constantFrom(0, 0, 0, 1, 1, 2, 5),
    fc.option(raw, { nil: Buffer.alloc(0), freq: 3 }),
  )
  return fc.tuple(seed, fc.array(mutation, { maxLength: 3 })).map(([text, mutations]) =>
    mutations.reduce<Buffer>((bytes, [place, drop, added]) => {
      const at = place % (bytes.length + 1)
      return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + drop)])
    }, Buffer.from(text)),
  )
}

function everyValue(value: JsonValue): readonly JsonValue[] {
  const children = [...membersOf(value).map((member) => member.value), ...itemsOf(value)]
  return [value, ...children.flatMap(everyValue)]
}

/** Objects without their prototypes, as text: -0 is 0 there, as it is to whoever prints it. */
function plain(value: unknown): string {
  return JSON.stringify(value)
}
