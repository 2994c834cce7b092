import { mkdirSync, renameSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { changedNotebooks, type RangeQuery } from "../../../src/git/notebooks/revisions.js"
import { type Repository, repository, repositoryAt } from "../../support/repository.js"
import { THOROUGH } from "../../support/thorough.js"

describe("a range of git's history", () => {
  test("is the worktree against the index where nothing else is said", async () => {
    const repo = committed({ "a.ipynb": "1", "b.ipynb": "1" })
    repo.write("a.ipynb", "2")
    repo.git("add", "a.ipynb")
    repo.write("b.ipynb", "2")
    expect(await changes(repo, {})).toEqual(["M b.ipynb blob worktree"])
    expect(await changes(repo, { options: ["--cached"] })).toEqual(["M a.ipynb blob blob"])
    expect(await changes(repo, { operands: ["HEAD"] })).toEqual([
      "M a.ipynb blob blob",
      "M b.ipynb blob worktree",
    ])
  })

  test("is what two revisions say, or what lies between a merge base and one of them", async () => {
    const repo = committed({ "a.ipynb": "1" })
    repo.git("switch", "-q", "-c", "other")
    repo.commit("other", { "other.ipynb": "2" })
    repo.git("switch", "-q", "main")
    repo.commit("main", { "main.ipynb": "3" })
    const between = ["A other.ipynb absent blob"]
    const both = ["D main.ipynb blob absent", ...between]
    expect(await changes(repo, { operands: ["main", "other"] })).toEqual(both)
    expect(await changes(repo, { operands: ["main..other"] })).toEqual(both)
    expect(await changes(repo, { operands: ["main...other"] })).toEqual(between)
    expect(await changes(repo, { options: ["--merge-base"], operands: ["main", "other"] })).toEqual(between)
    expect(await changes(repo, { options: ["-R"], operands: ["main...other"] })).toEqual([
      "D other.ipynb blob absent",
    ])
  })

  test("has the worktree before it when it is reversed", async () => {
    const repo = committed({ "a.ipynb": "1" })
    repo.write("a.ipynb", "2")
    expect(await changes(repo, { options: ["-R"] })).toEqual(["M a.ipynb worktree blob"])
  })

  test("begins with nothing where there is no commit yet", async () => {
    const repo = repository()
    repo.write("a.ipynb", "1")
    repo.git("add", ".")
    expect(await changes(repo, { options: ["--cached"] })).toEqual(["A a.ipynb absent blob"])
    expect(await changes(repo, { operands: ["HEAD"] })).toEqual([
      "fatal: ambiguous argument 'HEAD': unknown revision or path not in the working tree.",
    ])
  })

  test("follows renames as git is set to", async () => {
    const content = Array.from({ length: 50 }, (_, i) => `line ${i}\n`).join("")
    const repo = committed({ "old.ipynb": content })
    repo.git("mv", "old.ipynb", "new name.ipynb")
    repo.write("new name.ipynb", `${content}more\n`)
    repo.git("add", ".")
    const query = { options: ["--cached"] }
    expect(await changes(repo, query)).toEqual(["R old.ipynb → new name.ipynb blob blob 98%"])
    repo.git("config", "diff.renames", "false")
    expect(await changes(repo, query)).toEqual(["A new name.ipynb absent blob", "D old.ipynb blob absent"])
    expect(await changes(repo, { options: ["--cached", "-M"] })).toHaveLength(1)
  })

  test
    .runIf(THOROUGH)
    .each([
      "a b.ipynb",
      'quoted "q".ipynb',
      "new\nline.ipynb",
      "tab\t.ipynb",
      "Übersicht – 日本.ipynb",
      "-dash.ipynb",
      ":(top)x.ipynb",
      "back\\slash.ipynb",
      "UPPER.IPYNB",
    ])("holds a notebook called %j", async (name) => {
    const repo = committed({ "one.ipynb": "1" })
    renameSync(join(repo.top, "one.ipynb"), join(repo.top, name))
    repo.git("add", "-A")
    expect(await changes(repo, { options: ["--cached", "--no-renames", "--diff-filter=A"] })).toEqual([
      `A ${name} absent blob`,
    ])
  })

  test("holds notebooks, files with our driver, and what is named in full", async () => {
    const repo = committed({ "a.ipynb": "1", "b.py": "1", "c.nb.json": "1", "sub/d.json": "1" })
    repo.write(".gitattributes", "*.nb.json diff=nbdiff\n")
    for (const name of ["a.ipynb", "b.py", "c.nb.json", "sub/d.json"]) repo.write(name, "2")
    expect(await names(repo, {})).toEqual(["a.ipynb", "c.nb.json"])
    expect(await names(repo, { paths: ["b.py"] })).toEqual(["b.py"])
    expect(await names(repo, { operands: ["HEAD", "sub/d.json"] })).toEqual(["sub/d.json"])
    expect(await names(repo, { paths: ["sub"] })).toEqual([])
    expect(await names(repo, { paths: ["./d.json", "../c.nb.json"] }, "sub")).toEqual([
      "c.nb.json",
      "sub/d.json",
    ])
  })

  test("is the whole tree from any directory of it, and pathspecs count from there", async () => {
    const repo = committed({ "a.ipynb": "1", "sub/b.ipynb": "1", "sub/c.ipynb": "1" })
    for (const name of ["a.ipynb", "sub/b.ipynb", "sub/c.ipynb"]) repo.write(name, "2")
    const all = ["a.ipynb", "sub/b.ipynb", "sub/c.ipynb"]
    expect(await names(repo, {}, "sub")).toEqual(all)
    repo.git("config", "diff.relative", "true")
    expect(await names(repo, {}, "sub")).toEqual(all)
    expect(await names(repo, { paths: ["b.ipynb"] }, "sub")).toEqual(["sub/b.ipynb"])
    expect(await names(repo, { operands: ["."] }, "sub")).toEqual(["sub/b.ipynb", "sub/c.ipynb"])
    expect(await names(repo, { paths: [":(top)*.ipynb", ":!c.ipynb"] }, "sub")).toEqual([
      "a.ipynb",
      "sub/b.ipynb",
    ])
  })

  test("knows the worktree's top, in a linked worktree and in a submodule too, and none in a bare repository", async () => {
    const repo = committed({ "a.ipynb": "1" })
    const linked = join(repo.top, "..", "linked")
    repo.git("worktree", "add", "-q", linked)
    const bare = join(repo.top, "..", "bare.git")
    repo.git("clone", "-q", "--bare", repo.top, bare)
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", repo.top, "module")
    mkdirSync(join(linked, "deep", "er"), { recursive: true })
    for (const [cwd, top] of [
      [repo.top, repo.top],
      [join(linked, "deep", "er"), join(repo.top, "..", "linked")],
      [join(repo.top, "module"), join(repo.top, "module")],
      [bare, undefined],
    ] as const) {
      const range = await changedNotebooks(query({ operands: ["HEAD", "HEAD"] }), {
        cwd,
        environment: repo.env,
      })
      expect(range).toMatchObject({ kind: "changes", top })
    }
  })

  test("of a bare repository reads as in any other", async () => {
    const repo = committed({ "a.ipynb": "1" })
    repo.commit("two", { "a.ipynb": "2" })
    const directory = join(repo.top, "..", "bare.git")
    repo.git("clone", "-q", "--bare", repo.top, directory)
    const bare = repositoryAt(directory, repo.home)
    expect(await changes(bare, { operands: ["HEAD~1", "HEAD"] })).toEqual(["M a.ipynb blob blob"])
    expect(await changes(bare, {})).toEqual(["fatal: this operation must be run in a work tree"])
  })

  test("in conflict has the unmerged path, and ours against the worktree", async () => {
    const repo = committed({ "a.ipynb": "1" })
    repo.git("switch", "-q", "-c", "other")
    repo.commit("other", { "a.ipynb": "2" })
    repo.git("switch", "-q", "main")
    repo.commit("main", { "a.ipynb": "3" })
    repo.tryGit("merge", "other")
    expect(await changes(repo, {})).toEqual(["U a.ipynb", "M a.ipynb blob worktree"])
  })

  test("says how git would convert the worktree's notebooks", async () => {
    const repo = committed({ "a.ipynb": "1", "sub/b.ipynb": "1" })
    repo.write(".gitattributes", "*.ipynb filter=nbdiff text eol=crlf\n")
    repo.write("sub/b.ipynb", "2")
    const range = await changedNotebooks(query({}), { cwd: join(repo.top, "sub"), environment: repo.env })
    expect(range.kind === "changes" && range.attributes).toEqual(
      new Map([
        [
          "sub/b.ipynb",
          {
            diff: "unspecified",
            merge: "unspecified",
            filter: "nbdiff",
            text: "set",
            eol: "crlf",
            "working-tree-encoding": "unspecified",
          },
        ],
      ]),
    )
  })
})

describe("a range that cannot be read", () => {
  test.runIf(THOROUGH).each([
    [{ operands: ["nowhere"] }, /^fatal: ambiguous argument 'nowhere': unknown revision or path not in/],
    [{ operands: ["nowhere..HEAD"] }, /^fatal: ambiguous argument 'nowhere..HEAD'/],
    [{ operands: ["nowhere"], paths: [] }, /^fatal: bad revision 'nowhere'\n$/],
    [{ operands: ["both"] }, /^fatal: ambiguous argument 'both': both revision and filename/],
    [{ paths: ["../outside.ipynb"] }, /^fatal: \.\.\/outside\.ipynb: .* is outside repository at/],
    [{ options: ["--diff-filter=?"] }, /^error: unknown change class '\?'/],
  ])("is answered in git's words: %j", async (asked, message) => {
    const repo = committed({ "a.ipynb": "1", both: "1" })
    repo.git("branch", "both")
    const range = await changedNotebooks(query(asked), { cwd: repo.top, environment: repo.env })
    expect(range).toEqual({ kind: "trouble", message: expect.stringMatching(message) })
    expect(range.kind === "trouble" && range.message).not.toMatch(/usage:/)
  })

  test("is answered in git's words where there is no repository", async () => {
    const repo = repository()
    const range = await changedNotebooks(query({}), { cwd: repo.home, environment: repo.env })
    expect(range).toEqual({
      kind: "trouble",
      message: "fatal: not a git repository (or any of the parent directories): .git\n",
    })
  })

  test("is not a crash where there is no git", async () => {
    const repo = repository()
    const range = await changedNotebooks(query({}), { cwd: repo.top, environment: { PATH: "/nowhere" } })
    expect(range).toEqual({ kind: "trouble", message: "could not run git: spawn git ENOENT\n" })
  })
})

function committed(files: Readonly<Record<string, string>>): Repository {
  const repo = repository()
  repo.commit("one", files)
  return repo
}

function query(part: Partial<RangeQuery>): RangeQuery {
  return { options: [], operands: [], paths: undefined, ...part }
}

/** One line an entry, or what git said. */
async function changes(
  repo: Repository,
  asked: Partial<RangeQuery>,
  directory = ".",
): Promise<readonly string[]> {
  const range = await changedNotebooks(query(asked), {
    cwd: join(repo.top, directory),
    environment: repo.env,
  })
  if (range.kind === "trouble") return range.message.split("\n").slice(0, 1)
  return range.entries.map((entry) => {
    if (entry.kind === "unmerged") return `U ${entry.path}`
    const { status, oldPath, path, before, after, similarity } = entry.file
    const paths = oldPath === path ? path : `${oldPath} → ${path}`
    const percent = similarity === undefined ? "" : ` ${similarity.percent}%`
    return `${status} ${paths} ${before.kind} ${after.kind}${percent}`
  })
}

async function names(
  repo: Repository,
  asked: Partial<RangeQuery>,
  directory = ".",
): Promise<readonly string[]> {
  return (await changes(repo, asked, directory)).map((line) => line.replace(/^M (.*) blob worktree$/, "$1"))
}
