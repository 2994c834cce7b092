import { writeFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { repository, temporaryDirectory } from "../support/repository.js"

describe("a check that looked at nothing does not say OK", () => {
  test.each([["check"], ["check --cached"], ["normalize --check --cached"], ["resolve"]])(
    "%s in a bare repository, and outside of one",
    (command) => {
      const bare = repository({ bare: true })
      expect(nbdiff(bare, command.split(" "))).toMatchObject({
        status: 2,
        stderr: "nbdiff: this operation must be run in a work tree\n",
      })
      const { status, stderr } = nbdiff(bare, command.split(" "), { cwd: temporaryDirectory() })
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: expect.stringMatching(/^nbdiff: not a git repository/),
      })
    },
  )

  test("check where GIT_DIR is another repository's", () => {
    const repo = repository()
    repo.commit("base", { "a.ipynb": notebookText("x = 1") })
    const env = { GIT_DIR: `${repo.top}/.git` }
    const { status, stderr } = nbdiff(repo, ["check"], { cwd: temporaryDirectory(), env })
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "nbdiff: GIT_DIR is set, and no notebook of its repository is in this directory\n",
    })
  })

  test.skipIf(process.platform !== "linux")("check of a notebook whose name is not UTF-8", () => {
    const repo = repository()
    writeFileSync(
      Buffer.concat([Buffer.from(`${repo.top}/a`), Buffer.of(0xff), Buffer.from(".ipynb")]),
      "broken",
    )
    for (const args of [["check"], ["check", "."]]) {
      const { status, stdout } = nbdiff(repo, args)
      expect(status).toBe(1)
      expect(stdout).toContain("its name is not UTF-8")
    }
  })
})

describe("nbdiff status", () => {
  test("says outside of a repository that there is none", () => {
    const repo = repository()
    const outside = { cwd: temporaryDirectory() }
    const { status, stdout } = nbdiff(repo, ["status"], outside)
    expect(status).toBe(1)
    expect(stdout).toMatch(/broken: not a git repository .*\n {2}fix: .*nbdiff install --global\n$/)
    expect(nbdiff(repo, ["install", "--global"], outside).status).toBe(0)
    expect(nbdiff(repo, ["status"], outside)).toMatchObject({ status: 0 })
  })

  test("says in git's words that git refuses the repository, and which command of git helps", () => {
    const repo = repository()
    const { status, stdout } = nbdiff(repo, ["status"], { env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" } })
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /broken: (detected dubious|unsafe).*\n {2}fix: git config --global --add safe\.directory /,
    )
  })
})
