import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { matchesPath, parsePathPattern } from "../../../src/git/settings/path-pattern.js"
import { repository } from "../../support/repository.js"

const paths = [
  "a.ipynb",
  "docs/a.ipynb",
  "docs/deep/b.ipynb",
  "docs/deep/er/c.ipynb",
  "other/docs/a.ipynb",
  "a-b.ipynb",
  "[x].ipynb",
  "größe.ipynb",
]

const patterns = [
  ["*.ipynb"],
  ["a.ipynb"],
  ["/a.ipynb"],
  ["docs/*.ipynb"],
  ["docs/**"],
  ["docs/**/*.ipynb"],
  ["**/docs/a.ipynb"],
  ["**/deep/*"],
  ["docs/*/b.ipynb"],
  ["[a-c].ipynb"],
  ["[!a].ipynb"],
  ["[]x].ipynb"],
  ["\\[x\\].ipynb"],
  ["?.ipynb"],
  ["gr*e.ipynb"],
  ["docs"],
  ["**"],
  ["*a*b*"],
] as const

describe("a pattern for paths", () => {
  it.each(patterns)("matches what git says: %s", (pattern) => {
    const { top, write, env } = repository()
    write(".gitattributes", `${pattern} nbdiff=yes\n`)
    const args = ["-c", "core.quotePath=false", "check-attr", "nbdiff", "--", ...paths]
    const { stdout } = spawnSync("git", args, { cwd: top, env, encoding: "utf8" })
    const parsed = parsePathPattern(pattern)!
    const ours = paths.map((path) => `${path}: nbdiff: ${matchesPath(parsed, path) ? "yes" : "unspecified"}`)
    expect(ours).toEqual(stdout.trim().split("\n"))
  })

  it.each(["", "!a", "docs/"])("is not %j", (text) => {
    expect(parsePathPattern(text)).toBeUndefined()
  })

  it("is answered at once, whatever it is", () => {
    const evil = parsePathPattern(`${"*a".repeat(200)}b`)!
    expect(matchesPath(evil, "a".repeat(20_000))).toBe(false)
  })
})
