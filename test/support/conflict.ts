import { nbdiff } from "./program.js"
import { type Repository, repository } from "./repository.js"

interface NotebookCell {
  readonly id: string
  readonly cell_type: "markdown" | "code"
  readonly source: string
  readonly [key: string]: unknown
}

type Side = "base" | "ours" | "theirs"

/** A notebook of which the sides make: two places in conflict in one cell, a cell that one deleted and the other edited,
 *  and a paragraph. */
export function conflictingNotebook(side: Side): string {
  const one = { base: 1, ours: 2, theirs: 3 }[side]
  const animal = { base: "dog", ours: "cat", theirs: "horse" }[side]
  const cells: readonly NotebookCell[] = [
    markdown("title", "# Title\n\nSome words."),
    code("quiet", "import quiet"),
    code("places", `x = ${one}\n\n\nprint(x)\n\n\ny = ${one}\nz = 0`, side),
    code("other", "other = 1"),
    ...(side === "theirs" ? [] : [code("gone", side === "ours" ? "gone = 1\nedited = 2" : "gone = 1")]),
    markdown("text", `A text about a ${animal}.`),
    code("end", "end = 1"),
  ]
  const metadata = { kernelspec: { name: "python3", language: "python", display_name: "Python 3" } }
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`
}

function markdown(id: string, source: string): NotebookCell {
  return { cell_type: "markdown", id, metadata: {}, source }
}

function code(id: string, source: string, printed?: string): NotebookCell {
  const outputs = printed === undefined ? [] : [{ name: "stdout", output_type: "stream", text: printed }]
  return { cell_type: "code", execution_count: null, id, metadata: {}, outputs, source }
}

/** A repository in which `git merge` has just left these conflicts in `a.ipynb`. */
export function mergedRepository(): Repository {
  const repo = repository()
  nbdiff(repo, ["install"])
  repo.commit("base", { "a.ipynb": conflictingNotebook("base") })
  repo.git("checkout", "-q", "-b", "side")
  repo.commit("theirs", { "a.ipynb": conflictingNotebook("theirs") })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { "a.ipynb": conflictingNotebook("ours") })
  repo.tryGit("merge", "side")
  return repo
}
