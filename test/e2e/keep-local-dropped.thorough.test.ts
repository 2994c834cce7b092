import { rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"

const path = "a.ipynb"

interface File {
  readonly cells: readonly { readonly source: readonly string[]; readonly outputs: readonly object[] }[]
}

/** A notebook that was run, in which cells whose source begins with "scratch" are tagged so. */
function tagged(sources: readonly string[], ids: boolean): string {
  const notebook = JSON.parse(runNotebook(sources, { ids, label: "run" })) as File
  const cells = notebook.cells.map((cell) =>
    cell.source[0]?.startsWith("scratch") ? { ...cell, metadata: { tags: ["scratch"] } } : cell,
  )
  return `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`
}

function shownSources(file: string): readonly string[] {
  return (JSON.parse(file) as File).cells.map(({ source, outputs }) => `${source[0]} ${outputs.length}`)
}

function setUp(ids: boolean, sources: readonly string[]): Repository {
  const repo = repository()
  repo.git("config", "nbdiff.normalize.drop-tagged", "scratch")
  expect(nbdiff(repo, ["install", "--filter=keep-local"]).status).toBe(0)
  repo.commit("one", { [path]: tagged(sources, ids) })
  return repo
}

describe.each([true, false])("cells that are dropped; with ids: %s", (ids) => {
  const sources = ["scratch0 = 1", "a = 1", "scratch1 = 1", "scratch2 = 1", "b = 1", "scratch3 = 1"]
  const shown = sources.map((source) => `${source} 1`)

  test("are in no commit, and there again after a switch, a stash and a new checkout", () => {
    const repo = setUp(ids, sources)
    expect(repo.git("show", "--no-textconv", `HEAD:${path}`)).not.toContain("scratch")
    repo.git("checkout", "-q", "--orphan", "other")
    repo.git("rm", "-q", "-f", path)
    repo.git("commit", "-q", "--allow-empty", "-m", "none")
    repo.git("checkout", "-q", "main")
    expect(shownSources(repo.read(path))).toEqual(shown)
    repo.write(path, repo.read(path).replaceAll("b = 1", "b = 2"))
    repo.git("stash", "-q")
    expect(shownSources(repo.read(path))).toEqual(shown)
    repo.git("stash", "pop", "-q")
    expect(shownSources(repo.read(path))).toEqual(shown.map((one) => one.replace("b = 1", "b = 2")))
    repo.git("checkout", "-q", "-f", ".")
    rmSync(join(repo.top, path))
    repo.git("checkout", "-q", "--", path)
    expect(shownSources(repo.read(path))).toEqual(shown)
    expect(repo.git("status", "--short")).toBe("")
  })

  test("pass a pull that edits their neighbour, with autostash too", () => {
    const repo = setUp(ids, ["a = 1", "b = 1"])
    const mate = repository()
    mate.git("pull", "-q", repo.top, "main")
    mate.commit("up", { [path]: runNotebook(["a = 1", "b = 2"], { ids }) })
    repo.git("fetch", "-q", mate.top, "HEAD:up")
    repo.write(path, tagged(["a = 1", "b = 1", "scratch = 1"], ids))
    repo.git("-c", "merge.autoStash=true", "merge", "-q", "up")
    expect(shownSources(repo.read(path))).toEqual(["a = 1 1", "b = 2 0", "scratch = 1 1"])
    expect(repo.git("status", "--short")).toBe("")
  })

  test("stay away once somebody has deleted them, and are there once when they have moved", () => {
    const repo = setUp(ids, sources)
    repo.write(path, tagged(["a = 1", "b = 1", "scratch1 = 1"], ids))
    repo.git("add", path)
    rmSync(join(repo.top, path))
    repo.git("checkout", "-q", "--", path)
    expect(shownSources(repo.read(path))).toEqual(["a = 1 1", "b = 1 1", "scratch1 = 1 1"])
  })

  test("are left where none of their neighbours is, and restore brings them", () => {
    const repo = setUp(ids, ["a = 1", "scratch = 1", "b = 1"])
    repo.git("branch", "before")
    repo.git("checkout", "-q", "-b", "other")
    repo.commit("two", { [path]: tagged(["a = 2", "b = 2"], ids) })
    repo.git("checkout", "-q", "main")
    expect(shownSources(repo.read(path))).toEqual(["a = 1 1", "b = 1 1"])
    repo.git("checkout", "-q", "--detach", "before")
    repo.write(path, tagged(["a = 1", "scratch = 1", "b = 1"], ids))
    repo.git("add", path)
    repo.git("checkout", "-q", "other")
    expect(shownSources(repo.read(path))).toEqual(["a = 2 1", "b = 2 1"])
    expect(nbdiff(repo, ["outputs", "restore"]).stdout).toBe(`restored: ${path}\n`)
    expect(shownSources(repo.read(path))).toEqual(["a = 2 1", "b = 2 1", "scratch = 1 1"])
    expect(nbdiff(repo, ["outputs", "restore"]).stdout).toBe("")
  })

  test("are not put back where the settings would commit them", () => {
    const repo = setUp(ids, sources)
    repo.git("config", "nbdiff.normalize.drop-tagged", "other")
    rmSync(join(repo.top, path))
    repo.git("checkout", "-q", "--", path)
    expect(shownSources(repo.read(path))).toEqual(["a = 1 1", "b = 1 1"])
    expect(repo.git("status", "--short")).toBe("")
  })
})
