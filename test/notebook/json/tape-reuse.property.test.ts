import fc from "fast-check"
import { expect, it } from "vitest"
import { sameBytes } from "../../../src/notebook/json/json-equality.js"
import { parseJson } from "../../../src/notebook/json/json-text.js"
import { type JsonText, NODE_SIZE } from "../../../src/notebook/json/tape.js"
import { arbitraryThree } from "../../support/arbitrary-merge.js"
import { runs } from "../../support/thorough.js"

const seeded = { numRuns: runs(400), seed: 20261122 }
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
    seeded,
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
    { ...seeded, numRuns: runs(5000) },
  )
})

it("accepts and refuses a version that is damaged amid its characters as a scan of it alone does", () => {
  const whole = bytesOf('{"é": ["漢字", {"a": "😀"}, "–", 1], "ü": {"ß": ["x", "ÿ"]}, "z": null}')
  const like = parseJson(whole)
  const edit = fc.record({
    at: fc.nat(whole.length),
    cut: fc.nat(3),
    put: fc.constantFrom([], [0xff], [0xc3], [0xa9], [0x22], [0xe6, 0xbc], [0x2c, 0x22, 0xc3, 0xa9, 0x22]),
  })
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const edited = edits.reduce(
        (all, { at, cut, put }) => Uint8Array.from([...all.slice(0, at), ...put, ...all.slice(at + cut)]),
        whole,
      )
      expect(outcomeOf(edited, like)).toEqual(outcomeOf(edited, undefined))
    }),
    { ...seeded, numRuns: runs(5000) },
  )
})

it("knows of each value whether it is the same bytes in both versions", () => {
  fc.assert(
    fc.property(arbitraryThree(), ({ base, ours }) => {
      const like = parseJson(base)
      const [beside, alone] = [parseJson(ours, like), parseJson(ours)]
      const nodes = [...beside.tape.keys()].filter((i) => i % NODE_SIZE === 0)
      for (const node of nodes) {
        const here = { text: beside, node }
        const other = { text: like, node: Math.min(node, like.tape.length - NODE_SIZE) }
        expect(sameBytes(here, other)).toBe(sameBytes({ text: alone, node }, other))
        expect(sameBytes(other, here)).toBe(sameBytes(here, other))
      }
    }),
    { ...seeded, numRuns: runs(200) },
  )
})

function outcomeOf(text: string | Uint8Array, like: JsonText | undefined): unknown {
  try {
    return spansOf(parseJson(typeof text === "string" ? bytesOf(text) : text, like))
  } catch (error) {
    return String(error)
  }
}

function spansOf({ tape }: JsonText): readonly number[] {
  return [...tape]
}
