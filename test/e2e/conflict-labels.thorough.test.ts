import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"

test.each([
  ["merge", ["merge", "theirs"]],
  ["pull", ["pull", "--no-rebase", "--no-edit", ".", "theirs"]],
  ["rebase", ["rebase", "theirs"]],
  ["pull --rebase", ["pull", "--rebase", ".", "theirs"]],
])("git %s, which puts my changes aside, does not call them the other branch's", (_, command) => {
  const repo = twoBranches()
  expect(nbdiff(repo, ["install", "--filter=keep-local"]).status).toBe(0)
  repo.write("a.ipynb", notebookText("a = 1\n", "b = 'mine'"))
  repo.tryGit(...command)
  expect(markers(repo)).toEqual(["<<<<<<< Updated upstream", ">>>>>>> Stashed changes"])
})

/** On `main`, with `theirs` beside it, which alone changes the notebook. */
function twoBranches(): Repository {
  const repo = repository()
  repo.commit("base", { "a.ipynb": notebookText("a = 1\n", "b = 2") })
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("change of theirs", { "a.ipynb": notebookText("a = 1\n", "b = 'theirs'") })
  repo.git("checkout", "-q", "main")
  repo.commit("another file", { other: "one\n" })
  return repo
}

function markers(repo: Repository): readonly string[] {
  const { cells } = JSON.parse(repo.read("a.ipynb")) as { cells: { source: string | string[] }[] }
  return cells
    .flatMap(({ source }) => [source].flat().join("").split("\n"))
    .filter((line) => /^(<<<<<<<|>>>>>>>) /.test(line))
}
