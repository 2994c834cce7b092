import { describe, expect, test } from "vitest"
import { booleanValue, lastValue, readConfig } from "../../../src/git/repository/config.js"
import { conflictStyle, DRIVER_KEYS, diffSettings } from "../../../src/git/settings/driver-settings.js"
import { type Repository, repository, temporaryDirectory } from "../../support/repository.js"

describe("git's config", () => {
  test("is read in one call, of all scopes, the last value last", async () => {
    const repo = repository()
    repo.git("config", "--global", "color.ui", "never")
    repo.git("config", "color.ui", "always")
    repo.git("config", "color.diff.oldMoved", "red")
    repo.git("config", "nbdiff.merge.outputs", "two\nlines")
    repo.git("config", "user.name", "not asked for")
    const config = await read(repo)
    expect(Object.fromEntries(config)).toEqual({
      "color.ui": ["never", "always"],
      "color.diff.oldmoved": ["red"],
      "nbdiff.merge.outputs": ["two\nlines"],
    })
    expect(lastValue(config, "color.ui")).toBe("always")
  })

  test("is empty where no key matches, and where there is no directory", async () => {
    const repo = repository()
    expect(await read(repo)).toEqual(new Map())
    expect(await readConfig(DRIVER_KEYS, { cwd: "/no/such/place", environment: repo.env })).toEqual(new Map())
  })

  test("is the user's outside a repository", async () => {
    const repo = repository()
    repo.git("config", "--global", "color.ui", "always")
    const config = await readConfig(DRIVER_KEYS, { cwd: temporaryDirectory(), environment: repo.env })
    expect(lastValue(config, "color.ui")).toBe("always")
  })

  test.each(["true", "YES", "on", "1", "-5", "false", "No", "off", "0", ""])(
    "takes %j for the boolean that git takes it for",
    (value) => {
      const repo = repository()
      repo.git("config", "nbdiff.x", value)
      const expected = repo.git("config", "--type=bool", "nbdiff.x").trim() === "true"
      expect(booleanValue(new Map([["nbdiff.x", [value]]]), "nbdiff.x")).toBe(expected)
    },
  )

  test("takes a key without a value for true, and other words for none", async () => {
    const repo = repository()
    repo.write(".git/config", `${repo.read(".git/config")}[nbdiff]\n\tbare\n\tword = perhaps\n`)
    const config = await read(repo)
    expect(booleanValue(config, "nbdiff.bare")).toBe(true)
    expect(booleanValue(config, "nbdiff.word")).toBeUndefined()
    expect(booleanValue(config, "nbdiff.absent")).toBeUndefined()
  })
})

describe("a driver's settings", () => {
  test.each([
    [undefined, "merge"],
    ["diff3", "diff3"],
    ["zdiff3", "zdiff3"],
    ["nonsense", "merge"],
  ])("conflict style %s is %s", async (style, expected) => {
    const repo = repository()
    if (style !== undefined) repo.git("config", "merge.conflictStyle", style)
    expect(conflictStyle(await read(repo))).toBe(expected)
  })

  test("lines of context are git's", async () => {
    const repo = repository()
    expect(diffSettings(await read(repo), {}, false).context).toBe(3)
    repo.git("config", "diff.context", "8")
    const config = await read(repo)
    expect(diffSettings(config, {}, false).context).toBe(8)
    expect(diffSettings(config, { GIT_DIFF_OPTS: "--unified=0" }, false).context).toBe(0)
    expect(diffSettings(config, { GIT_DIFF_OPTS: "-u5" }, false).context).toBe(5)
  })

  test("colors are git's", async () => {
    const repo = repository()
    repo.git("config", "color.ui", "always")
    repo.git("config", "color.diff.new", "blue")
    expect(diffSettings(await read(repo), {}, false)).toMatchObject({
      color: true,
      colors: { new: "\x1b[34m" },
    })
  })
})

function read(repo: Repository) {
  return readConfig(DRIVER_KEYS, { cwd: repo.top, environment: repo.env })
}
