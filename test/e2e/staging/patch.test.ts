import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { writeScript } from "../../support/repository.js"
import { example, stagingRepository } from "./staging-repository.js"

const questions = (stdout: string) => stdout.split("\n").filter((line) => /^\(\d+\/\d+\) /.test(line))

describe("nbdiff add -p, with answers from a pipe", () => {
  test("splits a cell, and stages its source without its output", () => {
    const repo = stagingRepository()
    const { status, stdout } = repo.nb(["add", "-p"], { input: "s\ny\nn\nq\n" })
    expect(status).toBe(0)
    expect(questions(stdout)).toEqual([
      "(1/5) Stage cell 3 (source +1 −1, 1 output) [y,n,q,a,d,j,s,e,p,?]? s",
      "(1/6) Stage cell 3 (source +1 −1) [y,n,q,a,d,j,e,p,?]? y",
      "(2/6) Stage cell 3 (1 output) [y,n,q,a,d,j,p,?]? n",
      "(3/6) Stage cell 5 (1 output) [y,n,q,a,d,j,p,?]? q",
    ])
    expect(stdout).toContain("sub/p.ipynb: staged parts of 1 of 5\n")
    expect(repo.staged()).toContain("subset=")
    expect(repo.stagedCells()[2]?.outputs).toEqual(JSON.parse(example("first")).cells[2].outputs)
  })

  test("a takes the rest of the file, d leaves it", () => {
    const all = stagingRepository()
    all.nb(["add", "-p"], { input: "a\n" })
    expect(all.staged()).toBe(example("theirs"))
    const none = stagingRepository()
    none.nb(["add", "-p"], { input: "y\nd\n" })
    expect(none.staged()).toContain("subset=")
    expect(none.stagedCells()).toHaveLength(8)
  })

  test("j and k leave a question open and come back to it", () => {
    const repo = stagingRepository()
    const { stdout } = repo.nb(["add", "-p"], { input: "j\nk\nj\ny\nq\n" })
    expect(questions(stdout).map((line) => line.slice(0, 5))).toEqual([
      "(1/5)",
      "(2/5)",
      "(1/5)",
      "(2/5)",
      "(3/5)",
    ])
    expect(repo.staged()).not.toContain("subset=")
  })

  test("e takes the source as the editor leaves it, and stages no other line", () => {
    const repo = stagingRepository()
    const editor = writeScript(join(repo.home, "editor"), 'sed -i s/price/PRICE/ "$1"')
    repo.nb(["add", "-p", "--cells=3", "--only=sources"], { input: "e\n", env: { GIT_EDITOR: editor } })
    expect(repo.staged()).toContain('subset=[\\"PRICE\\"]')
    expect(repo.read(repo.path)).toBe(example("theirs"))
  })

  test("stages nothing where the editor fails", () => {
    const repo = stagingRepository()
    const { stdout } = repo.nb(["add", "-p", "--cells=3"], { input: "e\nn\n", env: { GIT_EDITOR: "false" } })
    expect(stdout).toContain("The editor failed: nothing is edited.\n")
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(0)
  })

  test("? and keys that mean nothing show what the keys do", () => {
    const repo = stagingRepository()
    const { stdout } = repo.nb(["add", "-p"], { input: "?\nx\nq\n" })
    expect(stdout.match(/^y - stage this$/gm)).toHaveLength(2)
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(0)
  })

  test("does nothing more when the answers end", () => {
    const repo = stagingRepository()
    const { status } = repo.nb(["add", "-p"], { input: "y\n" })
    expect(status).toBe(0)
    expect(repo.staged()).toContain("subset=")
    expect(repo.stagedCells()).toHaveLength(8)
  })

  test("asks only about what the options leave", () => {
    const repo = stagingRepository()
    const { stdout } = repo.nb(["add", "-p", "--ignore=outputs,counts"], { input: "q\n" })
    expect(questions(stdout)[0]).toBe("(1/4) Stage cell 3 (source +1 −1) [y,n,q,a,d,j,e,p,?]? q")
  })

  test("says how git asks about the files that are not notebooks", () => {
    const repo = stagingRepository()
    repo.commit("text", { "a.txt": "one\n" })
    repo.write("a.txt", "two\n")
    expect(repo.nb(["add", "-p"], { input: "d\n" }).stdout).toContain(
      "1 more file has changed: git add -p -- ':!*.ipynb'\n",
    )
  })

  test("never writes a line wider than a narrow terminal above the question", () => {
    const repo = stagingRepository()
    const { stdout } = repo.nb(["add", "-p"], { input: "q\n", env: { COLUMNS: "60" } })
    const shown = stdout.split("\n").filter((line) => !/^\(\d+\/\d+\) /.test(line))
    for (const line of shown) expect(line.length).toBeLessThanOrEqual(60)
  })
})
