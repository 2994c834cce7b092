import { rmSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, writeScript } from "../support/repository.js"

interface CellSketch {
  readonly id: string
  readonly source: string
  readonly output?: string
  readonly metadata?: object
}

function notebook(...cells: readonly CellSketch[]): string {
  const json = cells.map(({ id, source, output, metadata }) => ({
    cell_type: "code",
    execution_count: output === undefined ? null : 1,
    id,
    metadata: metadata ?? {},
    outputs: output === undefined ? [] : [{ name: "stdout", output_type: "stream", text: [output] }],
    source: source.split(/(?<=\n)/),
  }))
  return `${JSON.stringify({ cells: json, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

const base = notebook(
  { id: "a", source: "a = 1", output: "1" },
  { id: "b", source: "b = 1", output: "1" },
  { id: "c", source: "c = 1", output: "1" },
)
const ours = notebook(
  { id: "a", source: "a = 2", output: "ours" },
  { id: "b", source: "b = 2", output: "ours b" },
  { id: "c", source: "c = 1", output: "1" },
)
const theirs = notebook(
  { id: "a", source: "a = 3", output: "theirs" },
  { id: "c", source: "c = 3", output: "theirs c" },
)

/** `main` and `topic` changed one notebook, and the merge has stopped. */
function conflicted(
  options: { driver?: boolean; style?: string; versions?: readonly [string, string, string] } = {},
): Repository {
  const [o, a, b] = options.versions ?? [base, ours, theirs]
  const repo = repository()
  repo.commit("base", { "a.ipynb": o })
  repo.git("checkout", "-q", "-b", "topic")
  repo.commit("theirs", { "a.ipynb": b })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { "a.ipynb": a })
  if (options.driver !== false) nbdiff(repo, ["install"])
  repo.git("config", "merge.conflictStyle", options.style ?? "merge")
  expect(repo.tryGit("merge", "topic").status).toBe(1)
  return repo
}

function resolve(repo: Repository, ...args: readonly string[]) {
  return nbdiff(repo, ["resolve", ...args])
}

function shape(text: string): readonly string[] {
  const { cells } = JSON.parse(text) as {
    cells: { id: string; source: string[]; outputs: { text: string[] }[] }[]
  }
  return cells.map(
    ({ id, source, outputs }) => `${id}: ${source.join("")} → ${outputs.map((o) => o.text.join("")).join()}`,
  )
}

const settledFor = {
  ours: ["a: a = 2 → ours", "b: b = 2 → ours b", "c: c = 3 → theirs c"],
  theirs: ["a: a = 3 → theirs", "c: c = 3 → theirs c"],
  base: ["a: a = 1 → 1", "b: b = 1 → 1", "c: c = 3 → theirs c"],
  union: ["a: a = 2\na = 3 → ", "b: b = 2 → ours b", "c: c = 3 → theirs c"],
} as const

const sides = ["ours", "theirs", "base", "union"] as const

describe("nbdiff resolve, after a merge", () => {
  test("lists what is open", () => {
    const repo = conflicted()
    const lines = [
      "a.ipynb: cell 1 · code · a = 2: source",
      "a.ipynb: cell 2 · code · b = 2: deleted by theirs, edited",
      "",
    ]
    expect(resolve(repo, "--list")).toMatchObject({ status: 1, stdout: lines.join("\n"), stderr: "" })
    expect(JSON.parse(resolve(repo, "--json").stdout)).toEqual({
      version: 1,
      files: [
        {
          path: "a.ipynb",
          textMarkers: false,
          conflicts: [
            { cell: 0, id: "a", kind: "source", what: "source" },
            { cell: 1, id: "b", kind: "source", what: "deleted by theirs, edited" },
          ],
        },
      ],
    })
    expect(resolve(repo).status).toBe(1)
    expect(resolve(repo, "--list", "--ours").status).toBe(2)
  })

  test.each(["merge", "diff3", "zdiff3"].flatMap((style) => sides.map((side) => [style, side] as const)))(
    "in the style of %s settles for %s, outputs and all, and keeps what merged cleanly",
    (style, side) => {
      const repo = conflicted({ style })
      const { status, stdout } = resolve(repo, `--${side}`)
      expect(status).toBe(0)
      expect(stdout).toContain("a.ipynb: nothing is open\n  git add a.ipynb\n")
      expect(shape(repo.read("a.ipynb"))).toEqual(settledFor[side])
      expect(repo.git("ls-files", "-u")).not.toBe("")
    },
  )

  test("adds what it settled where that is asked for", () => {
    const repo = conflicted()
    expect(resolve(repo, "--theirs", "--add").stdout).toContain("a.ipynb: added\n")
    expect(repo.git("ls-files", "-u")).toBe("")
    expect(resolve(repo)).toMatchObject({
      status: 0,
      stdout: "no notebook is in conflict here; name a file to look into it\n",
    })
  })

  test("adds outside of a sparse checkout's cone", () => {
    const repo = repository()
    repo.commit("base", { "sub/a.ipynb": base, "other/f": "" })
    nbdiff(repo, ["install"])
    for (const [branch, text] of [
      ["topic", theirs],
      ["own", ours],
    ] as const) {
      repo.git("checkout", "-q", "-b", branch, "main")
      repo.commit(branch, { "sub/a.ipynb": text })
    }
    repo.git("sparse-checkout", "set", "other")
    expect(repo.tryGit("merge", "topic").status).toBe(1)
    expect(resolve(repo, "--ours", "--add")).toMatchObject({ status: 0, stderr: "" })
    expect(repo.git("ls-files", "-u")).toBe("")
  })

  test("tells git's words where git cannot add it", () => {
    const repo = conflicted()
    repo.write(".git/index.lock", "")
    const { status, stdout, stderr } = resolve(repo, "--ours", "--add")
    expect(status).toBe(2)
    expect(stderr).toMatch(/^fatal: Unable to create .*index\.lock/)
    expect(stdout).not.toContain("added")
  })

  test("adds with a git that knows no sparse option", () => {
    const repo = conflicted()
    const path = `${repo.home}/bin`
    writeScript(
      `${path}/git`,
      `for each do [ "$each" = --sparse ] && exit 129; done\nPATH='${repo.env.PATH}' exec git "$@"`,
    )
    const env = { PATH: `${path}:${repo.env.PATH}` }
    expect(nbdiff(repo, ["resolve", "--ours", "--add"], { env })).toMatchObject({ status: 0, stderr: "" })
    expect(repo.git("ls-files", "-u")).toBe("")
  })

  test.each(["3", "c", "no such"])("says that in the cell %s nothing is open, and settles none", (cell) => {
    const repo = conflicted()
    const before = repo.read("a.ipynb")
    expect(resolve(repo, "--list", "--cell", cell)).toMatchObject({
      status: 0,
      stdout: `a.ipynb: cell ${cell}: nothing is open\n`,
    })
    expect(JSON.parse(resolve(repo, "--json", "--cell", cell).stdout).files[0].conflicts).toEqual([])
    const { status, stdout } = resolve(repo, "--ours", "--cell", cell)
    expect(status).toBe(1)
    expect(stdout).toMatch(new RegExp(`^a\\.ipynb: cell ${cell}: nothing is open\n.*still open\n`))
    expect(repo.read("a.ipynb")).toBe(before)
  })

  test.each(["1", "a"])("settles the one cell %s, and the other later", (cell) => {
    const repo = conflicted()
    expect(resolve(repo, "--theirs", "--cell", cell)).toMatchObject({ status: 1 })
    expect(shape(repo.read("a.ipynb"))[0]).toBe("a: a = 3 → theirs")
    expect(resolve(repo, "--list").stdout).toBe("a.ipynb: cell 2 · code · b = 2: deleted by theirs, edited\n")
    expect(resolve(repo, "--ours").status).toBe(0)
    expect(shape(repo.read("a.ipynb"))).toEqual([
      "a: a = 3 → theirs",
      "b: b = 2 → ours b",
      "c: c = 3 → theirs c",
    ])
  })

  test("keeps what a person edited since, and gives the outputs back all the same", () => {
    const repo = conflicted()
    const json = JSON.parse(repo.read("a.ipynb")) as { cells: { source: string[] }[] }
    json.cells[2]!.source = ["c = 4"]
    repo.write("a.ipynb", JSON.stringify(json, null, 2))
    expect(resolve(repo, "--ours").status).toBe(0)
    expect(shape(repo.read("a.ipynb"))).toEqual([
      "a: a = 2 → ours",
      "b: b = 2 → ours b",
      "c: c = 4 → theirs c",
    ])
  })

  test("says that nothing is open once a person has settled all by hand", () => {
    const repo = conflicted()
    repo.write("a.ipynb", ours)
    expect(resolve(repo)).toMatchObject({
      status: 0,
      stdout: "a.ipynb: nothing is open; it is ours as a whole\n  git add a.ipynb\n",
    })
  })

  test("keeps the worktree's line endings", () => {
    const repo = conflicted()
    repo.write("a.ipynb", repo.read("a.ipynb").replaceAll("\n", "\r\n"))
    expect(resolve(repo, "--theirs").status).toBe(0)
    const text = repo.read("a.ipynb")
    expect(text.replaceAll("\r\n", "")).not.toContain("\n")
    expect(shape(text)).toEqual(settledFor.theirs)
  })

  test("works from any directory, on a path or on a directory", () => {
    const repo = conflicted()
    repo.write("sub/file", "")
    expect(nbdiff(repo, ["resolve", "--list", ".."], { cwd: `${repo.top}/sub` }).stdout).toMatch(
      /^\.\.\/a\.ipynb: cell 1/,
    )
    expect(nbdiff(repo, ["resolve", "--list", "."], { cwd: `${repo.top}/sub` }).stdout).toBe(
      "no notebook is in conflict here; name a file to look into it\n",
    )
    expect(nbdiff(repo, ["resolve", "--ours", "../a.ipynb"], { cwd: `${repo.top}/sub` }).status).toBe(0)
  })

  test("settles fields that no source can show", () => {
    const versions = ["x", "y", "z"].map((value) =>
      notebook({ id: "a", source: "a = 1", metadata: { name: value } }),
    )
    const repo = conflicted({ versions: versions as [string, string, string] })
    expect(resolve(repo, "--list").stdout).toBe("a.ipynb: cell 1 · code · a = 1: metadata.name\n")
    expect(resolve(repo, "--union")).toMatchObject({ status: 1 })
    expect(resolve(repo, "--theirs")).toMatchObject({ status: 0 })
    expect(repo.read("a.ipynb")).toBe(versions[2])
  })

  test("says how to get a notebook back that is not in the worktree", () => {
    const repo = conflicted()
    rmSync(`${repo.top}/a.ipynb`)
    const told = {
      status: 2,
      stdout: "",
      stderr:
        'nbdiff: a.ipynb: it is not in the worktree: "git checkout --merge -- a.ipynb" puts the conflict back\n',
    }
    expect(resolve(repo, "--list")).toMatchObject(told)
    expect(resolve(repo, "--ours", "a.ipynb")).toMatchObject(told)
    repo.git("checkout", "--merge", "--", "a.ipynb")
    expect(resolve(repo, "--ours").status).toBe(0)
  })

  test("tells of a notebook that one side deleted", () => {
    const repo = repository()
    repo.commit("base", { "a.ipynb": base })
    repo.git("checkout", "-q", "-b", "topic")
    repo.git("rm", "-q", "a.ipynb")
    repo.git("commit", "-q", "-m", "gone")
    repo.git("checkout", "-q", "main")
    repo.commit("ours", { "a.ipynb": ours })
    repo.tryGit("merge", "topic")
    const { status, stdout } = resolve(repo, "--list")
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: 'a.ipynb: deleted by theirs, kept by the other side: "git add" keeps it, "git rm" deletes it\n',
    })
    rmSync(`${repo.top}/a.ipynb`)
    expect(resolve(repo).stdout).toContain(': "git checkout --ours -- a.ipynb" brings it back, "git rm"')
  })
})

/** Each side renamed the notebook to a name of its own, and edited it: git holds each name by one side alone. */
function renamedTwice(): Repository {
  const repo = repository()
  repo.commit("base", { "n.ipynb": base })
  nbdiff(repo, ["install"])
  for (const [branch, name, text] of [
    ["topic", "m.ipynb", theirs],
    ["own", "k.ipynb", ours],
  ] as const) {
    repo.git("checkout", "-q", "-b", branch, "main")
    repo.git("mv", "n.ipynb", name)
    repo.commit(branch, { [name]: text })
  }
  expect(repo.tryGit("merge", "topic").status).toBe(1)
  return repo
}

describe("nbdiff resolve, on a marked notebook that was staged", () => {
  test("offers to add what it settled, while another version is staged", () => {
    const repo = conflicted()
    repo.git("add", "a.ipynb")
    expect(resolve(repo, "--ours", "a.ipynb")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/a\.ipynb: nothing is open\n {2}git add a\.ipynb\n$/),
    })
    expect(resolve(repo, "a.ipynb").stdout).toBe("a.ipynb: nothing is open\n  git add a.ipynb\n")
    repo.git("add", "a.ipynb")
    expect(resolve(repo, "a.ipynb").stdout).toBe("a.ipynb: nothing is open\n")
    repo.write("new.ipynb", ours)
    expect(resolve(repo, "new.ipynb").stdout).toBe("new.ipynb: nothing is open\n")
  })

  test("finds it where git holds nothing in conflict, and settles none unasked", () => {
    const repo = conflicted()
    const marked = repo.read("a.ipynb")
    repo.git("add", "a.ipynb")
    repo.commit("others", {
      "sub/[b].ipynb": ours,
      "sub/notes.txt": marked,
      "sub/prompt.ipynb": notebook({ id: "a", source: "# >>>>>>> is a shift" }),
    })
    const a = 'a.ipynb: conflicts are marked in it: "nbdiff resolve a.ipynb" settles them\n'
    expect(resolve(repo, "--ours")).toMatchObject({ status: 1, stdout: a })
    expect(repo.read("a.ipynb")).toBe(marked)
    repo.write("sub/[b].ipynb", marked)
    repo.git("add", "sub")
    repo.write("sub/[b].ipynb", ours)
    const b = "[b].ipynb: staged with conflicts that are marked in it: git add [b].ipynb\n"
    const inSub = { cwd: `${repo.top}/sub` }
    expect(nbdiff(repo, ["resolve"], inSub).stdout).toBe(`${a.replaceAll("a.ipynb", "../a.ipynb")}${b}`)
    expect(nbdiff(repo, ["resolve", "."], inSub)).toMatchObject({ status: 1, stdout: b })
  })
})

describe("nbdiff resolve, on a notebook that each side renamed", () => {
  const gone = 'n.ipynb: deleted by both sides, or renamed by each: "git rm" settles it\n'

  test("lists what is marked under both names", () => {
    const { status, stdout } = resolve(renamedTwice(), "--list")
    const lines = ["k", "m"].flatMap((name) => [
      `${name}.ipynb: cell 1 · code · a = 2: source\n`,
      `${name}.ipynb: cell 2 · code · b = 2: deleted by theirs, edited\n`,
    ])
    expect({ status, stdout }).toEqual({ status: 1, stdout: `${lines.join("")}${gone}` })
  })

  test("settles it under both names, and cell by cell", () => {
    const repo = renamedTwice()
    expect(resolve(repo, "--theirs", "--cell", "1", "m.ipynb").status).toBe(1)
    expect(shape(repo.read("m.ipynb"))[0]).toMatch(/^a: a = 3 /)
    expect(resolve(repo, "--ours", "--add", "k.ipynb", "m.ipynb").status).toBe(0)
    const sources = (name: string) => shape(repo.read(name)).map((line) => line.replace(/ → .*/, ""))
    expect(sources("k.ipynb")).toEqual(["a: a = 2", "b: b = 2", "c: c = 3"])
    expect(sources("m.ipynb")).toEqual(["a: a = 3", "b: b = 2", "c: c = 3"])
    expect(resolve(repo)).toMatchObject({ status: 1, stdout: gone })
    repo.git("rm", "-q", "n.ipynb")
    expect(repo.git("ls-files", "-u")).toBe("")
  })

  test("advises to keep or delete a name only where nothing is marked under it", () => {
    const repo = renamedTwice()
    repo.write("k.ipynb", ours)
    repo.write("m.ipynb", '{"cells": [\n<<<<<<< a\n=======\n')
    const { status, stdout, stderr } = resolve(repo, "--list")
    expect({ status, stdout }).toEqual({
      status: 2,
      stdout: `k.ipynb: only in ours: "git add" keeps it, "git rm" deletes it\n${gone}`,
    })
    expect(stderr).toMatch(/^nbdiff: m\.ipynb: its conflict markers do not add up/)
  })
})

describe("nbdiff resolve, on JSON with git's own markers in it", () => {
  test.each(
    ["merge", "diff3", "zdiff3"].flatMap((style) =>
      (["ours", "theirs"] as const).map((side) => [style, side] as const),
    ),
  )("in the style of %s merges it by cell and settles for %s", (style, side) => {
    const repo = conflicted({ driver: false, style })
    expect(() => JSON.parse(repo.read("a.ipynb"))).toThrow()
    expect(resolve(repo, `--${side}`).status).toBe(0)
    expect(shape(repo.read("a.ipynb"))).toEqual(settledFor[side])
  })

  test("leaves a notebook with marked cells where nothing is chosen", () => {
    const repo = conflicted({ driver: false })
    expect(resolve(repo)).toMatchObject({ status: 1 })
    expect(shape(repo.read("a.ipynb"))[0]).toBe("a: <<<<<<< HEAD\na = 2\n=======\na = 3\n>>>>>>> topic → ")
    expect(resolve(repo, "--theirs").status).toBe(0)
    expect(shape(repo.read("a.ipynb"))).toEqual(settledFor.theirs)
  })

  test("gives a source of both sides no outputs, as the driver would", () => {
    const lines = (third: string, last: string) => `one\ntwo\n${third}\nfour\nfive\nsix\n${last}`
    const versions = [
      [lines("3", "7"), "base"],
      [lines("3 ours", "7"), "ours"],
      [lines("3 theirs", "7 theirs"), "theirs"],
    ].map(([source = "", output = ""]) => notebook({ id: "a", source, output }))
    const settled = [true, false].map((driver) => {
      const repo = conflicted({ driver, versions: versions as [string, string, string] })
      return (["ours", "theirs"] as const).map((side) => {
        repo.git("checkout", "--merge", "a.ipynb")
        expect(resolve(repo, `--${side}`).status).toBe(0)
        return shape(repo.read("a.ipynb"))[0]
      })
    })
    const expected = [`a: ${lines("3 ours", "7 theirs")} → `, `a: ${lines("3 theirs", "7 theirs")} → theirs`]
    expect(settled).toEqual([expected, expected])
  })

  test("lists a file whose markers leave nothing open, until it is written anew", () => {
    const versions = ["1", "2", "3"].map((output) => notebook({ id: "a", source: "a = 1", output }))
    const repo = conflicted({ driver: false, versions: versions as [string, string, string] })
    expect(resolve(repo, "--list")).toMatchObject({
      status: 1,
      stdout:
        'a.ipynb: git\'s text markers are in it, but nothing is in conflict: "nbdiff resolve a.ipynb" writes it anew\n',
    })
    expect(JSON.parse(resolve(repo, "--json").stdout).files).toEqual([
      { path: "a.ipynb", textMarkers: true, conflicts: [] },
    ])
    expect(resolve(repo, "a.ipynb")).toMatchObject({ status: 0 })
    expect(shape(repo.read("a.ipynb"))).toEqual(["a: a = 1 → 2"])
    expect(resolve(repo, "--list")).toMatchObject({ status: 0 })
  })

  test("works on a file from elsewhere, without a repository's knowledge of it", () => {
    const raw = conflicted({ driver: false, style: "diff3" }).read("a.ipynb")
    const repo = repository()
    repo.write("a.ipynb", raw)
    expect(resolve(repo, "--theirs", "a.ipynb")).toMatchObject({ status: 0, stderr: "" })
    expect(shape(repo.read("a.ipynb"))).toEqual(settledFor.theirs)
  })
})

describe("nbdiff resolve, on a file from elsewhere", () => {
  test.each([
    ["merge", "ours"],
    ["diff3", "theirs"],
    ["zdiff3", "base"],
  ] as const)("settles markers in the style of %s for %s", (style, side) => {
    const marked = conflicted({ style }).read("a.ipynb")
    const repo = repository()
    repo.write("a.ipynb", marked)
    expect(resolve(repo, `--${side}`, "a.ipynb").status).toBe(0)
    expect(shape(repo.read("a.ipynb")).map((line) => line.replace(/ → .*/, ""))).toEqual(
      settledFor[side].map((line) => line.replace(/ → .*/, "")),
    )
  })

  test("leaves open what the file does not tell", () => {
    const repo = repository()
    repo.write("a.ipynb", conflicted().read("a.ipynb"))
    const before = repo.read("a.ipynb")
    expect(resolve(repo, "--base", "a.ipynb")).toMatchObject({ status: 1 })
    expect(repo.read("a.ipynb")).toBe(before)
  })

  const noBase = "a.ipynb: its markers hold no base, which --base needs\n"

  test.each([true, false])(
    "invents no base where no marker holds one, merged by the driver: %s",
    (driver) => {
      const [o = "", a = "", b = ""] = ["1", "2", "3"].map((n) =>
        notebook({ id: "a", source: `first = 1\nsecond = 2\nlast = ${n}` }),
      )
      const repo = repository()
      repo.write("a.ipynb", conflicted({ driver, versions: [o, a, b] }).read("a.ipynb"))
      const { status, stdout } = resolve(repo, "--base", "a.ipynb")
      expect(status).toBe(1)
      expect(stdout).toMatch(/still open\n/)
      expect(stdout).not.toContain("settled")
      expect(stdout.endsWith(noBase)).toBe(true)
      expect(shape(repo.read("a.ipynb"))[0]).toMatch(/<{7}.*\nlast = 2\n={7}\nlast = 3\n>{7}/)
      expect(resolve(repo, "--list", "a.ipynb").status).toBe(1)
    },
  )

  test("settles for a base that the markers of the text hold", () => {
    const repo = repository()
    repo.write("a.ipynb", conflicted({ driver: false, style: "diff3" }).read("a.ipynb"))
    expect(resolve(repo, "--base", "a.ipynb")).toMatchObject({ status: 0 })
    expect(shape(repo.read("a.ipynb"))).toEqual(settledFor.base)
  })

  test("settles for what git knows to have been nothing", () => {
    const repo = repository()
    repo.commit("none", { f: "" })
    for (const [branch, source] of [
      ["topic", "first = 1\nsecond = 2\nlast = 3"],
      ["own", "first = 1\nsecond = 2\nlast = 2"],
    ] as const) {
      repo.git("checkout", "-q", "-b", branch, "main")
      repo.commit(branch, { "a.ipynb": notebook({ id: "a", source }) })
    }
    repo.tryGit("merge", "topic")
    expect(() => JSON.parse(repo.read("a.ipynb"))).toThrow()
    const { status, stdout } = resolve(repo, "--base")
    expect(status).toBe(0)
    expect(stdout).toContain("settled for base\n")
  })

  test("says what is wrong with a file that is no notebook", () => {
    const repo = repository()
    repo.write("a.ipynb", "hello\n")
    repo.write("b.ipynb", '{"cells": [\n<<<<<<< a\n=======\n')
    expect(resolve(repo, "a.ipynb", "b.ipynb", "c.ipynb")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^nbdiff: a\.ipynb: no notebook: line 1.*\nnbdiff: b\.ipynb: its conflict markers do not add up; .*\nnbdiff: c\.ipynb: No such file or directory\n$/,
      ),
    })
  })
})

describe("git mergetool", () => {
  test("merges by cell and leaves the conflict where nobody can be asked", () => {
    const repo = conflicted({ driver: false })
    nbdiff(repo, ["install"])
    expect(repo.tryGit("mergetool", "-y", "--tool=nbdiff").status).toBe(1)
    expect(repo.git("ls-files", "-u")).not.toBe("")
    const tool = nbdiff(repo, ["mergetool", "base.ipynb", "ours.ipynb", "theirs.ipynb", "a.ipynb"])
    expect(tool.status).toBe(2)
  })

  test("marks what is left in the merged file, and exits 0 where nothing is", () => {
    const repo = repository()
    for (const [name, text] of Object.entries({ base, ours, theirs })) repo.write(`${name}.ipynb`, text)
    const left = nbdiff(repo, ["mergetool", "base.ipynb", "ours.ipynb", "theirs.ipynb", "m.ipynb"])
    expect(left).toMatchObject({ status: 1, stderr: "" })
    expect(shape(repo.read("m.ipynb"))[0]).toContain("<<<<<<< local\n")
    repo.write("theirs.ipynb", base)
    expect(nbdiff(repo, ["mergetool", "base.ipynb", "ours.ipynb", "theirs.ipynb", "n.ipynb"]).status).toBe(0)
    expect(repo.read("n.ipynb")).toBe(ours)
  })
})
