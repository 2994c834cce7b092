import { describe, expect, test } from "vitest"
import { nbdiff } from "../../support/program.js"
import { type Repository, repository } from "../../support/repository.js"
import { notebook } from "../resolve/conflicted-notebook.js"

describe("git diff follows", () => {
  test("nbdiff.outputs, as nbdiff does", () => {
    const repo = changed()
    expect(repo.git("diff")).toContain("output: stdout")
    const hidden = repo.git("-c", "nbdiff.outputs=hide", "diff")
    expect(hidden).toContain("+x = 2")
    expect(hidden).not.toContain("output: stdout")
    repo.git("config", "nbdiff.outputs", "hide")
    expect(repo.git("diff")).toBe(hidden)
    expect(nbdiff(repo, []).stdout).toBe(hidden)
  })

  test("nbdiff.sideBySide, as nbdiff does", () => {
    const repo = changed()
    const columns = repo.run(["-c", "nbdiff.sideBySide", "diff"], { env: { COLUMNS: "100" } }).stdout
    expect(columns).toMatch(/x = 1 +.*x = 2/)
    repo.git("config", "nbdiff.sideBySide", "true")
    expect(nbdiff(repo, [], { env: { COLUMNS: "100" } }).stdout).toBe(columns)
  })

  test("its defaults where a setting has another value", () => {
    const repo = changed()
    expect(repo.git("-c", "nbdiff.outputs=gone", "-c", "nbdiff.sideBySide=no", "diff")).toBe(repo.git("diff"))
  })
})

function changed(): Repository {
  const repo = repository()
  nbdiff(repo, ["install"])
  repo.commit("base", { "a.ipynb": notebook({ id: "a", source: "x = 1", output: "1\n" }) })
  repo.write("a.ipynb", notebook({ id: "a", source: "x = 2", output: "2\n" }))
  return repo
}
