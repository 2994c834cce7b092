import { describe, expect, test } from "vitest"
import { terminalPalette, terminalWidth } from "../../../src/git/settings/terminal.js"
import { ANSI_PALETTE, DARK_PALETTE, LIGHT_PALETTE } from "../../../src/render/ink/palette.js"

test("a terminal is as wide as COLUMNS says, else as it says itself, else 80 columns", () => {
  expect(terminalWidth({ COLUMNS: "120" }, 100)).toBe(120)
  expect(terminalWidth({ COLUMNS: "wide" }, 100)).toBe(100)
  expect(terminalWidth({}, 100)).toBe(100)
  expect(terminalWidth({}, undefined)).toBe(80)
  expect(terminalWidth({}, 0)).toBe(80)
})

describe("a terminal's colors", () => {
  const many = { TERM: "xterm-256color" }
  test.each([
    ["its own sixteen, where nothing tells its background", {}, many, ANSI_PALETTE],
    ["tinted, where it says that it is dark", {}, { ...many, COLORFGBG: "15;0" }, DARK_PALETTE],
    ["tinted, where it says that it is light", {}, { ...many, COLORFGBG: "0;default;15" }, LIGHT_PALETTE],
    [
      "those that git's config says",
      { "nbdiff.background": "light" },
      { ...many, COLORFGBG: "15;0" },
      LIGHT_PALETTE,
    ],
    [
      "its own sixteen, where it has no more",
      { "nbdiff.background": "dark" },
      { TERM: "xterm" },
      ANSI_PALETTE,
    ],
    [
      "tinted, where it has all colors",
      { "nbdiff.background": "dark" },
      { COLORTERM: "truecolor" },
      DARK_PALETTE,
    ],
  ])("are %s", (_, config, environment, expected) => {
    const values = new Map(Object.entries(config).map(([key, value]) => [key, [value]]))
    expect(terminalPalette({}, values, environment)).toEqual(expected)
    expect(terminalPalette({ old: "\x1b[35m" }, values, environment).old).toBe("\x1b[35m")
  })
})
