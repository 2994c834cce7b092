import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { repository, runProgram } from "../support/repository.js"

test.each([
  ["nbdiff.merge.outputs", "outs", "'outs' is not one of follow, ours, theirs and clear"],
  ["nbdiff.normalize.counts", "some", "'some' is not one of clear and keep"],
])("a setting that the drivers cannot follow is broken, until its mend is run: %s", (key, value, reason) => {
  const repo = repository()
  repo.commit("one", { "a.ipynb": notebookText("a = 1\n") })
  expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
  repo.git("config", key, value)
  const message = `git config: ${key}: ${reason}`
  const mend = `git config --local --unset ${key}`
  expect(nbdiff(repo, ["status"])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining(`broken: ${message}\n  mend: ${mend}\n`),
  })
  const { status, stdout } = nbdiff(repo, ["status", "--json"])
  expect(status).toBe(1)
  expect(JSON.parse(stdout).findings).toEqual([
    { code: "settings-unheeded", severity: "broken", message, mend },
  ])
  runProgram("/bin/sh", ["-c", mend], { cwd: repo.top, env: repo.env })
  expect(nbdiff(repo, ["status"])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("nothing is broken\n"),
  })
})

test("a setting in the committed file is told with its file and key", () => {
  const repo = repository()
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  repo.write("pyproject.toml", '[tool.nbdiff.merge]\nfavour = "cell.source=ours"\n')
  const { status, stdout } = nbdiff(repo, ["doctor"])
  expect(status).toBe(1)
  expect(stdout).toContain("broken: pyproject.toml: tool.nbdiff.merge.favour: 'cell.source' is none of")
  expect(stdout).toContain("mend: set tool.nbdiff.merge.favour in pyproject.toml right, or delete it\n")
})
