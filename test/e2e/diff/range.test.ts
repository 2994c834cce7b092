import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebookText } from "../../support/notebook-text.js"
import { nbdiff } from "../../support/program.js"
import { repository, repositoryAt, temporaryDirectory } from "../../support/repository.js"
import { edit, one, pair, titles, two } from "./sample-pair.js"

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

  test("reports added, deleted, renamed and changed files", () => {
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

  test("shows git's text diff of what is not a notebook, says so, and goes on", () => {
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
    expect(status).toBe(2)
    expect(titles(stdout)).toEqual(["a.ipynb   1 edited", "c.ipynb   1 edited"])
    expect(stderr).toMatch(/^nbdiff: b\.ipynb \(before\): .*\n$/)
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
      /^nbdiff: ambiguous argument 'nowhere': unknown revision or path not in the working tree\.\n$/,
    ],
    [["--", "../x.ipynb"], /^nbdiff: \.\.\/x\.ipynb: '\.\.\/x\.ipynb' is outside repository at /],
    [["--nonsense"], /^nbdiff: unknown option '--nonsense'.*\n$/],
    [["--color=blue"], /^nbdiff: option 'color' expects "always", "auto", or "never"\n$/],
    [["--outputs=some"], /^nbdiff: option 'outputs' expects "show", "summary", "hide"\n$/],
    [["--only=all"], /^nbdiff: 'all' is none of sources, outputs, /],
    [["--stat", "--json"], /^nbdiff: options '--stat' and '--json' cannot be used together\n$/],
    [["-U", "many"], /^nbdiff: option 'unified' expects a numerical value\n$/],
    [["--no-index", "a.ipynb"], /^nbdiff: --no-index takes two files or two directories\n$/],
  ])("that cannot be read is trouble, in one line: %j", (args, message) => {
    const { status, stdout, stderr } = nbdiff(pair(), args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(message)
  })

  test("outside a repository is one line", () => {
    const repo = pair()
    expect(nbdiff(repo, [], { cwd: repo.home })).toEqual({
      status: 2,
      stdout: "",
      stderr: "nbdiff: not a git repository (or any of the parent directories): .git\n",
    })
  })
})

test("a notebook that git cannot read is an error, and the others are shown", () => {
  const repo = repository()
  repo.commit("one", { "a.ipynb": one, "b.ipynb": one.replace(/\n$/, " \n") })
  const blob = repo.git("rev-parse", "HEAD:a.ipynb").trim()
  repo.commit("two", { "a.ipynb": two, "b.ipynb": two })
  rmSync(join(repo.top, ".git", "objects", blob.slice(0, 2), blob.slice(2)))
  for (const options of [[], ["--json"], ["--exit-code"]]) {
    const { status, stdout, stderr } = nbdiff(repo, [...options, "HEAD~1", "HEAD"])
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `nbdiff: a.ipynb (before): git has no object ${blob}\n`,
    })
    expect(stdout).toContain("b.ipynb")
  }
})

test("in a bare repository HEAD is a revision, as for git", () => {
  const repo = repository()
  repo.commit("one", { "a.ipynb": one })
  repo.commit("two", { "a.ipynb": two })
  const bare = repositoryAt(join(temporaryDirectory(), "bare.git"), repo.home)
  repo.git("clone", "-q", "--bare", ".", bare.top)
  expect(titles(nbdiff(bare, ["HEAD~1", "HEAD"]).stdout)).toEqual(["a.ipynb   1 edited"])
  expect(nbdiff(bare, ["HEAD", "HEAD"])).toEqual({ status: 0, stdout: "", stderr: "" })
})
