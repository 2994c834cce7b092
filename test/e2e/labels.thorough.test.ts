import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"

const one = notebookText("a = 1\n", "b = 2")
const two = notebookText("a = 1\n", "b = 3")

test("two files are called by their labels", () => {
  const repo = files()
  const first = (...args: readonly string[]) =>
    nbdiff(repo, [...args, "a.ipynb", "b.ipynb"]).stdout.split("\n")[0]
  expect(first("--label=x", "--label", "y z")).toBe("x → y z   1 edited")
  expect(first("--label=x", "--label=y", "-R")).toBe("y → x   1 edited")
  expect(first("--label=same")).toBe("same   1 edited")
  expect(first("--label=")).toBe("a.ipynb → b.ipynb   1 edited")
  expect(nbdiff(repo, ["--label=x", "--label=y", "a.ipynb", "/dev/null"]).stdout).toMatch(
    /^x {3}deleted file/,
  )
  expect(nbdiff(repo, ["--label=x", "--label=y", "/dev/null", "a.ipynb"]).stdout).toMatch(/^y {3}new file/)
  const { status, stderr } = nbdiff(repo, ["--label=x", "--label=y", "--label=z", "a.ipynb", "b.ipynb"])
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: "nbdiff: option 'label' names two files at most\n",
  })
})

test("git difftool shows the path of what was changed, added and deleted", () => {
  const repo = files()
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  repo.write(".git/info/attributes", "")
  repo.commit("one", { "some where/a b.ipynb": one, "gone.ipynb": one })
  repo.git("rm", "-q", "gone.ipynb")
  repo.commit("two", { "some where/a b.ipynb": two, "new.ipynb": notebookText("something else") })
  const shown = repo.git("difftool", "-y", "--tool=nbdiff", "--no-renames", "HEAD~", "HEAD")
  expect(shown.split("\n").filter((line) => / {3}/.test(line))).toEqual([
    "gone.ipynb   deleted file · 2 deleted",
    "new.ipynb   new file · 1 added",
    "some where/a b.ipynb   1 edited",
  ])
  const directories = repo.git("difftool", "--dir-diff", "--tool=nbdiff", "--no-renames", "HEAD~", "HEAD")
  expect(directories).toContain("some where/a b.ipynb   1 edited\n")
})

function files(): Repository {
  const repo = repository()
  repo.write("a.ipynb", one)
  repo.write("b.ipynb", two)
  return repo
}
