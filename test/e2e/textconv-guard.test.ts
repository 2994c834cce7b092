import { spawnSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, runProgram } from "../support/repository.js"

// People get a notebook's text, programs get the file. A person has a pager or a terminal.

const [before, after] = [notebookText("x = 1\n"), notebookText("x = 2\n")]

function installed(): Repository {
  const repo = repository()
  nbdiff(repo, ["install"])
  repo.commit("one", { "a.ipynb": before })
  repo.write("a.ipynb", after)
  return repo
}

const show = ["show", "--textconv", "HEAD:a.ipynb"]
const patch = ["diff", "--no-ext-diff"]
const text = /^── code$\n^x = 1$/m

describe("a program", () => {
  test("reads a version of a notebook by git show --textconv", () => {
    expect(installed().git(...show)).toBe(before)
  })

  test("makes a patch by git diff --no-ext-diff that git applies", () => {
    const repo = installed()
    expect(repo.run(["apply", "--cached"], { input: repo.git(...patch) }).status).toBe(0)
    expect(repo.git("cat-file", "blob", ":a.ipynb")).toBe(after)
  })

  test("stages a new notebook by such a patch as the file that it is", () => {
    const repo = installed()
    repo.write("b.ipynb", after)
    repo.git("add", "-N", "b.ipynb")
    expect(repo.run(["apply", "--cached"], { input: repo.git(...patch, "b.ipynb") }).status).toBe(0)
    expect(repo.git("cat-file", "blob", ":b.ipynb")).toBe(after)
  })

  test("gets the file without a Node", () => {
    const repo = installed()
    const command = repo
      .git("config", "diff.nbdiff.textconv")
      .trim()
      .replace(/n='[^']*'/, "n=false")
    repo.git("config", "diff.nbdiff.textconv", command)
    expect(repo.tryGit(...show)).toMatchObject({ stdout: before, stderr: "" })
  })
})

describe("the variable and the setting", () => {
  test.each([
    ["always", text],
    ["never", before],
  ])("%s decide for a pipe", (value, expected) => {
    const repo = installed()
    expect(repo.run(show, { env: { NBDIFF_TEXTCONV: value } }).stdout).toMatch(expected)
    repo.git("config", "nbdiff.textconv", value)
    expect(repo.git(...show)).toMatch(expected)
  })

  test("the variable wins over the setting", () => {
    const repo = installed()
    repo.git("config", "nbdiff.textconv", "always")
    expect(repo.run(show, { env: { NBDIFF_TEXTCONV: "never" } }).stdout).toBe(before)
  })
})

/** util-linux's `script` makes terminals; without one, what needs a terminal is skipped. */
const hasTerminals = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0

describe.skipIf(!hasTerminals)("on a terminal", () => {
  test.each([
    ["without a pager", "git --no-pager show --textconv HEAD:a.ipynb"],
    ["through a pager", "git -c core.pager='cat; :' show --textconv HEAD:a.ipynb"],
    ["in a pipe", "git show --textconv HEAD:a.ipynb | cat"],
  ])("a person gets the text %s", (_, command) => {
    expect(onTerminal(installed(), command)).toMatch(text)
  })

  test.each([
    ["VS Code", { VSCODE_GIT_COMMAND: "show" }],
    ["GitLens", { GCM_INTERACTIVE: "NEVER", GCM_PRESERVE_CREDS: "TRUE" }],
    ["GitHub Desktop", { DESKTOP_TRAMPOLINE_TOKEN: "t" }],
    ["who wants the file", { NBDIFF_TEXTCONV: "never" }],
  ])("%s gets the file", (_, env) => {
    const repo = installed()
    const shown = onTerminal(repo, "git --no-pager show --textconv HEAD:a.ipynb", env)
    expect(shown).toBe(before)
  })
})

/** What the command writes, as it would be without a terminal's line ends. */
function onTerminal(repo: Repository, command: string, env: NodeJS.ProcessEnv = {}): string {
  const options = { cwd: repo.top, env: { ...repo.env, ...env } }
  return runProgram("script", ["-qec", command, "/dev/null"], options).stdout.replaceAll("\r\n", "\n")
}
