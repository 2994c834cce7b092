import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"

test("nbdiff show shows a file, a file of a revision, and standard input, from any directory", () => {
  const repo = committed()
  repo.write("a.ipynb", notebookText("later = 1"))
  const now = nbdiff(repo, ["show", "a.ipynb"])
  expect(now).toMatchObject({ status: 0, stderr: "" })
  expect(now.stdout).toMatch(/^a\.ipynb {3}1 cell · .*\n── 1 · code ─.*\n.*later = 1\n$/)
  for (const name of ["HEAD:a.ipynb", ":a.ipynb", "main:./a.ipynb"]) {
    expect(nbdiff(repo, ["show", name]).stdout).toMatch(
      / {3}2 cells .*\n.*\n.*if x:\n.*y = 1\n.*\n.*print\n$/,
    )
  }
  mkdirSync(join(repo.top, "sub"))
  expect(nbdiff(repo, ["show", "HEAD:../a.ipynb"], { cwd: join(repo.top, "sub") }).stdout).toMatch(/2 cells/)
  expect(nbdiff(repo, ["show", "-"], { input: repo.read("a.ipynb") }).stdout).toMatch(
    /^\(standard input\) {3}1 cell/,
  )
  expect(nbdiff(repo, ["show", join(repo.top, "a.ipynb")], { cwd: repo.home }).stdout).toMatch(/1 cell/)
})

test("nbdiff show sums outputs up, shows them in full, or hides them", () => {
  const repo = repository()
  const text = Array.from({ length: 30 }, (_, i) => `line ${i}\x1b[31mred\x1b[0m\x07\n`)
  const outputs = [{ output_type: "stream", name: "stdout", text }]
  const cell = { cell_type: "code", execution_count: 3, id: "a", metadata: {}, outputs, source: "run()" }
  repo.write("a.ipynb", JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }))
  const lines = (...options: string[]) =>
    nbdiff(repo, ["show", "a.ipynb", ...options]).stdout.match(/line \d+/g) ?? []
  expect(lines("--outputs=show")).toHaveLength(30)
  expect(lines().length).toBeLessThan(20)
  expect(lines("--outputs=hide")).toEqual([])
  expect(nbdiff(repo, ["show", "a.ipynb", "--outputs=show"]).stdout).not.toMatch(/[^\P{C}\n]/u)
  repo.git("config", "nbdiff.outputs", "hide")
  expect(lines()).toEqual([])
})

test("nbdiff show colors where it is asked to, cells' code too", () => {
  const { stdout } = nbdiff(committed(), ["show", "--color", "HEAD:a.ipynb"])
  expect(stdout).toMatch(/\x1b\[[0-9;]*mif\x1b\[m x:/)
})

test.each([
  [["missing.ipynb"], "nbdiff: missing.ipynb: No such file or directory\n"],
  [["."], "nbdiff: .: Is a directory\n"],
  [["HEAD:missing.ipynb"], "nbdiff: path 'missing.ipynb' does not exist in 'HEAD'\n"],
  [["nowhere:a.ipynb"], "nbdiff: invalid object name 'nowhere'.\n"],
  [["text.ipynb"], 'nbdiff: text.ipynb: line 1, column 1: expected a value, found "t"\n'],
  [["/dev/null"], "nbdiff: /dev/null: not a notebook\n"],
  [["a.ipynb", "b.ipynb"], /^nbdiff: too many arguments/],
  [[], /^nbdiff: missing required argument 'notebook'\n$/],
  [["a.ipynb", "--outputs=all"], /^nbdiff: option 'outputs' expects /],
])("nbdiff show %j is trouble, in one line", (args, message) => {
  const repo = committed()
  repo.write("text.ipynb", "text")
  const { status, stdout, stderr } = nbdiff(repo, ["show", ...args])
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
  if (typeof message === "string") expect(stderr).toBe(message)
  else expect(stderr).toMatch(message)
})

function committed(): Repository {
  const repo = repository()
  repo.commit("one", { "a.ipynb": notebookText("if x:\n\ty = 1\n", "print") })
  return repo
}
