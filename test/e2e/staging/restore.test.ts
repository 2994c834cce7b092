import { unlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { repository } from "../../support/repository.js"
import { example, stagingRepository, withStaging } from "./staging-repository.js"

describe("nbdiff restore", () => {
  test("discards one cell, and names a blob that brings it back", () => {
    const repo = stagingRepository("p.ipynb")
    const { status, stdout } = repo.nb(["restore", "--cells=7"])
    expect(status).toBe(0)
    expect(repo.read("p.ipynb")).not.toBe(example("theirs"))
    expect(repo.read("p.ipynb")).toContain("subset=")
    const [, blob = ""] =
      /^p\.ipynb: discarded 1 of 5; undo: git cat-file blob ([0-9a-f]{40}) >p\.ipynb\n$/.exec(stdout) ?? []
    writeFileSync(join(repo.top, "p.ipynb"), repo.git("cat-file", "blob", blob))
    expect(repo.read("p.ipynb")).toBe(example("theirs"))
  })

  test("with --all makes the worktree the index", () => {
    const repo = stagingRepository()
    repo.nb(["restore", "--all"])
    expect(repo.read(repo.path)).toBe(example("first"))
  })

  test("takes from another revision with --source", () => {
    const repo = stagingRepository("p.ipynb")
    repo.git("add", "p.ipynb")
    repo.git("commit", "-qm", "theirs")
    repo.nb(["restore", "--source=HEAD~1", "--cells=3"])
    expect(repo.read("p.ipynb")).not.toContain("subset=")
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(0)
  })

  test("brings back a deleted notebook", () => {
    const repo = stagingRepository()
    unlinkSync(join(repo.top, repo.path))
    expect(repo.nb(["restore", "--all"]).status).toBe(0)
    expect(repo.read(repo.path)).toBe(example("first"))
  })

  test("keeps the line endings of the worktree", () => {
    const repo = stagingRepository("p.ipynb")
    repo.git("config", "core.autocrlf", "true")
    repo.write("p.ipynb", example("theirs").replaceAll("\n", "\r\n"))
    repo.nb(["restore", "--cells=3"])
    const text = repo.read("p.ipynb")
    expect(text).not.toContain("subset=")
    expect(text.replaceAll("\r\n", "")).not.toContain("\n")
  })

  test("keeps the outputs that our filter strips on their way into git", () => {
    const repo = withStaging(repository(), "p.ipynb")
    repo.write("p.ipynb", example("first"))
    repo.nb(["install", "--filter"])
    repo.git("add", "p.ipynb")
    repo.git("commit", "-qm", "one")
    repo.write("p.ipynb", example("theirs"))
    const images = example("theirs").split("image/png").length
    expect(repo.nb(["restore", "--cells=7"]).status).toBe(0)
    expect(repo.read("p.ipynb").split("image/png")).toHaveLength(images)
    expect(repo.read("p.ipynb")).toContain("subset=")
  })
})

describe("nbdiff reset", () => {
  test("unstages one cell of several", () => {
    const repo = stagingRepository("p.ipynb")
    repo.git("add", "p.ipynb")
    expect(repo.nb(["reset", "--cells=3"]).stdout).toBe("p.ipynb: unstaged 1 of 5\n")
    expect(repo.staged()).not.toContain("subset=")
    expect(repo.stagedCells()).toHaveLength(9)
    expect(repo.read("p.ipynb")).toBe(example("theirs"))
  })

  test("takes from a revision that is named before the paths", () => {
    const repo = stagingRepository("p.ipynb")
    repo.git("add", "p.ipynb")
    repo.git("commit", "-qm", "theirs")
    expect(repo.nb(["reset", "HEAD~1", "--all", "p.ipynb"]).status).toBe(0)
    expect(repo.staged()).toBe(example("first"))
  })

  test("says in one line that a word is neither a revision nor a path", () => {
    const repo = stagingRepository()
    const { status, stderr } = repo.nb(["reset", "--all", "nowhere"])
    expect(status).toBe(2)
    expect(stderr).toBe("nbdiff: 'nowhere' is neither a revision nor a path\n")
  })

  test("offers no editor", () => {
    const repo = stagingRepository("p.ipynb")
    repo.git("add", "p.ipynb")
    expect(repo.nb(["reset", "-p"], { input: "q\n" }).stdout).toContain("[y,n,q,a,d,j,s,p,?]? q")
  })
})
