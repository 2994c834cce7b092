import { expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"

// A worktree's notebook has outputs which the filter removes on its way into the repository: to `git diff`
// they are not change, whichever file it hands to the driver.

const path = "a.ipynb"

function filtered(mode: string): Repository {
  const repo = repository()
  expect(nbdiff(repo, ["install", `--filter=${mode}`]).status).toBe(0)
  repo.commit("one", { [path]: runNotebook(["a = 1", "b = 1"], { label: "run" }) })
  return repo
}

/** What is written of the second cell, and of it alone. */
const edit = `${path}   1 edited

⋯ 1 cell unchanged ⋯
── 2 · code · edited ── b = 2 ──
@@ -1 +1 @@
-b = 1
+b = 2

`

test.each(["strip", "keep-local"])(
  "an edit is all that git diff shows of a notebook that was run (%s)",
  (mode) => {
    const repo = filtered(mode)
    repo.write(path, runNotebook(["a = 1", "b = 2"], { label: "another run" }))
    expect(repo.git("diff")).toBe(edit)
    expect(repo.git("diff", "HEAD")).toBe(edit)
    expect(repo.git("diff", "-R")).toContain("-b = 2\n+b = 1\n")
  },
)

test.each(["strip", "keep-local"])(
  "an edit is all that git diff shows of two commits, the last of them in the worktree (%s)",
  (mode) => {
    const repo = filtered(mode)
    repo.commit("two", { [path]: runNotebook(["a = 1", "b = 2"], { label: "another run" }) })
    expect(repo.git("diff", "HEAD~", "HEAD")).toBe(edit)
    expect(repo.git("show", "--format=", "--ext-diff")).toBe(edit)
    repo.write(path, runNotebook(["a = 1", "b = 2"], { label: "a third run" }))
    expect(repo.git("diff", "HEAD~", "HEAD")).toBe(edit)
  },
)

test("a notebook that was merely re-run is shown by nothing", () => {
  const repo = filtered("strip")
  repo.write(path, runNotebook(["a = 1", "b = 1"], { label: "a longer run" }))
  expect(repo.git("diff")).toBe("")
})

test("a new notebook is shown as it will be stored", () => {
  const repo = filtered("strip")
  repo.write("new.ipynb", runNotebook(["c = 1"], { label: "run" }))
  repo.git("add", "-N", "new.ipynb")
  expect(repo.git("diff")).not.toContain("run: c = 1")
})

test("outputs are shown where no filter is for the path, and of files that no repository has", () => {
  const repo = filtered("strip")
  repo.write(".git/info/attributes", "*.ipynb diff=nbdiff\n")
  repo.write(path, runNotebook(["a = 1", "b = 2"], { label: "another run" }))
  expect(repo.git("diff")).toContain("another run: b = 2")
  repo.write(".git/info/attributes", "*.ipynb diff=nbdiff filter=nbdiff\n")
  repo.write("b.ipynb", runNotebook(["a = 1", "b = 3"], { label: "a third run" }))
  expect(repo.tryGit("diff", "--no-index", path, "b.ipynb").stdout).toContain("a third run: b = 3")
})

test("outputs that were stored before there was a filter are shown as gone", () => {
  const repo = repository()
  repo.commit("one", { [path]: runNotebook(["a = 1"], { label: "run" }) })
  expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
  repo.write(path, runNotebook(["a = 2"], { label: "run" }))
  expect(repo.git("diff")).toContain("run: a = 1")
})
