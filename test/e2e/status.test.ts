import { rmSync } from "node:fs"
import { delimiter, join } from "node:path"
import { expect, test } from "vitest"
import type { StatusDiagnostic } from "../../src/git/status/diagnostic.js"
import { notebookText } from "../support/notebook-text.js"
import { launcher, nbdiff } from "../support/program.js"
import {
  type Repository,
  repository,
  runProgram,
  temporaryDirectory,
  writeScript,
} from "../support/repository.js"
import { THOROUGH } from "../support/thorough.js"

test.each([
  ["nbdiff.merge.outputs", "outs", "'outs' is not one of follow, ours, theirs and clear"],
  ["nbdiff.normalize.counts", "some", "'some' is not one of clear and keep"],
  ["nbdiff.outputs.limit", "5x", "'5x' is not a size, such as 500m or 2g: the limit is 1g"],
])("a setting that the drivers cannot follow is broken, until its mend is run: %s", (key, value, reason) => {
  const repo = repository()
  repo.commit("one", { "a.ipynb": notebookText("a = 1\n") })
  expect(nbdiff(repo, ["install", "--filter"]).status).toBe(0)
  repo.git("config", key, value)
  const message = `git config: ${key}: ${reason}`
  const fix = `git config --local --unset ${key}`
  expect(nbdiff(repo, ["status"])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining(`broken: ${message}\n  fix: ${fix}\n`),
  })
  const { status, stdout } = nbdiff(repo, ["status", "--json"])
  expect(status).toBe(1)
  expect(JSON.parse(stdout).findings).toEqual([
    { code: "settings-unheeded", severity: "broken", message, fix },
  ])
  runProgram("/bin/sh", ["-c", fix], { cwd: repo.top, env: repo.env })
  expect(nbdiff(repo, ["status"])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("everything works\n"),
  })
})

test("a setting in the committed file is reported with its file and key", () => {
  const repo = repository()
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  repo.write("pyproject.toml", '[tool.nbdiff.merge]\nprefer = "cell.source=ours"\n')
  const { status, stdout } = nbdiff(repo, ["doctor"])
  expect(status).toBe(1)
  expect(stdout).toContain("broken: pyproject.toml: tool.nbdiff.merge.prefer: 'cell.source' is none of")
  expect(stdout).toContain("fix: correct or delete tool.nbdiff.merge.prefer in pyproject.toml\n")
})

test.runIf(THOROUGH).each([
  ["diff.nbdiff.command", [], []],
  ["diff.nbdiff.textconv", ["--global"], ["--global"]],
  ["merge.nbdiff.driver", ["--filter=keep-local"], []],
  ["filter.nbdiff.process", ["--filter=keep-local"], []],
  ["filter.nbdiff.clean", ["--global", "--filter"], ["--global"]],
  ["filter.nbdiff.process", ["--global", "--filter"], []],
  ["merge.nbdiff.driver", ["--filter"], ["--worktree"]],
])("a driver whose program is missing is broken, until its mend is run: %s, %j, %j", (key, flags, scope) => {
  const repo = withNotebook()
  nbdiff(repo, ["install", ...flags])
  repo.git("config", "extensions.worktreeConfig", "true")
  const filter = repo.tryGit("config", "--get-regexp", "^filter").stdout
  repo.git("config", ...scope, key, "/gone/nbdiff x")
  expect(codes(repo)).toEqual(["command-missing"])
  expect(nbdiff(repo, ["status"]).status).toBe(1)
  runFixes(repo)
  expect(codes(repo)).toEqual([])
  expect(repo.tryGit("config", "--get-regexp", "^filter").stdout).toBe(filter)
  expect(nbdiff(repo, ["status"]).stdout).toContain("everything works")
})

test.runIf(THOROUGH).each([
  [["--filter"], ["--worktree"], "filter.nbdiff.required", "false", "filter-not-required"],
  [["--global", "--filter"], ["--local"], "filter.nbdiff.required", "no", "filter-not-required"],
  [["--filter"], ["--worktree"], "merge.nbdiff.recursive", "text", "recursive-missing"],
])("a value in a nearer scope is mended there: %j, %j %s %s", (flags, scope, key, value, code) => {
  const repo = withNotebook()
  nbdiff(repo, ["install", ...flags])
  repo.git("config", "extensions.worktreeConfig", "true")
  repo.git("config", ...scope, key, value)
  expect(codes(repo)).toContain(code)
  expect(runFixes(repo)).toEqual([`git config ${scope} --unset-all ${key}`])
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH).each(["2", "-1", "1k", "0x10", "TRUE", "on"])("a filter is required by %s", (value) => {
  const repo = withNotebook()
  nbdiff(repo, ["install", "--filter"])
  repo.git("config", "filter.nbdiff.required", value)
  expect(repo.git("config", "--type=bool", "filter.nbdiff.required")).toBe("true\n")
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH).each(["0", "0x0", "off", "", "false"])("a filter is not required by %j", (value) => {
  const repo = withNotebook()
  nbdiff(repo, ["install", "--filter"])
  repo.git("config", "filter.nbdiff.required", value)
  expect(repo.git("config", "--type=bool", "filter.nbdiff.required")).toBe("false\n")
  expect(codes(repo)).toEqual(["filter-not-required"])
  runFixes(repo)
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH)("another program in the worktree's config is taken out of it", () => {
  const repo = withNotebook()
  nbdiff(repo, ["install"])
  repo.git("config", "extensions.worktreeConfig", "true")
  const other = repo
    .git("config", "merge.nbdiff.driver")
    .trim()
    .replace("bin/nbdiff.js", "bin/../bin/nbdiff.js")
  repo.git("config", "--worktree", "merge.nbdiff.driver", other)
  expect(codes(repo)).toEqual(["shadowed"])
  expect(runFixes(repo)).toEqual(["git config --worktree --unset-all merge.nbdiff.driver"])
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH)("what git is reported on its command line is to be taken out there", () => {
  const repo = withNotebook()
  nbdiff(repo, ["install", "--filter"])
  const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "filter.nbdiff.required", GIT_CONFIG_VALUE_0: "0" }
  expect(JSON.parse(nbdiff(repo, ["status", "--json"], { env }).stdout).findings).toMatchObject([
    {
      code: "filter-not-required",
      fix: "take filter.nbdiff.required out of git's -c or GIT_CONFIG_COUNT",
    },
  ])
})

const ran = notebookText("a = 1\n").replace(
  '"outputs": []',
  '"outputs": [{"name": "stdout", "output_type": "stream", "text": ["1"]}]',
)

test.runIf(THOROUGH)("what is in the index is renewed from a subfolder too", () => {
  const repo = repository()
  repo.commit("one", { "a.ipynb": ran, "sub/b.ipynb": notebookText("b = 1\n") })
  nbdiff(repo, ["install", "--filter"])
  const sub = join(repo.top, "sub")
  expect(codes(repo, sub)).toEqual(["not-normal"])
  expect(runFixes(repo, sub)).toEqual(["nbdiff normalize --cached && git commit"])
  expect(found(repo, sub)).toEqual([])
})

test.runIf(THOROUGH)("what a sparse checkout leaves out is not asked to be renewed", () => {
  const repo = repository()
  repo.commit("one", { "sub/a.ipynb": ran, "keep/x": "1" })
  repo.git("sparse-checkout", "set", "keep")
  nbdiff(repo, ["install", "--filter"])
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH)("what a sparse checkout has left in the worktree is renewed, and nothing else", () => {
  const repo = repository()
  repo.commit("one", { "sub/a.ipynb": ran, "keep/x": "1", "out/b.ipynb": ran })
  repo.git("sparse-checkout", "set", "keep")
  repo.write("sub/a.ipynb", ran)
  nbdiff(repo, ["install", "--filter"])
  expect(codes(repo)).toEqual(["not-normal"])
  runFixes(repo)
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH)("files that are deleted do not keep others from being renewed", () => {
  const repo = repository()
  const names = ["it's [a]* name.ipynb", ":b.ipynb", "line\nend.ipynb", "-c.ipynb"]
  repo.commit("one", {
    "gone.ipynb": ran,
    "gone.txt": "1",
    ...Object.fromEntries(names.map((name) => [`./${name}`, ran])),
  })
  nbdiff(repo, ["install", "--filter"])
  rmSync(join(repo.top, "gone.ipynb"))
  rmSync(join(repo.top, "gone.txt"))
  const status = repo.git("status", "--short", "gone*")
  expect(found(repo).map(({ message }) => message)).toEqual([expect.stringMatching(/^4 notebooks/)])
  runFixes(repo)
  expect(found(repo)).toEqual([])
  expect(repo.git("status", "--short", "gone*")).toBe(status)
})

const others = "*.ipynb diff=jupyternotebook merge=jupyternotebook filter=nbstripout\n"

test.runIf(THOROUGH).each(["--filter", "--filter=keep-local"])(
  "a team's filter of another tool keeps its notebooks, and its line is named: %s",
  (filter) => {
    const repo = withNotebook()
    nbdiff(repo, ["install", "--global", filter])
    repo.write(".gitattributes", `# ours\n${others}`)
    expect(found(repo)[0]).toMatchObject({
      code: "attributes-missing",
      severity: "broken",
      fix: "delete line 2 of .gitattributes",
    })
    rmSync(join(repo.top, ".gitattributes"))
    expect(found(repo)).toEqual([])
  },
)

test.runIf(THOROUGH)("a team's attributes for other tools are beaten by this repository's own", () => {
  const repo = withNotebook()
  const fix = "nbdiff install"
  nbdiff(repo, ["install", "--global"])
  repo.write(".gitattributes", `# ours\n[attr]nb ${others.replace("*.ipynb ", "")}*.ipynb nb\n`)
  expect(found(repo)[0]).toMatchObject({ code: "attributes-missing", severity: "broken", fix })
  expect(found(repo)[1]?.message).toContain("diff=jupyternotebook (nbdime), set by .gitattributes:3")
  expect(runFixes(repo)).toEqual([fix])
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH).each([
  ["sub/.gitattributes", "install --shared", "nbdiff install", ".gitattributes:1"],
  ["../home/.config/git/attributes", "install --global", "nbdiff install", "/.config/git/attributes:"],
])("another tool's attributes in %s are named with their line, and beaten", (file, call, fix, source) => {
  const repo = withNotebook()
  repo.write("sub/b.ipynb", notebookText("b = 1\n"))
  nbdiff(repo, call.split(" "))
  const before = file.startsWith("..") ? repo.read(file) : ""
  repo.write(file, before + others)
  const cwd = join(repo.top, "sub")
  expect(found(repo, cwd).at(-1)?.message).toContain(source)
  expect(runFixes(repo, cwd)).toEqual([fix])
  expect(found(repo, cwd)).toEqual([])
})

test.runIf(THOROUGH)("a later line of another filter in this repository's own attributes is named", () => {
  const repo = withNotebook()
  nbdiff(repo, ["install", "--filter=keep-local"])
  const own = repo.read(".git/info/attributes")
  repo.write(".git/info/attributes", own + others)
  expect(codes(repo)).toEqual(["attributes-missing", "other-driver", "other-driver", "other-filter"])
  expect(found(repo)[0]?.fix).toMatch(/^delete line \d+ of \.git\/info\/attributes$/)
  repo.write(".git/info/attributes", own)
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH)("a line that no install can beat is named", () => {
  const repo = withNotebook()
  nbdiff(repo, ["install"])
  repo.write(".git/info/attributes", "*.ipynb diff=nbdiff merge=nbdiff\n*.ipynb binary\n")
  expect(new Set(found(repo).map(({ fix }) => fix))).toEqual(
    new Set(["delete line 2 of .git/info/attributes"]),
  )
  repo.write(".git/info/attributes", "*.ipynb diff=nbdiff merge=nbdiff\n")
  expect(found(repo)).toEqual([])
})

test.runIf(THOROUGH)("no warning at paths that are kept from the filter on purpose", () => {
  const repo = withNotebook()
  repo.write("raw/b.ipynb", ran)
  nbdiff(repo, ["install", "--shared", "--filter"])
  repo.write("raw/.gitattributes", "*.ipynb -filter\n")
  expect(found(repo)).toEqual([])
  rmSync(join(repo.top, "raw/.gitattributes"))
  repo.write(".gitattributes", `${repo.read(".gitattributes")}*.ipynb -filter\n`)
  expect(codes(repo)).toEqual(["other-filter"])
})

test.runIf(THOROUGH)("no hint at two scopes with filters of their own modes", () => {
  const repo = withNotebook()
  nbdiff(repo, ["install", "--global", "--filter=keep-local"])
  nbdiff(repo, ["install", "--filter=strip"])
  expect(found(repo)).toEqual([])
  nbdiff(repo, ["install", "--global", "--filter=strip"])
  nbdiff(repo, ["install", "--filter=keep-local"])
  expect(found(repo)).toEqual([])
})

function withNotebook(): Repository {
  const repo = repository()
  repo.commit("one", { "a.ipynb": notebookText("a = 1\n") })
  return repo
}

function found(repo: Repository, cwd = repo.top): readonly StatusDiagnostic[] {
  return JSON.parse(nbdiff(repo, ["status", "--json"], { cwd }).stdout).findings
}

function codes(repo: Repository, cwd = repo.top): readonly string[] {
  return found(repo, cwd).map(({ code }) => code)
}

/** Runs what status says, as somebody would who types it. */
function runFixes(repo: Repository, cwd = repo.top): readonly string[] {
  const bin = temporaryDirectory("bin")
  writeScript(join(bin, "nbdiff"), `exec '${process.execPath}' '${launcher}' "$@"`)
  const env = { ...repo.env, PATH: bin + delimiter + repo.env.PATH, GIT_EDITOR: "echo one >" }
  const fixes = [...new Set(found(repo, cwd).map(({ fix }) => fix))]
  for (const fix of fixes) {
    const { status, stderr } = runProgram("/bin/sh", ["-c", fix], { cwd, env })
    expect({ fix, status, stderr: status === 0 ? "" : stderr }).toEqual({ fix, status: 0, stderr: "" })
  }
  return fixes
}
