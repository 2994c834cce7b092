import { spawn } from "node:child_process"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebookText } from "../../support/notebook-text.js"
import { launcher, nbdiff } from "../../support/program.js"
import { type GitRun, type Repository, repository } from "../../support/repository.js"

/** A notebook whose one cell both sides edited, as the merge left it. */
function conflicted(): Repository {
  const repo = repository()
  repo.commit("base", { "a.ipynb": notebookText("a = 1") })
  repo.git("checkout", "-q", "-b", "topic")
  repo.commit("theirs", { "a.ipynb": notebookText("a = 3") })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { "a.ipynb": notebookText("a = 2") })
  nbdiff(repo, ["install"])
  expect(repo.tryGit("merge", "topic").status).toBe(1)
  return repo
}

/** Runs the program as on a terminal, and answers each of its questions with the next line. What an answer does
 *  besides is done when the question is asked. */
function talkTo(
  repo: Repository,
  args: readonly string[],
  answers: readonly (string | (() => string))[],
  program: readonly [string, ...string[]] = [process.execPath, launcher],
): Promise<GitRun> {
  const terminal = join(repo.home, "terminal.cjs")
  repo.write("../home/terminal.cjs", TERMINAL)
  const [name, ...first] = program
  const child = spawn(name, [...first, ...args], {
    cwd: repo.top,
    env: { ...repo.env, TERM: "xterm", NODE_OPTIONS: `--require "${terminal}"` },
    timeout: 120_000,
  })
  let [stdout, stderr, asked] = ["", "", 0]
  child.stderr.on("data", (text) => {
    stderr += text
  })
  child.stdout.on("data", (text) => {
    stdout += text
    if ((stdout.match(QUESTION)?.length ?? 0) === asked) return
    const answer = answers[asked++]
    if (answer === undefined) child.stdin.end()
    else child.stdin.write(`${typeof answer === "string" ? answer : answer()}\n`)
  })
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr })))
}

/** Makes pipes look like a terminal. A pipe, once read, keeps a process alive as a terminal does not. */
const TERMINAL = `process.stdin.isTTY = process.stdout.isTTY = true
process.stdin.on("pause", () => process.stdin.unref()).on("resume", () => process.stdin.ref())
`

/** The end of a question, after which the cursor is set. */
const QUESTION = /[\]?] \x1b\[\d+G/g

const CHANGED =
  "nbdiff: a.ipynb: it was changed in the meantime, so nothing was written: run the command again\n"

describe("a file that is saved while somebody is asked", () => {
  test.each([
    ["resolve", ["resolve"]],
    ["mergetool", ["mergetool", "../base.ipynb", "../ours.ipynb", "../theirs.ipynb", "a.ipynb"]],
  ])("stays as it was saved: %s", async (_, args) => {
    const repo = conflicted()
    for (const [side, text] of Object.entries({ base: "a = 1", ours: "a = 2", theirs: "a = 3" }))
      repo.write(`../${side}.ipynb`, notebookText(text))
    const saved = notebookText("a = 2", "saved = 1")
    const save = () => {
      repo.write("a.ipynb", saved)
      return "o"
    }
    expect(await talkTo(repo, args, [save, "y"])).toMatchObject({ status: 2, stderr: CHANGED })
    expect(repo.read("a.ipynb")).toBe(saved)
    expect(repo.git("ls-files", "-u")).not.toBe("")
  })

  test("is written where nobody saved it", async () => {
    const repo = conflicted()
    expect(await talkTo(repo, ["resolve"], ["t", "y", "y"])).toMatchObject({ status: 0, stderr: "" })
    expect(repo.read("a.ipynb")).toBe(notebookText("a = 3"))
  })
})

describe("git mergetool on a terminal", () => {
  test("keeps what was chosen when the rest is left for later", async () => {
    const repo = twice()
    const { status, stdout } = await talkTo(repo, ["mergetool", "-y", "--tool=nbdiff"], ["o", "q"], ["git"])
    expect(status).toBe(1)
    expect(stdout).toContain("still unresolved")
    expect(nbdiff(repo, ["resolve", "--list"]).stdout).toBe("a.ipynb: cell 2 · code · b = 2: source, 2 ↔ 3\n")
    expect(repo.git("status", "--porcelain")).toBe("UU a.ipynb\n")
  })

  test("leaves the file as it is where nothing was chosen", async () => {
    const repo = twice()
    const before = repo.read("a.ipynb")
    expect((await talkTo(repo, ["mergetool", "-y", "--tool=nbdiff"], ["q"], ["git"])).status).toBe(1)
    expect(repo.read("a.ipynb")).toBe(before)
    expect(repo.git("status", "--porcelain")).toBe("UU a.ipynb\n")
  })
})

/** A notebook with two cells that both sides edited, as the merge left it. */
function twice(): Repository {
  const repo = repository()
  repo.commit("base", { "a.ipynb": notebookText("a = 1", "b = 1") })
  repo.git("checkout", "-q", "-b", "topic")
  repo.commit("theirs", { "a.ipynb": notebookText("a = 3", "b = 3") })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { "a.ipynb": notebookText("a = 2", "b = 2") })
  nbdiff(repo, ["install"])
  expect(repo.tryGit("merge", "topic").status).toBe(1)
  return repo
}
