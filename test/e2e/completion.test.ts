import { existsSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { OPTION_WORDS } from "../../src/cli/commands/completion.lazy.js"
import { notebookText } from "../support/notebook-text.js"
import { launcher, nbdiff } from "../support/program.js"
import { isolatedEnvironment, type Repository, repository, runProgram } from "../support/repository.js"
import { casesOf } from "../support/thorough.js"

const scripts = Object.fromEntries(["bash", "zsh", "fish"].map((shell) => [shell, ask("completion", shell)]))

/** What the program writes, anywhere. */
function ask(...args: readonly string[]): string {
  const { status, stdout } = runProgram(process.execPath, [launcher, ...args], {
    cwd: tmpdir(),
    env: isolatedEnvironment(tmpdir()),
  })
  expect(status).toBe(0)
  return stdout
}

/** What bash offers for a line of words, the last of which the cursor is after. */
function offered(repo: Repository, words: readonly string[]): readonly string[] {
  const script = join(repo.home, "nbdiff.bash")
  writeFileSync(script, scripts.bash ?? "")
  const body = `set -eu; . "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nbdiff; [ \${#COMPREPLY[@]} = 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`
  const { status, stdout, stderr } = runProgram("bash", ["-c", body, script, ...words], {
    cwd: repo.top,
    env: repo.env,
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  return stdout.split("\n").slice(0, -1)
}

describe.skipIf(process.platform === "win32")("bash completes", () => {
  test.each([
    ["commands", ["nbdiff", "inst"], ["install"]],
    ["a command's options", ["nbdiff", "install", "--sh"], ["--shared"]],
    ["the diff's options", ["nbdiff", "--name"], ["--name-only", "--name-status"]],
    ["the diff's options after operands", ["nbdiff", "main", "--side"], ["--side-by-side"]],
    ["an option's values", ["nbdiff", "show", "--outputs", "s"], ["show", "summary"]],
    ["values after =", ["nbdiff", "show", "--outputs", "=", "h"], ["hide"]],
    ["values where = is the word", ["nbdiff", "--color", "="], ["always", "never", "auto"]],
    ["no value after an option that needs none", ["nbdiff", "--color", "al"], []],
    ["another command's values by another list", ["nbdiff", "merge", "--outputs", "c"], ["clear"]],
    ["what is to be done", ["nbdiff", "outputs", "re"], ["restore"]],
    ["no command in the second place", ["nbdiff", "show", "inst"], []],
  ])("%s", (_, words, expected) => {
    expect(offered(repository(), words)).toEqual(expected)
  })

  test("branches, tags and files", () => {
    const repo = repository()
    repo.commit("one", { "fine notebook.ipynb": notebookText("a") })
    repo.git("branch", "feature")
    repo.git("tag", "first")
    expect(offered(repo, ["nbdiff", "f"])).toEqual(["feature", "first", "fine notebook.ipynb"])
    expect(offered(repo, ["nbdiff", "patch", "f"])).toEqual(["fine notebook.ipynb"])
  })

  test("a branch that is called like a command to run, and does not run it", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": notebookText("a") })
    repo.git("branch", "x$(id>ran)")
    expect(offered(repo, ["nbdiff", "x"])).toEqual(["x$(id>ran)"])
    expect(existsSync(join(repo.top, "ran"))).toBe(false)
  })
})

describe("zsh's and fish's scripts", () => {
  const commands = [...(ask("--help", "--all").split("\nCommands")[1] ?? "").matchAll(/^ {2}(\w+) /gm)].map(
    ([, name = ""]) => name,
  )
  const options = commands.flatMap((command) => [
    ...ask(command, "--help").matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm),
  ])

  test.each([
    ["zsh", "#compdef nbdiff\n"],
    ["fish", "complete -c nbdiff "],
  ])("name every command and option of the help: %s", (shell, mark) => {
    const script = scripts[shell] ?? ""
    expect(script).toContain(mark)
    expect(commands).toContain("completion")
    for (const command of commands) expect(script).toMatch(new RegExp(`\\b${command}\\b`))
    for (const [, option] of options) expect(script).toMatch(new RegExp(`(?:--|-l )${option}\\b`))
  })
})

test.each(casesOf(Object.entries(OPTION_WORDS), 2))(
  "the values offered for %s are those it takes",
  (option, values) => {
    const repo = repository()
    const file = repo.write("a.ipynb", notebookText("a"))
    const words = option.split(" ")
    const operands =
      { merge: [file, file, file], install: [] }[words[0]!] ?? [file, file].slice(words.length - 1)
    const run = (value: string) =>
      nbdiff(repo, [...words.slice(0, -1), `${words.at(-1)}=${value}`, "--", ...operands])
    expect(run("nonsense").status).toBe(2)
    for (const value of values) expect(run(value).status).toBe(0)
  },
)

test("a shell that is not known is trouble", () => {
  const { status, stderr } = nbdiff(repository(), ["completion", "tcsh"])
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: "nbdiff: there is no completion for 'tcsh': it is one of bash, zsh, fish\n",
  })
})
