import { expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { repository } from "../support/repository.js"

/** The commands that install's hints end with. */
const commandsOf = (stderr: string): string[] =>
  stderr.split("\n").flatMap((line) => /: (git config .*)$/.exec(line)?.[1]?.split("; ") ?? [])

test("install says how nbdime's merge tool is replaced, until it is", () => {
  const repo = repository()
  repo.git("config", "merge.tool", "nbdime")
  repo.git("config", "diff.guitool", "nbdime")
  const commands = commandsOf(nbdiff(repo, ["install"]).stderr)
  expect(commands).toEqual(["git config merge.tool nbdiff", "git config diff.guitool nbdiff"])
  for (const command of commands) repo.git(...command.split(" ").slice(1))
  expect(nbdiff(repo, ["install"]).stderr).toBe("")
})

test("install --filter says how nbstripout's settings are carried over, until they are", () => {
  const repo = repository()
  repo.git(
    "config",
    "filter.nbstripout.clean",
    '"/usr/bin/python3" -m nbstripout --keep-count --max-size 10k',
  )
  repo.git("config", "filter.nbstripout.extrakeys", "metadata.author cell.metadata.heading")
  expect(commandsOf(nbdiff(repo, ["install"]).stderr)).toEqual([])
  const commands = commandsOf(nbdiff(repo, ["install", "--filter"]).stderr)
  expect(commands).toEqual([
    "git config --add nbdiff.normalize.extra notebook.metadata.author",
    "git config --add nbdiff.normalize.extra cell.metadata.heading",
    "git config --add nbdiff.normalize.counts keep",
    "git config --add nbdiff.normalize.max-output 10k",
  ])
  for (const command of commands) repo.git(...command.split(" ").slice(1))
  expect(nbdiff(repo, ["install"]).stderr).toBe("")
  const metadata = { author: "me", language_info: { name: "python" } }
  repo.write("a.ipynb", JSON.stringify({ cells: [], metadata, nbformat: 4, nbformat_minor: 5 }))
  repo.git("add", ".")
  expect(repo.git("show", ":a.ipynb")).not.toContain("author")
})
