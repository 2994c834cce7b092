import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { repository } from "../support/repository.js"

const before = notebookText("a = 1\nb = 1", "größe = 1")
const after = notebookText("a = 1\nb = 2", "größe = 1", "new")

describe("nbdiff --json and nbdiff patch", () => {
  test("carry a change from one file to another, through a pipe", () => {
    const repo = repository()
    repo.write("a.ipynb", before)
    repo.write("b.ipynb", after)
    repo.write("c.ipynb", before)
    const diff = nbdiff(repo, ["--json", "a.ipynb", "b.ipynb"])
    expect(diff).toMatchObject({ status: 0, stderr: "" })
    expect(nbdiff(repo, ["patch", "c.ipynb"], { input: diff.stdout })).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    })
    expect(repo.read("c.ipynb")).toBe(after)
  })

  test("read the notebook from standard input and write it to standard output", () => {
    const repo = repository()
    repo.write("a.ipynb", before)
    repo.write("b.ipynb", after)
    repo.write("d.json", nbdiff(repo, ["--json", "a.ipynb", "b.ipynb"]).stdout)
    expect(nbdiff(repo, ["patch", "-", "d.json"], { input: before })).toEqual({
      status: 0,
      stdout: after,
      stderr: "",
    })
    expect(nbdiff(repo, ["patch", "-R", "-o", "-", "b.ipynb", "d.json"])).toEqual({
      status: 0,
      stdout: before,
      stderr: "",
    })
    expect(repo.read("b.ipynb")).toBe(after)
  })

  test("--check says whether the diff applies, and changes nothing", () => {
    const repo = repository()
    repo.write("a.ipynb", before)
    repo.write("b.ipynb", after)
    const { stdout: input } = nbdiff(repo, ["--json", "a.ipynb", "b.ipynb"])
    expect(nbdiff(repo, ["patch", "--check", "a.ipynb"], { input }).status).toBe(0)
    expect(nbdiff(repo, ["patch", "--check", "b.ipynb"], { input })).toMatchObject({
      status: 2,
      stderr: "nbdiff: b.ipynb: the diff is already applied (-R reverts it)\n",
    })
    expect(repo.read("a.ipynb")).toBe(before)
  })

  test("of a revision's notebook apply to the file that was checked out", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": before })
    repo.commit("two", { "a.ipynb": after })
    const { stdout: input } = nbdiff(repo, ["--json", "HEAD~:a.ipynb", "HEAD:a.ipynb"])
    expect(nbdiff(repo, ["patch", "-R", "a.ipynb"], { input })).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(repo.read("a.ipynb")).toBe(before)
  })
})
