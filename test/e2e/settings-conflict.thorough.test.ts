import { utimesSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type GitRun, type Repository, repository } from "../support/repository.js"
import { runNotebook, shownRuns } from "../support/run-notebook.js"

const path = "a.ipynb"
const told = /^nbdiff: (nbdiff|pyproject)\.toml: line \d+, column \d+: .*; the committed settings hold$/gm

const settings = {
  "nbdiff.toml": (version: number) => `# ${version}\n[normalize]\ncounts = "keep"\n`,
  "pyproject.toml": (version: number) =>
    `[project]\nversion = "${version}"\n[tool.nbdiff.normalize]\ncounts = "keep"\n`,
} as const

/** Two branches that set the file's version apart, each with a change of the notebook; on the second one. */
function parted(file: keyof typeof settings, mode: string): Repository {
  const repo = repository()
  expect(nbdiff(repo, ["install", `--filter=${mode}`]).status).toBe(0)
  const cells = (a: number, b: number) => runNotebook([`a = ${a}`, `b = ${b}`], { label: "run" })
  repo.commit("one", { [file]: settings[file](1), [path]: cells(1, 1) })
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("theirs", { [file]: settings[file](2), [path]: cells(1, 2) })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { [file]: settings[file](3), [path]: cells(2, 1) })
  return repo
}

/** git asks the filter again for a file that was written again, even with what it held. */
function touch(repo: Repository): void {
  utimesSync(repo.write(path, repo.read(path)), 0, 0)
}

function expectOnce(run: GitRun): void {
  expect(run.stderr.match(told)).toHaveLength(1)
}

describe.each([
  ["nbdiff.toml", "strip"],
  ["nbdiff.toml", "keep-local"],
  ["pyproject.toml", "strip"],
  ["pyproject.toml", "keep-local"],
] as const)("a conflict in %s, with the filter %s", (file, mode) => {
  test("leaves git usable: status, diff, add, and the merge is given up", () => {
    const repo = parted(file, mode)
    const before = repo.read(path)
    expect(repo.tryGit("merge", "theirs").status).toBe(1)
    expect(repo.read(file)).toContain("<<<<<<<")
    touch(repo)
    const status = repo.tryGit("status", "--short")
    expect(status).toMatchObject({ status: 0, stdout: `M  ${path}\nUU ${file}\n` })
    expectOnce(status)
    repo.write(path, repo.read(path).replace('"b = 2"', '"b = 3"'))
    const diff = repo.tryGit("diff", "--", path)
    expect(diff.status).toBe(0)
    expect(diff.stdout).toContain("b = 3")
    expect(diff.stderr).not.toContain("defaults")
    expect(repo.tryGit("add", path).status).toBe(0)
    // by the settings that hold the count stays
    expect(repo.git("show", "--no-textconv", `:${path}`)).toContain('"execution_count": 1')
    expect(repo.tryGit("merge", "--abort").status).toBe(0)
    expect(repo.git("status", "--short")).toBe("")
    expect(repo.read(file)).toBe(settings[file](3))
    if (mode === "keep-local") expect(repo.read(path)).toBe(before)
  })

  test("stops a rebase, which goes on when it is resolved", () => {
    const repo = parted(file, mode)
    const stopped = repo.tryGit("rebase", "theirs")
    expect(stopped.status).toBe(1)
    expect(stopped.stderr).not.toContain("fatal")
    touch(repo)
    expect(repo.tryGit("status", "--short").status).toBe(0)
    repo.write(file, settings[file](4))
    repo.git("add", file)
    repo.git("rebase", "--continue")
    expect(repo.git("status", "--short")).toBe("")
    const merged = JSON.parse(repo.read(path))
    expect(merged.cells.map(({ source }: { source: string[] }) => source[0])).toEqual(["a = 2", "b = 2"])
    if (mode === "keep-local") expect(shownRuns(repo.read(path))).toEqual(["run", "run"])
  })

  test("is an error where somebody calls nbdiff", () => {
    const repo = parted(file, mode)
    repo.tryGit("merge", "theirs")
    const { status, stderr } = nbdiff(repo, ["normalize", "--check", path])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: \w+\.toml: line \d+, column \d+: [^;]*\n$/)
  })
})

test("settings that git does not have, and cannot be parsed, are an error that names the place", () => {
  const repo = repository()
  expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
  repo.write("nbdiff.toml", "[normalize\n")
  repo.write(path, runNotebook(["a = 1"]))
  const { status, stderr } = repo.tryGit("add", path)
  expect(status).not.toBe(0)
  expect(stderr).toContain("nbdiff.toml: line 1, column 1")
})

test("markers that were added by mistake leave the settings of the last commit", () => {
  const repo = repository()
  expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
  repo.commit("one", { "nbdiff.toml": settings["nbdiff.toml"](1) })
  repo.write("nbdiff.toml", `<<<<<<< ours\n${settings["nbdiff.toml"](2)}`)
  repo.git("add", "nbdiff.toml")
  repo.write(path, runNotebook(["a = 1"], { label: "run" }))
  const added = repo.tryGit("add", path)
  expect(added.status).toBe(0)
  expectOnce(added)
  expect(repo.git("show", "--no-textconv", `:${path}`)).toContain('"execution_count": 1')
})

test("a merge and a diff follow the settings that git has, and say so once", () => {
  const repo = repository()
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  repo.commit("one", {
    "nbdiff.toml": '[merge]\ninsertions = "conflict"\n',
    [path]: runNotebook(["a = 1"]),
  })
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("theirs", { [path]: runNotebook(["a = 1", "t = 1"]) })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { [path]: runNotebook(["a = 1", "o = 1"]) })
  repo.write("nbdiff.toml", "[merge\n")
  expectOnce(repo.tryGit("diff", "HEAD~1", "--", path))
  const merge = repo.tryGit("merge", "theirs")
  expect(merge.status).toBe(1)
  expectOnce(merge)
})
