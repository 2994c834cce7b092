import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, repositoryAt } from "../support/repository.js"

const one = notebookText("a = 1\n", "b = 2")
const two = notebookText("a = 1\n", "b = 3")
const edit = /^── 2 · code · edited ── b = 3 ──\n.*\n- ?b = 2\n\+ ?b = 3\n/m

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

  test("are compared behind -- where there is no repository, and are paths where there is one", () => {
    const repo = pair()
    const paths = ["a.ipynb", "b.ipynb"].map((name) => join(repo.top, name))
    expect(nbdiff(repo, ["--", ...paths], { cwd: repo.home }).stdout).toMatch(edit)
    expect(nbdiff(repo, ["-R", "--", ...paths], { cwd: repo.home }).stdout).toContain("\n-b = 3\n+b = 2\n")
    expect(nbdiff(repo, ["--", ...paths])).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(nbdiff(repo, ["--", paths[0] ?? ""], { cwd: repo.home }).status).toBe(2)
    expect(nbdiff(repo, ["--cached", "--", ...paths], { cwd: repo.home }).status).toBe(2)
  })

  test("that are equal are passed over in silence", () => {
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

  test("of which one is no notebook are one line of trouble", () => {
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
    expect(here.stderr).toMatch(/^fatal: missing\.ipynb: no such path in the working tree\.\n/)
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
    expect(stderr).toMatch(/^fatal: ambiguous argument 'a\.ipynb': both revision and filename\n/)
    expect(nbdiff(repo, ["--no-index", "a.ipynb", "b.ipynb"]).stdout).toMatch(edit)
    expect(nbdiff(repo, ["./a.ipynb", "b.ipynb"]).stdout).toMatch(edit)
  })

  test("named as a command is called are reached by a path", () => {
    const repo = repository()
    repo.write("show", one)
    repo.write("install", two)
    expect(nbdiff(repo, ["./show", "install"]).stdout).toMatch(edit)
  })

  test("behind -- are paths of the range", () => {
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

describe("a range", () => {
  test("is every changed notebook, from any directory, under its path from the top", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "sub dir/b.ipynb": one, "c.py": "1" })
    repo.write("a.ipynb", two)
    repo.write("sub dir/b.ipynb", two)
    repo.write("c.py", "2")
    mkdirSync(join(repo.top, "deep", "er"), { recursive: true })
    for (const cwd of [repo.top, join(repo.top, "deep", "er")]) {
      const { status, stdout, stderr } = nbdiff(repo, [], { cwd })
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      expect(titles(stdout)).toEqual(["a.ipynb   1 edited", "sub dir/b.ipynb   1 edited"])
    }
    expect(titles(nbdiff(repo, ["HEAD", "sub dir"]).stdout)).toEqual(["sub dir/b.ipynb   1 edited"])
    expect(nbdiff(repo, ["--cached"])).toEqual({ status: 0, stdout: "", stderr: "" })
  })

  test("tells of added, deleted, renamed and changed files", () => {
    const repo = repository()
    const gone = notebookText(Array.from({ length: 40 }, (_, i) => `# ${i * i}\n`).join(""))
    const long = notebookText(...Array.from({ length: 20 }, (_, i) => `line_${i} = ${i}`))
    repo.commit("one", { "gone.ipynb": gone, "old.ipynb": long, "mode.ipynb": one, "moved.ipynb": two })
    repo.git("mv", "old.ipynb", "new.ipynb")
    repo.git("mv", "moved.ipynb", "away.ipynb")
    repo.write("new.ipynb", long.replace("line_7 = 7", "line_7 = 8"))
    repo.git("rm", "-q", "gone.ipynb")
    chmodSync(join(repo.top, "mode.ipynb"), 0o755)
    repo.write("born.ipynb", notebookText("entirely = new"))
    repo.git("add", "-A")
    expect(titles(nbdiff(repo, ["--cached"]).stdout)).toEqual([
      "moved.ipynb → away.ipynb   renamed",
      "born.ipynb   new file · 1 added",
      "gone.ipynb   deleted file · 1 deleted",
      "mode.ipynb   mode 100644 → 100755",
      "old.ipynb → new.ipynb   renamed · 1 edited",
    ])
    expect(nbdiff(repo, ["--cached", "--name-status"]).stdout).toBe(
      "R100\tmoved.ipynb\taway.ipynb\nA\tborn.ipynb\nD\tgone.ipynb\nM\tmode.ipynb\nR099\told.ipynb\tnew.ipynb\n",
    )
    expect(nbdiff(repo, ["--cached", "--name-only", "--diff-filter=AD"]).stdout).toBe(
      "born.ipynb\ngone.ipynb\n",
    )
    expect(nbdiff(repo, ["--cached", "--name-status", "-z", "--diff-filter=R"]).stdout).toBe(
      "R100\0moved.ipynb\0away.ipynb\0R099\0old.ipynb\0new.ipynb\0",
    )
    expect(nbdiff(repo, ["--cached", "--name-only", "--only=sources", "--diff-filter=M"]).stdout).toBe(
      "mode.ipynb\n",
    )
  })

  test("reads the worktree's links, bare repositories and linked worktrees", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one })
    repo.commit("two", { "a.ipynb": two })
    const bare = join(repo.top, "..", "bare.git")
    repo.git("clone", "-q", "--bare", repo.top, bare)
    expect(titles(nbdiff(repositoryAt(bare, repo.home), ["HEAD~1..HEAD"]).stdout)).toEqual([
      "a.ipynb   1 edited",
    ])
    const linked = join(repo.top, "..", "linked")
    repo.git("worktree", "add", "-q", linked, "HEAD~1")
    repositoryAt(linked, repo.home).write("a.ipynb", two)
    expect(titles(nbdiff(repo, [], { cwd: linked }).stdout)).toEqual(["a.ipynb   1 edited"])
  })

  test("shows git's text diff of what is no notebook, says so, and goes on", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "bad.ipynb": "one\n", "link.ipynb": one, "z.ipynb": one })
    for (const name of ["a.ipynb", "z.ipynb"]) repo.write(name, two)
    repo.write("bad.ipynb", "two \x1b[31m\n")
    repo.git("rm", "-q", "--cached", "link.ipynb")
    repo.git(
      "update-index",
      "--add",
      "--cacheinfo",
      `120000,${repo.git("rev-parse", ":a.ipynb").trim()},link.ipynb`,
    )
    const { status, stdout, stderr } = nbdiff(repo, ["HEAD", "--", "a.ipynb", "bad.ipynb", "z.ipynb"])
    expect(status).toBe(0)
    expect(stderr).toMatch(/^warning: bad\.ipynb \(before\): line 1, column 1: .*\n$/)
    expect(titles(stdout)).toEqual(["a.ipynb   1 edited", "z.ipynb   1 edited"])
    expect(stdout).toMatch(
      /^diff --git a\/bad\.ipynb b\/bad\.ipynb\nindex .*\n--- .*\n\+\+\+ .*\n@@ .*\n-one\n\+two .*31m\n/m,
    )
    expect(stdout).not.toContain("\x1b")
    expect(nbdiff(repo, ["bad.ipynb"]).stdout).toMatch(/^diff --git a\/bad\.ipynb b\/bad\.ipynb\n/)
    const link = nbdiff(repo, ["--cached", "--", "link.ipynb"])
    expect(link).toMatchObject({ status: 0, stderr: "" })
    expect(link.stdout).toMatch(/^diff --git a\/link\.ipynb b\/link\.ipynb\ndeleted file mode 100644\n/)
  })

  test("reads what Git LFS keeps, where its filter has it", () => {
    const repo = repository()
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    repo.commit("one", { "a.ipynb": pointer })
    repo.write("a.ipynb", two)
    repo.write("kept", one)
    repo.write(".gitattributes", "*.ipynb filter=lfs\n")
    repo.git("config", "filter.lfs.clean", "sed 1d")
    repo.git("config", "filter.lfs.smudge", `cat '${join(repo.top, "kept")}'`)
    expect(nbdiff(repo, [])).toMatchObject({ status: 0, stderr: "", stdout: expect.stringMatching(edit) })
    repo.git("config", "filter.lfs.smudge", "false")
    repo.git("config", "filter.lfs.required", "true")
    expect(nbdiff(repo, []).stderr).toMatch(/^warning: a\.ipynb \(before\): .*Git LFS pointer/)
  })

  test("goes on past a damaged object", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "b.ipynb": notebookText("x"), "c.ipynb": one })
    repo.commit("two", { "a.ipynb": two, "b.ipynb": two, "c.ipynb": two })
    const oid = repo.git("rev-parse", "HEAD~:b.ipynb").trim()
    const object = join(repo.top, ".git", "objects", oid.slice(0, 2), oid.slice(2))
    chmodSync(object, 0o644)
    writeFileSync(object, "damaged")
    const { status, stdout, stderr } = nbdiff(repo, ["HEAD~", "HEAD"])
    expect(status).toBe(0)
    expect(titles(stdout)).toEqual(["a.ipynb   1 edited", "c.ipynb   1 edited"])
    expect(stderr).toMatch(/^warning: b\.ipynb \(before\): .*\n$/)
  })

  test("in conflict says so, and compares our side with the worktree", () => {
    const repo = repository()
    repo.commit("base", { "a.ipynb": one })
    repo.git("switch", "-q", "-c", "other")
    repo.commit("other", { "a.ipynb": notebookText("a = 1\n", "b = 4") })
    repo.git("switch", "-q", "main")
    repo.commit("main", { "a.ipynb": two })
    repo.tryGit("merge", "other")
    repo.write("a.ipynb", notebookText("a = 1\n", "b = 5"))
    const { stdout } = nbdiff(repo, [])
    expect(stdout).toMatch(/^\* Unmerged path a\.ipynb\na\.ipynb {3}1 edited\n/)
    expect(stdout).toMatch(/^- ?b = 3\n\+ ?b = 5\n/m)
    expect(nbdiff(repo, ["--theirs"]).stdout).toMatch(/^- ?b = 4\n\+ ?b = 5\n/m)
    expect(nbdiff(repo, ["--name-status"]).stdout).toBe("U\ta.ipynb\nM\ta.ipynb\n")
  })

  test.each([
    ["core.autocrlf", "true", ""],
    ["core.eol", "lf", "*.ipynb text eol=crlf\n"],
  ])("does not take line endings that git converts for changes: %s=%s", (key, value, attributes) => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "b.ipynb": one })
    repo.git("config", key, value)
    repo.write(".gitattributes", attributes)
    repo.write("a.ipynb", two.replaceAll("\n", "\r\n"))
    repo.write("b.ipynb", one.replaceAll("\n", "\r\n"))
    const { stdout } = nbdiff(repo, [])
    expect(titles(stdout)).toEqual(["a.ipynb   1 edited"])
  })

  test("does not take for changes what our filter would strip on the way in", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "b.ipynb": one })
    repo.write(".gitattributes", "*.ipynb filter=nbdiff\n")
    repo.write("a.ipynb", two.replaceAll("null", "7"))
    repo.write("nbdiff.toml", "")
    expect(titles(nbdiff(repo, []).stdout)).toEqual(["a.ipynb   1 edited"])
    repo.write("nbdiff.toml", '[normalize]\ncounts = "keep"\n')
    expect(titles(nbdiff(repo, []).stdout)).toEqual(["a.ipynb   1 edited · 1 only re-run"])
    repo.write("nbdiff.toml", '[normalize]\ncounts = "most"\n')
    const { status, stderr } = nbdiff(repo, [])
    expect(status).toBe(0)
    expect(stderr).toMatch(/^warning: nbdiff\.toml: normalize\.counts: .*\n$/)
  })

  test("takes line endings that git stores for a change of the format alone", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one })
    repo.write("a.ipynb", one.replaceAll("\n", "\r\n"))
    expect(nbdiff(repo, []).stdout).toMatch(/^a\.ipynb {3}.*format/)
  })

  test.each([
    [
      ["nowhere"],
      /^fatal: ambiguous argument 'nowhere': unknown revision or path not in the working tree\.\n/,
    ],
    [["--", "../x.ipynb"], /^fatal: \.\.\/x\.ipynb: '\.\.\/x\.ipynb' is outside repository at /],
    [["--nonsense"], /^error: unknown option '--nonsense'\n/],
    [["--color=blue"], /^nbdiff: option 'color' expects "always", "auto", or "never"\n$/],
    [["--outputs=some"], /^nbdiff: option 'outputs' expects "show", "summary", "hide"\n$/],
    [["--only=all"], /^nbdiff: 'all' is none of sources, outputs, /],
    [["--stat", "--json"], /^nbdiff: options '--stat' and '--json' cannot be used together\n$/],
    [["-U", "many"], /^nbdiff: option 'unified' expects a numerical value\n$/],
    [["--no-index", "a.ipynb"], /^nbdiff: --no-index takes two files or two directories\n$/],
  ])("that cannot be read is trouble, in git's words: %j", (args, message) => {
    const { status, stdout, stderr } = nbdiff(pair(), args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(message)
  })

  test("outside a repository is git's error", () => {
    const repo = pair()
    expect(nbdiff(repo, [], { cwd: repo.home })).toEqual({
      status: 2,
      stdout: "",
      stderr: "fatal: not a git repository (or any of the parent directories): .git\n",
    })
  })
})

describe("options", () => {
  test("--exit-code and --quiet tell of a difference that counts", () => {
    const repo = changed()
    expect(nbdiff(repo, ["--exit-code"]).status).toBe(1)
    expect(nbdiff(repo, ["--quiet"])).toEqual({ status: 1, stdout: "", stderr: "" })
    expect(nbdiff(repo, ["--quiet", "HEAD", "HEAD"]).status).toBe(0)
    expect(nbdiff(repo, ["--quiet", "--only=outputs"]).status).toBe(0)
    expect(nbdiff(repo, ["--exit-code", "--only=outputs"])).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(nbdiff(repo, ["--no-index", "--quiet", "a.ipynb", "a.ipynb"]).status).toBe(0)
  })

  test("-w, -b and --ignore-blank-lines leave out what git would leave out", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": notebookText("if x:\n  y = 1\n") })
    repo.write("a.ipynb", notebookText("if x:\n    y = 1\n"))
    expect(nbdiff(repo, ["-w"]).stdout).toBe("")
    expect(nbdiff(repo, ["-b"]).stdout).toBe("")
    expect(nbdiff(repo, ["--ignore-blank-lines"]).stdout).not.toBe("")
    repo.write("a.ipynb", notebookText("if x:\n\n  y = 1\n"))
    expect(nbdiff(repo, ["-b"]).stdout).not.toBe("")
    expect(nbdiff(repo, ["--ignore-blank-lines"]).stdout).toBe("")
  })

  test("-U is git's, and so is its default", () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line_${i}\n`).join("")
    const repo = repository()
    repo.commit("one", { "a.ipynb": notebookText(lines) })
    repo.write("a.ipynb", notebookText(lines.replace("line_10", "other")))
    const shown = (...args: string[]) => nbdiff(repo, args).stdout.match(/^ +line_\d+$/gm)?.length ?? 0
    expect([shown(), shown("-U1"), shown("--unified=0")]).toEqual([6, 2, 0])
    repo.git("config", "diff.context", "2")
    expect(shown()).toBe(4)
  })

  test("--stat has a line a notebook, and a sum", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "b.ipynb": "x" })
    repo.write("a.ipynb", two)
    repo.write("b.ipynb", "y")
    expect(nbdiff(repo, ["--stat"]).stdout).toMatch(
      /^ a\.ipynb \| 2 \+-.*\n b\.ipynb \| 2 \+-.*\n 2 notebooks changed, .*\n$/,
    )
  })

  test("--color follows git's config, NO_COLOR and what it says itself", () => {
    const repo = changed()
    const colored = (args: string[], env = {}) =>
      nbdiff(repo, args, { env: { TERM: "xterm", ...env } }).stdout.includes("\x1b[")
    expect(colored([])).toBe(false)
    expect(colored(["--color"])).toBe(true)
    expect(colored(["--color"], { NO_COLOR: "1" })).toBe(true)
    expect(colored(["--color=auto"])).toBe(false)
    repo.git("config", "color.ui", "always")
    expect(colored([])).toBe(true)
    expect(colored(["--no-color"])).toBe(false)
    expect(colored(["--color=never"])).toBe(false)
    expect(colored(["--color=auto"])).toBe(false)
    repo.git("config", "color.diff.old", "magenta")
    expect(nbdiff(repo, []).stdout).toContain("\x1b[35m")
  })

  test("--format=markdown is one text for all notebooks", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "b.ipynb": "x\n" })
    repo.write("a.ipynb", two)
    repo.write("b.ipynb", "y\n")
    const { stdout } = nbdiff(repo, ["--format=markdown"])
    expect(stdout).toMatch(
      /^### `a\.ipynb`\n\n1 edited\n.*\n\n### `b\.ipynb`\n\n```diff\n.*\n-x\n\+y\n```\n$/s,
    )
  })

  test("--json is one object, for two notebooks and for a range, whether or not anything differs", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": one, "bad.ipynb": "x\n", "c.ipynb": one })
    repo.write("a.ipynb", two)
    repo.write("bad.ipynb", "y\n")
    const json = (...args: string[]) => JSON.parse(nbdiff(repo, ["--json", ...args]).stdout)
    const modified = { path: "a.ipynb", mode: "100644" }
    expect(json()).toMatchObject({
      version: 1,
      files: [
        { status: "M", before: modified, after: modified, diff: { version: 1, cells: [{}, {}] }, text: null },
        { status: "M", diff: null, text: expect.stringContaining("\n-x\n+y\n") },
      ],
    })
    expect(json("HEAD", "HEAD")).toEqual({ version: 1, files: [] })
    expect(json("a.ipynb", "c.ipynb")).toMatchObject({
      version: 1,
      before: { path: "a.ipynb" },
      after: { path: "c.ipynb" },
      cells: [
        { before: 0, after: 0, kind: "unchanged" },
        { before: 1, after: 1, kind: "edited" },
      ],
    })
    expect(json("c.ipynb", "c.ipynb").cells).toHaveLength(2)
    expect(json("/dev/null", "c.ipynb").before).toBeNull()
    repo.git("rm", "-q", "--cached", "c.ipynb")
    expect(json("--cached").files).toMatchObject([{ status: "D", after: null, diff: { after: null } }])
  })

  test("--format=nbdime is nbdime's list of operations, a range's entries hold one each", () => {
    const repo = changed()
    const json = (...args: string[]) => JSON.parse(nbdiff(repo, ["--format=nbdime", ...args]).stdout)
    repo.write("b.ipynb", one)
    const ops = json("b.ipynb", "a.ipynb")
    expect(ops).toMatchObject([{ op: "patch", key: "cells" }])
    expect(json().files).toMatchObject([{ status: "M", diff: ops }])
    expect(json("b.ipynb", "b.ipynb")).toEqual([])
  })

  test("--help is short, and names every command", () => {
    const { status, stdout } = nbdiff(repository(), ["--help"])
    expect(status).toBe(0)
    expect(stdout.split("\n").length).toBeLessThan(80)
    expect(stdout).toMatch(/^Usage: nbdiff .*\n {2}show +show one notebook/s)
    expect(nbdiff(repository(), ["help", "show"]).stdout).toMatch(/^Usage: nbdiff show /)
  })
})

function pair(): Repository {
  const repo = repository()
  repo.write("a.ipynb", one)
  repo.write("b.ipynb", two)
  return repo
}

/** A worktree with one changed notebook. */
function changed(): Repository {
  const repo = repository()
  repo.commit("one", { "a.ipynb": one })
  repo.write("a.ipynb", two)
  return repo
}

/** A title that says that one cell was edited. */
function edited(path: string): RegExp {
  return new RegExp(`^${path} {3}1 edited\n`)
}

/** The first line of each notebook's diff. */
function titles(stdout: string): readonly string[] {
  return stdout.split("\n").filter((line) => /^\S.*\.ipynb {3}/.test(line))
}
