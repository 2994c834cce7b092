import { chmodSync, lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, repositoryAt } from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"

const run = runNotebook(["x = 1"], { label: "run" })
const normal = runNotebook(["x = 1"])

const REASON = "1 notebook is not in normal form: outputs (1), counts (1)\n"

describe("nbdiff normalize", () => {
  test("writes files and directories in place, and says what it did", () => {
    const repo = repository()
    repo.write("a.ipynb", run)
    repo.write("sub/b.ipynb", run)
    repo.write("sub/c.ipynb", normal)
    repo.write("sub/.ipynb_checkpoints/b.ipynb", run)
    expect(nbdiff(repo, ["normalize", "a.ipynb", "sub"])).toEqual({
      status: 0,
      stdout:
        "a.ipynb: 1 output (103 bytes) stripped, 1 count cleared\nsub/b.ipynb: 1 output (103 bytes) stripped, 1 count cleared\n",
      stderr: "",
    })
    expect([repo.read("a.ipynb"), repo.read("sub/b.ipynb")]).toEqual([normal, normal])
    expect(repo.read("sub/.ipynb_checkpoints/b.ipynb")).toBe(run)
  })

  test("keeps a file's mode and follows a link", () => {
    const repo = repository()
    chmodSync(repo.write("real.ipynb", run), 0o640)
    symlinkSync("real.ipynb", join(repo.top, "link.ipynb"))
    expect(nbdiff(repo, ["normalize", "link.ipynb"]).status).toBe(0)
    expect(lstatSync(join(repo.top, "link.ipynb")).isSymbolicLink()).toBe(true)
    expect(statSync(join(repo.top, "real.ipynb")).mode & 0o777).toBe(0o640)
    expect(repo.read("real.ipynb")).toBe(normal)
  })

  test("takes standard input for -, and --stdout leaves the file as it is", () => {
    const repo = repository()
    repo.write("a.ipynb", run)
    const expected = { status: 0, stdout: normal, stderr: "" }
    expect(nbdiff(repo, ["normalize", "-"], { input: run })).toEqual(expected)
    expect(nbdiff(repo, ["normalize", "--stdout", "a.ipynb"])).toEqual(expected)
    expect(repo.read("a.ipynb")).toBe(run)
  })

  describe("goes by each file's own repository", () => {
    /** One with settings for a folder, and a notebook that has opted out. */
    function lessons(): Repository {
      const repo = repository({ name: "lessons" })
      repo.write("nbdiff.toml", '[[normalize.path]]\nmatch = "sub/*"\noutputs = "keep"\ncounts = "keep"\n')
      repo.write(".gitattributes", "out.ipynb -filter\n")
      for (const path of ["a.ipynb", "out.ipynb", "sub/b.ipynb"]) repo.write(path, run)
      return repo
    }

    test("from outside of any, and from another one, which a hook's environment names", () => {
      const repo = lessons()
      const other = repository({ name: "other" })
      other.write("nbdiff.toml", "[normalize\n")
      for (const cwd of [dirname(repo.top), other.top]) {
        const env = cwd === other.top ? { GIT_DIR: ".git" } : {}
        const checked = nbdiff(repo, ["normalize", "--check", repo.top], { cwd, env })
        expect(checked).toEqual({ status: 1, stdout: `${join(repo.top, "a.ipynb")}\n`, stderr: REASON })
      }
    })

    test("in the index too", () => {
      const repo = lessons()
      repo.git("add", ".")
      const check = (cwd: string, ...names: readonly string[]) =>
        nbdiff(repo, ["normalize", "--check", "--cached", ...names], { cwd }).stdout
      expect(check(dirname(repo.top), repo.top)).toBe("lessons/a.ipynb\n")
      expect(check(dirname(repo.top), join(repo.top, "sub"))).toBe("")
      expect(check(dirname(repo.top))).toBe("")
      expect(check(join(repo.top, "sub"))).toBe("../a.ipynb\n")
      expect(check(join(repo.top, "sub"), "../a.ipynb", "b.ipynb")).toBe("../a.ipynb\n")
    })

    test("where it lies in another one", () => {
      const repo = lessons()
      const outer = repositoryAt(dirname(repo.top), repo.home)
      outer.git("init", "-q")
      outer.write("sub/c.ipynb", run)
      outer.write("out.ipynb", run)
      const { stdout } = nbdiff(outer, ["normalize", "--check", "lessons", "sub", "out.ipynb"])
      expect(stdout).toBe("lessons/a.ipynb\nsub/c.ipynb\nout.ipynb\n")
    })

    test("a slip in the settings of one of them stops before anything is written", () => {
      const repo = lessons()
      const other = repository({ name: "other" })
      other.write("nbdiff.toml", "[normalize]\nx = 1\n")
      const bad = other.write("a.ipynb", run)
      expect(nbdiff(repo, ["normalize", "a.ipynb", bad])).toEqual({
        status: 2,
        stdout: "",
        stderr: "nbdiff: nbdiff.toml: normalize.x: there is no such setting\n",
      })
      expect(repo.read("a.ipynb")).toBe(run)
    })

    test("--path is read from the current directory, as git does", () => {
      const repo = lessons()
      const check = (path: string) => {
        const more = { cwd: join(repo.top, "sub"), input: run }
        return nbdiff(repo, ["normalize", "--check", "--path", path, "-"], more).status
      }
      const paths = ["x.ipynb", join(repo.top, "sub/x.ipynb"), "../x.ipynb", "../sub/sub/x.ipynb"]
      expect(paths.map(check)).toEqual([0, 0, 1, 1])
    })
  })

  test("--stdout of a directory is for the one notebook in it", () => {
    const repo = repository()
    repo.write("d/a.ipynb", run)
    expect(nbdiff(repo, ["normalize", "--stdout", "d"])).toEqual({ status: 0, stdout: normal, stderr: "" })
    repo.write("d/b.ipynb", run)
    const message = "nbdiff: --stdout takes exactly one notebook; 'd' holds 2\n"
    expect(nbdiff(repo, ["normalize", "--stdout", "d"])).toEqual({ status: 2, stdout: "", stderr: message })
  })

  test("--check names what is not in normal form and exits with 1, --cached in the index", () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": run, "b.ipynb": normal })
    repo.write("a.ipynb", normal)
    expect(nbdiff(repo, ["normalize", "--check", "."])).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(nbdiff(repo, ["normalize", "--check", "--cached"])).toEqual({
      status: 1,
      stdout: "a.ipynb\n",
      stderr: REASON,
    })
    expect(nbdiff(repo, ["normalize", "--check", "--cached", "b.ipynb"]).status).toBe(0)
    const explained = nbdiff(repo, ["normalize", "--check", "--explain", "--cached"])
    expect(explained.status).toBe(1)
    expect(explained.stdout).toContain("outputs are stripped")
  })

  test("a directory's notebooks are those that git does not ignore; one that is ignored and named is taken whole", () => {
    const repo = repository()
    repo.write(".gitignore", "scratch/\n")
    for (const name of ["a.ipynb", "UP.IPYNB", "scratch/b.ipynb"]) repo.write(name, run)
    expect(nbdiff(repo, ["normalize", "--check", "."]).stdout).toBe("UP.IPYNB\na.ipynb\n")
    expect(nbdiff(repo, ["normalize", "--check", "scratch"]).stdout).toBe("scratch/b.ipynb\n")
  })

  test("--add-ids gives each cell an id of its own, and leaves those that are there", () => {
    const repo = repository()
    const twice = normal.replaceAll(/"id": "[^"]*"/g, '"id": "same"')
    repo.write("a.ipynb", twice)
    repo.write("b.ipynb", twice.replace(/\n *"id": "same",/, ""))
    expect(nbdiff(repo, ["normalize", "--add-ids", "a.ipynb", "b.ipynb"]).status).toBe(0)
    expect(nbdiff(repo, ["check", "a.ipynb", "b.ipynb"])).toEqual({ status: 0, stdout: "", stderr: "" })
  })

  test("--diff shows what would change, --dry-run and --explain say it, and nothing is written", () => {
    const repo = repository()
    repo.write("a.ipynb", run)
    expect(nbdiff(repo, ["normalize", "--diff", "a.ipynb"]).stdout).toMatch(
      /^--- a\/a\.ipynb\n\+\+\+ b\/a\.ipynb\n[\s\S]*\n- {3}"execution_count": 1,\n\+ {3}"execution_count": null,\n/m,
    )
    expect(nbdiff(repo, ["normalize", "--dry-run", "a.ipynb"]).stdout).toBe(
      "a.ipynb: 1 output (103 bytes) stripped, 1 count cleared\n",
    )
    expect(nbdiff(repo, ["normalize", "--explain", "a.ipynb"]).stdout).toBe(
      `a.ipynb: 1 output (103 bytes) stripped, 1 count cleared
cell 1  clear  cell.execution_count  counts the runs of one session (every kernel)
cell 1  strip  cell.outputs.0        outputs are stripped
`,
    )
    expect(repo.read("a.ipynb")).toBe(run)
  })

  test("--explain alone prints the table of rules", () => {
    const { stdout } = nbdiff(repository(), ["normalize", "--explain"])
    expect(stdout).toContain(
      "cell.metadata.ExecuteTime\n    drop; jupyter-contrib ExecuteTime; times of the last run\n",
    )
  })

  test("follows settings by path, the command line above them, and an attribute that opts out", () => {
    const repo = repository()
    repo.write("nbdiff.toml", '[[normalize.path]]\nmatch = "docs/**"\noutputs = "keep"\ncounts = "keep"\n')
    repo.write("docs/a.ipynb", run)
    repo.write("out/b.ipynb", run)
    repo.write(".gitattributes", "out/*.ipynb -filter\n")
    expect(nbdiff(repo, ["normalize", "--check", "."])).toMatchObject({ status: 0, stdout: "" })
    expect(nbdiff(repo, ["normalize", "--check", "a.ipynb"], { cwd: join(repo.top, "docs") }).status).toBe(0)
    expect(nbdiff(repo, ["normalize", "--check", "--outputs=strip", "."]).stdout).toBe("docs/a.ipynb\n")
    expect(nbdiff(repo, ["normalize", "--check", "out/b.ipynb"]).status).toBe(1)
    expect(nbdiff(repo, ["normalize", "--check", "--path=docs/x.ipynb", "-"], { input: run }).status).toBe(0)
  })

  test("says what is wrong in one line, changes nothing, goes on with the next file, and exits with 2", () => {
    const repo = repository()
    repo.write("a.ipynb", run)
    repo.write("bad.ipynb", "{")
    repo.write("empty.ipynb", "")
    mkdirSync(join(repo.top, "dir.ipynb"))
    const { status, stderr } = nbdiff(repo, ["normalize", "bad.ipynb", "empty.ipynb", "dir.ipynb", "a.ipynb"])
    expect({ status, lines: stderr.split("\n") }).toEqual({
      status: 2,
      lines: [
        'nbdiff: bad.ipynb: line 1, column 2: expected a key in quotes or "}", but the file ends',
        "nbdiff: 'empty.ipynb' is empty",
        "",
      ],
    })
    expect([repo.read("a.ipynb"), repo.read("bad.ipynb")]).toEqual([normal, "{"])
  })

  test.each([
    [["x.ipynb"], "could not read 'x.ipynb': No such file or directory"],
    [[], "name notebooks or directories, or - for standard input"],
    [["--stdout", "a", "b"], "--stdout and - take exactly one notebook"],
    [["--check", "--stdout", "a"], "--stdout and --check exclude each other"],
    [["--cached", "--stdout"], "--cached and --stdout exclude each other"],
    [["--max-output=big", "a"], "--max-output: 'big' is not a size, such as 500, 10k or 2m"],
    [
      ["--keep=cell.metadata.colapsed", "-"],
      "--keep: no rule is for 'cell.metadata.colapsed'; 'extra' adds one",
    ],
  ])("%j: a line on standard error", (args, message) => {
    expect(nbdiff(repository(), ["normalize", ...args])).toEqual({
      status: 2,
      stdout: "",
      stderr: `nbdiff: ${message}\n`,
    })
  })

  test("works where there is no repository and no git", () => {
    const repo = repository()
    writeFileSync(join(repo.home, "a.ipynb"), run)
    expect(nbdiff(repo, ["normalize", "a.ipynb"], { cwd: repo.home, env: { PATH: "" } })).toMatchObject({
      status: 0,
      stderr: "",
    })
  })
})
