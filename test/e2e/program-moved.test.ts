import { cpSync, existsSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { projectTop } from "../support/package.js"
import { nbdiff } from "../support/program.js"
import {
  type Repository,
  repository,
  runProgram,
  temporaryDirectory,
  writeScript,
} from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"

// The registered program is gone, or is no longer what it was.

function copyOfProgram(name = "nbdiff"): string {
  const folder = join(temporaryDirectory(), name)
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(projectTop, part), join(folder, part), { recursive: true })
  return folder
}

function installedFrom(program: string, mode: string): Repository {
  const repo = repository()
  const args = [join(program, "bin/nbdiff.js"), "install", mode]
  expect(runProgram(process.execPath, args, { cwd: repo.top, env: repo.env }).status).toBe(0)
  repo.commit("one", { "a.ipynb": runNotebook(["x = 1\n"], { label: "one" }) })
  repo.write("a.ipynb", runNotebook(["x = 2\n"], { label: "two" }))
  return repo
}

describe.skipIf(process.platform === "win32")("where the registered program is gone", () => {
  test.each(["--filter", "--filter=keep-local"])("the nbdiff on the PATH does the work: %s", (mode) => {
    const program = copyOfProgram()
    const repo = installedFrom(program, mode)
    renameSync(program, `${program}-moved`)
    const folder = temporaryDirectory("bin")
    writeScript(join(folder, "nbdiff"), `exec '${process.execPath}' '${program}-moved/bin/nbdiff.js' "$@"`)
    const env = { PATH: `${folder}:${repo.env.PATH}` }
    expect(repo.run(["status", "--porcelain"], { env })).toMatchObject({ stdout: " M a.ipynb\n", stderr: "" })
    expect(repo.run(["diff"], { env })).toMatchObject({ status: 0, stderr: "" })
    expect(repo.run(["commit", "-qam", "two"], { env }).status).toBe(0)
    expect(repo.git("cat-file", "blob", "HEAD:a.ipynb")).not.toContain("two:")
  })

  test("another program of that name does not", () => {
    const program = copyOfProgram()
    const repo = installedFrom(program, "--filter")
    rmSync(program, { recursive: true })
    const folder = temporaryDirectory("bin")
    const marker = join(folder, "called")
    // nbdime's begins with the name of a Python
    writeScript(join(folder, "nbdiff"), `'''exec' python "$0" "$@"\n' '''\ntouch '${marker}'`)
    expect(repo.run(["add", "a.ipynb"], { env: { PATH: `${folder}:${repo.env.PATH}` } }).status).not.toBe(0)
    expect(existsSync(marker)).toBe(false)
  })

  test("the filter says in one line what is missing, and both ways out work", () => {
    const program = copyOfProgram()
    const repo = installedFrom(program, "--filter")
    rmSync(program, { recursive: true })
    const { status, stderr } = repo.tryGit("add", "a.ipynb")
    expect(status).not.toBe(0)
    const [line = "", ...more] = stderr.split("\n").filter((each) => each.startsWith("nbdiff:"))
    expect(more).toEqual([])
    expect(line).toContain(`${program}/bin/nbdiff.js is missing, and git cannot filter notebooks without it`)
    expect(stderr).not.toMatch(/^\s+at |node:internal/m)
    repo.write("b.txt", "b")
    const [, command = ""] = /run "git ([^"]+)"/.exec(line) ?? []
    expect(repo.tryGit("checkout", "HEAD", "--", "a.ipynb").status).not.toBe(0)
    repo.git(...command.split(" "))
    repo.git("checkout", "--", "a.ipynb")
    expect(repo.read("a.ipynb")).toContain("x = 1")
    expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
    expect(repo.git("status", "--porcelain")).toBe("?? b.txt\n")
  })

  test("the line names the config that holds the filter", () => {
    const repo = repository()
    expect(nbdiff(repo, ["install", "--filter", "--global"]).status).toBe(0)
    expect(repo.git("config", "filter.nbdiff.process")).toContain(
      "git config --global --remove-section filter.nbdiff",
    )
  })
})

test("a program in a folder with blanks in its name is found", () => {
  const repo = installedFrom(copyOfProgram("two  and   three"), "--filter")
  expect(nbdiff(repo, ["status"]).stdout).not.toMatch(/is gone|not there/)
})

test("a Node that is too old says so in one line", () => {
  const old = "Object.defineProperty(process, 'versions', { value: { node: '18.19.0' } })"
  const repo = repository()
  repo.write("old.cjs", old)
  const args = [
    "--require",
    join(repo.top, "old.cjs"),
    join(projectTop, "bin/nbdiff.js"),
    "driver",
    "process",
  ]
  const { status, stderr } = runProgram(process.execPath, args, { cwd: repo.top, env: repo.env })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^nbdiff: needs Node\.js 20 or later; this is v\S+, .*\n$/)
})
