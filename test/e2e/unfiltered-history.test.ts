import { expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"
import { THOROUGH } from "../support/thorough.js"

const COMMITS = 60

/** A history that was committed without the filter, outputs and all, with a branch from the middle. */
function unfilteredHistory(): Repository {
  const repo = repository()
  for (let i = 0; i < COMMITS; i++) {
    const files = { "a.ipynb": runNotebook([`a = ${i}`, "b = 1"], { label: `run ${i}` }) }
    repo.commit(
      `c${i}`,
      i % 3 === 0 ? { ...files, "sub/b.ipynb": runNotebook(["x = 1"], { label: `b${i}` }) } : files,
    )
  }
  repo.git("branch", "topic", `HEAD~${COMMITS / 2}`)
  return repo
}

test.runIf(THOROUGH).each(["strip", "keep-local"])(
  "an unfiltered history can be walked, rebased, bisected and pulled with the filter %s",
  { timeout: 600_000 },
  (filter) => {
    const repo = unfilteredHistory()
    expect(nbdiff(repo, ["install", `--filter=${filter}`]).status).toBe(0)
    const clean = () => expect(repo.git("status", "--short")).toBe("")
    for (const commit of repo.git("rev-list", "main").trim().split("\n")) {
      repo.git("checkout", "-q", commit)
      clean()
    }
    repo.git("checkout", "-q", "topic")
    repo.commit("other", { "other.txt": "text\n" })
    repo.git("rebase", "-q", "main")
    clean()
    repo.git("bisect", "start", "main", `main~${COMMITS - 1}`)
    repo.git("bisect", "run", "sh", "-c", "! grep -q 'a = [4-9][0-9]' a.ipynb")
    expect(repo.git("log", "-1", "--format=%s", "refs/bisect/bad").trim()).toBe("c40")
    repo.git("bisect", "reset")
    clean()
    const mate = repository()
    mate.git("pull", "-q", repo.top, "main")
    mate.commit("upstream", { "a.ipynb": runNotebook(["a = 99", "b = 1"], { label: "mate" }) })
    repo.git("checkout", "-q", "main")
    repo.git("pull", "-q", mate.top, "HEAD")
    clean()
    expect(repo.read("a.ipynb")).toContain("a = 99")
    // a word of its own brings them into normal form, and takes no output from the worktree
    expect(nbdiff(repo, ["normalize", "--cached"]).stdout).toContain("a.ipynb: staged: 2 outputs")
    expect(repo.git("show", "--no-textconv", ":a.ipynb")).not.toContain("mate: ")
    expect(repo.read("a.ipynb")).toContain("mate: ")
    repo.git("commit", "-q", "-m", "normal")
    clean()
    expect(nbdiff(repo, ["normalize", "--check", "--cached"]).status).toBe(0)
  },
)
