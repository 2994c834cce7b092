import { renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { runNotebook, shownRuns } from "../support/run-notebook.js"

const sources = ["alpha = 1", "beta = 2", "gamma = 3"]

function setUp(ids: boolean): Repository {
  const repo = repository()
  expect(nbdiff(repo, ["install", "--filter=keep-local"]).status).toBe(0)
  repo.commit("one", { "a.ipynb": runNotebook(sources, { ids }), other: "" })
  return repo
}

describe.each([true, false])("outputs of a notebook that is renamed; cells with ids: %s", (ids) => {
  test("follow it through a merge, with what upstream has edited", () => {
    const repo = setUp(ids)
    repo.git("checkout", "-q", "-b", "up")
    repo.git("mv", "a.ipynb", "b.ipynb")
    repo.commit("move", { "b.ipynb": runNotebook(["alpha = 1", "beta = 2", "gamma = 4"], { ids }) })
    repo.git("checkout", "-q", "main")
    repo.write("a.ipynb", runNotebook(sources, { ids, label: "run" }))
    repo.git("add", ".")
    repo.git("merge", "-q", "up")
    expect(shownRuns(repo.read("b.ipynb"))).toEqual(["run", "run", ""])
    expect(repo.git("status", "--short")).toBe("")
    expect(repo.git("show", "--no-textconv", "HEAD:b.ipynb")).not.toContain("run: ")
  })

  test("come back by restore, and stay away once they are cleared", () => {
    const repo = setUp(ids)
    repo.write("a.ipynb", runNotebook(sources, { ids, label: "run" }))
    repo.git("add", ".")
    repo.git("rm", "-q", "--cached", "a.ipynb")
    renameSync(join(repo.top, "a.ipynb"), join(repo.top, "b.ipynb"))
    repo.write("b.ipynb", runNotebook(sources, { ids }))
    repo.git("add", ".")
    expect(nbdiff(repo, ["outputs", "restore", "b.ipynb"]).stdout).toBe("restored: b.ipynb\n")
    expect(shownRuns(repo.read("b.ipynb"))).toEqual(["run", "run", "run"])
    repo.write("b.ipynb", runNotebook(sources, { ids }))
    repo.git("add", ".")
    rmSync(join(repo.top, "b.ipynb"))
    repo.git("checkout", "-q", "--", "b.ipynb")
    expect(shownRuns(repo.read("b.ipynb"))).toEqual(["", "", ""])
  })

  test("do not go to its copy, nor to a notebook with one short cell of it", () => {
    const repo = setUp(ids)
    repo.git("checkout", "-q", "-b", "up")
    repo.commit("copy", { "b.ipynb": runNotebook(sources, { ids }) })
    repo.git("mv", "a.ipynb", "c.ipynb")
    repo.commit("another", { "c.ipynb": runNotebook(["alpha = 1", "x = 2", "y = 3", "z = 4"], { ids }) })
    repo.git("checkout", "-q", "main")
    repo.write("a.ipynb", runNotebook(sources, { ids, label: "run" }))
    repo.git("add", ".")
    repo.git("checkout", "-q", "up~1")
    expect(shownRuns(repo.read("b.ipynb"))).toEqual(["", "", ""])
    repo.git("checkout", "-q", "up")
    expect(shownRuns(repo.read("c.ipynb"))).toEqual(["", "", "", ""])
  })
})
