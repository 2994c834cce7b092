import { cpSync, rmSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import {
  type GitRun,
  type Repository,
  repository,
  runProgram,
  temporaryDirectory,
} from "../support/repository.js"

const launcher = fileURLToPath(new URL("../../bin/nbdiff.js", import.meta.url))

describe("nbdiff install", () => {
  test("makes git diff, git log -p and git show call nbdiff, until nbdiff uninstall", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": notebook("x = 1") })
    repo.commit("two", { "a.ipynb": notebook("x = 2") })
    const plain = repo.git("diff", "HEAD~")
    expect(nbdiff(repo, ["install"])).toMatchObject({ status: 0, stderr: "" })
    for (const command of [["diff", "HEAD~"], ["log", "-p"], ["show"]]) {
      const { status, stdout, stderr } = repo.run(command, { env: { NBDIFF_TEXTCONV: "always" } })
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      expect(stdout).not.toContain('"cell_type"')
      expect(stdout).toContain("x = 2")
    }
    expect(nbdiff(repo, ["uninstall"])).toMatchObject({ status: 0, stderr: "" })
    expect(repo.git("diff", "HEAD~")).toBe(plain)
  })

  test("makes git merge cell by cell what plain git would leave in conflict", () => {
    const repo = repository()
    nbdiff(repo, ["install"])
    repo.commit("one", { "a.ipynb": notebook("a = 1", "b = 1") })
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit("theirs", { "a.ipynb": notebook("a = 1", "b = 2") })
    repo.git("checkout", "-q", "main")
    repo.commit("ours", { "a.ipynb": notebook("a = 2", "b = 1") })
    expect(repo.tryGit("merge", "theirs")).toMatchObject({ status: 0, stderr: "" })
    expect(repo.read("a.ipynb")).toBe(notebook("a = 2", "b = 2"))
  })

  test("registers the link it was called by, which outlasts an update", () => {
    const repo = repository()
    const bin = temporaryDirectory("bin")
    symlinkSync(launcher, join(bin, "nbdiff"))
    expect(nbdiff(repo, ["install"], join(bin, "nbdiff")).status).toBe(0)
    expect(repo.git("config", "merge.nbdiff.driver")).toContain(`s='${join(bin, "nbdiff")}'`)
  })

  test("outside a repository is trouble, in git's words", () => {
    const repo = repository()
    rmSync(join(repo.top, ".git"), { recursive: true })
    for (const command of ["install", "uninstall"])
      expect(nbdiff(repo, [command])).toEqual({
        status: 2,
        stdout: "",
        stderr: "nbdiff: not a git repository (or any of the parent directories): .git\n",
      })
  })

  test("warns on standard error, and succeeds", () => {
    const repo = repository()
    const cache = temporaryDirectory("_npx/1")
    cpSync(dirname(launcher), join(cache, "bin"), { recursive: true })
    symlinkSync(join(dirname(launcher), "../dist"), join(cache, "dist"))
    const { status, stderr } = nbdiff(repo, ["install"], join(cache, "bin/nbdiff.js"))
    expect(status).toBe(0)
    expect(stderr).toMatch(/^warning: .* cache of npx.*\n$/)
  })
})

describe("nbdiff status", () => {
  test.each(["status", "doctor"])(
    "as %s returns 1 while something is broken, and 0 once it is mended",
    (command) => {
      const repo = repository()
      repo.write("a.ipynb", notebook("x"))
      expect(nbdiff(repo, [command])).toMatchObject({
        status: 1,
        stdout: expect.stringContaining("fix: nbdiff install\n"),
      })
      nbdiff(repo, ["install", "--filter"])
      expect(nbdiff(repo, [command])).toMatchObject({
        status: 0,
        stderr: "",
        stdout: expect.stringContaining("everything works\n"),
      })
      const { findings } = JSON.parse(nbdiff(repo, [command, "--json"]).stdout)
      expect(findings).toEqual([])
    },
  )
})

function nbdiff(repo: Repository, args: readonly string[], script = launcher): GitRun {
  return runProgram(process.execPath, [script, ...args], { cwd: repo.top, env: repo.env })
}

function notebook(...sources: readonly string[]): string {
  const cells = sources.map((source) => ({
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source: [source],
  }))
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }, undefined, 1)}\n`
}
