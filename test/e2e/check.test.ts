import { rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"

const clean = notebookText("a = 1", "# Heading\n=======\n")
const marked = notebookText("a = 1", "<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> topic")
const stray = notebookText("a = 1", "b = 2\n=======\nb = 3\n>>>>>>> topic")
const recorded = clean.replace(
  '"metadata": {}',
  '"metadata": {"nbdiff-conflict": [{"path": ["metadata", "x"], "ours": 1}]}',
)
const raw = clean.replace('"a = 1"', '\n<<<<<<< HEAD\n"a = 2"\n=======\n"a = 3"\n>>>>>>> topic\n')
const invalid = clean.replaceAll('"id": "cell-1"', '"id": "cell-0"')

function check(repo: Repository, ...args: readonly string[]) {
  const { status, stdout, stderr } = nbdiff(repo, ["check", ...args])
  return { status, stderr, lines: stdout.split("\n").filter(Boolean) }
}

describe("nbdiff check", () => {
  test("says nothing and exits 0 where all is well", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": clean, "notes.txt": marked })
    expect(check(repo)).toEqual({ status: 0, stderr: "", lines: [] })
    expect(check(repo, "--cached")).toEqual({ status: 0, stderr: "", lines: [] })
  })

  test("lists each notebook with markers, a record, git's own markers or a fault", () => {
    const repo = repository()
    const files = {
      "m.ipynb": marked,
      "s.ipynb": stray,
      "r.ipynb": recorded,
      "raw.ipynb": raw,
      "i.ipynb": invalid,
      "c.ipynb": clean,
    }
    repo.commit("one", files)
    const expected = [
      'i.ipynb: cell 2 · code: id is twice: "cell-0"',
      "m.ipynb: cell 2 · code: conflict markers in the source",
      "r.ipynb: cell 1 · code: a conflict is recorded in the metadata",
      'raw.ipynb: conflict markers in the JSON: "nbdiff resolve" merges it',
      "s.ipynb: cell 2 · code: stray conflict markers in the source",
    ]
    expect(check(repo)).toMatchObject({ status: 1, lines: expected })
    expect(check(repo).stderr).toMatch(
      /^fix: nbdiff normalize --add-ids i\.ipynb\nfix: nbdiff resolve m\.ipynb\n/,
    )
    expect(check(repo, "--cached").lines).toEqual(expected)
    expect(check(repo, "--conflicts").lines).toEqual(expected.slice(1))
    expect(check(repo, "c.ipynb")).toEqual({ status: 0, stderr: "", lines: [] })
    expect(check(repo, "m.ipynb", "c.ipynb").lines).toEqual(expected.slice(1, 2))
  })

  test("looks at the worktree, or at what is staged", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": clean })
    repo.write("a.ipynb", marked)
    expect(check(repo).status).toBe(1)
    expect(check(repo, "--cached").status).toBe(0)
    repo.git("add", "a.ipynb")
    repo.write("a.ipynb", clean)
    expect(check(repo).status).toBe(0)
    expect(check(repo, "--cached", "a.ipynb").status).toBe(1)
  })

  test("lists what git's index holds in conflict", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": clean })
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("two", { "a.ipynb": notebookText("a = 2") })
    repo.git("checkout", "-q", "main")
    repo.commit("three", { "a.ipynb": notebookText("a = 3") })
    repo.tryGit("merge", "topic")
    expect(check(repo, "--cached").lines).toEqual(["a.ipynb: in conflict in git's index"])
    expect(check(repo).lines).toEqual(['a.ipynb: conflict markers in the JSON: "nbdiff resolve" merges it'])
    rmSync(join(repo.top, "a.ipynb"))
    const lost = { status: 1, stderr: "", lines: ["a.ipynb: in conflict in git's index"] }
    expect(check(repo)).toEqual(lost)
    expect(check(repo, ".")).toEqual(lost)
    expect(check(repo, "a.ipynb").lines).toEqual(["a.ipynb: No such file or directory"])
  })

  test("works on files and directories outside a repository", () => {
    const repo = repository()
    repo.write("deep/er/m.ipynb", marked)
    repo.write("deep/.ipynb_checkpoints/m.ipynb", marked)
    rmSync(join(repo.top, ".git"), { recursive: true })
    expect(check(repo, "deep").lines).toEqual([
      "deep/er/m.ipynb: cell 2 · code: conflict markers in the source",
    ])
    expect(check(repo, "none.ipynb").lines).toEqual(["none.ipynb: No such file or directory"])
    expect(check(repo)).toMatchObject({ status: 2, lines: [] })
  })

  test("passes over a tracked notebook that is deleted", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": clean })
    rmSync(join(repo.top, "a.ipynb"))
    expect(check(repo).status).toBe(0)
  })
})

describe("nbdiff check --stale", () => {
  const cell = (source: string, count: number | null) =>
    JSON.stringify({
      cells: [{ cell_type: "code", execution_count: count, id: "a", metadata: {}, outputs: [], source }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    })

  test("lists cells that were edited since a revision and not run again", () => {
    const repo = repository()
    repo.commit("one", { "sub/a.ipynb": cell("x = load(1)", 3), "b.ipynb": cell("y", 1) })
    expect(check(repo, "--stale")).toEqual({ status: 0, stderr: "", lines: [] })
    repo.write("sub/a.ipynb", cell("x = load(2)", 3))
    const line = "sub/a.ipynb: cell 1 · code · x = load(2): edited since HEAD, not run again"
    expect(check(repo, "--stale")).toEqual({ status: 1, stderr: "", lines: [line] })
    expect(check(repo, "--stale", "b.ipynb").status).toBe(0)
    expect(check(repo, "--stale", "--cached").status).toBe(0)
    repo.git("add", ".")
    expect(check(repo, "--cached", "--stale").lines).toEqual([line])
    repo.commit("two", {})
    expect(check(repo, "--stale").status).toBe(0)
    expect(check(repo, "--stale=HEAD~1").lines).toEqual([line.replace("HEAD", "HEAD~1")])
    repo.write("sub/a.ipynb", cell("x = load(2)", 9))
    expect(check(repo, "--stale=HEAD~1")).toEqual({ status: 0, stderr: "", lines: [] })
    expect(check(repo, "--stale=nowhere").status).toBe(2)
  })
})
