import { rmSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../../support/program.js"
import { repository, writeScript } from "../../support/repository.js"
import { casesOf, THOROUGH } from "../../support/thorough.js"
import {
  base,
  conflicted,
  notebook,
  ours,
  resolve,
  resolvedFor,
  shape,
  sides,
  theirs,
} from "./conflicted-notebook.js"

describe("nbdiff resolve, after a merge", () => {
  test("lists the conflicts", () => {
    const repo = conflicted()
    const lines = [
      "a.ipynb: cell 1 · code · a = 2: source, 2 ↔ 3",
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

  test.each(
    casesOf(["merge", "diff3", "zdiff3"], 1).flatMap((style) => sides.map((side) => [style, side] as const)),
  )("in the style of %s resolves for %s, outputs and all, and keeps what merged cleanly", (style, side) => {
    const repo = conflicted({ style })
    const { status, stdout } = resolve(repo, `--${side}`)
    expect(status).toBe(0)
    expect(stdout).toContain("a.ipynb: no conflicts left\n  git add a.ipynb\n")
    expect(shape(repo.read("a.ipynb"))).toEqual(resolvedFor[side])
    expect(repo.git("ls-files", "-u")).not.toBe("")
  })

  test("adds what it resolved where that is asked for", () => {
    const repo = conflicted()
    expect(resolve(repo, "--theirs", "--add").stdout).toContain("a.ipynb: added\n")
    expect(repo.git("ls-files", "-u")).toBe("")
    expect(resolve(repo)).toMatchObject({
      status: 0,
      stdout: "no notebooks in conflict; name a file to check it anyway\n",
    })
  })

  test.runIf(THOROUGH)("adds outside of a sparse checkout's cone", () => {
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

  test.runIf(THOROUGH)("reports git's error where git cannot add it", () => {
    const repo = conflicted()
    repo.write(".git/index.lock", "")
    const { status, stdout, stderr } = resolve(repo, "--ours", "--add")
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: Unable to create .*index\.lock/)
    expect(stdout).not.toContain("added")
  })

  test.runIf(THOROUGH)("adds with a git that knows no sparse option", () => {
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

  test.each(["3", "c", "no such"])(
    "says that no conflicts are left in the cell %s, and resolves none",
    (cell) => {
      const repo = conflicted()
      const before = repo.read("a.ipynb")
      expect(resolve(repo, "--list", "--cell", cell)).toMatchObject({
        status: 0,
        stdout: `a.ipynb: cell ${cell}: no conflicts left\n`,
      })
      expect(JSON.parse(resolve(repo, "--json", "--cell", cell).stdout).files[0].conflicts).toEqual([])
      const { status, stdout } = resolve(repo, "--ours", "--cell", cell)
      expect(status).toBe(1)
      expect(stdout).toMatch(new RegExp(`^a\\.ipynb: cell ${cell}: no conflicts left\n.*still unresolved\n`))
      expect(repo.read("a.ipynb")).toBe(before)
    },
  )

  test.each(["1", "a"])("resolves the one cell %s, and the other later", (cell) => {
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

  test("says that no conflicts are left once a person has resolved all by hand", () => {
    const repo = conflicted()
    repo.write("a.ipynb", ours)
    expect(resolve(repo)).toMatchObject({
      status: 0,
      stdout: "a.ipynb: no conflicts left; it is ours as a whole\n  git add a.ipynb\n",
    })
  })

  test.runIf(THOROUGH)("keeps the worktree's line endings", () => {
    const repo = conflicted()
    repo.write("a.ipynb", repo.read("a.ipynb").replaceAll("\n", "\r\n"))
    expect(resolve(repo, "--theirs").status).toBe(0)
    const text = repo.read("a.ipynb")
    expect(text.replaceAll("\r\n", "")).not.toContain("\n")
    expect(shape(text)).toEqual(resolvedFor.theirs)
  })

  test.runIf(THOROUGH)("works from any directory, on a path or on a directory", () => {
    const repo = conflicted()
    repo.write("sub/file", "")
    expect(nbdiff(repo, ["resolve", "--list", ".."], { cwd: `${repo.top}/sub` }).stdout).toMatch(
      /^\.\.\/a\.ipynb: cell 1/,
    )
    expect(nbdiff(repo, ["resolve", "--list", "."], { cwd: `${repo.top}/sub` }).stdout).toBe(
      "no notebooks in conflict; name a file to check it anyway\n",
    )
    expect(nbdiff(repo, ["resolve", "--ours", "../a.ipynb"], { cwd: `${repo.top}/sub` }).status).toBe(0)
  })

  test("resolves fields that no source can show", () => {
    const versions = ["x", "y", "z"].map((value) =>
      notebook({ id: "a", source: "a = 1", metadata: { name: value } }),
    )
    const repo = conflicted({ versions: versions as [string, string, string] })
    expect(resolve(repo, "--list").stdout).toBe("a.ipynb: cell 1 · code · a = 1: metadata.name\n")
    expect(resolve(repo, "--union")).toMatchObject({ status: 1 })
    expect(resolve(repo, "--theirs")).toMatchObject({ status: 0 })
    expect(repo.read("a.ipynb")).toBe(versions[2])
  })

  test.runIf(THOROUGH)("says how to get a notebook back that is not in the worktree", () => {
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

  test("reports a notebook that one side deleted", () => {
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

describe("nbdiff resolve, on a marked notebook that was staged", () => {
  test("offers to add what it resolved, while another version is staged", () => {
    const repo = conflicted()
    repo.git("add", "a.ipynb")
    expect(resolve(repo, "--ours", "a.ipynb")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/a\.ipynb: no conflicts left\n {2}git add a\.ipynb\n$/),
    })
    expect(resolve(repo, "a.ipynb").stdout).toBe("a.ipynb: no conflicts left\n  git add a.ipynb\n")
    repo.git("add", "a.ipynb")
    expect(resolve(repo, "a.ipynb").stdout).toBe("a.ipynb: no conflicts left\n")
    repo.write("new.ipynb", ours)
    expect(resolve(repo, "new.ipynb").stdout).toBe("new.ipynb: no conflicts left\n")
  })

  test.runIf(THOROUGH)("finds it where git holds nothing in conflict, and resolves none unasked", () => {
    const repo = conflicted()
    const marked = repo.read("a.ipynb")
    repo.git("add", "a.ipynb")
    repo.commit("others", {
      "sub/[b].ipynb": ours,
      "sub/notes.txt": marked,
      "sub/prompt.ipynb": notebook({ id: "a", source: "# >>>>>>> is a shift" }),
    })
    const a = 'a.ipynb: conflicts are marked in it: "nbdiff resolve a.ipynb" resolves them\n'
    expect(resolve(repo, "--ours")).toMatchObject({ status: 1, stdout: a })
    expect(repo.read("a.ipynb")).toBe(marked)
    repo.write("sub/[b].ipynb", marked)
    repo.git("add", "sub")
    repo.write("sub/[b].ipynb", ours)
    const b = "[b].ipynb: its staged version has marked conflicts, the file has none: git add [b].ipynb\n"
    const inSub = { cwd: `${repo.top}/sub` }
    expect(nbdiff(repo, ["resolve"], inSub).stdout).toBe(`${a.replaceAll("a.ipynb", "../a.ipynb")}${b}`)
    expect(nbdiff(repo, ["resolve", "."], inSub)).toMatchObject({ status: 1, stdout: b })
  })
})
