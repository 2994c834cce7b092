import { mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../../support/program.js"
import { repository } from "../../support/repository.js"
import { edit, edited, one, pair, two } from "./sample-pair.js"

describe("two files", () => {
  test("are compared in a repository and out of it, tracked or not", () => {
    const repo = pair()
    for (const cwd of [repo.top, repo.home]) {
      const paths = ["a.ipynb", "b.ipynb"].map((name) => join(repo.top, name))
      const { status, stdout, stderr } = nbdiff(repo, paths, { cwd })
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      expect(stdout).toContain(`${paths.join(" → ")}   1 edited\n`)
      expect(stdout).toMatch(edit)
    }
  })

  test("are compared after -- where there is no repository, and are paths where there is one", () => {
    const repo = pair()
    const paths = ["a.ipynb", "b.ipynb"].map((name) => join(repo.top, name))
    expect(nbdiff(repo, ["--", ...paths], { cwd: repo.home }).stdout).toMatch(edit)
    expect(nbdiff(repo, ["-R", "--", ...paths], { cwd: repo.home }).stdout).toContain("\n-b = 3\n+b = 2\n")
    expect(nbdiff(repo, ["--", ...paths])).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(nbdiff(repo, ["--", paths[0] ?? ""], { cwd: repo.home }).status).toBe(2)
    expect(nbdiff(repo, ["--cached", "--", ...paths], { cwd: repo.home }).status).toBe(2)
  })

  test("that are equal are skipped silently", () => {
    const repo = pair()
    expect(nbdiff(repo, ["a.ipynb", "a.ipynb"])).toEqual({ status: 0, stdout: "", stderr: "" })
  })

  test("may come from standard input and from history", () => {
    const repo = pair()
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", "one")
    const expected = nbdiff(repo, ["a.ipynb", "b.ipynb"]).stdout.split("\n").slice(1)
    const bodies = [
      nbdiff(repo, ["-", "b.ipynb"], { input: one }),
      nbdiff(repo, ["HEAD:a.ipynb", "HEAD:b.ipynb"]),
      nbdiff(repo, [":a.ipynb", "./b.ipynb"]),
      nbdiff(repo, ["a.ipynb", "HEAD:b.ipynb"]),
    ].map(({ stdout }) => stdout.split("\n").slice(1))
    expect(bodies).toEqual([expected, expected, expected, expected])
  })

  test("of which one is /dev/null are a notebook that was added or deleted", () => {
    const repo = pair()
    expect(nbdiff(repo, ["/dev/null", "a.ipynb"]).stdout).toMatch(/^a\.ipynb {3}new file · 2 added\n/)
    expect(nbdiff(repo, ["a.ipynb", "/dev/null"]).stdout).toMatch(/^a\.ipynb {3}deleted file · 2 deleted\n/)
    expect(nbdiff(repo, ["-R", "a.ipynb", "/dev/null"]).stdout).toMatch(/^a\.ipynb {3}new file · 2 added\n/)
  })

  test("are swapped by -R", () => {
    const repo = pair()
    const { stdout } = nbdiff(repo, ["-R", "a.ipynb", "b.ipynb"])
    expect(stdout).toContain("b.ipynb → a.ipynb   1 edited\n")
    expect(stdout).toMatch(/^- ?b = 3\n\+ ?b = 2\n/m)
  })

  test("have names that no terminal obeys", () => {
    const repo = pair()
    const name = "x\x1b[31m\n‮.ipynb"
    repo.write(name, one)
    const { stdout } = nbdiff(repo, ["b.ipynb", name])
    expect(stdout).toMatch(edited("b\\.ipynb → x\\S+\\.ipynb"))
    expect(stdout).not.toMatch(/[^\P{C}\n]/u)
  })

  test("of which one is not a notebook are one line of trouble", () => {
    const repo = pair()
    repo.write("bad.ipynb", `${one.slice(0, 40)}<<<<<<<`)
    repo.write("empty.ipynb", "")
    repo.write("pointer.ipynb", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    repo.write("list.ipynb", "[]")
    mkdirSync(join(repo.top, "folder.ipynb"))
    for (const [name, reason] of [
      ["bad.ipynb", /^nbdiff: bad\.ipynb: line \d+, column \d+: .+\n$/],
      ["empty.ipynb", /^nbdiff: empty\.ipynb: the file is empty\n$/],
      ["pointer.ipynb", /^nbdiff: pointer\.ipynb: .*Git LFS pointer.*\n$/],
      ["list.ipynb", /^nbdiff: list\.ipynb: line 1, column 1: a notebook is a JSON object.*\n$/],
    ] as const) {
      const { status, stdout, stderr } = nbdiff(repo, ["a.ipynb", name])
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
      expect(stderr).toMatch(reason)
    }
  })

  test("of which one is not there are git's error, outside a repository the system's", () => {
    const repo = pair()
    const here = nbdiff(repo, ["a.ipynb", "missing.ipynb"])
    expect(here).toMatchObject({ status: 2, stdout: "" })
    expect(here.stderr).toMatch(/^nbdiff: missing\.ipynb: no such path in the working tree\.\n$/)
    const there = nbdiff(repo, [join(repo.top, "a.ipynb"), "missing.ipynb"], { cwd: repo.home })
    expect(there).toEqual({
      status: 2,
      stdout: "",
      stderr: "nbdiff: missing.ipynb: No such file or directory\n",
    })
  })

  test("of which one is a revision too are ambiguous, unless --no-index says what is meant", () => {
    const repo = pair()
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", "one")
    repo.git("branch", "a.ipynb")
    const { status, stderr } = nbdiff(repo, ["a.ipynb", "b.ipynb"])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: 'a\.ipynb' is both a revision and a file: .*\n$/)
    expect(nbdiff(repo, ["--no-index", "a.ipynb", "b.ipynb"]).stdout).toMatch(edit)
    expect(nbdiff(repo, ["./a.ipynb", "b.ipynb"]).stdout).toMatch(edit)
  })

  test("named as a command is called are reached by a path", () => {
    const repo = repository()
    repo.write("show", one)
    repo.write("install", two)
    expect(nbdiff(repo, ["./show", "install"]).stdout).toMatch(edit)
  })

  test("after -- are paths of the range", () => {
    const repo = pair()
    repo.git("add", ".")
    repo.write("a.ipynb", two)
    expect(nbdiff(repo, ["--", "a.ipynb", "b.ipynb"]).stdout).toMatch(/^a\.ipynb {3}1 edited\n/)
  })
})

describe("two directories", () => {
  test("are compared notebook by notebook, links followed", () => {
    const repo = repository()
    repo.write("x/same.ipynb", one)
    repo.write("y/same.ipynb", one)
    repo.write("x/sub/a.ipynb", one)
    repo.write("target", two)
    mkdirSync(join(repo.top, "y", "sub"))
    symlinkSync(join(repo.top, "target"), join(repo.top, "y", "sub", "a.ipynb"))
    repo.write("y/new.ipynb", one)
    repo.write("y/bad.ipynb", "{")
    const { status, stdout, stderr } = nbdiff(repo, ["--no-index", "x", "y"])
    expect(status).toBe(0)
    expect(stdout.match(/^\S.*ipynb {3}.*$/gm)).toEqual([
      "new.ipynb   new file · 2 added",
      "sub/a.ipynb   1 edited",
    ])
    expect(stderr).toMatch(/^warning: y\/bad\.ipynb: line 1, column 2: /)
    expect(stdout).toContain("new file mode 100644")
  })
})
