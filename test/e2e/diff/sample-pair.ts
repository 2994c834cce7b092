import { notebookText } from "../../support/notebook-text.js"
import { type Repository, repository } from "../../support/repository.js"

export const one = notebookText("a = 1\n", "b = 2")
export const two = notebookText("a = 1\n", "b = 3")
export const edit = /^── 2 · code · edited ── b = 3 ──\n.*\n- ?b = 2\n\+ ?b = 3\n/m

export function pair(): Repository {
  const repo = repository()
  repo.write("a.ipynb", one)
  repo.write("b.ipynb", two)
  return repo
}

/** A worktree with one changed notebook. */
export function changed(): Repository {
  const repo = repository()
  repo.commit("one", { "a.ipynb": one })
  repo.write("a.ipynb", two)
  return repo
}

/** A title that says that one cell was edited. */
export function edited(path: string): RegExp {
  return new RegExp(`^${path} {3}1 edited\n`)
}

/** The first line of each notebook's diff. */
export function titles(stdout: string): readonly string[] {
  return stdout.split("\n").filter((line) => /^\S.*\.ipynb {3}/.test(line))
}
