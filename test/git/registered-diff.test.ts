import { chmodSync, renameSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { type Repository, repository } from "../support/repository.js"
import { failures, pathWithoutNode, register, standIn } from "../support/stand-in.js"
import { casesOf } from "../support/thorough.js"

const failing = () => standIn("exit 1")

describe("the registered diff command", () => {
  test("shows what the driver shows, for each notebook", () => {
    const repo = changed()
    register(repo, standIn('echo "$2 $3"'))
    repo.write("b.ipynb", "b\n")
    repo.git("add", "-N", "b.ipynb")
    expect(repo.git("diff")).toBe("diff a.ipynb\ndiff b.ipynb\n")
  })

  test.each(casesOf(failures, 2))("shows git's own text diff when $when", ({ program }) => {
    const repo = changed()
    const expected = repo.git("diff")
    register(repo, program())
    const { status, stdout } = repo.run(["diff"], { env: { PATH: pathWithoutNode() } })
    expect(status).toBe(0)
    expect(stdout).toBe(expected)
  })

  test("goes on to the next file after a failure", () => {
    const repo = changed({ "a.ipynb": "a\n", "b.txt": "b\n", "c.ipynb": "c\n" })
    const expected = repo.git("diff")
    register(repo, failing())
    expect(repo.git("diff")).toBe(expected)
  })

  test("falls back to git's text diff between two commits, for each kind of change", () => {
    const repo = repository()
    const long = Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join("")
    repo.commit("before", {
      "edited.ipynb": "1\n",
      "gone.ipynb": "2\n",
      "made executable.ipynb": "3\n",
      "sub dir/größe 笔记.ipynb": "5\n",
    })
    repo.git("rm", "-q", "gone.ipynb")
    chmodSync(join(repo.top, "made executable.ipynb"), 0o755)
    repo.commit("after", {
      "edited.ipynb": "one\n",
      "added.ipynb": "6\n",
      "made executable.ipynb": "three\n",
      "sub dir/größe 笔记.ipynb": long,
      "-leading dash.ipynb": "7\n",
      "tab\tname.ipynb": "8\n",
    })
    const expected = repo.git("diff", "HEAD~", "HEAD")
    register(repo, failing())
    expect(withoutIndexLines(repo.git("diff", "HEAD~", "HEAD"))).toBe(
      // where one side is missing, the copy's directory stands for both
      withoutIndexLines(expected)
        .replace(/^diff --git a\/(added|-leading)/gm, "diff --git b/$1")
        .replace(/^diff --git a\/gone.ipynb b\/gone/m, "diff --git a/gone.ipynb a/gone")
        .replace(/^diff --git "a\/tab/m, 'diff --git "b/tab'),
    )
  })

  test("falls back to a text diff of a renamed file under both its names", () => {
    const repo = repository()
    const lines = Array.from({ length: 30 }, (_, line) => `line ${line}\n`)
    repo.commit("before", { "old.ipynb": lines.join("") })
    repo.git("mv", "old.ipynb", "new.ipynb")
    repo.commit("after", { "new.ipynb": lines.with(3, "changed\n").join("") })
    register(repo, failing())
    const shown = repo.git("diff", "-M", "HEAD~", "HEAD")
    expect(shown).toContain("--- a/old.ipynb\n+++ b/new.ipynb\n")
    expect(shown).toContain("\n-line 3\n+changed\n")
  })

  test("falls back to git's line for an unmerged path", () => {
    const repo = changed()
    repo.git("stash", "-q")
    repo.commit("other", { "a.ipynb": "other\n" })
    repo.tryGit("stash", "pop")
    const expected = repo.git("diff", "--cached")
    register(repo, failing())
    expect(expected).toBe("* Unmerged path a.ipynb\n")
    expect(repo.git("diff", "--cached")).toBe(expected)
  })

  test("falls back to a text diff of two files outside a repository", () => {
    const repo = changed()
    register(repo, failing())
    repo.write("b/x.ipynb", "other\n")
    renameSync(join(repo.top, "b"), join(repo.home, "b"))
    const { status, stdout } = repo.run(["diff", "--no-index", "a.ipynb", "../home/b/x.ipynb"])
    expect(status).toBe(1)
    expect(stdout).toContain("\n-changed\n+other\n")
  })

  test("falls back when GIT_DIR and GIT_WORK_TREE are given as relative paths", () => {
    const repo = changed()
    const expected = repo.git("diff")
    register(repo, failing())
    const env = { GIT_DIR: "repository/.git", GIT_WORK_TREE: "repository" }
    expect(repo.run(["diff"], { cwd: join(repo.top, ".."), env })).toMatchObject({
      status: 0,
      stdout: expected,
    })
  })

  test("falls back in color where git shows color", () => {
    const repo = changed()
    repo.run(["config", "--global", "color.ui", "always"])
    const expected = repo.git("diff")
    register(repo, failing())
    expect(expected).toContain("\x1b[32m")
    expect(repo.git("diff")).toBe(expected)
  })

  test("falls back in color under a pager that git uses", () => {
    const repo = changed()
    register(repo, standIn("exit 1"))
    const env = { GIT_PAGER_IN_USE: "true", TERM: "xterm" }
    expect(repo.run(["diff"], { env }).stdout).toContain("\x1b[32m+")
  })

  test("leaves no temporary file behind", () => {
    const repo = changed()
    register(repo, failing())
    const temporary = join(repo.home, "tmp")
    repo.write(".git/x", "")
    repo.run(["config", "--global", "alias.ls", `!mkdir -p '${temporary}'`])
    repo.git("ls")
    repo.run(["diff"], { env: { TMPDIR: temporary } })
    repo.run(["config", "--global", "alias.ls", `!ls -A '${temporary}'`])
    expect(repo.git("ls")).toBe("")
  })

  test.each([
    "two  spaces",
    'it\'s "here"',
    "$HOME `id`",
    "back\\slash",
    "100%P %%",
    "größe 笔记",
    "new\nline",
  ])("finds a program in a directory called %j", (name) => {
    const repo = changed()
    register(repo, standIn('echo "shown $2"', name))
    expect(repo.tryGit("diff")).toMatchObject({ status: 0, stdout: "shown diff\n", stderr: "" })
  })
})

/** A pipe gets what a terminal would. */
const forPeople = { env: { NBDIFF_TEXTCONV: "always" } }

describe("the registered textconv command", () => {
  test("gives git log -p the driver's text", () => {
    const repo = changed()
    register(repo, standIn('[ "$2" != textconv ] || echo "text of $(cat "$3")"'))
    expect(repo.run(["log", "-p", "--format="], forPeople).stdout).toContain("+text of a\n")
  })

  test.each(casesOf(failures, 2))(
    "gives git log -p and git blame the file itself when $when",
    ({ program }) => {
      const repo = changed()
      const commands = [["log", "-p"], ["show"], ["blame", "HEAD", "--", "a.ipynb"]]
      const expected = commands.map((command) => repo.git(...command))
      register(repo, program())
      const env = { ...forPeople.env, PATH: pathWithoutNode() }
      const shown = commands.map((command) => repo.run(command, { env }))
      expect(shown.map(({ status }) => status)).toEqual([0, 0, 0])
      expect(shown.map(({ stdout }) => stdout)).toEqual(expected)
    },
  )

  test.each([
    ["the section", "## Größe"],
    ["the function", "    async def load(self):"],
    ["the function of R", "load <- function(path) {"],
  ])("names %s that a hunk of git log -p is in", (_, place) => {
    const repo = repository()
    register(repo, standIn('[ "$2" != textconv ] || cat "$3"'))
    const lines = [place, "── code", ...Array.from({ length: 9 }, (_, i) => `x${i}`), "last"]
    repo.commit("one", { "a.ipynb": lines.join("\n") })
    repo.commit("two", { "a.ipynb": [...lines.slice(0, -1), "other"].join("\n") })
    const { stdout } = repo.run(["log", "-p", "-1", "--format="], forPeople)
    expect(stdout).toContain(`@@ -9,4 +9,4 @@ ${place.trim()}\n`)
  })

  test("carries the version, by which git keys its cache", () => {
    const repo = changed()
    register(repo, { ...standIn("cat $3"), version: "1.2.3" })
    expect(repo.git("config", "diff.nbdiff.textconv")).toMatch(/^: nbdiff 1\.2\.3; /)
  })
})

/** A repository with one commit, and a change to each of its files in the worktree. */
function changed(files: Readonly<Record<string, string>> = { "a.ipynb": "a\n" }): Repository {
  const repo = repository()
  repo.commit("before", files)
  for (const path of Object.keys(files)) repo.write(path, "changed\n")
  return repo
}

function withoutIndexLines(diff: string): string {
  return diff.replace(/^index .*\n/gm, "")
}
