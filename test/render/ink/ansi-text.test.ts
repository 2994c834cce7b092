import { describe, expect, test } from "vitest"
import { ansiLines } from "../../../src/render/ink/ansi-text.js"
import { paint } from "../../../src/render/ink/styled-line.js"

const shown = (...lines: readonly string[]): readonly string[] => ansiLines(lines, "").map(paint)

test("the colors of an output go on from line to line, each line ending its own", () => {
  expect(shown("\x1b[31mred", "still\x1b[0m plain")).toEqual([
    "\x1b[31mred\x1b[m",
    "\x1b[31mstill\x1b[m plain",
  ])
})

describe("a color becomes the nearest of six hues, a gray none", () => {
  test.each([
    ["90 to 97", "\x1b[92mx", "\x1b[32mx\x1b[m"],
    ["256 colors", "\x1b[38;5;28;1mx", "\x1b[1;32mx\x1b[m"],
    ["a cube's blue", "\x1b[38;5;21mx", "\x1b[34mx\x1b[m"],
    ["24 bits", "\x1b[38;2;250;160;0mx", "\x1b[33mx\x1b[m"],
    ["24 bits, nearly red", "\x1b[38;2;250;20;40mx", "\x1b[31mx\x1b[m"],
    ["black", "\x1b[30mx", "x"],
    ["white", "\x1b[97mx", "x"],
    ["a gray", "\x1b[38;5;240mx", "x"],
    ["the default again", "\x1b[31ma\x1b[39mb", "\x1b[31ma\x1b[mb"],
  ])("%s", (_, text, expected) => {
    expect(shown(text)).toEqual([expected])
  })
})

describe("text cannot hide", () => {
  test.each([
    ["concealed", "\x1b[8msecret", "secret"],
    ["blinking", "\x1b[5mx", "x"],
    ["on a background", "\x1b[41;31mx", "\x1b[31mx\x1b[m"],
    ["on a background of 256", "\x1b[48;5;1mx", "x"],
  ])("%s", (_, text, expected) => {
    expect(shown(text)).toEqual([expected])
  })

  test("and a sequence that is not a color is shown", () => {
    expect(shown("a\x1b[2Kb\x1b]0;t\x07")).toEqual(["a^[[2Kb^[]0;t^G"])
  })
})

test("attributes end one by one", () => {
  expect(shown("\x1b[1;4ma\x1b[22mb\x1b[24mc")).toEqual(["\x1b[1;4ma\x1b[m\x1b[4mb\x1b[mc"])
})
