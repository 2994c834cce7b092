import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { projectTop } from "../support/package.js"
import { nbdiff } from "../support/program.js"
import { isolatedEnvironment, repository, runProgram, temporaryDirectory } from "../support/repository.js"

const page = (name: string): string => readFileSync(join(projectTop, "docs", name), "utf8")

/** The examples of docs/library.md, each with what is under it. */
const examples = [...page("library.md").matchAll(/^```js\n(.*?)^```\n+```text\n(.*?)^```/gms)].map(
  ([, code = "", output = ""]) => ({ code, output }),
)

/** The example notebooks under the names that the page gives them, and the package in their node_modules. */
function workshop(): string {
  const directory = temporaryDirectory()
  const files = { before: "first", after: "cleaned", base: "cleaned", ours: "ours", theirs: "theirs" }
  for (const [name, example] of Object.entries(files)) {
    copyFileSync(join(projectTop, `examples/pricing/${example}.ipynb`), join(directory, `${name}.ipynb`))
  }
  mkdirSync(join(directory, "node_modules"))
  symlinkSync(projectTop, join(directory, "node_modules/nbdiff"), "junction")
  return directory
}

describe("docs/library.md", () => {
  test("has examples", () => {
    expect(examples.length).toBeGreaterThanOrEqual(6)
  })

  test.each(examples)("prints what it says: $code", ({ code, output }) => {
    const cwd = workshop()
    writeFileSync(join(cwd, "example.mjs"), code)
    const { status, stdout, stderr } = runProgram(process.execPath, ["example.mjs"], {
      cwd,
      env: isolatedEnvironment(cwd),
    })
    expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: "", stdout: output })
  })
})

describe("docs/settings.md", () => {
  const [, settings = ""] = /^```toml\n(.*?)^```/ms.exec(page("settings.md")) ?? []
  const files = { "nbdiff.toml": settings, "a.ipynb": notebookText("a = 1") }

  test("shows a file that is read", () => {
    const repo = repository()
    repo.commit("one", files)
    expect(nbdiff(repo, ["normalize", "--check", "a.ipynb"])).toMatchObject({ status: 0, stderr: "" })
    expect(nbdiff(repo, ["merge", "a.ipynb", "a.ipynb", "a.ipynb"])).toMatchObject({ status: 0, stderr: "" })
  })

  test("shows a file whose every line counts", () => {
    const lines = settings.split("\n")
    const keys = lines.filter((line) => /^[a-z-]+ = /.test(line))
    expect(keys.length).toBeGreaterThan(10)
    for (const key of keys) {
      const repo = repository()
      const wrong = key.replace(/=.*/, "= 1979-05-27")
      repo.commit("one", { ...files, "nbdiff.toml": settings.replace(key, wrong) })
      const runs = [
        ["normalize", "--check", "a.ipynb"],
        ["merge", "a.ipynb", "a.ipynb", "a.ipynb"],
        ["check", "a.ipynb"],
      ]
      const said = runs.map((args) => nbdiff(repo, args).stderr).join("")
      expect(said).toContain(`.${key.replace(/ =.*/, "")}: `)
    }
  }, 120_000)
})
