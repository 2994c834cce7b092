import fc from "fast-check"
import { expect, it } from "vitest"
import { parseJson } from "../../src/notebook/json-text.js"
import type { JsonText } from "../../src/notebook/tape.js"
import { arbitraryThree } from "../support/arbitrary-merge.js"

const runs = { numRuns: 400, seed: 20261122 }
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

it("gives a version of a notebook the spans that a scan of it alone gives", () => {
  fc.assert(
    fc.property(arbitraryThree(), ({ base, ours, theirs }) => {
      for (const [like, bytes] of [
        [base, ours],
        [ours, theirs],
        [theirs, base],
        [base, base],
      ] as const) {
        expect(spansOf(parseJson(bytes, parseJson(like)))).toEqual(spansOf(parseJson(bytes)))
      }
    }),
    runs,
  )
})

it("accepts and refuses a damaged version as a scan of it alone does", () => {
  const text =
    '{"cells": [{"a": [1, 2, "x"], "b": {}}, [], 12, -0.5, true, [{"c": "d"}, "e"]], "n": {"o": null}}'
  const edit = fc.record({
    at: fc.nat(text.length),
    cut: fc.nat(4),
    put: fc.constantFrom("", "1", '"', "}", "]", ",", "[1]", "x", '"k": 2,', " ", ".5"),
  })
  const like = parseJson(bytesOf(text))
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const edited = edits.reduce(
        (all, { at, cut, put }) => all.slice(0, at) + put + all.slice(at + cut),
        text,
      )
      expect(outcomeOf(edited, like)).toEqual(outcomeOf(edited, undefined))
    }),
    { ...runs, numRuns: 5000 },
  )
})

function outcomeOf(text: string, like: JsonText | undefined): unknown {
  try {
    return spansOf(parseJson(bytesOf(text), like))
  } catch (error) {
    return String(error)
  }
}

function spansOf({ tape }: JsonText): readonly number[] {
  return [...tape]
}
