import { describe, expect, test } from "vitest"
import { safeText, safeTextWithOffsets } from "../../../src/render/ink/safe-text.js"

describe("what a terminal would obey is shown as text", () => {
  test.each([
    ["an escape sequence", "\x1b[2J", "^[[2J"],
    ["a link", "\x1b]8;;http://x\x07", "^[]8;;http://x^G"],
    ["the clipboard", "\x1b]52;c;AA==\x1b\\", "^[]52;c;AA==^[\\"],
    ["a carriage return", "safe\rover", "safe^Mover"],
    ["backspaces", "ab\b\bc", "ab^H^Hc"],
    ["line feed and tab", "a\n\tb", "a^J^Ib"],
    ["delete", "\x7f", "^?"],
    ["a C1 control", "\x9b31m", "<U+009B>31m"],
    ["a line separator", "a\u2028b\x85c", "a<U+2028>b<U+0085>c"],
  ])("%s", (_, text, shown) => {
    expect(safeText(text)).toBe(shown)
  })
})

describe("what would hide or turn text is shown as text", () => {
  test.each([
    ["bidi overrides", "a\u202eb\u202c", "a<U+202E>b<U+202C>"],
    ["bidi isolates", "\u2066a\u2069", "<U+2066>a<U+2069>"],
    ["direction marks", "\u200e\u200f\u061c", "<U+200E><U+200F><U+061C>"],
    ["a zero-width space", "pass\u200bword", "pass<U+200B>word"],
    ["a joiner between letters", "ad\u200dmin", "ad<U+200D>min"],
    ["a byte order mark", "\ufeffa", "<U+FEFF>a"],
    ["a soft hyphen", "a\u00adb", "a<U+00AD>b"],
    ["tags", "\u{e0041}\u{e007f}", "<U+E0041><U+E007F>"],
    ["fillers that look like nothing", "\u3164\u115f", "<U+3164><U+115F>"],
    ["selectors that carry data", "a\u{e0100}\ufe0f", "a<U+E0100><U+FE0F>"],
    ["a lone surrogate", "a\ud800b", "a<U+D800>b"],
  ])("%s", (_, text, shown) => {
    expect(safeText(text)).toBe(shown)
  })
})

describe("what people write stays as it is", () => {
  test.each([
    "plain text, größe, 日本語, 한국어",
    "👨‍👩‍👧‍👦 🧑🏽‍💻 ❤️ ✔️ 1️⃣ 🇬🇧 👁️‍🗨️",
    "नमस्ते क्\u200dष",
    "می\u200cخواهم",
    "葛\u{e0100}",
    "e\u0301 ﷺ ½ \u00a0x",
  ])("%s", (text) => {
    expect(safeText(text)).toBe(text)
  })

  test("and so do the characters that the caller deals with", () => {
    expect(safeText("a\tb\x1b\n", "\t\n")).toBe("a\tb^[\n")
  })
})

test("a place in the text is found again in the safe text", () => {
  const original = "a\x1bb\u202ec"
  const { text, at } = safeTextWithOffsets(original)
  expect(text).toBe("a^[b<U+202E>c")
  expect([0, 1, 2, 3, 4, 5].map((offset) => text.slice(at(offset))[0])).toEqual([
    "a",
    "^",
    "b",
    "<",
    "c",
    undefined,
  ])
})
