import { chmodSync, copyFileSync, existsSync, mkdirSync, symlinkSync, unlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { repository, repositoryAt } from "../../support/repository.js"
import { example, stagingRepository, withStaging } from "./staging-repository.js"

describe("nbdiff add", () => {
  test("stages one cell and leaves the worktree as it is", () => {
    const repo = stagingRepository()
    const { status, stdout } = repo.nb(["add", "--cells", "3"])
    expect(status).toBe(0)
    expect(stdout).toBe("sub/p.ipynb: staged 1 of 5\n")
    expect(repo.read(repo.path)).toBe(example("theirs"))
    expect(repo.stagedCells()).toHaveLength(JSON.parse(example("first")).cells.length)
    expect(repo.staged()).toContain("subset=")
  })

  test("stages a source without its outputs, and says that they are of the earlier source", () => {
    const repo = stagingRepository("p.ipynb")
    const { stdout } = repo.nb(["add", "--cells=3", "--ignore=outputs,counts"])
    expect(stdout).toContain("p.ipynb: cell 3: staged with the outputs of the earlier source\n")
    expect(repo.git("diff", "--cached", "--no-ext-diff", "--no-textconv", "--numstat")).toBe(
      "1\t1\tp.ipynb\n",
    )
  })

  test("with --all makes the index the worktree, and reset --all makes it HEAD", () => {
    const repo = stagingRepository()
    repo.nb(["add", "--all"])
    expect(repo.staged()).toBe(example("theirs"))
    expect(repo.tryGit("diff-files", "--quiet").status).toBe(0)
    repo.nb(["reset", "--all"])
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(0)
  })

  test.each([["p.ipynb"], ["."], ["../sub"], [":/sub"]])("takes the path %s from a subdirectory", (name) => {
    const repo = stagingRepository()
    repo.nb(["add", "--cells=3", name], { cwd: join(repo.top, "sub") })
    expect(repo.staged()).toContain("subset=")
  })

  test("takes a name with quotes, an umlaut and a newline literally", () => {
    const repo = stagingRepository('a "quoted" *näme\nx.ipynb')
    repo.nb(["add", "--cells=3"])
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(1)
    expect(repo.git("ls-files").trim().split("\n")).toHaveLength(1)
  })

  test("keeps the index's mode, and asks for a change of it by itself", () => {
    const repo = stagingRepository()
    chmodSync(join(repo.top, repo.path), 0o755)
    repo.nb(["add", "--cells=3"])
    expect(repo.git("ls-files", "-s")).toMatch(/^100644/)
    const { stdout } = repo.nb(["add", "-p"], { input: "y\nq\n" })
    expect(stdout).toContain("Stage mode change 100644 → 100755 [")
    expect(repo.git("ls-files", "-s")).toMatch(/^100755/)
    expect(repo.staged()).not.toBe(example("theirs"))
  })

  test("reports a locked index in git's words, and stages nothing", () => {
    const repo = stagingRepository()
    repo.write(".git/index.lock", "")
    const { status, stderr } = repo.nb(["add", "--cells=3"])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: sub\/p\.ipynb: .*index\.lock.*\n$/)
    unlinkSync(join(repo.top, ".git/index.lock"))
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(0)
  })

  test("works before the first commit, where reset --all empties the index", () => {
    const repo = withStaging(repository(), "p.ipynb")
    repo.write("p.ipynb", example("first"))
    repo.git("add", "p.ipynb")
    repo.write("p.ipynb", example("theirs"))
    repo.nb(["add", "--cells=3"])
    expect(repo.staged()).toContain("subset=")
    repo.nb(["reset", "--all"])
    expect(repo.git("ls-files")).toBe("")
  })

  test("takes chosen cells of a notebook that git only intends to add", () => {
    const repo = withStaging(repository(), "p.ipynb")
    repo.write("p.ipynb", example("first"))
    repo.git("add", "-N", "p.ipynb")
    repo.nb(["add", "--cells=1-3"])
    expect(repo.stagedCells()).toHaveLength(3)
  })

  test("takes chosen cells of an untracked notebook that is named, and of no other", () => {
    const repo = withStaging(repository(), "p.ipynb")
    repo.write("p.ipynb", example("first"))
    repo.git("commit", "-q", "--allow-empty", "-m", "empty")
    expect(repo.nb(["add", "--all"]).stdout).toBe("nothing to stage\n")
    repo.nb(["add", "--cells=1,2", "p.ipynb"])
    expect(repo.stagedCells()).toHaveLength(2)
    repo.nb(["add", "--all"])
    expect(repo.tryGit("diff", "--quiet").status).toBe(0)
  })

  test("asks about a deletion as a whole", () => {
    const repo = stagingRepository()
    unlinkSync(join(repo.top, repo.path))
    const { stdout } = repo.nb(["add", "-p"], { input: "y\n" })
    expect(stdout).toContain("(1/1) Stage deletion of sub/p.ipynb (8 cells) [y,n,q,a,d,p,?]? y\n")
    expect(repo.git("ls-files")).toBe("")
    expect(repo.nb(["reset", "--all"]).status).toBe(0)
    expect(repo.staged()).toBe(example("first"))
  })

  test("writes the index that GIT_INDEX_FILE names", () => {
    const repo = stagingRepository()
    const other = join(repo.home, "index")
    copyFileSync(join(repo.top, ".git/index"), other)
    repo.nb(["add", "--cells=3"], { env: { GIT_INDEX_FILE: other } })
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(0)
    expect(repo.run(["diff", "--cached", "--quiet"], { env: { GIT_INDEX_FILE: other } }).status).toBe(1)
  })

  test("works in a linked worktree, and with SHA-256", () => {
    const repo = stagingRepository()
    const linked = join(dirname(repo.top), "linked")
    repo.git("worktree", "add", "-q", linked)
    const there = withStaging(repositoryAt(linked, repo.home), repo.path)
    there.write(repo.path, example("theirs"))
    there.nb(["add", "--cells=3"])
    expect(there.staged()).toContain("subset=")
    const newer = withStaging(repository(), "p.ipynb")
    newer.git("init", "-q", "--object-format=sha256", "two")
    const sha256 = withStaging(repositoryAt(join(newer.top, "two"), newer.home), "p.ipynb")
    sha256.commit("one", { "p.ipynb": example("first") })
    sha256.write("p.ipynb", example("theirs"))
    sha256.nb(["add", "--cells=3"])
    expect(sha256.staged()).toContain("subset=")
  })

  test("skips what is in conflict, a link, and a pointer, and says so", () => {
    const repo = stagingRepository("p.ipynb")
    repo.git("add", "p.ipynb")
    repo.git("commit", "-qm", "theirs")
    repo.git("checkout", "-q", "-b", "other", "HEAD~1")
    repo.commit("ours", {
      "p.ipynb": example("ours"),
      "l.ipynb": example("first"),
      "v.ipynb": example("first"),
    })
    repo.tryGit("merge", "-q", "main")
    unlinkSync(join(repo.top, "l.ipynb"))
    symlinkSync("p.ipynb", join(repo.top, "l.ipynb"))
    repo.write("v.ipynb", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n")
    const { status, stderr } = repo.nb(["add", "--all"])
    expect(status).toBe(0)
    expect(stderr.split("\n").sort().join("\n").trim()).toBe(
      [
        "l.ipynb: skipped: a link or a submodule",
        "p.ipynb: skipped: in conflict",
        "v.ipynb: skipped: a Git LFS pointer",
      ].join("\n"),
    )
  })

  test("has nothing to stage where skip-worktree or a sparse checkout hides the file", () => {
    const repo = stagingRepository()
    repo.git("update-index", "--skip-worktree", repo.path)
    expect(repo.nb(["add", "--all"]).stdout).toBe("nothing to stage\n")
  })

  test("leaves a submodule alone", () => {
    const repo = stagingRepository()
    const inner = repository({ name: "inner" })
    inner.commit("one", { "q.ipynb": example("first") })
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.top, "inner")
    repo.git("commit", "-qm", "submodule")
    repo.write("inner/q.ipynb", example("theirs"))
    repo.nb(["add", "--cells=3"])
    expect(repo.git("-C", "inner", "diff", "--cached", "--name-only")).toBe("")
  })

  test("stages through the filter and line endings of the path", () => {
    const repo = stagingRepository("p.ipynb")
    repo.write(".gitattributes", "*.ipynb filter=upper text eol=crlf\n")
    repo.git("config", "filter.upper.clean", "sed s/subset/SUBSET/")
    repo.write("p.ipynb", example("theirs").replaceAll("\n", "\r\n"))
    repo.nb(["add", "--cells=3"])
    expect(repo.staged()).toContain("SUBSET=")
    expect(repo.staged()).not.toContain("\r")
  })

  test("reports a filter that fails in one line, and goes on with the next file", () => {
    const repo = stagingRepository("p.ipynb")
    repo.commit("two", { "q.ipynb": example("first") })
    repo.write("q.ipynb", example("theirs"))
    repo.write(".gitattributes", "p.ipynb filter=broken\n")
    repo.git("config", "filter.broken.clean", "false")
    repo.git("config", "filter.broken.required", "true")
    const { status, stderr } = repo.nb(["add", "--cells=3"])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: p\.ipynb: .+\n$/)
    expect(repo.git("diff", "--cached", "--name-only")).toBe("q.ipynb\n")
  })

  test("stages no output that our own filter strips", () => {
    const repo = withStaging(repository(), "p.ipynb")
    repo.write("p.ipynb", example("first"))
    expect(repo.nb(["install", "--filter"]).status).toBe(0)
    repo.git("add", "p.ipynb")
    repo.git("commit", "-qm", "one")
    repo.write("p.ipynb", example("theirs"))
    repo.nb(["add", "--all"])
    expect(repo.stagedCells().flatMap(({ outputs = [] }) => outputs)).toEqual([])
    expect(repo.staged()).toContain("subset=")
  })

  test("refuses an item that is not there, and changes no file", () => {
    const repo = stagingRepository()
    const listed = JSON.parse(repo.nb(["add", "--list", "--json"]).stdout)
    const { id } = listed.files[0].items[0]
    const { status, stderr } = repo.nb(["add", `--item=${id}`, "--item=deadbeef"])
    expect(status).toBe(2)
    expect(stderr).toBe("nbdiff: no cell or item deadbeef; nothing is changed\n")
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(0)
    expect(repo.nb(["add", `--item=${id}`]).status).toBe(0)
    expect(repo.staged()).toContain("subset=")
  })

  test("does nothing in a dry run", () => {
    const repo = stagingRepository()
    expect(repo.nb(["add", "-n", "--cells=3"]).stdout).toBe("sub/p.ipynb: would stage 1 of 5\n")
    expect(repo.tryGit("diff", "--cached", "--quiet").status).toBe(0)
  })

  test("asks nobody where there is no terminal and nothing is said", () => {
    const repo = stagingRepository()
    const { status, stderr } = repo.nb(["add"], { input: "" })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: choose what to stage: .*\n$/)
    expect(existsSync(join(repo.top, ".git/index.lock"))).toBe(false)
  })

  test("leaves what two processes stage at once whole", async () => {
    const repo = stagingRepository()
    mkdirSync(join(repo.top, "other"))
    const { spawn } = await import("node:child_process")
    const { launcher } = await import("../../support/program.js")
    const run = (cells: string) =>
      new Promise((resolve) => {
        const args = [launcher, "add", `--cells=${cells}`]
        spawn(process.execPath, args, { cwd: repo.top, env: repo.env, stdio: "ignore" }).on("close", resolve)
      })
    const codes = await Promise.all([run("3"), run("7"), run("8")])
    expect(codes).toContain(0)
    for (const code of codes) expect([0, 2]).toContain(code)
    expect(() => repo.stagedCells()).not.toThrow()
  })
})
