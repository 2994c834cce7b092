import { describe, expect, test } from "vitest"
import { nbdiff } from "../../support/program.js"
import { repository } from "../../support/repository.js"
import { base, conflicted, ours, shape, theirs } from "./conflicted-notebook.js"

describe("git mergetool", () => {
  test("merges by cell and leaves the conflict where nobody can be asked", () => {
    const repo = conflicted({ driver: false })
    nbdiff(repo, ["install"])
    expect(repo.tryGit("mergetool", "-y", "--tool=nbdiff").status).toBe(1)
    expect(repo.git("ls-files", "-u")).not.toBe("")
    const tool = nbdiff(repo, ["mergetool", "base.ipynb", "ours.ipynb", "theirs.ipynb", "a.ipynb"])
    expect(tool.status).toBe(2)
  })

  test("marks what is left in the merged file, and exits 0 where nothing is", () => {
    const repo = repository()
    for (const [name, text] of Object.entries({ base, ours, theirs })) repo.write(`${name}.ipynb`, text)
    const left = nbdiff(repo, ["mergetool", "base.ipynb", "ours.ipynb", "theirs.ipynb", "m.ipynb"])
    expect(left).toMatchObject({ status: 1, stderr: "" })
    expect(shape(repo.read("m.ipynb"))[0]).toContain("<<<<<<< local\n")
    repo.write("theirs.ipynb", base)
    expect(nbdiff(repo, ["mergetool", "base.ipynb", "ours.ipynb", "theirs.ipynb", "n.ipynb"]).status).toBe(0)
    expect(repo.read("n.ipynb")).toBe(ours)
  })
})
