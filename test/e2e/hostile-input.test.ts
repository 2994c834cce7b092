import { expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { repository } from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"

const CONTROLS = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/

test.each([
  ["--no-index", "--json", "a.ipynb", "b.ipynb"],
  ["--no-index", "--format=nbdime", "a.ipynb", "b.ipynb"],
  ["--no-index", "a.ipynb", "b.ipynb"],
  ["normalize", "--diff", "a.ipynb"],
  ["show", "a.ipynb"],
])("control characters of a notebook do not reach the terminal: nbdiff %s %s", (...args) => {
  const repo = repository()
  repo.write("a.ipynb", runNotebook(["x = '\u009b31m \u202e \u007f'"], { label: "\u009b31m \u2066" }))
  repo.write("b.ipynb", runNotebook(["y = '\u009b31m \u202e \u007f'"], { label: "\u009b32m \u2066" }))
  const { status, stdout } = nbdiff(repo, args)
  expect(status).toBe(0)
  expect(stdout).not.toBe("")
  expect(stdout).not.toMatch(CONTROLS)
})

test("many braces in a rule's path are refused, and the diff is shown all the same", () => {
  const repo = repository()
  repo.write("nbdiff.toml", `[normalize]\nextra = ["cell.metadata.${"{a,b}".repeat(40)}"]\n`)
  repo.commit("one", { "a.ipynb": runNotebook(["a = 1"]) })
  repo.write("a.ipynb", runNotebook(["a = 2"]))
  const { status, stdout, stderr } = nbdiff(repo, [])
  expect(status).toBe(0)
  expect(stdout).toContain("a = 2")
  expect(stderr).toMatch(/^(warning: nbdiff\.toml: .*\n)?$/)
})

test("a long output of carriage returns is compared", () => {
  const repo = repository()
  for (const name of ["a", "b"]) {
    const label = `${"x".repeat(100_000)}${"\ry".repeat(100_000)}${name}`
    repo.write(`${name}.ipynb`, runNotebook(["a = 1"], { label }))
  }
  expect(nbdiff(repo, ["--no-index", "--exit-code", "a.ipynb", "b.ipynb"]).status).toBe(1)
})
