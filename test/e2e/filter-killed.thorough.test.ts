import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { repository, temporaryDirectory } from "../support/repository.js"
import { runNotebook, shownRuns } from "../support/run-notebook.js"

/** Loaded before the program: it ends itself, as `kill -9` would, at its n-th read. */
const killer = `
const fs = require("node:fs")
const read = fs.readSync
let left = Number(process.env.KILL_AT_READ)
fs.readSync = (...args) => {
  if (args[0] === 0 && left-- <= 0) process.kill(process.pid, "SIGKILL")
  return read(...args)
}
`

const paths = ["a.ipynb", "b.ipynb", "c.ipynb"]
const sources = ["x = 1", "y = 1"]

test.each([0, 1, 2, 3, 4, 5])("a filter that is killed at read %i of a checkout loses no output", (read) => {
  const repo = repository()
  expect(nbdiff(repo, ["install", "--filter=keep-local"]).status).toBe(0)
  repo.commit("one", Object.fromEntries(paths.map((path) => [path, runNotebook(sources)])))
  repo.git("checkout", "-q", "-b", "other")
  repo.commit("two", Object.fromEntries(paths.map((path) => [path, runNotebook([...sources, "z = 1"])])))
  repo.git("checkout", "-q", "main")
  // run, and never added: of the same size each, so that git asks the filter
  for (const path of paths) repo.write(path, runNotebook(sources, { label: "run" }))
  repo.git("add", ...paths)
  for (const path of paths) repo.write(path, runNotebook(sources, { label: "new" }))

  const script = join(temporaryDirectory(), "killer.cjs")
  writeFileSync(script, killer)
  const env = { NODE_OPTIONS: `--require ${script}`, KILL_AT_READ: String(read) }
  expect(repo.run(["checkout", "-q", "other"], { env }).status).not.toBe(0)

  // what a person does then
  repo.tryGit("checkout", "-q", "other")
  repo.tryGit("checkout", "-q", "other", "--", ".")
  for (const path of paths) expect(shownRuns(repo.read(path)).slice(0, 2), path).toEqual(["new", "new"])
  expect(repo.git("status", "--short")).toBe("")
})
