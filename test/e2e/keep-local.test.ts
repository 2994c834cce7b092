import { readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, repositoryAt, temporaryDirectory } from "../support/repository.js"
import { runNotebook, shownRuns } from "../support/run-notebook.js"
import { casesOf, THOROUGH } from "../support/thorough.js"

const path = "a.ipynb"

describe.each(casesOf([true, false], 1))("outputs stay on this disk; cells with ids: %s", (ids) => {
  let repo: Repository
  const run = (sources: readonly string[], label: string) => runNotebook(sources, { label, ids })

  beforeEach(() => {
    repo = repository()
    expect(nbdiff(repo, ["install", "--filter=keep-local"]).status).toBe(0)
    repo.commit("one", { [path]: run(["a = 1", "b = 1", "c = 1"], "run") })
  })

  function expectNoneCommitted(): void {
    for (const commit of repo.git("rev-list", "--all").trim().split("\n")) {
      const file = repo.git("show", "--no-textconv", `${commit}:${path}`)
      expect(new Set(shownRuns(file)), commit).toEqual(new Set([""]))
      expect(file).not.toContain('"execution_count": 1')
    }
  }

  test("through a branch and back", () => {
    repo.git("checkout", "-q", "-b", "other")
    repo.commit("two", { [path]: run(["a = 1", "b = 2", "d = 1"], "other") })
    repo.git("checkout", "-q", "main")
    expect(shownRuns(repo.read(path))).toEqual(["run", "run", "run"])
    repo.git("checkout", "-q", "other")
    expect(shownRuns(repo.read(path))).toEqual(["other", "other", "other"])
    expect(repo.git("status", "--short")).toBe("")
    expectNoneCommitted()
  })

  test("through a merge", () => {
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit("theirs", { [path]: run(["a = 1", "b = 1", "c = 2"], "theirs") })
    repo.git("checkout", "-q", "main")
    repo.commit("ours", { [path]: run(["a = 2", "b = 1", "c = 1"], "ours") })
    repo.git("merge", "-q", "theirs")
    expect(shownRuns(repo.read(path))).toEqual(["ours", "ours", "theirs"])
    expect(repo.git("status", "--short")).toBe("")
    expectNoneCommitted()
  })

  test.runIf(THOROUGH)("through a rebase and a cherry-pick", () => {
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit("theirs", { [path]: run(["a = 1", "b = 1", "c = 2"], "theirs") })
    repo.git("checkout", "-q", "main")
    repo.commit("ours", { [path]: run(["a = 2", "b = 1", "c = 1"], "ours") })
    repo.git("cherry-pick", "theirs")
    expect(shownRuns(repo.read(path))).toEqual(["ours", "ours", "theirs"])
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.git("checkout", "-q", "theirs")
    repo.git("rebase", "-q", "main")
    expect(shownRuns(repo.read(path))).toEqual(["ours", "ours", "theirs"])
    expectNoneCommitted()
  })

  test.runIf(THOROUGH)("through stash and pop, though they were never added", () => {
    repo.write(path, run(["a = 1", "b = 1", "c = 3"], "again"))
    repo.git("stash", "-q")
    expect(shownRuns(repo.read(path))).toEqual(["run", "run", "run"])
    repo.git("stash", "pop", "-q")
    expect(shownRuns(repo.read(path))).toEqual(["again", "again", "again"])
    expect(repo.git("status", "--short")).toBe(` M ${path}\n`)
  })

  test.runIf(THOROUGH).each([
    ["by merge", []],
    ["by rebase", ["--rebase"]],
  ])("through a plain pull after another run, %s; without autostash once refresh has told git", (_, how) => {
    const mate = repositoryAt(join(temporaryDirectory(), "mate"), repo.home)
    repo.git("clone", "-q", repo.top, mate.top)
    repo.git("config", "receive.denyCurrentBranch", "ignore")
    const upstream = repositoryAt(join(temporaryDirectory(), "upstream.git"), repo.home)
    repo.git("clone", "-q", "--bare", repo.top, upstream.top)
    repo.git("remote", "add", "origin", upstream.top)
    repo.git("fetch", "-q")
    repo.git("branch", "-q", "--set-upstream-to=origin/main")
    for (const [source, prepare] of [
      ["c = 2", () => undefined],
      [
        "c = 3",
        () => {
          for (const key of ["merge.autoStash", "rebase.autoStash"]) repo.git("config", key, "false")
          expect(repo.tryGit("pull", "-q", ...how).status).not.toBe(0)
          expect(shownRuns(repo.read(path))).toEqual(Array(3).fill("before c = 3"))
          nbdiff(repo, ["refresh"])
        },
      ],
    ] as const) {
      mate.git("pull", "-q", upstream.top, "main")
      mate.commit(source, { [path]: runNotebook(["a = 1", "b = 1", source], { ids }) })
      mate.git("push", "-q", upstream.top, "HEAD:main")
      repo.write(
        path,
        run(
          JSON.parse(repo.read(path)).cells.map((cell: { source: string[] }) => cell.source[0]),
          `before ${source}`,
        ),
      )
      prepare()
      expect(repo.tryGit("pull", "-q", ...how)).toMatchObject({ status: 0 })
      expect(shownRuns(repo.read(path))).toEqual([`before ${source}`, `before ${source}`, ""])
      expect(repo.git("status", "--short")).toBe("")
    }
  })

  test.runIf(THOROUGH)("what somebody cleared does not come back", () => {
    repo.write(path, runNotebook(["a = 1", "b = 1", "c = 1"], { ids }))
    repo.git("add", path)
    repo.git("checkout", "-q", "-b", "other")
    repo.commit("two", { [path]: run(["a = 2"], "other") })
    repo.git("checkout", "-q", "main")
    expect(shownRuns(repo.read(path))).toEqual(["", "", ""])
    expect(nbdiff(repo, ["outputs", "restore", path]).stdout).toBe(`restored: ${path}\n`)
    expect(shownRuns(repo.read(path))).toEqual(["run", "run", "run"])
  })

  test.runIf(THOROUGH)("a store that is gone or damaged means stripped notebooks, and no error", () => {
    const store = join(repo.top, ".git/nbdiff/outputs")
    const checkOutAgain = () => {
      rmSync(join(repo.top, path))
      const { status, stderr } = repo.tryGit("reset", "-q", "--hard")
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      return shownRuns(repo.read(path))
    }
    expect(checkOutAgain()).toEqual(["run", "run", "run"])
    for (const folder of readdirSync(store)) {
      for (const name of readdirSync(join(store, folder))) {
        const file = join(store, folder, name)
        const damaged = repo.read(file.slice(repo.top.length)).replace("run: b", "ran: b")
        writeFileSync(file, damaged)
      }
    }
    expect(checkOutAgain()).toEqual(["run", "", "run"])
    rmSync(store, { recursive: true })
    expect(checkOutAgain()).toEqual(["", "", ""])
  })

  test("list, restore and prune", () => {
    expect(nbdiff(repo, ["outputs", "list"]).stdout).toMatch(
      /^\d{4}-\d\d-\d\d +\S+ \S+ {2}3 cells {2}a\.ipynb\n$/,
    )
    repo.write(path, runNotebook(["a = 1", "b = 2", "c = 1"], { ids }))
    expect(nbdiff(repo, ["outputs", "restore"])).toEqual({
      status: 0,
      stdout: `restored: ${path}\n`,
      stderr: "",
    })
    expect(shownRuns(repo.read(path))).toEqual(["run", "", "run"])
    expect(nbdiff(repo, ["outputs", "prune", "--older-than", "1"]).stdout).toBe("0 bytes pruned\n")
    expect(nbdiff(repo, ["outputs", "prune", "--all"]).stdout).toMatch(/pruned\n$/)
    expect(nbdiff(repo, ["outputs", "list"]).stdout).toBe("")
  })

  test.runIf(THOROUGH)("the store keeps to its limit", () => {
    repo.git("config", "nbdiff.outputs.limit", "1k")
    for (const i of [1, 2, 3, 4, 5]) {
      repo.write(path, run(["a = 1", "b = 1", "c = 1"], `${i}${"long".repeat(50)}`))
      repo.git("add", path)
    }
    const kept = readdirSync(join(repo.top, ".git/nbdiff/outputs")).flatMap((folder) =>
      readdirSync(join(repo.top, ".git/nbdiff/outputs", folder)),
    )
    expect(kept.length).toBeLessThanOrEqual(1)
    expect(repo.git("status", "--short")).toBe("")
  })
})
