import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"

const clashing = {
  base: notebookText("a = 1", "b = 1\nc = 1"),
  ours: notebookText("a = 2", "b = 1\nc = 1"),
  theirs: notebookText("a = 3", "b = 1\nc = 2"),
}
const apart = {
  ...clashing,
  ours: notebookText("a = 2", "b = 1\nc = 1"),
  theirs: notebookText("a = 1", "b = 2\nc = 1"),
}

function withVersions(versions: Readonly<Record<"base" | "ours" | "theirs", string>>): Repository {
  const repo = repository()
  for (const [name, text] of Object.entries(versions)) repo.write(`${name}.ipynb`, text)
  return repo
}

function merge(repo: Repository, ...options: readonly string[]) {
  return nbdiff(repo, ["merge", ...options, "base.ipynb", "ours.ipynb", "theirs.ipynb"])
}

function sources(text: string): readonly string[] {
  const { cells } = JSON.parse(text) as { cells: { source: string[] }[] }
  return cells.map(({ source }) => source.join(""))
}

describe("nbdiff merge", () => {
  test("prints the merged notebook and exits 0", () => {
    const { status, stdout, stderr } = merge(withVersions(apart))
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toBe(notebookText("a = 2", "b = 2\nc = 1"))
  })

  test("writes it to -o, also over one of its inputs", () => {
    const repo = withVersions(apart)
    expect(merge(repo, "-o", "ours.ipynb")).toMatchObject({ status: 0, stdout: "", stderr: "" })
    expect(repo.read("ours.ipynb")).toBe(notebookText("a = 2", "b = 2\nc = 1"))
  })

  test("exits 1 with the conflict marked by the files' names", () => {
    const { status, stdout, stderr } = merge(withVersions(clashing))
    expect({ status, stderr }).toEqual({ status: 1, stderr: "nbdiff: 1 conflict is left\n" })
    expect(sources(stdout)).toEqual([
      "<<<<<<< ours.ipynb\na = 2\n=======\na = 3\n>>>>>>> theirs.ipynb",
      "b = 1\nc = 2",
    ])
  })

  test("marks as it is reported", () => {
    const { stdout } = merge(
      withVersions(clashing),
      ...["--conflict-style=diff3", "--marker-size=9", "-L", "mine", "-L", "old", "-L", "yours"],
    )
    expect(sources(stdout)[0]).toBe(
      "<<<<<<<<< mine\na = 2\n||||||||| old\na = 1\n=========\na = 3\n>>>>>>>>> yours",
    )
  })

  test("marks as merge.conflictStyle says", () => {
    const repo = withVersions(clashing)
    repo.git("config", "merge.conflictStyle", "zdiff3")
    expect(sources(merge(repo).stdout)[0]).toContain("||||||| base.ipynb\na = 1\n")
  })

  test.each([
    ["--ours", "a = 2"],
    ["--theirs", "a = 3"],
    ["--union", "a = 2\na = 3"],
  ])("resolves conflicts with %s and keeps what merged cleanly", (option, first) => {
    const { status, stdout } = merge(withVersions(clashing), option)
    expect(status).toBe(0)
    expect(sources(stdout)).toEqual([first, "b = 1\nc = 2"])
  })

  test("says each decision in a line", () => {
    expect(merge(withVersions(clashing), "-v").stderr).toBe(
      "conflict: cell 1 · code · a = 2: source: both sides edited the same lines\nnbdiff: 1 conflict is left\n",
    )
    expect(merge(withVersions(clashing), "-v", "--ours").stderr).toBe(
      "decided:  cell 1 · code · a = 2: source: both sides edited the same lines; resolved for ours\n",
    )
  })

  test("says the decisions to programs, and writes the notebook only to -o", () => {
    const { stdout } = merge(withVersions(clashing), "--json")
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      conflicts: 1,
      decisions: [
        {
          kind: "source",
          conflict: true,
          settled: null,
          reason: "both sides edited the same lines",
          cell: 0,
          base: 0,
          ours: 0,
          theirs: 0,
          path: ["source"],
          name: "a = 2",
        },
      ],
    })
  })

  test("takes an empty base for a notebook that both sides added", () => {
    const repo = withVersions({ ...apart, base: "", theirs: apart.ours })
    expect(merge(repo)).toMatchObject({ status: 0, stdout: apart.ours })
  })

  test("follows the rules of a committed file, of git's config and of its options, the last the strongest", () => {
    const outputs = (text: string): string =>
      text.replace('"outputs": []', '"outputs": [{"name":"stdout","output_type":"stream","text":["x"]}]')
    const versions = {
      base: notebookText("a\nb\nc"),
      ours: outputs(notebookText("A\nb\nc")),
      theirs: notebookText("a\nb\nC"),
    }
    const repo = withVersions(versions)
    const count = (...options: readonly string[]): number =>
      (JSON.parse(merge(repo, ...options).stdout) as { cells: { outputs: unknown[] }[] }).cells[0]?.outputs
        .length ?? -1
    expect(count()).toBe(0)
    repo.write("nbdiff.toml", '[merge]\noutputs = "ours"\n')
    expect(count()).toBe(1)
    repo.git("config", "nbdiff.merge.outputs", "theirs")
    expect(count()).toBe(0)
    expect(count("--outputs=ours")).toBe(1)
  })

  test("makes two insertions at one place a conflict where that is asked for", () => {
    const versions = {
      base: notebookText("one = 1"),
      ours: notebookText("one = 1", "ours_alone = 2"),
      theirs: notebookText("one = 1", "quite = 'another thing'"),
    }
    expect(merge(withVersions(versions)).status).toBe(0)
    const strict = merge(withVersions(versions), "--insertions=conflict")
    expect(strict.status).toBe(1)
    expect(strict.stdout).toContain('"nbdiff-conflict"')
    const settled = merge(withVersions(versions), "--insertions=conflict", "--theirs")
    expect(sources(settled.stdout)).toEqual(["one = 1", "quite = 'another thing'"])
  })
})

describe("trouble", () => {
  test.each([
    ["a file that is not there", undefined, "could not read 'theirs.ipynb': No such file or directory"],
    ["a file without a byte", "", "'theirs.ipynb' is empty"],
    ["a text", "hello\n", "theirs.ipynb: line 1, column 1: "],
    ["a notebook cut off", clashing.theirs.slice(0, -20), "theirs.ipynb: line "],
    ["JSON with conflict markers", `<<<<<<< ours\n${clashing.theirs}`, "theirs.ipynb: line 1, column 1: "],
    [
      "a Git LFS pointer",
      "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
      "'theirs.ipynb' is a Git LFS pointer",
    ],
    ["JSON that is not a notebook", "{}\n", "theirs.ipynb: line 1, column 1: "],
    ["a directory", null, "could not read 'theirs.ipynb': Is a directory"],
  ])("is %s: one line, exit 2, nothing written", (_, text, told) => {
    const repo = withVersions(clashing)
    repo.git("clean", "-q", "-f", "theirs.ipynb")
    if (text === null) mkdirSync(join(repo.top, "theirs.ipynb"))
    else if (text !== undefined) writeFileSync(join(repo.top, "theirs.ipynb"), text)
    const { status, stdout, stderr } = merge(repo, "-o", "out.ipynb")
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr.startsWith(`nbdiff: ${told}`)).toBe(true)
    expect(stderr.trimEnd().split("\n")).toHaveLength(1)
    expect(existsSync(join(repo.top, "out.ipynb"))).toBe(false)
  })

  test.each([
    [["--ours", "--theirs"], "only one of --ours, --theirs and --union"],
    [["--outputs=mine"], "--outputs: 'mine' is not one of follow, ours, theirs and clear"],
    [["--prefer=cell.metadata.x"], "--prefer: 'cell.metadata.x' is not of the form"],
    [["--conflict-style=diff2"], "--conflict-style: 'diff2' is not one of"],
    [["--marker-size=0"], "--marker-size: '0' is not a number from 1 to 1000"],
    [["-o", "no/such/place.ipynb"], "could not write 'no/such/place.ipynb': No such file or directory"],
  ])("is %j", (options, told) => {
    const { status, stderr } = merge(withVersions(apart), ...options)
    expect({ status, isReported: stderr.startsWith(`nbdiff: ${told}`) }).toEqual({
      status: 2,
      isReported: true,
    })
  })

  test("is a setting of git's config that is wrong", () => {
    const repo = withVersions(apart)
    repo.git("config", "nbdiff.merge.output", "ours")
    expect(merge(repo)).toMatchObject({ status: 2, stdout: "" })
  })
})
