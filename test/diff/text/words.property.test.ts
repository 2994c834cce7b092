import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { wordTokens } from "../../../src/diff/text/word-tokens.js"
import { diffWords } from "../../../src/diff/text/words.js"
import { runs } from "../../support/thorough.js"

const pieces = [
  ..."ab 1_.(,\t",
  ..."é\u0301\u0308\u200d\u200c\ufe0f\u20e3",
  ..."😀👩👧🏽🇩🇪🇫漢かカﾊﾞ각",
  ..."\u1100\u1161\u11a8क\u094dषาำ✌©",
  "\ud83d",
  "\u{e0067}",
]
const line = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(""))
const seeded = { seed: 1, numRuns: runs(5_000) }

describe("laws of wordTokens", () => {
  test("joined, the tokens are the line", () => {
    fc.assert(
      fc.property(fc.oneof(line, fc.string({ unit: "binary" })), (text) => {
        expect(wordTokens(text).join("")).toBe(text)
      }),
      seeded,
    )
  })

  test("a line of ASCII has the tokens that it has beside other characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        expect([...wordTokens(text), "漢"]).toEqual(wordTokens(`${text}漢`))
      }),
      seeded,
    )
  })

  test("no token ends inside what Unicode takes for one character", () => {
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" })
    fc.assert(
      fc.property(line, (text) => {
        const starts = new Set([...segmenter.segment(text)].map(({ index }) => index))
        let at = 0
        for (const token of wordTokens(text)) {
          expect(starts).toContain(at)
          at += token.length
        }
      }),
      seeded,
    )
  })
})

describe("laws of diffWords", () => {
  const word = fc.constantFrom("alpha", "beta", "x", "=", "(", ")", " ", "  ", "😀", "12")
  const words = fc.array(word, { maxLength: 12 }).map((parts) => parts.join(""))

  test("what lies between the ranges is the same on both sides", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        let result = ""
        let at = 0
        const hunks = diffWords(a, b)
        for (const h of hunks ?? []) {
          result += a.slice(at, h.fromA) + b.slice(h.fromB, h.toB)
          at = h.toA
        }
        if (hunks !== null) expect(result + a.slice(at)).toBe(b)
      }),
      seeded,
    )
  })
})
