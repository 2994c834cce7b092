import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, temporaryDirectory } from "../support/repository.js"

const one = notebookText("x = 1", "y = 2")
const other = notebookText("x = 1", "y = 3")

/** Unchanged cells, folded. */
const FOLD = /<details [^>]*class="same"/

/** Two notebooks in a directory that is no repository. */
function twoFiles(before = one, after = other) {
  const cwd = temporaryDirectory()
  writeFileSync(join(cwd, "a.ipynb"), before)
  writeFileSync(join(cwd, "b.ipynb"), after)
  const repo = repository()
  const run = (...args: readonly string[]) => nbdiff(repo, args, { cwd })
  return { cwd, run, page: (name: string) => readFileSync(join(cwd, name), "utf8") }
}

describe("nbdiff --html", () => {
  test("writes one page with one script to standard output", () => {
    const { run } = twoFiles()
    const { status, stdout, stderr } = run("a.ipynb", "b.ipynb", "--html")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(/^<!doctype html>/)
    expect(stdout.match(/<script\b/g)).toHaveLength(1)
    expect(stdout).toContain("script-src 'sha256-")
  })

  test("writes the same bytes each time, and into a file with -o", () => {
    const { run, page } = twoFiles()
    expect(run("a.ipynb", "b.ipynb", "--html", "-o", "1.html")).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "",
    })
    expect(page("1.html")).toBe(run("a.ipynb", "b.ipynb", "--format=html").stdout)
  })

  test("has the exit codes of the text", () => {
    const { run } = twoFiles()
    expect(run("a.ipynb", "b.ipynb", "--html", "--exit-code", "-o", "1.html").status).toBe(1)
    expect(run("a.ipynb", "a.ipynb", "--html", "--exit-code", "-o", "1.html").status).toBe(0)
  })

  test("says so where nothing differs", () => {
    const { run } = twoFiles()
    expect(run("a.ipynb", "a.ipynb", "--html").stdout).toContain("No differences.")
  })

  test("leaves the file as it was where there is trouble", () => {
    const { run, page, cwd } = twoFiles(one, "{")
    writeFileSync(join(cwd, "1.html"), "as it was")
    const { status, stderr } = run("a.ipynb", "b.ipynb", "--html", "-o", "1.html")
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: b\.ipynb: line 1/)
    expect(page("1.html")).toBe("as it was")
  })

  test("names a file that cannot be written", () => {
    const { run } = twoFiles()
    const { status, stderr } = run("a.ipynb", "b.ipynb", "--html", "-o", "none/1.html")
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "nbdiff: none/1.html: No such file or directory\n",
    })
  })

  test.each([
    ["--max-size=much", `option 'max-size' expects a size like "20m" or "none"`],
    ["--unchanged=hide", `option 'unchanged' expects "fold", "drop"`],
  ])("refuses %s", (option, message) => {
    const { run } = twoFiles()
    expect(run("a.ipynb", "b.ipynb", "--html", option)).toMatchObject({
      status: 2,
      stderr: `nbdiff: ${message}\n`,
    })
  })

  test("leaves unchanged cells out with --unchanged=drop", () => {
    const { run } = twoFiles()
    expect(run("a.ipynb", "b.ipynb", "--html").stdout).toMatch(FOLD)
    const dropped = run("a.ipynb", "b.ipynb", "--html", "--unchanged=drop").stdout
    expect(dropped).not.toMatch(FOLD)
    expect(dropped).toContain("1 unchanged cell")
  })

  test("keeps --max-size, and says at its top what it left out", () => {
    const { run } = twoFiles(one, notebookText("x = 1", "y = 2\n".repeat(5000)))
    const whole = run("a.ipynb", "b.ipynb", "--html").stdout
    const small = run("a.ipynb", "b.ipynb", "--html", "--max-size=60k").stdout
    expect(Buffer.byteLength(whole)).toBeGreaterThan(100_000)
    expect(Buffer.byteLength(small)).toBeLessThanOrEqual(60_000)
    expect(small).toContain("left out to keep this page under 60 kB")
  })
})

describe("nbdiff --html in a repository", () => {
  const sample = (): Repository => {
    const repo = repository()
    repo.commit("first", { "a.ipynb": one, "b.ipynb": one, "text.ipynb": "no notebook\n" })
    return repo
  }

  test("shows all notebooks of a range in one page, under the names of the versions", () => {
    const repo = sample()
    repo.commit("second", { "a.ipynb": other, "b.ipynb": other, "new.ipynb": one })
    const { status, stdout } = nbdiff(repo, ["HEAD~1", "HEAD", "--html"])
    expect(status).toBe(0)
    expect(stdout).toContain("<title>3 files: HEAD~1 → HEAD</title>")
    expect(stdout.match(/<section class="nb"/g)).toHaveLength(3)
    expect(stdout).toContain("new notebook")
  })

  test("shows git's patch of what is not a notebook", () => {
    const repo = sample()
    repo.write("text.ipynb", "still <b>none</b>\n")
    const { status, stdout } = nbdiff(repo, ["--html"])
    expect(status).toBe(0)
    expect(stdout).toContain("<ins>+still &lt;b&gt;none&lt;/b&gt;</ins>")
  })

  test("says what shows the conflicts of a path that is not merged", () => {
    const repo = sample()
    repo.git("checkout", "-q", "-b", "other")
    repo.commit("theirs", { "a.ipynb": notebookText("x = 4", "y = 2") })
    repo.git("checkout", "-q", "main")
    repo.commit("ours", { "a.ipynb": notebookText("x = 5", "y = 2") })
    repo.tryGit("merge", "other")
    expect(nbdiff(repo, ["--html"]).stdout).toContain("<code>nbdiff resolve --web a.ipynb</code>")
  })

  test("takes the settings of git's config, and an option before them", () => {
    const repo = sample()
    repo.write("a.ipynb", other)
    repo.git("config", "nbdiff.html.unchanged", "drop")
    expect(nbdiff(repo, ["--html"]).stdout).not.toMatch(FOLD)
    expect(nbdiff(repo, ["--html", "--unchanged=fold"]).stdout).toMatch(FOLD)
  })

  test("writes names as text", () => {
    const repo = repository()
    mkdirSync(join(repo.top, "<b>"), { recursive: true })
    repo.commit("first", { "<b>/<img src=x onerror=alert(1)>.ipynb": one })
    repo.write("<b>/<img src=x onerror=alert(1)>.ipynb", other)
    const { stdout } = nbdiff(repo, ["--html"])
    expect(stdout).not.toContain("<img src=x")
    expect(stdout).toContain("&lt;img src=x onerror=alert(1)&gt;.ipynb")
  })
})
