import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { type CellSketch, notebook } from "./resolve/conflicted-notebook.js"

const cells: readonly CellSketch[] = ["a", "b", "c", "d"].map((id) => ({
  id,
  source: `${id} = 1`,
  output: "1",
}))

describe("the merge driver says on standard error", () => {
  test("how many conflicts it leaves, in which cells, and how they are resolved", () => {
    const repo = diverged({ a: "a = 2", c: "c = 2" }, { a: "a = 3", c: "c = 3" })
    expect(lines(repo, "merge", "theirs")).toEqual([
      "nbdiff: a.ipynb: 2 conflicts, in cells 1 and 3: edit them in Jupyter or run nbdiff resolve",
    ])
    expect(nbdiff(repo, ["resolve", "--list"]).stdout.trimEnd().split("\n")).toHaveLength(2)
  })

  test("it in each commit of a rebase, and in a cherry-pick", () => {
    const repo = diverged({ b: "b = 2" }, { b: "b = 3" })
    const line = "nbdiff: a.ipynb: 1 conflict, in cell 2: edit it in Jupyter or run nbdiff resolve"
    expect(lines(repo, "rebase", "theirs")).toEqual([line])
    repo.git("rebase", "--abort")
    expect(lines(repo, "cherry-pick", "theirs")).toEqual([line])
  })

  test("which cell lost its outputs in a merge without conflicts", () => {
    const repo = diverged(
      { d: "import os\nd = 1\ne = 1\nf = 1\ng = 2" },
      { d: "import os\nd = 2\ne = 1\nf = 1\ng = 1" },
      { d: "import os\nd = 1\ne = 1\nf = 1\ng = 1" },
    )
    const merge = repo.tryGit("merge", "-q", "theirs")
    expect(merge).toMatchObject({
      status: 0,
      stderr: "nbdiff: a.ipynb: cell 4 lost its outputs, run it again\n",
    })
  })

  test("where the notebook's own metadata is in conflict", () => {
    const repo = diverged({}, {}, {}, [{ title: "one" }, { title: "two" }, { title: "three" }])
    expect(lines(repo, "merge", "theirs")).toEqual([
      "nbdiff: a.ipynb: 1 conflict, in the notebook's metadata: edit it in Jupyter or run nbdiff resolve",
    ])
  })

  test("nothing where there is nothing to say", () => {
    const repo = diverged({ a: "a = 2" }, { c: "c = 2" })
    expect(repo.tryGit("merge", "-q", "theirs")).toMatchObject({ status: 0, stderr: "" })
  })
})

type Sources = Readonly<Record<string, string>>

function diverged(
  ours: Sources,
  theirs: Sources,
  base: Sources = {},
  metadata: readonly [object, object, object] = [{}, {}, {}],
): Repository {
  const repo = repository()
  const text = (sources: Sources, own: object) => {
    const made = cells.map((cell) => {
      const source = sources[cell.id] ?? base[cell.id] ?? cell.source
      return { ...cell, source, output: source }
    })
    return notebook(...made).replace(
      '"metadata": {},\n "nbformat"',
      `"metadata": ${JSON.stringify(own)},\n "nbformat"`,
    )
  }
  repo.commit("base", { "a.ipynb": text({}, metadata[0]) })
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("theirs", { "a.ipynb": text(theirs, metadata[2]) })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { "a.ipynb": text(ours, metadata[1]) })
  repo.write("other", "one\n")
  nbdiff(repo, ["install"])
  return repo
}

/** Our lines on standard error; a rebase counts its steps before them, on the same line. */
function lines(repo: Repository, ...command: readonly string[]): readonly string[] {
  const { stderr } = repo.tryGit(...command)
  return stderr.split(/[\r\n]/).filter((line) => line.startsWith("nbdiff: "))
}
