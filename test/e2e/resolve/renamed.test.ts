import { describe, expect, test } from "vitest"
import { nbdiff } from "../../support/program.js"
import { type Repository, repository } from "../../support/repository.js"
import { base, ours, resolve, shape, theirs } from "./conflicted-notebook.js"

/** Each side renamed the notebook to a name of its own, and edited it: git holds each name by one side alone. */
function renamedTwice(): Repository {
  const repo = repository()
  repo.commit("base", { "n.ipynb": base })
  nbdiff(repo, ["install"])
  for (const [branch, name, text] of [
    ["topic", "m.ipynb", theirs],
    ["own", "k.ipynb", ours],
  ] as const) {
    repo.git("checkout", "-q", "-b", branch, "main")
    repo.git("mv", "n.ipynb", name)
    repo.commit(branch, { [name]: text })
  }
  expect(repo.tryGit("merge", "topic").status).toBe(1)
  return repo
}

describe("nbdiff resolve, on a notebook that each side renamed", () => {
  const gone = 'n.ipynb: deleted by both sides, or renamed by each: "git rm" resolves it\n'

  test("lists what is marked under both names", () => {
    const { status, stdout } = resolve(renamedTwice(), "--list")
    const lines = ["k", "m"].flatMap((name) => [
      `${name}.ipynb: cell 1 · code · a = 2: source, 2 ↔ 3\n`,
      `${name}.ipynb: cell 2 · code · b = 2: deleted by theirs, edited\n`,
    ])
    expect({ status, stdout }).toEqual({ status: 1, stdout: `${lines.join("")}${gone}` })
  })

  test("resolves it under both names, and cell by cell", () => {
    const repo = renamedTwice()
    expect(resolve(repo, "--theirs", "--cell", "1", "m.ipynb").status).toBe(1)
    expect(shape(repo.read("m.ipynb"))[0]).toMatch(/^a: a = 3 /)
    expect(resolve(repo, "--ours", "--add", "k.ipynb", "m.ipynb").status).toBe(0)
    const sources = (name: string) => shape(repo.read(name)).map((line) => line.replace(/ → .*/, ""))
    expect(sources("k.ipynb")).toEqual(["a: a = 2", "b: b = 2", "c: c = 3"])
    expect(sources("m.ipynb")).toEqual(["a: a = 3", "b: b = 2", "c: c = 3"])
    const left = resolve(repo)
    expect(left.status).toBe(1)
    expect(left.stdout).toContain(gone)
    repo.git("rm", "-q", "n.ipynb")
    expect(repo.git("ls-files", "-u")).toBe("")
  })

  test("advises to keep or delete a name only where nothing is marked under it", () => {
    const repo = renamedTwice()
    repo.write("k.ipynb", ours)
    repo.write("m.ipynb", '{"cells": [\n<<<<<<< a\n=======\n')
    const { status, stdout, stderr } = resolve(repo, "--list")
    expect({ status, stdout }).toEqual({
      status: 2,
      stdout: `k.ipynb: only in ours: "git add" keeps it, "git rm" deletes it\n${gone}`,
    })
    expect(stderr).toMatch(/^nbdiff: m\.ipynb: its conflict markers do not add up/)
  })
})
