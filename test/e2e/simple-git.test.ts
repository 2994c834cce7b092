import { fileURLToPath } from "node:url"
import { simpleGit } from "simple-git"
import { expect, test } from "vitest"
import { repository, runProgram } from "../support/repository.js"

const launcher = fileURLToPath(new URL("../../bin/nbdiff.js", import.meta.url))

test("a program that calls git through simple-git gets the notebook's diff, and the merge by cell", async () => {
  const repo = repository()
  repo.commit("one", { "a.ipynb": notebook("a = 1", "b = 1") })
  const options = { cwd: repo.top, env: repo.env }
  expect(runProgram(process.execPath, [launcher, "install"], options)).toMatchObject({ status: 0 })
  const { HOME, PATH } = repo.env
  const git = simpleGit({ baseDir: repo.top }).env({ HOME, PATH })
  await git.addConfig("user.name", "A Person")
  await git.addConfig("user.email", "person@example.org")
  await git.checkoutLocalBranch("theirs")
  repo.write("a.ipynb", notebook("a = 1", "b = 2"))
  expect(await git.diff()).toContain("-b = 1\n+b = 2\n")
  await git.commit("theirs", ["a.ipynb"])
  await git.checkout("main")
  repo.write("a.ipynb", notebook("a = 2", "b = 1"))
  await git.commit("ours", ["a.ipynb"])
  const merge = await git.merge(["theirs"])
  expect(merge.failed).toBe(false)
  expect(repo.read("a.ipynb")).toBe(notebook("a = 2", "b = 2"))
})

function notebook(...sources: readonly string[]): string {
  const cells = sources.map((source) => ({ cell_type: "markdown", metadata: {}, source: [source] }))
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }, undefined, 1)}\n`
}
