import { mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { notebooksBelow, notebooksOfRepository } from "../../../src/git/notebooks/notebook-list.js"
import { repository, repositoryAt } from "../../support/repository.js"

describe("the notebooks below a folder", () => {
  test("are those that git does not ignore, in any case of letters, without copies and packages", async () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": "", "sub/TRACKED.IPYNB": "", ".gitignore": "scratch/\n*-old.ipynb\n" })
    repo.write("sub/new.ipynb", "")
    repo.write("sub/x-old.ipynb", "")
    repo.write("scratch/run.ipynb", "")
    repo.write(".ipynb_checkpoints/a-checkpoint.ipynb", "")
    repo.write("node_modules/p/demo.ipynb", "")
    const place = placeOf(repo)
    expect(await notebooksBelow(".", place)).toEqual(["a.ipynb", "sub/TRACKED.IPYNB", "sub/new.ipynb"])
    expect(await notebooksBelow("sub", place)).toEqual(["sub/TRACKED.IPYNB", "sub/new.ipynb"])
  })

  test("are all of them where the folder itself is ignored or passed over: it was named", async () => {
    const repo = repository()
    repo.commit("one", { ".gitignore": "scratch/\n" })
    repo.write("scratch/in/run.ipynb", "")
    repo.write(".ipynb_checkpoints/a-checkpoint.ipynb", "")
    const place = placeOf(repo)
    expect(await notebooksBelow("scratch", place)).toEqual(["scratch/in/run.ipynb"])
    expect(await notebooksBelow(".ipynb_checkpoints", place)).toEqual([
      ".ipynb_checkpoints/a-checkpoint.ipynb",
    ])
  })

  test("outside of a repository are all; a repository below the folder says what it ignores", async () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": "", ".gitignore": "*-old.ipynb\n" })
    repo.write("a-old.ipynb", "")
    const outside = join(repo.top, "..")
    const name = repo.top.slice(outside.length + 1)
    const found = await notebooksBelow(outside, { ...placeOf(repo), cwd: outside })
    expect(found).toEqual([join(outside, name, "a.ipynb")])
  })

  test("include those of a repository in it that git does not know, but for what that one ignores", async () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": "" })
    const inner = repositoryAt(join(repo.top, "inner"), repo.home)
    mkdirSync(inner.top)
    inner.git("init", "-q")
    inner.commit("one", { "b.ipynb": "", ".gitignore": "old.ipynb\n" })
    inner.write("old.ipynb", "")
    expect(await notebooksBelow(".", placeOf(repo))).toEqual(["a.ipynb", "inner/b.ipynb"])
  })

  test("are found whatever repository a hook's environment names", async () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": "", ".gitignore": "old.ipynb\n" })
    repo.write("old.ipynb", "")
    const other = repositoryAt(join(repo.top, "..", "other"), repo.home)
    mkdirSync(other.top, { recursive: true })
    other.git("init", "-q")
    const { cwd, environment } = placeOf(repo)
    const hook = { ...environment, GIT_DIR: join(other.top, ".git"), GIT_INDEX_FILE: "index" }
    expect(await notebooksBelow(".", { cwd, environment: hook })).toEqual(["a.ipynb"])
  })

  test("do not include a directory or a link to nothing that has a notebook's name", async () => {
    const repo = repository()
    repo.commit("one", { "d.ipynb/a.ipynb": "" })
    symlinkSync("nowhere", join(repo.top, "link.ipynb"))
    expect(await notebooksBelow(".", placeOf(repo))).toEqual(["d.ipynb/a.ipynb"])
  })
})

test("all of a repository are listed from any folder of it", async () => {
  const repo = repository()
  repo.commit("one", { "a.ipynb": "", "sub/b.txt": "" })
  repo.write("new.ipynb", "")
  const place = { ...placeOf(repo), cwd: join(repo.top, "sub") }
  expect(await notebooksOfRepository("tracked", place)).toEqual({ kind: "paths", paths: ["../a.ipynb"] })
  expect(await notebooksOfRepository("not-ignored", place)).toEqual({
    kind: "paths",
    paths: ["../new.ipynb", "../a.ipynb"],
  })
})

function placeOf({ top, home }: { readonly top: string; readonly home: string }) {
  const environment = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: "1" }
  return { cwd: top, environment }
}
