import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"

const CONFLICT = "<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> topic"
const marked = notebookText("a = 1", CONFLICT)
const counted = (...counts: readonly number[]): string => {
  const cells = counts.map((count, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    execution_count: count,
    metadata: {},
    outputs: [],
    source: `step_${i}()`,
  }))
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

function check(repo: Repository, args: readonly string[], cwd?: string) {
  return nbdiff(repo, ["check", ...args], cwd === undefined ? {} : { cwd })
}

describe("nbdiff check --run", () => {
  const order = "a.ipynb: cell 2 · code: run before cell 1 above it ([3] after [9])\n"

  test("lists what the run left, as asked or as the settings say", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": counted(9, 3) })
    expect(check(repo, [])).toMatchObject({ status: 0, stdout: "" })
    expect(check(repo, ["--run"])).toMatchObject({ status: 1, stdout: order })
    expect(check(repo, ["--run=errors"])).toMatchObject({ status: 0, stdout: "" })
    repo.write("nbdiff.toml", '[check]\nrun = ["order"]\n')
    expect(check(repo, [])).toMatchObject({ status: 1, stdout: order })
    expect(check(repo, ["--run=none"])).toMatchObject({ status: 0, stdout: "" })
  })

  test("a rule that there is not is an error that names it", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": counted(1) })
    expect(check(repo, ["--run=sorted"])).toMatchObject({
      status: 2,
      stderr: "nbdiff: 'sorted' is not one of order, errors, unrun\n",
    })
    repo.write("nbdiff.toml", '[check]\nrun = "sorted"\n')
    expect(check(repo, []).stderr).toBe(
      "nbdiff: nbdiff.toml: check.run: 'sorted' is not one of order, errors, unrun\n",
    )
  })
})

describe("nbdiff check --at", () => {
  test("reads a revision, whatever the worktree holds", () => {
    const repo = repository()
    repo.commit("one", { "sub/a.ipynb": marked })
    repo.commit("two", { "sub/a.ipynb": notebookText("a = 1") })
    expect(check(repo, ["--at", "HEAD"]).status).toBe(0)
    expect(check(repo, ["--at", "HEAD~"])).toMatchObject({
      status: 1,
      stdout: "sub/a.ipynb: cell 2 · code: conflict markers in the source\n",
    })
    expect(check(repo, ["--at", "HEAD~", "sub"]).status).toBe(1)
    expect(check(repo, ["--at", "HEAD~", "other"]).status).toBe(0)
    expect(check(repo, ["--at", "nowhere"]).status).toBe(2)
    expect(check(repo, ["--at", "HEAD", "--cached"]).status).toBe(2)
  })
})

describe("nbdiff check --format", () => {
  const hostile = "a%,:b\n::error::x.ipynb"

  test("json has the line in the file, the command that fixes it, and the path from the top", () => {
    const repo = repository()
    repo.commit("one", { "sub/a.ipynb": marked })
    const { status, stdout } = check(repo, ["--format=json"], `${repo.top}/sub`)
    const [finding] = JSON.parse(stdout).findings
    const line = marked.slice(0, marked.indexOf("<<<<<<<")).split("\n").length
    expect(status).toBe(1)
    expect(finding).toMatchObject({
      rule: "conflict",
      path: "sub/a.ipynb",
      cell: 1,
      fix: "nbdiff resolve a.ipynb",
    })
    expect(finding.line).toBeGreaterThan(1)
    expect(finding.line).toBeLessThanOrEqual(line)
    expect(finding.fingerprint).toMatch(/^[0-9a-f]{40}$/)
  })

  test("an edit above keeps a finding's fingerprint, and no two are equal", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": counted(9, 3, 8, 2) })
    const prints = (): readonly string[] =>
      JSON.parse(check(repo, ["--run", "--format=gitlab"]).stdout).map(
        ({ fingerprint }: { fingerprint: string }) => fingerprint,
      )
    const before = prints()
    repo.write("a.ipynb", counted(9, 3, 8, 2).replace('"cells": [', '"cells": [\n\n\n'))
    expect(prints()).toEqual(before)
    expect(new Set(before).size).toBe(2)
  })

  test.skipIf(process.platform === "win32")(
    "a hostile name is one command of GitHub's, and a URI in SARIF",
    () => {
      const repo = repository()
      repo.commit("one", { [hostile]: marked })
      const { stdout } = check(repo, ["--format=github"])
      expect(stdout.split("\n")).toHaveLength(2)
      expect(stdout).toMatch(
        /^::error file=a%25%2C%3Ab%0A%3A%3Aerror%3A%3Ax\.ipynb,line=\d+,title=nbdiff conflict::/,
      )
      const { version, runs } = JSON.parse(check(repo, ["--format=sarif"]).stdout)
      const [{ tool, results }] = runs
      expect(version).toBe("2.1.0")
      expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["conflict"])
      expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(encodeURIComponent(hostile))
    },
  )

  test("GitHub gets ten annotations at most, the last one a count", () => {
    const repo = repository()
    const files = Array.from({ length: 12 }, (_, i) => [`${i}.ipynb`, marked] as const)
    repo.commit("one", Object.fromEntries(files))
    const lines = check(repo, ["--format=github"]).stdout.trimEnd().split("\n")
    expect(lines).toHaveLength(10)
    expect(lines.at(-1)).toBe("::error title=nbdiff::3 more findings")
  })

  test("nothing found is an empty list, and exit code 0", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": counted(1) })
    expect(check(repo, ["--format=gitlab"])).toMatchObject({ status: 0, stdout: "[]\n" })
    expect(JSON.parse(check(repo, ["--format=sarif"]).stdout).runs[0].results).toEqual([])
    expect(check(repo, ["--format=github"]).stdout).toBe("")
    expect(check(repo, ["--format=xml"]).status).toBe(2)
  })
})

test("nbdiff check --explain lists the rules", () => {
  const { status, stdout } = check(repository(), ["--explain"])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^conflict +on {3}conflict markers/)
})
