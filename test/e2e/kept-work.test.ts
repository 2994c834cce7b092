import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { runNotebook, shownRuns } from "../support/run-notebook.js"

// Work that is kept nowhere else is not overwritten, and outputs that stay on this disk do not leave it.

const path = "a.ipynb"
const sources = ["a = 1", "b = 1"]

function filtered(mode: "strip" | "keep-local"): Repository {
  const repo = repository()
  expect(nbdiff(repo, ["install", `--filter=${mode}`]).status).toBe(0)
  return repo
}

describe("refresh", () => {
  test("leaves a conflict in the index", () => {
    const repo = filtered("strip")
    repo.commit("base", { [path]: runNotebook(["a = 1"]) })
    repo.git("checkout", "-q", "-b", "theirs")
    repo.git("rm", "-q", path)
    repo.git("commit", "-q", "-m", "theirs deletes")
    repo.git("checkout", "-q", "main")
    repo.commit("ours", { [path]: runNotebook(["a = 2"]) })
    expect(repo.tryGit("merge", "theirs").status).toBe(1)
    const before = repo.git("ls-files", "--unmerged")
    expect(before).not.toBe("")
    expect(nbdiff(repo, ["refresh"])).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(repo.git("ls-files", "--unmerged")).toBe(before)
  })

  test("makes switch, cherry-pick and bisect go on after a run that changed outputs alone", () => {
    const repo = filtered("keep-local")
    for (const i of [1, 2, 3, 4, 5]) repo.commit(`${i}`, { [path]: runNotebook([`a = ${i}`]) })
    repo.git("branch", "side", "HEAD~2")
    const rerun = () => {
      const [cell] = JSON.parse(repo.read(path)).cells
      repo.write(path, runNotebook(cell.source, { label: `run of ${cell.source}` }))
    }
    rerun()
    expect(repo.tryGit("switch", "-q", "side").status).not.toBe(0)
    nbdiff(repo, ["refresh"])
    repo.git("switch", "-q", "side")
    rerun()
    nbdiff(repo, ["refresh"])
    repo.git("cherry-pick", "--strategy-option=theirs", "--no-commit", "main~1")
    repo.git("reset", "-q", "--hard")
    repo.git("switch", "-q", "main")
    expect(shownRuns(repo.read(path))).toEqual(["run of a = 5"])
    repo.git("bisect", "start", "-q", "HEAD", "HEAD~4")
    rerun()
    nbdiff(repo, ["refresh"])
    expect(repo.tryGit("bisect", "good").status).toBe(0)
    repo.git("bisect", "reset")
    expect(repo.git("status", "--short")).toBe("")
  })
})

describe("outputs", () => {
  test("restore fills what is empty and leaves a newer run", () => {
    const repo = filtered("keep-local")
    repo.commit("one", { [path]: runNotebook(sources, { label: "run" }) })
    const newer = JSON.parse(runNotebook(sources, { label: "newest" }))
    newer.cells[1].outputs = []
    repo.write(path, JSON.stringify(newer))
    nbdiff(repo, ["outputs", "restore", path])
    expect(shownRuns(repo.read(path))).toEqual(["newest", "run"])
  })

  test.each(["soon", "-1", "1d", ""])(
    "prune with an age that is not a number removes nothing: '%s'",
    (age) => {
      const repo = filtered("keep-local")
      repo.commit("one", { [path]: runNotebook(sources, { label: "run" }) })
      const list = nbdiff(repo, ["outputs", "list"]).stdout
      const { status, stderr } = nbdiff(repo, ["outputs", "prune", `--older-than=${age}`])
      expect(status).toBe(2)
      expect(stderr).toMatch(/^nbdiff: --older-than: .*\n$/)
      expect(nbdiff(repo, ["outputs", "list"]).stdout).toBe(list)
    },
  )

  test("the newest run stays in a store that is above its limit", () => {
    const repo = filtered("keep-local")
    repo.commit("one", { [path]: runNotebook(sources, { label: "run" }) })
    repo.git("config", "nbdiff.outputs.limit", "100")
    repo.write(path, runNotebook(["a = 2", "b = 1"], { label: "newest" }))
    repo.git("stash", "-q")
    repo.git("stash", "pop", "-q")
    expect(shownRuns(repo.read(path))).toEqual(["newest", "newest"])
  })

  test("outputs that cannot be kept are not taken away", () => {
    const repo = filtered("keep-local")
    repo.commit("one", { [path]: runNotebook(sources, { label: "run" }) })
    rmSync(join(repo.top, ".git/nbdiff"), { recursive: true })
    writeFileSync(join(repo.top, ".git/nbdiff"), "")
    repo.write(path, runNotebook(["a = 2", "b = 1"], { label: "newest" }))
    expect(repo.tryGit("stash", "-q").stderr).toContain("nbdiff: ")
    expect(shownRuns(repo.read(path))).toEqual(["newest", "newest"])
  })

  test("the last run counts, though the clock was ahead at an earlier one", () => {
    const repo = filtered("keep-local")
    repo.commit("one", { [path]: runNotebook(["a = 1", "b = 1"], { label: "run" }) })
    repo.git("checkout", "-q", "-b", "other")
    repo.commit("two", { [path]: runNotebook(["a = 1", "b = 2"], { label: "run" }) })
    repo.git("checkout", "-q", "main")
    const ahead = repo.write("ahead.cjs", "const now = Date.now; Date.now = () => now() + 3 * 86400000")
    repo.write(path, runNotebook(sources, { label: "ahead" }))
    expect(repo.run(["add", path], { env: { NODE_OPTIONS: `--require "${ahead}"` } }).status).toBe(0)
    repo.write(path, runNotebook(sources, { label: "newest" }))
    repo.git("add", path)
    repo.git("checkout", "-q", "other")
    repo.git("checkout", "-q", "main")
    expect(shownRuns(repo.read(path))).toEqual(["newest", "newest"])
  })

  // without /proc nobody can say whose lock it is
  test.skipIf(process.platform !== "linux")("an archive beside another process's index lock has none", () => {
    const repo = filtered("keep-local")
    repo.commit("one", { [path]: runNotebook(sources, { label: "run" }) })
    const lock = repo.write(".git/index.lock", "")
    expect(repo.git("archive", "--format=tar", "HEAD", path)).not.toContain("run: ")
    rmSync(lock)
    expect(shownRuns(repo.read(path))).toEqual(["run", "run"])
  })
})
