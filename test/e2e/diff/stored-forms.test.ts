import { spawnSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import { notebookText } from "../../support/notebook-text.js"
import { nbdiff } from "../../support/program.js"
import { type Repository, repository } from "../../support/repository.js"
import { notebook } from "../resolve/conflicted-notebook.js"

const STRIP = `const n = JSON.parse(require("fs").readFileSync(0))
for (const c of n.cells) Object.assign(c, { outputs: [], execution_count: null })
process.stdout.write(JSON.stringify(n, null, 1) + "\\n")`

describe("under another tool's filter that strips outputs", () => {
  test.each([
    ["git diff", (repo: Repository) => repo.git("diff")],
    ["git diff --cached", (repo: Repository) => stagedDiff(repo)],
    ["git diff HEAD", (repo: Repository) => repo.git("diff", "HEAD")],
    ["nbdiff", (repo: Repository) => nbdiff(repo, []).stdout],
    [
      "nbdiff HEAD in a folder",
      (repo: Repository) => nbdiff(repo, ["HEAD"], { cwd: `${repo.top}/dir` }).stdout,
    ],
  ])("%s compares what git would store", (_, diff) => {
    const text = diff(stripped())
    expect(text).toContain("+b = 2")
    expect(text).not.toContain("output")
  })

  test("git diff writes nothing of a notebook that was only run", () => {
    const repo = stripped()
    repo.write("dir/a.ipynb", notebook({ id: "a", source: "a = 1", output: "another run" }))
    expect(repo.git("diff")).toBe("")
    expect(nbdiff(repo, []).stdout).toBe("")
  })
})

test("a notebook that the worktree has in UTF-16 is compared and checked by cell", () => {
  const repo = repository()
  nbdiff(repo, ["install"])
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")
  repo.write(".gitattributes", "*.ipynb working-tree-encoding=UTF-16LE-BOM\n")
  repo.write("a.ipynb", utf16(notebookText("x = 1")))
  repo.git("add", "-A")
  repo.git("commit", "-q", "-m", "base")
  repo.write("a.ipynb", utf16(notebookText("x = 2")))
  for (const text of [repo.git("diff"), nbdiff(repo, []).stdout]) expect(text).toContain("-x = 1\n+x = 2\n")
  expect(nbdiff(repo, ["check"])).toMatchObject({ status: 0, stdout: "" })
  expect(nbdiff(repo, ["check", "--cached"])).toMatchObject({ status: 0, stdout: "" })
})

const isThere = (program: string) => spawnSync(program, ["version"]).error === undefined

describe.skipIf(!isThere("git-crypt"))("a notebook under git-crypt", () => {
  test("is read through its filter, in the index and between commits", () => {
    const repo = repository()
    runIn(repo, "git-crypt", "init")
    repo.write(".gitattributes", "*.ipynb filter=git-crypt diff=git-crypt\n")
    repo.git("add", ".gitattributes")
    repo.commit("one", { "dir/a.ipynb": notebookText("x = 1") })
    repo.commit("two", { "dir/a.ipynb": notebookText("x = 2") })
    expect(nbdiff(repo, ["HEAD~1", "HEAD"]).stdout).toContain("-x = 1\n+x = 2\n")
    expect(nbdiff(repo, ["check", "--cached"])).toMatchObject({ status: 0, stdout: "" })
    expect(nbdiff(repo, ["check", "--cached"], { cwd: `${repo.top}/dir` })).toMatchObject({
      status: 0,
      stdout: "",
    })
    repo.write("dir/a.ipynb", notebookText("x = 3"))
    expect(nbdiff(repo, []).stdout).toContain("-x = 2\n+x = 3\n")
  })
})

describe.skipIf(!isThere("git-lfs"))("a notebook under Git LFS", () => {
  test("is read through its filter, in the index and between commits", () => {
    const repo = repository()
    repo.git("lfs", "install", "--local")
    repo.write(".gitattributes", "*.ipynb filter=lfs diff=lfs merge=lfs -text\n")
    repo.git("add", ".gitattributes")
    repo.commit("one", { "a.ipynb": notebookText("x = 1") })
    repo.commit("two", { "a.ipynb": notebookText("x = 2") })
    expect(nbdiff(repo, ["HEAD~1", "HEAD"]).stdout).toContain("-x = 1\n+x = 2\n")
    expect(nbdiff(repo, ["check", "--cached"])).toMatchObject({ status: 0, stdout: "" })
    repo.write("a.ipynb", notebookText("x = 3"))
    expect(nbdiff(repo, []).stdout).toContain("-x = 2\n+x = 3\n")
  })
})

/** One cell is committed without its output; in the worktree it was run again, and another was added. */
function stripped(): Repository {
  const repo = repository()
  repo.write("../home/strip.cjs", STRIP)
  repo.git("config", "filter.strip.clean", `node '${repo.home}/strip.cjs'`)
  repo.write(".gitattributes", "*.ipynb filter=strip\n")
  nbdiff(repo, ["install"])
  repo.git("add", ".gitattributes")
  repo.commit("base", { "dir/a.ipynb": notebook({ id: "a", source: "a = 1", output: "run" }) })
  repo.write(
    "dir/a.ipynb",
    notebook({ id: "a", source: "a = 1", output: "another" }, { id: "b", source: "b = 2", output: "run" }),
  )
  return repo
}

function stagedDiff(repo: Repository): string {
  repo.git("add", "-A")
  return repo.git("diff", "--cached")
}

function runIn(repo: Repository, program: string, ...args: readonly string[]): void {
  expect(spawnSync(program, args, { cwd: repo.top, env: repo.env }).status).toBe(0)
}
