import { describe, expect, test } from "vitest"
import { CLI_KEYS } from "../../../src/cli/diff/diff-settings.js"
import { type GitConfig, parseConfig, readConfig } from "../../../src/git/repository/config.js"
import { diffColors, parseColor, wantsColor } from "../../../src/git/settings/color.js"
import { DRIVER_KEYS } from "../../../src/git/settings/driver-settings.js"
import { terminalPalette } from "../../../src/git/settings/terminal.js"
import { repository } from "../../support/repository.js"

const terminal = { TERM: "xterm" }

describe("color in a diff", () => {
  test.each([
    ["a terminal", {}, true, terminal, true],
    ["a pipe", {}, false, terminal, false],
    ["a pipe to git's pager", {}, false, { ...terminal, GIT_PAGER_IN_USE: "true" }, true],
    [
      "a pager that shows none",
      { "color.pager": "false" },
      false,
      { ...terminal, GIT_PAGER_IN_USE: "true" },
      false,
    ],
    ["a dumb terminal", {}, true, { TERM: "dumb" }, false],
    ["no TERM", {}, true, {}, false],
    ["NO_COLOR", {}, true, { ...terminal, NO_COLOR: "1" }, false],
    ["an empty NO_COLOR", {}, true, { ...terminal, NO_COLOR: "" }, true],
    ["always, in a pipe", { "color.ui": "always" }, false, {}, true],
    ["always, in spite of NO_COLOR", { "color.diff": "always" }, false, { NO_COLOR: "1" }, true],
    ["never", { "color.ui": "never" }, true, terminal, false],
    ["false", { "color.ui": "false" }, true, terminal, false],
    ["off for diffs alone", { "color.diff": "off", "color.ui": "always" }, true, terminal, false],
    ["true, which is auto", { "color.ui": "true" }, false, terminal, false],
  ] as const)("with %s", (_, config, isTerminal, environment, expected) => {
    expect(wantsColor(configOf(config), environment, isTerminal)).toBe(expected)
  })

  test.each([
    "red",
    "normal",
    "bold",
    "bold red blue",
    "red bold blue",
    "normal green",
    "default default",
    "brightblue brightwhite",
    "7 8",
    "15",
    "16 255",
    "#12aBfF #000000",
    "-1",
    "reset",
    "reset red",
    "nobold no-ul nodim",
    "bold dim italic ul blink reverse strike",
    "RED",
    "  ul   cyan ",
    "",
  ])("parses %j as git does", (value) => {
    const repo = repository()
    repo.git("config", "color.diff.old", value)
    expect(parseColor(value)).toBe(repo.git("config", "--get-color", "color.diff.old"))
  })

  test.each(["red blue green", "nocolor", "256", "#12", "bright", "constructor"])(
    "takes %j for none",
    (value) => {
      const repo = repository()
      repo.git("config", "color.diff.old", value)
      expect(repo.tryGit("config", "--get-color", "color.diff.old").status).not.toBe(0)
      expect(parseColor(value)).toBeUndefined()
    },
  )

  test("takes the colors of diff-highlight for the words that differ, from git's config", async () => {
    const repo = repository()
    repo.git("config", "color.diff-highlight.oldHighlight", "red bold 52")
    repo.git("config", "color.diff-highlight.newHighlight", "reverse")
    repo.git("config", "color.diff-highlight.newNormal", "green bold")
    const config = await readConfig(DRIVER_KEYS, { cwd: repo.top, environment: repo.env })
    expect(diffColors(config)).toEqual({ oldHighlight: "\x1b[1;31;48;5;52m", newHighlight: "\x1b[7m" })
    const cli = await readConfig(CLI_KEYS, { cwd: repo.top, environment: repo.env })
    expect(diffColors(cli)).toEqual(diffColors(config))
    expect(terminalPalette(diffColors(config), config, {}).newHighlight).toBe("\x1b[7m")
    expect(terminalPalette(diffColors(config), config, {}).oldHighlight).toBe("\x1b[1;31;48;5;52m")
  })

  test("takes the slots that the user has set, under any of their names", () => {
    const config = configOf({
      "color.diff.old": "magenta",
      "diff.color.new": "cyan",
      "color.diff.plain": "ul",
      "color.diff.oldmoved": "dim",
      "color.diff.meta": "no such color",
    })
    expect(diffColors(config)).toEqual({
      old: "\x1b[35m",
      new: "\x1b[36m",
      context: "\x1b[4m",
      oldMoved: "\x1b[2m",
    })
  })
})

function configOf(values: Readonly<Record<string, string>>): GitConfig {
  return parseConfig(
    Object.entries(values)
      .map(([key, value]) => `${key}\n${value}\0`)
      .join(""),
  )
}
