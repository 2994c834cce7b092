import { describe, expect, test } from "vitest"
import { diffWords } from "../../../src/diff/text/words.js"

/** Both lines with the ranges that differ in brackets. */
function marked(a: string, b: string): readonly [string, string] | null {
  const hunks = diffWords(a, b)
  if (hunks === null) return null
  const [inA, inB] = [
    hunks.map((h) => [h.fromA, h.toA] as const),
    hunks.map((h) => [h.fromB, h.toB] as const),
  ]
  return [bracketed(a, inA), bracketed(b, inB)]
}

function bracketed(line: string, ranges: readonly (readonly [number, number])[]): string {
  return ranges.reduceRight(
    (text, [from, to]) =>
      from === to ? text : `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`,
    line,
  )
}

describe("diffWords", () => {
  test("finds the words that differ", () => {
    expect(marked("model.fit(x, epochs=10, verbose=0)", "model.fit(x, epochs=20, verbose=0)")).toEqual([
      "model.fit(x, epochs=[10], verbose=0)",
      "model.fit(x, epochs=[20], verbose=0)",
    ])
  })

  test("takes names and numbers as wholes", () => {
    expect(marked("lr = fit(model, train_loss, 0.001)", "lr = fit(model, test_loss, 0.01)")).toEqual([
      "lr = fit(model, [train_loss], [0.001])",
      "lr = fit(model, [test_loss], [0.01])",
    ])
  })

  test("finds nothing between equal lines, whatever ends them", () => {
    expect(diffWords("x = 1", "x = 1")).toEqual([])
    expect(diffWords("x = 1\n", "x = 1")).toEqual([])
    expect(diffWords("x = 1\r\n", "x = 1\n")).toEqual([])
    expect(diffWords("", "")).toEqual([])
  })

  test("puts a range as late as it can be", () => {
    expect(marked("the lazy dog", "the very lazy dog")?.[1]).toBe("the [very ]lazy dog")
    expect(marked("f(alpha, beta=None)", "f(alpha, beta=None, gamma=None)")?.[1]).toBe(
      "f(alpha, beta=None[, gamma=None])",
    )
    expect(marked("print(center)", "print('Using center =', center)")?.[1]).toBe(
      "print(['Using center =', ]center)",
    )
    expect(marked("send(new Code(prompts.last()))", "send(new Code(prompt))")).toEqual([
      "send(new Code([prompts.last()]))",
      "send(new Code([prompt]))",
    ])
    expect(marked("A sentence.", "A sentence. And more.")?.[1]).toBe("A sentence.[ And more.]")
  })

  test("reads words that differ side by side as one range", () => {
    expect(marked("a long line that reads one two three", "a long line that reads four five six")?.[1]).toBe(
      "a long line that reads [four five six]",
    )
    expect(marked("result = alpha.beta", "result = gamma.delta")?.[1]).toBe("result = [gamma.delta]")
    expect(marked("coordinates(a,b)", "coordinates(c,d)")?.[1]).toBe("coordinates([c],[d])")
  })

  test("marks white space that alone differs", () => {
    expect(marked("\tx = 1", "    x = 1")).toEqual(["[\t]x = 1", "[    ]x = 1"])
    expect(marked("x=1", "x = 1")?.[1]).toBe("x[ ]=[ ]1")
  })

  test("marks nothing in lines that are not alike", () => {
    expect(diffWords("import numpy as np", "plt.show()")).toBeNull()
    expect(diffWords("score = model.evaluate(x)", "print(model)")).toBeNull()
    expect(diffWords("x = 1", "")).toBeNull()
  })

  test("marks nothing in lines too long or with too many differences to be read", () => {
    const blob = "0123456789abcdef".repeat(2_000)
    expect(diffWords(blob, `${blob}0`)).toBeNull()
    const words = Array.from({ length: 900 }, (_, i) => `same${i} other${i % 3}`)
    expect(diffWords(words.join(" "), words.map((w) => w.replace("other", "new")).join(" "))).toBeNull()
  })

  test("reads a paragraph that is one line", () => {
    const paragraph = Array.from({ length: 300 }, (_, i) => `word${i}`).join(" ")
    expect(marked(paragraph, paragraph.replace("word150", "another"))?.[1]).toBe(
      paragraph.replace("word150", "[another]"),
    )
  })

  test("marks single characters in scripts without spaces", () => {
    expect(marked("机器学习模型", "机器翻译模型")?.[1]).toBe("机器[翻译]模型")
  })

  test.each([
    ["a surrogate pair", "mood = 😀 today", "mood = 😁 today", "mood = [😁] today"],
    ["a combining accent", "cafe menu list", "cafe\u0301 menu list", "[cafe\u0301] menu list"],
    ["an emoji of several", "team = 👩‍👩‍👧 here", "team = 👩‍👩‍👦 here", "team = [👩‍👩‍👦] here"],
    ["a skin tone", "wave(👋) then", "wave(👋🏽) then", "wave([👋🏽]) then"],
    ["a flag", "flags = 🇩🇪🇫🇷 yes", "flags = 🇩🇪🇫🇮 yes", "flags = 🇩🇪[🇫🇮] yes"],
    ["a keycap", "press 1️⃣ or two", "press 1️ or two", "press [1️] or two"],
    ["a conjunct", "name नाम = क्षेत्र one", "name नाम = क्षेत्रों one", "name नाम = [क्षेत्रों] one"],
  ])("does not split %s", (_, a, b, expected) => {
    expect(marked(a, b)?.[1]).toBe(expected)
  })
})
