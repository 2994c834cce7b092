import { describe, expect, test } from "vitest"
import { endedLines, firstEnding, joinedLines, splitLines } from "../../../src/diff/text/lines.js"

describe("splitLines", () => {
  test("keeps each line's ending with it", () => {
    expect(splitLines("a\nb\r\n\nc")).toEqual(["a\n", "b\r\n", "\n", "c"])
    expect(splitLines("a\n")).toEqual(["a\n"])
    expect(splitLines("\n")).toEqual(["\n"])
    expect(splitLines("")).toEqual([])
  })

  test("does not end a line at a lone carriage return", () => {
    expect(splitLines("10%\r20%\r\ndone\r")).toEqual(["10%\r20%\r\n", "done\r"])
  })
})

describe("endedLines", () => {
  test("ends the last line as the one before it, and says what it really ends with", () => {
    expect(endedLines("a\r\nb", "\n")).toEqual({ lines: ["a\r\n", "b\r\n"], end: "" })
    expect(endedLines("a\nb\r\n", "\n")).toEqual({ lines: ["a\n", "b\r\n"], end: "\r\n" })
  })

  test("ends a single line as it is told to", () => {
    expect(endedLines("a", "\r\n")).toEqual({ lines: ["a\r\n"], end: "" })
  })
})

test("firstEnding is the first ending that there is", () => {
  expect(firstEnding("a\r\nb\n")).toBe("\r\n")
  expect(firstEnding("a\nb\r\n")).toBe("\n")
  expect(firstEnding("a\r")).toBe("")
})

describe("joinedLines", () => {
  test.each(["", "a", "a\n", "a\r\n", "a\r", "a\r\nb", "a\nb\r", "\n", "\r\n", "\r"])(
    "gives %j back from its ended lines",
    (text) => {
      expect(joinedLines(endedLines(text, "\n"))).toBe(text)
      expect(joinedLines(endedLines(text, "\r\n"))).toBe(text)
    },
  )
})
