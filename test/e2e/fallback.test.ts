import { rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import {
  type Repository,
  repository,
  runProgram,
  temporaryDirectory,
  writeScript,
} from "../support/repository.js"
import { casesOf } from "../support/thorough.js"

const launcher = fileURLToPath(new URL("../../bin/nbdiff.js", import.meta.url))

/** What happens to the real program after it was installed; each completes "when …". */
const misfortunes: readonly { readonly when: string; readonly strike: (program: Called) => void }[] = [
  { when: "the program is removed", strike: ({ script }) => rmSync(script) },
  {
    when: "an update has left the program empty",
    strike: ({ script }) => {
      rmSync(script)
      writeFileSync(script, "")
    },
  },
  { when: "Node exits 1 at once", strike: ({ node }) => void writeScript(node, "exit 1") },
  { when: "Node is killed", strike: ({ node }) => void writeScript(node, "kill -9 $$") },
]

describe("git's own text", () => {
  test.each(casesOf(misfortunes, 2))(
    "is what git diff, git log -p and git merge work with when $when",
    ({ strike }) => {
      const repo = diverged(notebook("a = 1"), notebook("a = 2"), notebook("a = 3"))
      const commands = [
        ["diff", "main~", "main"],
        ["log", "-p", "--format="],
      ]
      const expected = commands.map((command) => repo.git(...command))
      strike(install(repo))
      expect(
        commands.map((command) => repo.tryGit(...command)).map(({ status, stdout }) => ({ status, stdout })),
      ).toEqual(expected.map((stdout) => ({ status: 0, stdout })))
      expect(repo.tryGit("merge", "theirs").status).toBe(1)
      expect(repo.read("a.ipynb")).toMatch(/<<<<<<< ours\n.*a = 2.*=======\n.*a = 3.*>>>>>>> theirs\n/s)
      expect(repo.git("ls-files", "-u").trim().split("\n")).toHaveLength(3)
      expect(repo.git("status", "--porcelain")).toBe("UU a.ipynb\n")
    },
  )

  test.each([
    ["is not a notebook", "plain text\n"],
    ["is cut off", notebook("a = 2").slice(0, -20)],
    ["holds conflict markers", `<<<<<<< ours\n${notebook("a = 2")}=======\n>>>>>>> theirs\n`],
    ["is a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"],
  ])("is what a person gets for a file that %s", (_, ours) => {
    const repo = diverged(notebook("a = 1"), ours, notebook("a = 3"))
    const expected = repo.git("diff", "main~", "main")
    repo.tryGit("merge", "theirs")
    const merged = repo.read("a.ipynb")
    repo.git("merge", "--abort")
    install(repo)
    const { status, stdout, stderr } = repo.run(["diff", "main~", "main"])
    expect({ status, stdout }).toEqual({ status: 0, stdout: expected })
    expect(stderr).toMatch(/^nbdiff: .*a\.ipynb.*\n$/)
    const merge = repo.tryGit("merge", "theirs")
    expect(merge.status).toBe(1)
    expect(merge.stderr).toMatch(/^nbdiff: .*a\.ipynb.*\n$/)
    expect(repo.read("a.ipynb")).toBe(merged)
  })

  test("is shown for the file that is none, and the diff goes on to the next", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": notebook("a = 1"), "b.ipynb": "text\n", "c.ipynb": notebook("c = 1") })
    repo.commit("two", { "a.ipynb": notebook("a = 2"), "b.ipynb": "texts\n", "c.ipynb": notebook("c = 2") })
    install(repo)
    const { status, stdout } = repo.run(["diff", "HEAD~"])
    expect(status).toBe(0)
    expect(stdout).toMatch(/a = 2.*-text\n\+texts\n.*c = 2/s)
  })
})

interface Called {
  /** Paths that the test may replace. */
  readonly node: string
  readonly script: string
}

/** Installs the program under paths of its own, so that it can be removed. */
function install(repo: Repository): Called {
  const directory = temporaryDirectory("program")
  const called = { node: join(directory, "node"), script: join(directory, "nbdiff") }
  writeScript(called.node, `exec '${process.execPath}' "$@"`)
  symlinkSync(launcher, called.script)
  runProgram(process.execPath, [called.script, "install"], { cwd: repo.top, env: repo.env })
  for (const key of ["diff.nbdiff.command", "diff.nbdiff.textconv", "merge.nbdiff.driver"])
    repo.git(
      "config",
      key,
      repo.git("config", key).trim().replace(`n='${process.execPath}'`, `n='${called.node}'`),
    )
  return called
}

/** A repository whose branches `main` and `theirs` changed one file, and `main` is checked out. */
function diverged(base: string, ours: string, theirs: string): Repository {
  const repo = repository()
  repo.commit("base", { "a.ipynb": base })
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("theirs", { "a.ipynb": theirs })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { "a.ipynb": ours })
  return repo
}

function notebook(source: string): string {
  const cell = { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: [source] }
  return `${JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 4 }, undefined, 1)}\n`
}
