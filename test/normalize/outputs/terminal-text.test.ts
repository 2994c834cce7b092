import { expect, it } from "vitest"
import { playCarriageReturns, withoutEscapes } from "../../../src/normalize/outputs/terminal-text.js"

it.each([
  ["leaves plain text alone", "one\ntwo\n", "one\ntwo\n"],
  ["shows the last state of a rewritten line", " 10%\r 50%\r100%\ndone\n", "100%\ndone\n"],
  ["keeps what a shorter rewrite does not reach", "loading data\rready", "readyng data"],
  ["goes a place back", "step 1\b2\n", "step 2\n"],
  ["does not go back before the line", "a\n\b\b\bb", "a\nb"],
  ["reads a Windows line ending as one", "one\r\ntwo\r\n", "one\ntwo\n"],
  ["drops the blanks that cleared a line", "50%\r    \rdone", "done"],
  ["leaves nothing of a line that was cleared", "working\r       \r", ""],
  ["erases the rest of a line", "12 of 100\r3\x1b[K\n", "3\n"],
  ["erases a whole line", "12 of 100\x1b[2K\rnew", "new"],
  ["writes over a line above", "one\ntwo\x1b[A\rONE", "ONE\ntwo"],
  ["keeps the lines below one that was written over", "a\nb\nc\x1b[2A\rA\n", "A\nb\nc"],
  ["keeps colors with their characters", "\x1b[31mred\x1b[0m\rb", "bed\x1b[0m"],
  ["counts a character and its marks as one place", "e\u0301a\rxy", "xy"],
  ["counts a character beyond the first plane as one place", "\u{1f600}b\rxy", "xy"],
])("%s", (_, text, shown) => {
  expect(playCarriageReturns(text)).toBe(shown)
})

it("plays a bar of Keras, which backs up over what it wrote", () => {
  const back = "\b".repeat(14)
  expect(playCarriageReturns(`1/2 [==>.....] ${back} 2/2 [========]\n`)).toBe("1 2/2 [========]\n")
})

it("is done with a million rewrites of one line, and of the line above", () => {
  expect(playCarriageReturns(`${"ab\r".repeat(1_000_000)}cd`)).toBe("cd")
  expect(playCarriageReturns(`x${"\n\x1b[A\ry".repeat(300_000)}`)).toBe("y\n")
})

it("takes colors, links and titles out of a text", () => {
  expect(withoutEscapes("\x1b[0;31mValueError\x1b[0m: \x1b]8;;http://x\x07link\x1b]8;;\x07")).toBe(
    "ValueError: link",
  )
})
