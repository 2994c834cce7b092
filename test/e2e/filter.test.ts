import { rmSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, repositoryAt, temporaryDirectory } from "../support/repository.js"
import { runNotebook, shownRuns } from "../support/run-notebook.js"

const path = "a.ipynb"
const stripped = (sources: readonly string[]) => runNotebook(sources)

function filtered(mode = "strip"): Repository {
  const repo = repository()
  expect(nbdiff(repo, ["install", `--filter=${mode}`]).status).toBe(0)
  return repo
}

function committed(repo: Repository, revision = "HEAD"): string {
  return repo.git("show", "--no-textconv", `${revision}:${path}`)
}

describe("with the filter", () => {
  test("add and commit take the normal form, and the worktree keeps its outputs", () => {
    const repo = filtered()
    repo.commit("one", { [path]: runNotebook(["a = 1"], { label: "run" }) })
    expect(committed(repo)).toBe(stripped(["a = 1"]))
    expect(shownRuns(repo.read(path))).toEqual(["run"])
    expect(repo.git("status", "--short")).toBe("")
  })

  test("what is not a notebook goes in as it is, with a warning", () => {
    const repo = filtered()
    repo.write(path, "<<<<<<< ours\n")
    const { status, stderr } = repo.tryGit("add", path)
    expect(status).toBe(0)
    expect(stderr).toMatch(
      /^nbdiff: a\.ipynb: it is not a notebook, so it is taken as it is and may hold outputs: /,
    )
    expect(repo.git("show", "--no-textconv", `:${path}`)).toBe("<<<<<<< ours\n")
  })

  test("checkout, stash, merge, rebase, cherry-pick and clone leave valid, clean worktrees", () => {
    const repo = filtered()
    repo.commit("one", { [path]: runNotebook(["a = 1", "b = 1", "c = 1"], { label: "run" }) })
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit("theirs", { [path]: runNotebook(["a = 1", "b = 1", "c = 2"], { label: "theirs" }) })
    repo.git("checkout", "-q", "main")
    repo.commit("ours", { [path]: runNotebook(["a = 2", "b = 1", "c = 1"], { label: "ours" }) })
    repo.write(path, runNotebook(["a = 2", "b = 2", "c = 1"], { label: "stashed" }))
    repo.git("stash", "-q")
    expect(repo.git("status", "--short")).toBe("")
    repo.git("merge", "-q", "theirs")
    expect(committed(repo)).toBe(stripped(["a = 2", "b = 1", "c = 2"]))
    repo.git("stash", "pop", "-q")
    expect(JSON.parse(repo.read(path)).cells[1].source).toEqual(["b = 2"])
    repo.git("checkout", "-q", "--", path)
    repo.git("checkout", "-q", "theirs")
    repo.git("rebase", "-q", "main~1")
    expect(committed(repo)).toBe(stripped(["a = 2", "b = 1", "c = 2"]))
    expect(repo.git("status", "--short")).toBe("")
    const clone = repositoryAt(`${temporaryDirectory()}/clone`, repo.home)
    repo.git("clone", "-q", repo.top, clone.top)
    expect(clone.read(path)).toBe(committed(repo))
  })

  test("settings of the repository are followed by path, and a bad one stops git add and no checkout", () => {
    const repo = filtered()
    repo.write("nbdiff.toml", '[[normalize.path]]\nmatch = "keep/**"\noutputs = "keep"\n')
    const kept = repo.write(`keep/${path}`, runNotebook(["a = 1"], { label: "run" }))
    // of a file as young as its index git asks the filter again, in a checkout of another one too
    utimesSync(kept, 0, 0)
    repo.commit("one", { [path]: runNotebook(["a = 1"], { label: "run" }) })
    repo.git("add", "keep")
    expect(shownRuns(repo.git("show", "--no-textconv", `:keep/${path}`))).toEqual(["run"])
    expect(shownRuns(committed(repo))).toEqual([""])
    repo.write("nbdiff.toml", "[normalize]\nsomething = 1\n")
    repo.write(path, runNotebook(["a = 2"]))
    const { status, stderr } = repo.tryGit("add", path)
    expect(status).not.toBe(0)
    expect(stderr).toContain("nbdiff.toml: normalize.something: there is no such setting")
    rmSync(join(repo.top, path))
    expect(repo.tryGit("checkout", "-q", "HEAD", "--", path).status).toBe(0)
  })

  test("a client without the long-running protocol gets the same from clean and smudge", () => {
    const repo = filtered()
    repo.git("config", "--unset", "filter.nbdiff.process")
    repo.commit("one", { [path]: runNotebook(["a = 1"], { label: "run" }) })
    expect(committed(repo)).toBe(stripped(["a = 1"]))
    repo.git("rm", "-q", path)
    repo.git("checkout", "-q", "HEAD", "--", path)
    expect(repo.read(path)).toBe(stripped(["a = 1"]))
  })
})

describe("nbdiff refresh", () => {
  /** Two notebooks that were run again, between them one of that name. */
  function runAgain(name: Buffer): Repository {
    const repo = filtered()
    const file = Buffer.concat([Buffer.from(`${repo.top}/`), name])
    for (const label of ["run", "another run, longer than the first"]) {
      repo.write(path, runNotebook(["a = 1"], { label }))
      writeFileSync(file, runNotebook(["l = 1"], { label }))
      repo.write("z.ipynb", runNotebook(["z = 1"], { label }))
      if (label === "run") repo.git("add", ".")
    }
    repo.git("commit", "-q", "-m", "one")
    return repo
  }

  test("takes names as bytes", () => {
    const repo = runAgain(Buffer.from("l\xe9\n.ipynb", "latin1"))
    expect(nbdiff(repo, ["refresh"])).toEqual({
      status: 0,
      stdout: `unchanged: ${path}\nunchanged: "l\\351\\n.ipynb"\nunchanged: z.ipynb\n`,
      stderr: "",
    })
    expect(repo.git("status", "--short")).toBe("")
  })

  test("reports a file that git cannot read, and refreshes the others", () => {
    const repo = runAgain(Buffer.from("l.ipynb"))
    // root may read every file
    const clean = repo.git("config", "filter.nbdiff.clean").trimEnd()
    repo.git("config", "--unset", "filter.nbdiff.process")
    repo.git("config", "filter.nbdiff.clean", `case %f in l.ipynb) exit 1;; esac; ${clean}`)
    const { status, stdout, stderr } = nbdiff(repo, ["refresh"])
    expect(stdout).toBe(`unchanged: ${path}\nunchanged: z.ipynb\n`)
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: l\.ipynb: clean filter 'nbdiff' failed\n$/)
  })

  test("makes git see that a notebook was merely re-run, and stages nothing", () => {
    const repo = filtered()
    repo.commit("one", {
      [path]: runNotebook(["a = 1"], { label: "run" }),
      "b.ipynb": runNotebook(["b = 1"]),
    })
    repo.write(path, runNotebook(["a = 1"], { label: "another run, longer than the first" }))
    repo.write("b.ipynb", runNotebook(["b = 22"]))
    expect(repo.git("status", "--short")).toBe(` M ${path}\n M b.ipynb\n`)
    expect(nbdiff(repo, ["refresh"])).toEqual({ status: 0, stdout: `unchanged: ${path}\n`, stderr: "" })
    expect(repo.git("status", "--short")).toBe(" M b.ipynb\n")
    expect(repo.git("diff", "--cached", "--name-only")).toBe("")
    expect(shownRuns(repo.read(path))).toEqual(["another run, longer than the first"])
  })
})
