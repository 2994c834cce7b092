import { describe, expect, test } from "vitest"
import { notebookText } from "../../support/notebook-text.js"
import { nbdiff } from "../../support/program.js"
import { repository } from "../../support/repository.js"
import { changed, one, two } from "./sample-pair.js"

describe("options", () => {
  test("--exit-code and --quiet tell of a difference that counts", () => {
    const repo = changed()
    expect(nbdiff(repo, ["--exit-code"]).status).toBe(1)
    expect(nbdiff(repo, ["--quiet"])).toEqual({ status: 1, stdout: "", stderr: "" })
    expect(nbdiff(repo, ["--quiet", "HEAD", "HEAD"]).status).toBe(0)
    expect(nbdiff(repo, ["--quiet", "--only=outputs"]).status).toBe(0)
    expect(nbdiff(repo, ["--exit-code", "--only=outputs"])).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(nbdiff(repo, ["--no-index", "--quiet", "a.ipynb", "a.ipynb"]).status).toBe(0)
  })

  test("-w, -b and --ignore-blank-lines leave out what git would leave out", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": notebookText("if x:\n  y = 1\n") })
    repo.write("a.ipynb", notebookText("if x:\n    y = 1\n"))
    expect(nbdiff(repo, ["-w"]).stdout).toBe("")
    expect(nbdiff(repo, ["-b"]).stdout).toBe("")
    expect(nbdiff(repo, ["--ignore-blank-lines"]).stdout).not.toBe("")
    repo.write("a.ipynb", notebookText("if x:\n\n  y = 1\n"))
    expect(nbdiff(repo, ["-b"]).stdout).not.toBe("")
    expect(nbdiff(repo, ["--ignore-blank-lines"]).stdout).toBe("")
  })

  test("-U is git's, and so is its default", () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line_${i}\n`).join("")
    const repo = repository()
    repo.commit("one", { "a.ipynb": notebookText(lines) })
    repo.write("a.ipynb", notebookText(lines.replace("line_10", "other")))
    const shown = (...args: string[]) => nbdiff(repo, args).stdout.match(/^ +line_\d+$/gm)?.length ?? 0
    expect([shown(), shown("-U1"), shown("--unified=0")]).toEqual([6, 2, 0])
    repo.git("config", "diff.context", "2")
    expect(shown()).toBe(4)
  })

  test("--stat has a line for each notebook, and a total", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "b.ipynb": "x" })
    repo.write("a.ipynb", two)
    repo.write("b.ipynb", "y")
    expect(nbdiff(repo, ["--stat"]).stdout).toMatch(
      /^ a\.ipynb \| 2 \+-.*\n b\.ipynb \| 2 \+-.*\n 2 notebooks changed, .*\n$/,
    )
  })

  test("--color follows git's config, NO_COLOR and what it says itself", () => {
    const repo = changed()
    const colored = (args: string[], env = {}) =>
      nbdiff(repo, args, { env: { TERM: "xterm", ...env } }).stdout.includes("\x1b[")
    expect(colored([])).toBe(false)
    expect(colored(["--color"])).toBe(true)
    expect(colored(["--color"], { NO_COLOR: "1" })).toBe(true)
    expect(colored(["--color=auto"])).toBe(false)
    repo.git("config", "color.ui", "always")
    expect(colored([])).toBe(true)
    expect(colored(["--no-color"])).toBe(false)
    expect(colored(["--color=never"])).toBe(false)
    expect(colored(["--color=auto"])).toBe(false)
    repo.git("config", "color.diff.old", "magenta")
    expect(nbdiff(repo, []).stdout).toContain("\x1b[35m")
  })

  test("--format=markdown is one text for all notebooks", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "b.ipynb": "x\n" })
    repo.write("a.ipynb", two)
    repo.write("b.ipynb", "y\n")
    const { stdout } = nbdiff(repo, ["--format=markdown"])
    expect(stdout).toMatch(
      /^### `a\.ipynb`\n\n1 edited\n.*\n\n### `b\.ipynb`\n\n```diff\n.*\n-x\n\+y\n```\n$/s,
    )
  })

  test("--json is one object, for two notebooks and for a range, whether or not anything differs", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "bad.ipynb": "x\n", "c.ipynb": one })
    repo.write("a.ipynb", two)
    repo.write("bad.ipynb", "y\n")
    const json = (...args: string[]) => JSON.parse(nbdiff(repo, ["--json", ...args]).stdout)
    const modified = { path: "a.ipynb", mode: "100644" }
    expect(json()).toMatchObject({
      version: 1,
      files: [
        { status: "M", before: modified, after: modified, diff: { version: 1, cells: [{}, {}] }, text: null },
        { status: "M", diff: null, text: expect.stringContaining("\n-x\n+y\n") },
      ],
    })
    expect(json("HEAD", "HEAD")).toEqual({ version: 1, files: [] })
    expect(json("a.ipynb", "c.ipynb")).toMatchObject({
      version: 1,
      before: { path: "a.ipynb" },
      after: { path: "c.ipynb" },
      cells: [
        { before: 0, after: 0, kind: "unchanged" },
        { before: 1, after: 1, kind: "edited" },
      ],
    })
    expect(json("c.ipynb", "c.ipynb").cells).toHaveLength(2)
    expect(json("/dev/null", "c.ipynb").before).toBeNull()
    repo.git("rm", "-q", "--cached", "c.ipynb")
    expect(json("--cached").files).toMatchObject([{ status: "D", after: null, diff: { after: null } }])
  })

  test("--format=nbdime is nbdime's list of operations, a range's entries hold one each", () => {
    const repo = changed()
    const json = (...args: string[]) => JSON.parse(nbdiff(repo, ["--format=nbdime", ...args]).stdout)
    repo.write("b.ipynb", one)
    const ops = json("b.ipynb", "a.ipynb")
    expect(ops).toMatchObject([{ op: "patch", key: "cells" }])
    expect(json().files).toMatchObject([{ status: "M", diff: ops }])
    expect(json("b.ipynb", "b.ipynb")).toEqual([])
  })

  test("--help fits a screen and names every command; --help --all has the options too", () => {
    const { status, stdout } = nbdiff(repository(), ["--help"])
    expect(status).toBe(0)
    const lines = stdout.trimEnd().split("\n")
    expect(lines.length).toBeLessThanOrEqual(24)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    const all = nbdiff(repository(), ["--help", "--all"]).stdout
    const commands = [...(all.split("\nCommands")[1] ?? "").matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name)
    expect(commands).toContain("show")
    for (const command of commands) expect(stdout).toMatch(new RegExp(`\\b${command}\\b`))
    expect(all).toMatch(/^Usage: nbdiff .*--unified/s)
    expect(nbdiff(repository(), ["help", "show"]).stdout).toMatch(/^Usage: nbdiff show /)
  })

  test("'nbdiff diff' is the same as 'nbdiff', and a mistyped command says what is near", () => {
    const repo = changed()
    expect(nbdiff(repo, ["diff", "HEAD"])).toEqual(nbdiff(repo, ["HEAD"]))
    expect(nbdiff(repo, ["instal"])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^nbdiff: ambiguous argument 'instal': .*; did you mean "nbdiff install"\?\n$/,
      ),
    })
  })
})
