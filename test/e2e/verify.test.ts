import { copyFileSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { failure, type OutputSketch, stream } from "../support/outputs.js"
import { projectTop } from "../support/package.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"

const example = (name: string): string => join(projectTop, `examples/pricing/${name}.ipynb`)

/** A notebook of code cells that ran, each with what it printed. */
function run(...printed: readonly (string | OutputSketch | undefined)[]): string {
  const cells = printed.map((text, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    execution_count: text === undefined ? null : i + 1,
    metadata: {},
    outputs: text === undefined ? [] : [typeof text === "string" ? stream(text) : text],
    source: `step_${i}(data)`,
  }))
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

function verify(repo: Repository, ...args: readonly string[]) {
  return nbdiff(repo, ["verify", ...args])
}

/** The verdicts of two runs in files of their own. */
function verdictsOf(before: string, after: string, ...args: readonly string[]) {
  const repo = repository()
  repo.write("before.ipynb", before)
  repo.write("after.ipynb", after)
  return verify(repo, ...args, "before.ipynb", "after.ipynb")
}

describe("nbdiff verify", () => {
  test("passes a notebook against itself", () => {
    expect(verify(repository(), example("first"), example("first"))).toEqual({
      status: 0,
      stdout: "4 code cells: 4 same\n",
      stderr: "",
    })
  })

  test("says what differs between two versions of the example, and fails", () => {
    const { status, stdout } = verify(repository(), "--json", example("first"), example("theirs"))
    const { version, files } = JSON.parse(stdout)
    const cells = files[0].cells.map((cell: { after: number; verdict: string }) => [
      cell.after + 1,
      cell.verdict,
    ])
    expect({ status, version, cells }).toEqual({
      status: 1,
      version: 1,
      cells: [
        [2, "same"],
        [3, "not comparable"],
        [5, "different"],
        [7, "not comparable"],
        [8, "not comparable"],
      ],
    })
  })

  test("numbers are near within the tolerance that is asked for", () => {
    const near = verdictsOf(run("0.1\n", "a\n"), run("0.1000000001\n", "a\n"))
    expect(near.status).toBe(0)
    expect(near.stdout).toBe(
      "   1  near            step_0(data)                                        stdout, numbers up to 1e-9 apart\n" +
        "2 code cells: 1 same, 1 near\n",
    )
    expect(verdictsOf(run("0.1\n"), run("0.1000000001\n"), "--rtol", "0").status).toBe(1)
    expect(verdictsOf(run("0.1\n"), run("0.1000000001\n"), "--rtol=0", "--atol=1e-3").status).toBe(0)
  })

  test("cleared outputs are missing, and new ones pass unless --strict", () => {
    const missing = verdictsOf(run("1\n"), run(undefined))
    expect(missing).toMatchObject({ status: 1, stdout: expect.stringContaining("1 missing") })
    expect(verdictsOf(run(undefined), run("1\n")).status).toBe(0)
    expect(verdictsOf(run(undefined), run("1\n"), "--strict").status).toBe(1)
  })

  test("--only-errors asks nothing but whether it runs; --cells chooses cells", () => {
    const fails = failure("ValueError", "no", ["ValueError: no"])
    expect(verdictsOf(run("1\n", "2\n"), run("1\n", "3\n"), "--only-errors").status).toBe(0)
    expect(verdictsOf(run("1\n", "2\n"), run("1\n", fails), "--only-errors").status).toBe(1)
    expect(verdictsOf(run("1\n", "2\n"), run("1\n", "3\n"), "--cells=1").status).toBe(0)
    expect(verdictsOf(run("1\n", "2\n"), run("1\n", "3\n"), "--cells=1-2").status).toBe(1)
  })

  test("compares directories by name; a notebook that was not written is missing", () => {
    const repo = repository()
    repo.write("old/a.ipynb", run("1\n"))
    repo.write("old/sub/b.ipynb", run("2\n"))
    repo.write("new/a.ipynb", run("1\n"))
    const { status, stdout } = verify(repo, "old", "new")
    expect(status).toBe(1)
    expect(stdout.replace(/ {2,}/g, " ")).toBe(
      "sub/b.ipynb\n 1 missing step_0(data) there is no notebook after\n2 notebooks, 2 code cells: 1 same, 1 missing\n",
    )
    mkdirSync(join(repo.top, "empty"))
    mkdirSync(join(repo.top, "hollow"))
    expect(verify(repo, "empty", "hollow")).toMatchObject({
      status: 2,
      stderr: "nbdiff: there is no notebook in either directory\n",
    })
  })

  test("compares a revision with the worktree, two revisions, and <revision>:<path> with a file", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": run("1\n"), "b.ipynb": run("1\n") })
    repo.write("a.ipynb", run("2\n"))
    expect(verify(repo, "HEAD").status).toBe(1)
    expect(verify(repo, "HEAD", "--", "b.ipynb").status).toBe(0)
    expect(verify(repo, "HEAD:a.ipynb", "a.ipynb").status).toBe(1)
    repo.commit("two", { "a.ipynb": run("2\n") })
    expect(verify(repo, "HEAD").status).toBe(0)
    expect(verify(repo, "HEAD~", "HEAD").status).toBe(1)
  })

  test("Markdown and JUnit hold what a hostile notebook says as text", () => {
    const text = 'a|b`c <script>&"\x1b[31m\u202e]]>\x00\uffff'
    const [before, after] = [run("1\n"), run("2\n")].map((file) =>
      file.replaceAll("step_0(data)", JSON.stringify(`${text}\n`).slice(1, -1)),
    ) as [string, string]
    const xml = verdictsOf(before, after, "--format=junit")
    expect(xml.status).toBe(1)
    expect(xml.stdout).toContain('tests="1" failures="1" errors="0" skipped="0"')
    expect(xml.stdout).toContain("a|b`c &lt;script&gt;&amp;&quot;^[[31m&lt;U+202E&gt;]]&gt;")
    expect(xml.stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e\uffff]/)
    const markdown = verdictsOf(before, after, "--format=markdown").stdout
    expect(markdown).toContain("| 1 | different | ``a\\|b`c <script>")
  })

  test("trouble is one line and exit code 2", () => {
    const repo = repository()
    repo.write("a.ipynb", run("1\n"))
    repo.write("text.ipynb", "no notebook")
    expect(verify(repo)).toMatchObject({ status: 2, stderr: "nbdiff: name two notebooks, or a revision\n" })
    expect(verify(repo, "a.ipynb", "text.ipynb")).toMatchObject({ status: 2, stdout: "" })
    expect(verify(repo, "--rtol=-1", "a.ipynb", "a.ipynb").stderr).toBe(
      "nbdiff: option 'rtol' expects a number that is not negative\n",
    )
    expect(verify(repo, "--cells=0", "a.ipynb", "a.ipynb").status).toBe(2)
    expect(verify(repo, "--format=yaml", "a.ipynb", "a.ipynb").status).toBe(2)
  })
})

test("the files of a run are left as they are", () => {
  const repo = repository()
  copyFileSync(example("first"), join(repo.top, "a.ipynb"))
  verify(repo, "a.ipynb", example("theirs"))
  expect(repo.read("a.ipynb")).toBe(readFileSync(example("first"), "utf8"))
})
