import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, repositoryAt } from "../support/repository.js"

// Every way in which git comes to merge a notebook, through the driver as `nbdiff install` registers it. Lines that
// touch in one cell make plain git stop where these do not.

const base = notebookText("a = 1", "b = 1", "c = 1")
const ours = notebookText("a = 2", "b = 1", "c = 1")
const theirs = notebookText("a = 1", "b = 2", "c = 1")
const both = notebookText("a = 2", "b = 2", "c = 1")
const LONG = Array.from({ length: 12 }, (_, i) => `row_${i} = load(${i})`).join("\n")
const clashing = notebookText("a = 3", "b = 2", "c = 1")

/** `main` and `topic` come from one base, and `main` is checked out. */
function diverged(topic = theirs, file = "a.ipynb"): Repository {
  const repo = repository()
  nbdiff(repo, ["install"])
  repo.commit("base", { [file]: base })
  repo.git("checkout", "-q", "-b", "topic")
  repo.commit("their work", { [file]: topic })
  repo.git("checkout", "-q", "main")
  repo.commit("our work", { [file]: ours })
  return repo
}

function firstSource(text: string): readonly string[] {
  const { cells } = JSON.parse(text) as { cells: { source: string[] }[] }
  return (cells[0]?.source ?? []).map((line) => line.replace(/\n$/, ""))
}

/** The markers' lines of the first cell: what the sides are called. */
function labels(text: string): readonly string[] {
  return firstSource(text).filter((line) => /^[<|>]{7}/.test(line))
}

/** Plain git stops at these edits, or the tests would show nothing. */
test("plain git does not merge what these tests merge", () => {
  const repo = diverged(clashing)
  nbdiff(repo, ["uninstall"])
  expect(repo.tryGit("merge", "topic").status).toBe(1)
  expect(() => JSON.parse(repo.read("a.ipynb"))).toThrow()
})

describe("a clean merge by cell", () => {
  test.each([
    ["git merge", ["merge", "-q", "--no-edit", "topic"]],
    ["git merge -s recursive", ["merge", "-q", "--no-edit", "-s", "recursive", "topic"]],
    ["git merge -s ort", ["merge", "-q", "--no-edit", "-s", "ort", "topic"]],
    ["git cherry-pick", ["cherry-pick", "topic"]],
    ["git rebase --merge", ["rebase", "-q", "--merge", "topic"]],
    ["git rebase --apply", ["rebase", "-q", "--apply", "topic"]],
  ])("by %s", (_, command) => {
    const repo = diverged()
    expect(repo.tryGit(...command).status).toBe(0)
    expect(repo.read("a.ipynb")).toBe(both)
    expect(repo.git("status", "--porcelain")).toBe("")
  })

  test("by git revert", () => {
    const repo = diverged()
    repo.git("merge", "-q", "--no-edit", "topic")
    repo.git("revert", "--no-edit", "HEAD^2")
    expect(repo.read("a.ipynb")).toBe(ours)
  })

  test("by git am -3", () => {
    const repo = diverged()
    repo.git("format-patch", "-q", "-1", "topic", "-o", "patches")
    const [patch = ""] = readdirSync(join(repo.top, "patches"))
    repo.git("am", "-q", "-3", `patches/${patch}`)
    expect(repo.read("a.ipynb")).toBe(both)
  })

  test("by git stash pop", () => {
    const repo = repository()
    nbdiff(repo, ["install"])
    repo.commit("base", { "a.ipynb": base })
    repo.write("a.ipynb", theirs)
    repo.git("stash", "-q")
    repo.commit("our work", { "a.ipynb": ours })
    repo.git("stash", "pop", "-q")
    expect(repo.read("a.ipynb")).toBe(both)
  })

  test("by git checkout -m", () => {
    const repo = diverged()
    repo.git("checkout", "-q", "-b", "other", "main~")
    repo.write("a.ipynb", theirs)
    repo.git("checkout", "-q", "-m", "main")
    expect(repo.read("a.ipynb")).toBe(both)
  })

  test("by git merge-tree in a bare repository", () => {
    const repo = diverged()
    const bare = repository({ bare: true })
    bare.git("fetch", "-q", repo.top, "main:main", "topic:topic")
    nbdiff(bare, ["install"])
    const tree = bare.git("merge-tree", "--write-tree", "main", "topic").trim()
    expect(bare.git("cat-file", "-p", `${tree}:a.ipynb`)).toBe(both)
  })

  test("in a linked worktree", () => {
    const repo = diverged()
    const linked = repositoryAt(join(repo.top, "..", "linked"), repo.home)
    repo.git("worktree", "add", "-q", linked.top, "topic")
    expect(linked.tryGit("merge", "-q", "--no-edit", "main").status).toBe(0)
    expect(linked.read("a.ipynb")).toBe(both)
  })

  test("of a notebook that both sides added", () => {
    const repo = repository()
    nbdiff(repo, ["install"])
    repo.commit("base", { readme: "x\n" })
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("their work", { "a.ipynb": notebookText("a = 1", "b = 2") })
    repo.git("checkout", "-q", "main")
    repo.commit("our work", { "a.ipynb": notebookText("a = 1") })
    expect(repo.tryGit("merge", "-q", "--no-edit", "topic").status).toBe(0)
    expect(repo.read("a.ipynb")).toBe(notebookText("a = 1", "b = 2"))
  })

  test("of a notebook that one side renamed", () => {
    const repo = diverged()
    repo.git("mv", "a.ipynb", "new name.ipynb")
    repo.git("commit", "-q", "-m", "renamed")
    expect(repo.tryGit("merge", "-q", "--no-edit", "topic").status).toBe(0)
    expect(repo.read("new name.ipynb")).toBe(both)
  })

  test.each(["recursive", "ort"])("in a criss-cross history, with -s %s", (strategy) => {
    const repo = diverged(clashing)
    // Each branch merges the other's first commit and resolves the conflict for itself: two merge bases.
    repo.git("branch", "first", "main")
    repo.git("merge", "-q", "--no-edit", "-s", "ours", "topic")
    repo.git("checkout", "-q", "topic")
    repo.git("merge", "-q", "--no-edit", "-s", "ours", "first")
    repo.commit("their next", { "a.ipynb": notebookText("a = 3", "b = 2", "c = 2") })
    repo.git("checkout", "-q", "main")
    const merge = repo.tryGit("merge", "-q", "--no-edit", "-s", strategy, "topic")
    const text = repo.read("a.ipynb")
    expect(merge.status === 1).toBe(labels(text).length > 0)
    expect(text).toContain("c = 2")
    // No marker of the inner merge: its base was a plain ancestor.
    expect(text).not.toMatch(/Temporary merge branch|[<|>]{9}/)
  })

  test("with core.autocrlf", () => {
    const repo = diverged()
    repo.git("config", "core.autocrlf", "true")
    repo.git("rm", "-q", "--cached", "a.ipynb")
    repo.git("reset", "-q", "--hard")
    expect(repo.tryGit("merge", "-q", "--no-edit", "topic").status).toBe(0)
    expect(repo.read("a.ipynb")).toBe(both.replaceAll("\n", "\r\n"))
    expect(repo.git("cat-file", "-p", "HEAD:a.ipynb")).toBe(both)
    expect(repo.git("status", "--porcelain")).toBe("")
  })

  test("outside a sparse checkout", () => {
    const repo = diverged(theirs, "far/a.ipynb")
    repo.git("sparse-checkout", "set", "near")
    expect(repo.tryGit("merge", "-q", "--no-edit", "topic").status).toBe(0)
    expect(repo.git("cat-file", "-p", "HEAD:far/a.ipynb")).toBe(both)
  })
})

describe("a conflict is marked and labeled", () => {
  test("by git merge, with the branch's name", () => {
    const repo = diverged(clashing)
    expect(repo.tryGit("merge", "topic").status).toBe(1)
    expect(labels(repo.read("a.ipynb"))).toEqual(["<<<<<<< HEAD", ">>>>>>> topic"])
    expect(repo.git("status", "--porcelain")).toBe("UU a.ipynb\n")
  })

  test("by git rebase --merge, saying which side is which", () => {
    const repo = diverged(clashing)
    const onto = repo.git("rev-parse", "--short=7", "topic").trim()
    const commit = repo.git("rev-parse", "--short=7", "main").trim()
    expect(repo.tryGit("rebase", "--merge", "topic").status).toBe(1)
    expect(labels(repo.read("a.ipynb"))).toEqual([
      `<<<<<<< HEAD, rebased onto ${onto}`,
      `>>>>>>> ${commit} (our work) of main`,
    ])
    expect(nbdiff(repo, ["resolve", "--theirs", "--add"]).status).toBe(0)
    expect(repo.tryGit("rebase", "--continue").status).toBe(0)
    expect(repo.read("a.ipynb")).toBe(both)
  })

  // This backend writes down the branch that is rebased only after it has stopped.
  test("by git rebase --apply, naming the commit that is applied and what it is rebased onto", () => {
    const repo = diverged(clashing)
    const [commit, onto] = ["main", "topic"].map((name) => repo.git("rev-parse", "--short=7", name).trim())
    expect(repo.tryGit("rebase", "--apply", "topic").status).toBe(1)
    expect(labels(repo.read("a.ipynb"))).toEqual([
      `<<<<<<< HEAD, rebased onto ${onto}`,
      `>>>>>>> ${commit} (our work)`,
    ])
    expect(nbdiff(repo, ["resolve", "--theirs", "--add"]).status).toBe(0)
    expect(repo.tryGit("rebase", "--continue").status).toBe(0)
    expect(repo.read("a.ipynb")).toBe(both)
  })

  test.each([
    ["cherry-pick", ["cherry-pick", "topic"]],
    ["revert", ["revert", "--no-edit", "topic"]],
  ])("by git %s", (_, command) => {
    const repo = diverged(clashing)
    expect(repo.tryGit(...command).status).toBe(1)
    expect(labels(repo.read("a.ipynb"))).toHaveLength(2)
    expect(repo.git("ls-files", "-u").trim().split("\n")).toHaveLength(3)
  })

  test("by git stash pop, and the stash is kept", () => {
    const repo = repository()
    nbdiff(repo, ["install"])
    repo.commit("base", { "a.ipynb": base })
    repo.write("a.ipynb", clashing)
    repo.git("stash", "-q")
    repo.commit("our work", { "a.ipynb": ours })
    expect(repo.tryGit("stash", "pop").status).toBe(1)
    expect(labels(repo.read("a.ipynb"))).toHaveLength(2)
    expect(repo.git("stash", "list")).not.toBe("")
  })

  test("by git checkout -m, and git checkout --merge puts it back", () => {
    const repo = diverged(clashing)
    repo.tryGit("merge", "topic")
    nbdiff(repo, ["resolve", "--ours"])
    repo.git("checkout", "--merge", "--", "a.ipynb")
    expect(labels(repo.read("a.ipynb"))).toHaveLength(2)
  })

  test("by git merge-tree in a bare repository", () => {
    const repo = diverged(clashing)
    const bare = repository({ bare: true })
    bare.git("fetch", "-q", repo.top, "main:main", "topic:topic")
    nbdiff(bare, ["install"])
    const { status, stdout } = bare.tryGit("merge-tree", "--write-tree", "main", "topic")
    expect(status).toBe(1)
    const [tree = ""] = stdout.split("\n")
    expect(labels(bare.git("cat-file", "-p", `${tree}:a.ipynb`))).toHaveLength(2)
  })

  test("of a notebook that both sides added", () => {
    const repo = repository()
    nbdiff(repo, ["install"])
    repo.commit("base", { readme: "x\n" })
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("their work", { "a.ipynb": notebookText(`${LONG}\nFIVE`) })
    repo.git("checkout", "-q", "main")
    repo.commit("our work", { "a.ipynb": notebookText(`${LONG}\nfive`) })
    expect(repo.tryGit("merge", "topic").status).toBe(1)
    expect(labels(repo.read("a.ipynb"))).toHaveLength(2)
    expect(repo.git("status", "--porcelain")).toBe("AA a.ipynb\n")
  })

  test.each(["diff3", "zdiff3"])("in the style of %s, with the base's label", (style) => {
    const repo = diverged(clashing)
    repo.git("config", "merge.conflictStyle", style)
    repo.tryGit("merge", "topic")
    expect(labels(repo.read("a.ipynb"))).toEqual(["<<<<<<< HEAD", "||||||| base", ">>>>>>> topic"])
  })

  test("with the width that an attribute asks for", () => {
    const repo = diverged(clashing)
    repo.write(".gitattributes", "*.ipynb conflict-marker-size=12\n")
    repo.tryGit("merge", "topic")
    expect(firstSource(repo.read("a.ipynb"))[0]).toBe("<<<<<<<<<<<< HEAD")
  })

  test("outside a sparse checkout, and the file comes back for it", () => {
    const repo = diverged(clashing, "far/a.ipynb")
    repo.git("sparse-checkout", "set", "near")
    expect(repo.tryGit("merge", "topic").status).toBe(1)
    expect(labels(repo.read("far/a.ipynb"))).toHaveLength(2)
  })
})

describe("the settings of a repository", () => {
  test("reach the driver", () => {
    const repo = diverged()
    repo.commit("strict", { "nbdiff.toml": '[merge]\nprefer = ["cell.metadata.name=theirs"]\n' })
    expect(repo.tryGit("merge", "--no-edit", "topic").status).toBe(0)
  })

  test("that are wrong are reported, and the merge goes on with the defaults", () => {
    const repo = diverged()
    repo.commit("a slip", { "nbdiff.toml": '[merge]\noutputs = "mine"\n' })
    const { status, stderr } = repo.run(["merge", "-q", "--no-edit", "topic"])
    expect(status).toBe(0)
    expect(stderr).toMatch(
      /^nbdiff: nbdiff\.toml: merge\.outputs: 'mine' is not one of .*; merging with the defaults\n$/,
    )
    expect(repo.read("a.ipynb")).toBe(both)
  })
})
