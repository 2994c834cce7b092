import { describe, expect, test } from "vitest"
import { repository } from "../../support/repository.js"
import { casesOf, THOROUGH } from "../../support/thorough.js"
import { conflicted, notebook, resolve, resolvedFor, shape } from "./conflicted-notebook.js"

describe("nbdiff resolve, on JSON with git's own markers in it", () => {
  test.each(
    casesOf(["merge", "diff3", "zdiff3"], 1).flatMap((style) =>
      (["ours", "theirs"] as const).map((side) => [style, side] as const),
    ),
  )("in the style of %s merges it by cell and resolves for %s", (style, side) => {
    const repo = conflicted({ driver: false, style })
    expect(() => JSON.parse(repo.read("a.ipynb"))).toThrow()
    expect(resolve(repo, `--${side}`).status).toBe(0)
    expect(shape(repo.read("a.ipynb"))).toEqual(resolvedFor[side])
  })

  test("leaves a notebook with marked cells where nothing is chosen", () => {
    const repo = conflicted({ driver: false })
    expect(resolve(repo)).toMatchObject({ status: 1 })
    expect(shape(repo.read("a.ipynb"))[0]).toBe("a: <<<<<<< HEAD\na = 2\n=======\na = 3\n>>>>>>> topic → ")
    expect(resolve(repo, "--theirs").status).toBe(0)
    expect(shape(repo.read("a.ipynb"))).toEqual(resolvedFor.theirs)
  })

  test.runIf(THOROUGH)("gives a source of both sides no outputs, as the driver would", () => {
    const lines = (third: string, last: string) => `one\ntwo\n${third}\nfour\nfive\nsix\n${last}`
    const versions = [
      [lines("3", "7"), "base"],
      [lines("3 ours", "7"), "ours"],
      [lines("3 theirs", "7 theirs"), "theirs"],
    ].map(([source = "", output = ""]) => notebook({ id: "a", source, output }))
    const settled = [true, false].map((driver) => {
      const repo = conflicted({ driver, versions: versions as [string, string, string] })
      return (["ours", "theirs"] as const).map((side) => {
        repo.git("checkout", "--merge", "a.ipynb")
        expect(resolve(repo, `--${side}`).status).toBe(0)
        return shape(repo.read("a.ipynb"))[0]
      })
    })
    const expected = [`a: ${lines("3 ours", "7 theirs")} → `, `a: ${lines("3 theirs", "7 theirs")} → theirs`]
    expect(settled).toEqual([expected, expected])
  })

  test.runIf(THOROUGH)("lists a file whose markers leave nothing open, until it is rewritten", () => {
    const versions = ["1", "2", "3"].map((output) => notebook({ id: "a", source: "a = 1", output }))
    const repo = conflicted({ driver: false, versions: versions as [string, string, string] })
    expect(resolve(repo, "--list")).toMatchObject({
      status: 1,
      stdout:
        'a.ipynb: git\'s text markers are in it, but nothing is in conflict: "nbdiff resolve a.ipynb" writes it again\n',
    })
    expect(JSON.parse(resolve(repo, "--json").stdout).files).toEqual([
      { path: "a.ipynb", textMarkers: true, conflicts: [] },
    ])
    expect(resolve(repo, "a.ipynb")).toMatchObject({ status: 0 })
    expect(shape(repo.read("a.ipynb"))).toEqual(["a: a = 1 → 2"])
    expect(resolve(repo, "--list")).toMatchObject({ status: 0 })
  })

  test("works on a file from elsewhere, without a repository's knowledge of it", () => {
    const raw = conflicted({ driver: false, style: "diff3" }).read("a.ipynb")
    const repo = repository()
    repo.write("a.ipynb", raw)
    expect(resolve(repo, "--theirs", "a.ipynb")).toMatchObject({ status: 0, stderr: "" })
    expect(shape(repo.read("a.ipynb"))).toEqual(resolvedFor.theirs)
  })
})

describe("nbdiff resolve, on a file from elsewhere", () => {
  test.runIf(THOROUGH).each([
    ["merge", "ours"],
    ["diff3", "theirs"],
    ["zdiff3", "base"],
  ] as const)("resolves markers in the style of %s for %s", (style, side) => {
    const marked = conflicted({ style }).read("a.ipynb")
    const repo = repository()
    repo.write("a.ipynb", marked)
    expect(resolve(repo, `--${side}`, "a.ipynb").status).toBe(0)
    expect(shape(repo.read("a.ipynb")).map((line) => line.replace(/ → .*/, ""))).toEqual(
      resolvedFor[side].map((line) => line.replace(/ → .*/, "")),
    )
  })

  test("leaves unresolved what the file does not tell", () => {
    const repo = repository()
    repo.write("a.ipynb", conflicted().read("a.ipynb"))
    const before = repo.read("a.ipynb")
    expect(resolve(repo, "--base", "a.ipynb")).toMatchObject({ status: 1 })
    expect(repo.read("a.ipynb")).toBe(before)
  })

  const noBase = "a.ipynb: its markers hold no base, which --base needs\n"

  test.runIf(THOROUGH).each([true, false])(
    "invents no base where no marker holds one, merged by the driver: %s",
    (driver) => {
      const [o = "", a = "", b = ""] = ["1", "2", "3"].map((n) =>
        notebook({ id: "a", source: `first = 1\nsecond = 2\nlast = ${n}` }),
      )
      const repo = repository()
      repo.write("a.ipynb", conflicted({ driver, versions: [o, a, b] }).read("a.ipynb"))
      const { status, stdout } = resolve(repo, "--base", "a.ipynb")
      expect(status).toBe(1)
      expect(stdout).toMatch(/still unresolved\n/)
      expect(stdout).not.toContain("settled")
      expect(stdout.endsWith(noBase)).toBe(true)
      expect(shape(repo.read("a.ipynb"))[0]).toMatch(/<{7}.*\nlast = 2\n={7}\nlast = 3\n>{7}/)
      expect(resolve(repo, "--list", "a.ipynb").status).toBe(1)
    },
  )

  test("resolves for a base that the markers of the text hold", () => {
    const repo = repository()
    repo.write("a.ipynb", conflicted({ driver: false, style: "diff3" }).read("a.ipynb"))
    expect(resolve(repo, "--base", "a.ipynb")).toMatchObject({ status: 0 })
    expect(shape(repo.read("a.ipynb"))).toEqual(resolvedFor.base)
  })

  test("resolves for what git knows to have been nothing", () => {
    const repo = repository()
    repo.commit("none", { f: "" })
    for (const [branch, source] of [
      ["topic", "first = 1\nsecond = 2\nlast = 3"],
      ["own", "first = 1\nsecond = 2\nlast = 2"],
    ] as const) {
      repo.git("checkout", "-q", "-b", branch, "main")
      repo.commit(branch, { "a.ipynb": notebook({ id: "a", source }) })
    }
    repo.tryGit("merge", "topic")
    expect(() => JSON.parse(repo.read("a.ipynb"))).toThrow()
    const { status, stdout } = resolve(repo, "--base")
    expect(status).toBe(0)
    expect(stdout).toContain("resolved for base\n")
  })

  test("says what is wrong with a file that is not a notebook", () => {
    const repo = repository()
    repo.write("a.ipynb", "hello\n")
    repo.write("b.ipynb", '{"cells": [\n<<<<<<< a\n=======\n')
    expect(resolve(repo, "a.ipynb", "b.ipynb", "c.ipynb")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^nbdiff: a\.ipynb: no notebook: line 1.*\nnbdiff: b\.ipynb: its conflict markers do not add up; .*\nnbdiff: c\.ipynb: No such file or directory\n$/,
      ),
    })
  })
})
