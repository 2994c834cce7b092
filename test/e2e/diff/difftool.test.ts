import { describe, expect, test } from "vitest"
import { notebookText } from "../../support/notebook-text.js"
import { nbdiff } from "../../support/program.js"
import { type Repository, repository } from "../../support/repository.js"

describe("git difftool", () => {
  test.each([
    ["that is named", ["--tool=other"]],
    ["of the config", []],
    ["that is a command", ["-x", "echo STARTED"]],
  ])("starts the tool %s for a notebook", (_, options) => {
    const repo = changed()
    repo.git("config", "difftool.other.cmd", 'echo STARTED "$MERGED"')
    repo.git("config", "diff.tool", "other")
    const { status, stdout } = repo.tryGit("difftool", "-y", ...options)
    expect({ status, first: stdout.split(/[ \n]/)[0] }).toEqual({ status: 0, first: "STARTED" })
  })

  test.each([
    ["by name", ["--tool=nbdiff"]],
    ["where no tool is chosen", []],
  ])("shows cells %s", (_, options) => {
    const repo = changed()
    expect(repo.git("difftool", "-y", ...options, "--", "n.ipynb")).toBe(repo.git("diff", "--", "n.ipynb"))
  })

  test("shows a file that is not a notebook as git does", () => {
    const repo = changed()
    repo.write("t.txt", "two\n")
    repo.write("n.ipynb", notebookText("x = 1"))
    const { status, stdout, stderr } = repo.tryGit("difftool", "-y", "--tool=nbdiff")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout.split("\n").slice(2)).toEqual(repo.git("diff").split("\n").slice(2))
  })

  test("says of a broken notebook what is wrong, and shows its text", () => {
    const repo = changed()
    repo.write("n.ipynb", "{ broken\n")
    repo.write(".git/info/attributes", "")
    const { stdout, stderr } = repo.tryGit("difftool", "-y", "--tool=nbdiff")
    expect(stderr).toMatch(/^warning: n\.ipynb: line 1, .*\n$/)
    expect(stdout).toContain("+{ broken")
  })
})

test("--exit-code is 0 where only layout differs and less than everything is asked for", () => {
  const repo = repository()
  repo.write("a.ipynb", notebookText("x = 1"))
  repo.write("b.ipynb", JSON.stringify(JSON.parse(notebookText("x = 1"))))
  const status = (...options: readonly string[]) =>
    nbdiff(repo, ["--no-index", "--exit-code", ...options, "a.ipynb", "b.ipynb"]).status
  expect(status()).toBe(1)
  for (const options of [["--only=sources"], ["-w"], ["--ignore=outputs"]]) expect(status(...options)).toBe(0)
  expect(nbdiff(repo, ["--no-index", "-w", "a.ipynb", "b.ipynb"]).stdout).toBe("")
})

function changed(): Repository {
  const repo = repository()
  nbdiff(repo, ["install"])
  repo.commit("base", { "n.ipynb": notebookText("x = 1"), "t.txt": "one\n" })
  repo.write("n.ipynb", notebookText("x = 2"))
  return repo
}
