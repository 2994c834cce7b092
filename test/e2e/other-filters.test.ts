import { spawnSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, runProgram } from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"

// The filter takes no notebook from another filter, nor one that is to have none.

const plain = runNotebook(["password = 1\n"], { label: "run" })

/** A filter that turns a file around, as an encryption would. */
function withReversal(attributes: Readonly<Record<string, string>>): Repository {
  const repo = repository()
  for (const name of ["clean", "smudge"]) repo.git("config", `filter.secret.${name}`, "rev")
  repo.git("config", "filter.secret.required", "true")
  for (const [path, text] of Object.entries(attributes)) repo.write(path, text)
  return repo
}

const applied = (repo: Repository, path: string): string =>
  repo.git("check-attr", "filter", "--", path).trim().replace(/.*: /, "")

const modes = [[], ["--shared"], ["--global"]]

describe.each(modes)("install --filter %s", (...mode) => {
  test.each([
    ["a folder's pattern", { ".gitattributes": "secret/** filter=secret\n" }],
    ["a file in the folder", { "secret/.gitattributes": "* filter=secret\n" }],
    ["an anchored pattern", { ".gitattributes": "/secret/a.ipynb filter=secret\n" }],
    ["a pattern with a blank", { ".gitattributes": '"secret/a*.ipynb" filter=secret\n' }],
    ["a macro", { ".gitattributes": "[attr]hidden filter=secret diff\nsecret/* hidden\n" }],
    [
      "one of several lines",
      { ".gitattributes": "*.bin filter=lfs\nsecret/* filter=secret\n*.csv !filter\n" },
    ],
  ])("leaves a notebook to the filter of %s", (_, attributes) => {
    const repo = withReversal(attributes)
    expect(nbdiff(repo, ["install", "--filter", ...mode]).status).toBe(0)
    repo.commit("one", { "secret/a.ipynb": plain, "open/b.ipynb": plain })
    expect(applied(repo, "secret/a.ipynb")).toBe("secret")
    expect(repo.git("cat-file", "blob", "HEAD:secret/a.ipynb")).not.toContain("password")
    expect(repo.git("cat-file", "blob", "HEAD:open/b.ipynb")).toContain("password")
    expect(applied(repo, "open/b.ipynb")).toBe("nbdiff")
    expect(nbdiff(repo, ["status"]).status).toBe(0)
  })

  test("leaves notebooks that are to have no filter", () => {
    const repo = withReversal({ ".gitattributes": "docs/** -filter\n" })
    nbdiff(repo, ["install", "--filter", ...mode])
    repo.commit("one", { "docs/a.ipynb": plain, "b.ipynb": plain })
    expect(repo.git("cat-file", "blob", "HEAD:docs/a.ipynb")).toBe(plain)
    expect(repo.git("cat-file", "blob", "HEAD:b.ipynb")).not.toBe(plain)
    expect(nbdiff(repo, ["status"]).status).toBe(0)
  })

  test("is taken back to the byte", () => {
    const text = "secret/** filter=secret\nsecret/public/** !filter"
    const repo = withReversal({ ".gitattributes": text, ".git/info/attributes": "docs/** -filter" })
    const config = repo.read(".git/config")
    nbdiff(repo, ["install", "--filter", ...mode])
    expect(applied(repo, "secret/public/a.ipynb")).toBe(mode[0] === "--global" ? "unspecified" : "nbdiff")
    expect(nbdiff(repo, ["install", "--filter", ...mode]).stdout).toMatch(/unchanged/)
    nbdiff(repo, ["uninstall", ...mode])
    expect(repo.read(".gitattributes")).toBe(text)
    expect(repo.read(".git/info/attributes")).toBe("docs/** -filter")
    expect(repo.read(".git/config")).toBe(config)
  })
})

describe("install --filter refuses, and changes nothing,", () => {
  test.each([
    ["*.ipynb filter=secret"],
    ["* filter=secret"],
    ["*.ipynb filter=nbstripout"],
    ["*.ipynb -filter"],
    ["[attr]hidden filter=secret\n* hidden"],
  ])("where all notebooks are another's by %j", (attributes) => {
    const repo = withReversal({ ".gitattributes": attributes })
    const config = repo.read(".git/config")
    for (const mode of [["--local"], ["--shared"]]) {
      const { status, stderr } = nbdiff(repo, ["install", "--filter", ...mode])
      expect(status).toBe(2)
      expect(stderr).toMatch(
        /^nbdiff: the filter would take notebooks from another one: .*\(\.gitattributes:[12]\).*\n$/,
      )
    }
    expect(repo.read(".git/config")).toBe(config)
    expect(repo.read(".gitattributes")).toBe(attributes)
    expect(nbdiff(repo, ["install"]).status).toBe(0)
  })
})

describe("a .gitattributes that comes after the installation", () => {
  function later(line: string): Repository {
    const repo = withReversal({})
    nbdiff(repo, ["install", "--filter"])
    repo.commit("one", { "secret/a.ipynb": notebookText("x = 1") })
    repo.write(".gitattributes", `${line}\n`)
    repo.write("secret/a.ipynb", plain)
    return repo
  }

  test("with another filter stops git add, until install leaves the notebook to that", () => {
    const repo = later("secret/** filter=secret")
    const { status, stderr } = repo.tryGit("add", "secret/a.ipynb")
    expect(status).not.toBe(0)
    expect(stderr).toContain(
      '.gitattributes:1 gives it to another filter, secret: run "nbdiff install --filter" again',
    )
    expect(nbdiff(repo, ["status"])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("nbdiff install --filter"),
    })
    expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
    expect(nbdiff(repo, ["status"]).status).toBe(0)
    repo.git("add", "secret/a.ipynb")
    expect(repo.git("cat-file", "blob", ":secret/a.ipynb")).not.toContain("password")
  })

  test("with -filter leaves the notebook as it is", () => {
    const repo = later("secret/** -filter")
    repo.git("add", "secret/a.ipynb")
    expect(repo.git("cat-file", "blob", ":secret/a.ipynb")).toBe(plain)
  })

  test("gives way to a line that somebody has written in info/attributes", () => {
    const repo = later("secret/** -filter")
    repo.write(".git/info/attributes", `${repo.read(".git/info/attributes")}secret/a.ipynb filter=nbdiff\n`)
    repo.git("add", "secret/a.ipynb")
    expect(repo.git("cat-file", "blob", ":secret/a.ipynb")).not.toBe(plain)
  })
})

const hasGitCrypt = spawnSync("git-crypt", ["--version"]).status === 0

test.skipIf(!hasGitCrypt)("git-crypt's notebooks stay encrypted (needs git-crypt)", () => {
  const repo = repository()
  runProgram("git-crypt", ["init"], { cwd: repo.top, env: repo.env })
  repo.write(".gitattributes", "secret/** filter=git-crypt diff=git-crypt\n")
  repo.commit("one", { "secret/a.ipynb": notebookText("password = 1") })
  expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
  repo.commit("two", { "secret/a.ipynb": notebookText("password = 2"), "b.ipynb": plain })
  for (const revision of ["HEAD~", "HEAD"]) {
    expect(repo.git("cat-file", "blob", `${revision}:secret/a.ipynb`)).toMatch(/^\0GITCRYPT\0/)
  }
  expect(repo.git("diff", "HEAD~", "HEAD", "--", "secret")).toContain("password = 2")
})

const hasLfs = spawnSync("git-lfs", ["version"]).status === 0

test.skipIf(!hasLfs)("Git LFS keeps its notebooks (needs git-lfs)", () => {
  const repo = repository()
  repo.git("lfs", "install", "--local")
  repo.write(".gitattributes", "data/*.ipynb filter=lfs -text\n")
  expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
  repo.commit("one", { "data/a.ipynb": plain, "b.ipynb": plain })
  expect(repo.git("cat-file", "blob", "HEAD:data/a.ipynb")).toMatch(/^version https:\/\/git-lfs/)
  expect(repo.git("status", "--porcelain")).toBe("?? .gitattributes\n")
})
