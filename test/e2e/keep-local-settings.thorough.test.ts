import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, repositoryAt, temporaryDirectory } from "../support/repository.js"
import { runNotebook, shownRuns } from "../support/run-notebook.js"

const path = "a.ipynb"
const sources = ["a = 1", "b = 1", "c = 1", "d = 1"]

interface Stream {
  readonly name: string
  readonly output_type: "stream"
  readonly text: readonly string[]
}

interface Cell {
  readonly source: readonly string[]
  readonly execution_count: number | null
  readonly outputs: readonly Stream[]
  readonly metadata: object
}

/** Cells with a small output, a large one, both, and one that is kept in git by its tag. */
function mixedRun(ids: boolean): string {
  const notebook = JSON.parse(runNotebook(sources, { label: "run", ids })) as { cells: Cell[] }
  const large: Stream = { name: "stderr", output_type: "stream", text: [`${"large ".repeat(40)}\n`] }
  const cells = notebook.cells.map((cell, i): Cell => {
    const [small] = cell.outputs as [Stream]
    const outputs = [[small], [large], [small, large], [large]][i] as Stream[]
    return { ...cell, outputs, metadata: i === 3 ? { tags: ["keep_output"] } : {} }
  })
  return `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`
}

function stripped(file: string): string {
  const notebook = JSON.parse(file) as { cells: Cell[] }
  const cells = notebook.cells.map((cell) => ({ ...cell, execution_count: null, outputs: [] }))
  return `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`
}

/** git's status where it has to ask the filter of every notebook. */
function askedStatus(repo: Repository): string {
  utimesSync(join(repo.top, path), 1, 1)
  return repo.git("status", "--short")
}

function setUp(counts: string, maxOutput: string): Repository {
  const repo = repository()
  repo.git("config", "nbdiff.normalize.counts", counts)
  repo.git("config", "nbdiff.normalize.max-output", maxOutput)
  expect(nbdiff(repo, ["install", "--filter=keep-local"]).status).toBe(0)
  return repo
}

const ways = ["clear", "keep"].flatMap((counts) =>
  ["0", "100"].flatMap((maxOutput) => [true, false].map((ids) => ({ counts, maxOutput, ids }))),
)

test.each(ways)(
  "a run is whole again after a switch and back: $counts counts, outputs up to $maxOutput, ids $ids",
  ({ counts, maxOutput, ids }) => {
    const repo = setUp(counts, maxOutput)
    const run = mixedRun(ids)
    repo.commit("one", { [path]: stripped(run) })
    repo.git("branch", "before")
    repo.commit("run", { [path]: run })
    for (const _ of [1, 2]) {
      repo.git("checkout", "-q", "before")
      expect(askedStatus(repo)).toBe("")
      repo.git("checkout", "-q", "main")
      expect(allOutputs(repo.read(path))).toEqual(allOutputs(run))
      expect(askedStatus(repo)).toBe("")
    }
  },
)

test.each(ways)(
  "a worktree that never showed outputs clears none: $counts counts, outputs up to $maxOutput, ids $ids",
  ({ counts, maxOutput, ids }) => {
    const repo = setUp(counts, maxOutput)
    const run = mixedRun(ids)
    repo.commit("one", { [path]: stripped(run) })
    const linked = repositoryAt(join(temporaryDirectory(), "linked"), repo.home)
    repo.git("worktree", "add", "-q", "-b", "other", linked.top)
    repo.commit("run", { [path]: run })
    linked.commit("edit", { [path]: linked.read(path).replace("a = 1", "a = 2") })
    expect(askedStatus(linked)).toBe("")
    repo.git("merge", "-q", "other")
    const merged = shownText(repo.read(path))
    expect(merged.slice(1)).toEqual(shownText(run).slice(1))
    expect(askedStatus(repo)).toBe("")
  },
)

function allOutputs(file: string): readonly (readonly Stream[])[] {
  return (JSON.parse(file) as { cells: Cell[] }).cells.map(({ outputs }) => outputs)
}

function shownText(file: string): readonly string[] {
  return allOutputs(file).map((outputs) => outputs.flatMap(({ text }) => text).join(""))
}

test.each([true, false])("what one of two worktrees cleared is cleared; with ids: %s", (ids) => {
  const repo = setUp("clear", "0")
  repo.commit("one", { [path]: runNotebook(sources, { label: "run", ids }) })
  const linked = repositoryAt(join(temporaryDirectory(), "linked"), repo.home)
  repo.git("worktree", "add", "-q", "-b", "other", linked.top)
  expect(shownRuns(linked.read(path))).toEqual(Array(4).fill("run"))
  linked.commit("edit", { [path]: runNotebook(["a = 1", "b = 1", "c = 1", "d = 2"], { ids }) })
  linked.git("checkout", "-q", "--detach", "main")
  linked.git("checkout", "-q", "other")
  expect(shownRuns(linked.read(path))).toEqual(["", "", "", ""])
})

test("what another worktree has run since is not cleared with what was shown here", () => {
  const repo = setUp("clear", "0")
  repo.commit("one", { [path]: runNotebook(sources, { label: "run" }) })
  const linked = repositoryAt(join(temporaryDirectory(), "linked"), repo.home)
  repo.git("worktree", "add", "-q", "-b", "other", linked.top)
  repo.write(path, runNotebook(sources, { label: "again" }))
  repo.git("add", path)
  linked.write(path, runNotebook(sources))
  linked.git("add", path)
  rmSync(join(repo.top, path))
  repo.git("checkout", "-q", "--", path)
  expect(shownRuns(repo.read(path))).toEqual(Array(4).fill("again"))
})

test("what a diff of other versions shows is not taken for what the worktree shows", () => {
  const repo = setUp("clear", "0")
  repo.commit("one", { [path]: runNotebook(sources) })
  repo.commit("two", { [path]: runNotebook(["a = 2", "b = 1", "c = 1", "d = 1"]) })
  const linked = repositoryAt(join(temporaryDirectory(), "linked"), repo.home)
  repo.git("worktree", "add", "-q", "-b", "other", linked.top)
  repo.write(path, runNotebook(["a = 2", "b = 1", "c = 1", "d = 1"], { label: "run" }))
  repo.git("add", path)
  linked.git("diff", "HEAD~1", "HEAD")
  expect(askedStatus(linked)).toBe("")
  rmSync(join(repo.top, path))
  repo.git("checkout", "-q", "--", path)
  expect(shownRuns(repo.read(path))).toEqual(Array(4).fill("run"))
})

test.each(["gone", "damaged"])("a record of what was shown that is %s means: not cleared", (how) => {
  const repo = setUp("clear", "0")
  repo.commit("one", { [path]: runNotebook(sources, { label: "run" }) })
  const records = join(repo.top, ".git/nbdiff/shown")
  for (const name of readdirSync(records)) writeFileSync(join(records, name), '{"version":1,"cells')
  if (how === "gone") rmSync(records, { recursive: true })
  repo.write(path, runNotebook(sources))
  repo.git("add", path)
  rmSync(join(repo.top, path))
  expect(repo.tryGit("checkout", "-q", "--", path)).toMatchObject({ status: 0, stderr: "" })
  expect(shownRuns(repo.read(path))).toEqual(Array(4).fill("run"))
})

test("a record that cannot be written is in nobody's way", () => {
  const repo = setUp("clear", "0")
  mkdirSync(join(repo.top, ".git/nbdiff"))
  writeFileSync(join(repo.top, ".git/nbdiff/shown"), "")
  repo.write(path, runNotebook(sources, { label: "run" }))
  expect(repo.tryGit("add", path)).toMatchObject({ status: 0, stderr: "" })
  rmSync(join(repo.top, path))
  expect(repo.tryGit("checkout", "-q", "--", path)).toMatchObject({ status: 0, stderr: "" })
  expect(shownRuns(repo.read(path))).toEqual(Array(4).fill("run"))
})

test("outputs that would be committed as the settings are now are left, and restore says so", () => {
  const repo = setUp("clear", "0")
  repo.commit("one", { [path]: mixedRun(true).replace('"keep_output"', '"other"') })
  repo.git("config", "nbdiff.normalize.max-output", "100")
  rmSync(join(repo.top, path))
  repo.git("checkout", "-q", "--", path)
  const shown = () => shownText(repo.read(path)).map((text) => text !== "")
  expect(shown()).toEqual([false, true, false, true])
  expect(askedStatus(repo)).toBe("")
  expect(nbdiff(repo, ["outputs", "restore"])).toEqual({
    status: 0,
    stdout: "",
    stderr: `warning: ${path}: the outputs of 2 cells stay in the store: as outputs and max-output are set now, they would be committed\n`,
  })
  expect(shown()).toEqual([false, true, false, true])
})

test("an archive holds what is committed, and nothing of this disk", () => {
  const repo = setUp("clear", "0")
  repo.commit("one", { [path]: runNotebook(sources, { label: "run" }) })
  const committed = repo.git("cat-file", "blob", `HEAD:${path}`)
  const unfiltered = ["-c", "filter.nbdiff.required=false", "-c", "filter.nbdiff.process="]
  for (const [tree, ...options] of [["HEAD"], ["HEAD^{tree}"], ["HEAD", ...unfiltered]] as const) {
    const archive = repo.git(...options, "archive", "--format=tar", tree, path)
    expect(archive).toContain(committed)
    expect(archive).not.toContain("run: ")
  }
  expect(shownRuns(repo.read(path))).toEqual(Array(4).fill("run"))
})
