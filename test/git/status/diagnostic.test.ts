import { existsSync, symlinkSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { describe, expect, test } from "vitest"
import { statusJson, statusText } from "../../../src/cli/commands/status.lazy.js"
import { type InstallRequest, install, uninstall } from "../../../src/git/install/install.js"
import type { Program } from "../../../src/git/install/program.js"
import { openGit, type Place } from "../../../src/git/repository/repository.js"
import { type DiagnosticCode, diagnose, type StatusDiagnostic } from "../../../src/git/status/diagnostic.js"
import { gitLacks } from "../../../src/git/status/registered-state.js"
import { gatherFacts, type StatusFacts } from "../../../src/git/status/status-facts.js"
import {
  type Repository,
  repository,
  runProgram,
  temporaryDirectory,
  writeScript,
} from "../../support/repository.js"
import { standIn } from "../../support/stand-in.js"
import { THOROUGH } from "../../support/thorough.js"

const local: InstallRequest = { scope: "local", shared: false, filter: "as-it-is" }
const filtered: InstallRequest = { ...local, filter: "strip" }

describe("status finds nothing", () => {
  test.each([
    ["the drivers", local],
    ["the drivers for the user", { ...local, scope: "global" }],
    ["the team's attributes", { ...local, shared: true }],
    ["a filter", filtered],
    ["a filter that keeps outputs", { ...local, filter: "keep-local" }],
  ] as const)("after an installation of %s", async (_, request) => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": "normal\n", "deep/b.ipynb": "normal\n" })
    const program = standIn("exit 0", 'it\'s a 100% "good" dir')
    await install(request, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("in a bare repository where they are installed", async () => {
    const repo = repository({ bare: true })
    const program = standIn("exit 0")
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("outside a repository where they are installed for the user", async () => {
    const repo = repository()
    const program = standIn("exit 0")
    await install({ ...local, scope: "global" }, program, placeOf(repo), isNormal)
    const facts = await gatherFacts(placeOf(repo, temporaryDirectory()), program, isNormal)
    expect(diagnose(facts)).toEqual([])
  })
})

describe.runIf(THOROUGH)("status finds", () => {
  test("that nothing is installed", async () => {
    const repo = repository()
    const program = standIn("exit 0")
    expect(await found(repo, program)).toEqual([broken("not-installed", "nbdiff install")])
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
    await uninstall(local, placeOf(repo))
    expect(await found(repo, program)).toEqual([broken("not-installed", "nbdiff install")])
  })

  test("attributes that are missing", async () => {
    const { repo, program } = await installed(local)
    repo.write(".git/info/attributes", "")
    expect(await found(repo, program)).toEqual([broken("attributes-missing", "nbdiff install")])
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test.each([
    ["diff-missing", "diff.nbdiff.command"],
    ["merge-missing", "merge.nbdiff.driver"],
    ["textconv-missing", "diff.nbdiff.textconv"],
  ] as const)("%s", async (code, key) => {
    const { repo, program } = await installed(local)
    repo.git("config", "--unset", key)
    expect(await found(repo, program)).toEqual([broken(code, "nbdiff install")])
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("drivers that the team's attributes name and nobody has registered", async () => {
    const repo = repository()
    repo.commit("attributes", { ".gitattributes": "*.ipynb diff=nbdiff merge=nbdiff\n" })
    const program = standIn("exit 0")
    expect((await found(repo, program)).map(({ code }) => code)).toEqual([
      "diff-missing",
      "merge-missing",
      "textconv-missing",
      "recursive-missing",
    ])
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("a merge of virtual ancestors with markers", async () => {
    const { repo, program } = await installed(local)
    repo.git("config", "merge.nbdiff.recursive", "text")
    expect((await found(repo, program)).map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning recursive-missing",
      "hint changed-command",
    ])
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("a filter that the team's attributes name and nobody has registered", async () => {
    const { repo, program } = await installed(local)
    repo.write(".gitattributes", "*.ipynb filter=nbdiff\n")
    expect(await found(repo, program)).toEqual([broken("filter-missing", "nbdiff install --filter")])
    await install(filtered, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test.each(["process", "clean", "smudge"])("a filter without its %s", async (part) => {
    const { repo, program } = await installed({ ...local, filter: "keep-local" })
    repo.git("config", "--unset", `filter.nbdiff.${part}`)
    expect(await found(repo, program)).toEqual([
      broken("filter-incomplete", "nbdiff install --filter=keep-local"),
    ])
    await install({ ...local, filter: "keep-local" }, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("a filter that is not required", async () => {
    const { repo, program } = await installed(filtered)
    repo.git("config", "--unset", "filter.nbdiff.required")
    expect(await found(repo, program)).toEqual([broken("filter-not-required", "nbdiff install --filter")])
    await install(filtered, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test.each([
    ["gone", (program: Program) => ({ ...program, script: "/no/such/nbdiff.js" })],
    ["empty", emptied],
  ])("a program that is %s", async (_, spoil) => {
    const repo = repository()
    const program = standIn("exit 0")
    await install(filtered, spoil(standIn("exit 0")), placeOf(repo), isNormal)
    const [finding] = await found(repo, program)
    expect(finding).toMatchObject({
      code: "program-missing",
      severity: "broken",
      fix: "nbdiff install --filter",
    })
    expect(finding?.message).toContain("git add and checkout fail")
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("a Node that has moved, or is gone", async () => {
    const repo = repository()
    const program = standIn("exit 0")
    await install(local, { ...program, node: "/no/such/node" }, placeOf(repo), isNormal)
    expect(await found(repo, program)).toMatchObject([{ code: "node-moved", severity: "hint" }])
    const environment = { ...repo.env, PATH: pathWithGitAlone() }
    const place = { cwd: repo.top, environment }
    const facts = await gatherFacts({ ...place, git: openGit(place) }, program, isNormal)
    expect(diagnose(facts)).toEqual([broken("node-missing", "nbdiff install")])
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("a program in a package runner's cache", async () => {
    const repo = repository()
    const program = standIn("exit 0", "_npx/0a1b")
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toMatchObject([{ code: "passing-program", severity: "warning" }])
    await install(local, standIn("exit 0"), placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("commands of another version", async () => {
    const { repo, program } = await installed(local)
    const newer = { ...program, version: "9.0.0" }
    const [finding, ...others] = await found(repo, newer)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: "other-version", severity: "hint" })
    expect(finding?.message).toBe("version 0.0.0 wrote the commands; this is 9.0.0")
    await install(local, newer, placeOf(repo), isNormal)
    expect(await found(repo, newer)).toEqual([])
  })

  test("a command that somebody has changed", async () => {
    const { repo, program } = await installed(local)
    repo.git("config", "diff.nbdiff.command", `true; ${repo.git("config", "diff.nbdiff.command").trim()}`)
    expect(await found(repo, program)).toMatchObject([
      {
        code: "changed-command",
        severity: "hint",
        message: "diff.nbdiff.command is not what nbdiff has written there",
      },
    ])
    await install(local, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test.each([
    ["diff.nbdiff.command", "/gone/nbdiff x", "/gone/nbdiff"],
    ["diff.nbdiff.textconv", "LC_ALL=C '/gone/nb diff' x", "'/gone/nb diff'"],
    ["merge.nbdiff.driver", "exec no-such-nbdiff %O %A %B", "no-such-nbdiff"],
    ["filter.nbdiff.process", "~/nbdiff process", "~/nbdiff"],
    ["filter.nbdiff.clean", "./not-executable clean", "./not-executable"],
    ["filter.nbdiff.smudge", "./directory smudge", "./directory"],
    ["mergetool.nbdiff.cmd", '/gone/nbdiff "$MERGED"', "/gone/nbdiff"],
  ])("a %s whose program is missing", async (key, command, program) => {
    const { repo, program: running } = await installed({ ...local, filter: "keep-local" })
    repo.write("not-executable", "")
    repo.write("directory/file", "")
    repo.git("config", key, command)
    const fix = key.startsWith("filter.") ? "nbdiff install --filter=keep-local" : "nbdiff install"
    const [finding, ...others] = await found(repo, running)
    expect(others).toEqual([])
    expect(finding).toEqual(broken("command-missing", fix))
    expect(finding?.message).toContain(`${key} calls ${program.replaceAll("'", "")}, which is not there`)
    await install({ ...local, filter: "keep-local" }, running, placeOf(repo), isNormal)
    expect(await found(repo, running)).toEqual([])
  })

  test.each([
    "cat",
    "LC_ALL=C cat x",
    "./own x",
    "git-merge-one-file",
    "$HOME/nbdiff x",
    '"$(which x)" y',
    "if true; then x; fi",
    "f() { x; }; f",
  ])("no missing program in a command that is somebody's own: %s", async (command) => {
    const { repo, program } = await installed(local)
    writeScript(join(repo.top, "own"), "exit 0")
    repo.git("config", "diff.nbdiff.command", command)
    expect(await found(repo, program)).toMatchObject([{ code: "changed-command", severity: "hint" }])
  })

  test("a pattern for the names of cells that somebody has changed", async () => {
    const { repo, program } = await installed(local)
    repo.git("config", "diff.nbdiff.xfuncname", "^def")
    expect(await found(repo, program)).toMatchObject([
      { code: "changed-command", message: "diff.nbdiff.xfuncname is not what nbdiff has written there" },
    ])
  })

  test("a cache of textconv's results, which does not know who asks", async () => {
    const { repo, program } = await installed(local)
    repo.git("config", "diff.nbdiff.cachetextconv", "true")
    expect(await found(repo, program)).toMatchObject([
      { code: "cached-textconv", fix: "git config --local --unset-all diff.nbdiff.cachetextconv" },
    ])
    repo.git("config", "nbdiff.textconv", "always")
    expect(await found(repo, program)).toEqual([])
  })

  test("a textconv of an earlier version, which gives text to programs too", async () => {
    const { repo, program } = await installed(local)
    const early = repo.git("config", "diff.nbdiff.textconv").trim().replaceAll("GIT_PAGER_IN_USE", "OTHER")
    repo.git("config", "diff.nbdiff.textconv", early)
    expect(await found(repo, program)).toContainEqual(
      expect.objectContaining({ code: "unguarded-textconv", fix: "nbdiff install" }),
    )
  })

  test("no fault in what the user has added", async () => {
    const { repo, program } = await installed(local)
    repo.git("config", "diff.nbdiff.binary", "false")
    expect(await found(repo, program)).toEqual([])
  })

  test("two scopes that register different programs", async () => {
    const { repo, program } = await installed(local)
    await install({ ...local, scope: "global" }, standIn("exit 0"), placeOf(repo), isNormal)
    expect(await found(repo, program)).toMatchObject([
      { code: "shadowed", severity: "hint", fix: "nbdiff uninstall --local" },
    ])
    await uninstall(local, placeOf(repo))
    expect(await found(repo, program)).toEqual([])
  })

  test("another tool's drivers, and what is under them", async () => {
    const { repo, program } = await installed({ ...local, shared: true })
    repo.commit("one", {
      "deep/.gitattributes": "*.ipynb diff=jupyternotebook -merge\n",
      "deep/a.ipynb": "1",
      "deep/b.ipynb": "2",
      "c.ipynb": "3",
    })
    expect(await found(repo, program)).toMatchObject([
      {
        code: "other-driver",
        severity: "warning",
        message:
          "2 notebooks (deep/a.ipynb, …) are under diff=jupyternotebook (nbdime), set by deep/.gitattributes:1",
        fix: "nbdiff install",
      },
      {
        code: "other-driver",
        severity: "warning",
        message: "2 notebooks (deep/a.ipynb, …) are under -merge, set by deep/.gitattributes:1",
        fix: "nbdiff install",
      },
    ])
    repo.write("deep/.gitattributes", "")
    expect(await found(repo, program)).toEqual([])
  })

  test("another tool's filter in the place of ours", async () => {
    const { repo, program } = await installed({ ...local, shared: true, filter: "strip" })
    repo.write("deep/.gitattributes", "*.ipynb filter=nbstripout\n")
    repo.write("deep/a.ipynb", "1")
    expect(await found(repo, program)).toMatchObject([
      {
        code: "other-filter",
        severity: "hint",
        message: "deep/a.ipynb is left to filter=nbstripout (nbstripout), set by deep/.gitattributes:1",
        fix: "delete line 1 of deep/.gitattributes",
      },
    ])
    repo.write("deep/.gitattributes", "")
    expect(await found(repo, program)).toEqual([])
  })

  test("no fault in another tool's filter where ours is not asked for", async () => {
    const { repo, program } = await installed(local)
    repo.commit("one", { ".gitattributes": "*.ipynb filter=nbstripout\n", "a.ipynb": "1" })
    expect(await found(repo, program)).toEqual([])
  })

  test("notebooks in the index that the filter would change", async () => {
    const repo = repository()
    const program = standIn(`case $2 in clean) cat >/dev/null; echo normal;; *) exit 1;; esac`)
    repo.commit("one", {
      "a.ipynb": "with outputs\n",
      "b.ipynb": "normal\n",
      "sub/c.ipynb": "with outputs\n",
    })
    await install(filtered, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toMatchObject([
      {
        code: "not-normal",
        severity: "warning",
        fix: "nbdiff normalize --cached && git commit",
        message: expect.stringMatching(/^2 notebooks \(a\.ipynb, …\) are/),
      },
    ])
    repo.git("config", "--unset", "filter.nbdiff.process")
    repo.git("add", "--renormalize", ".")
    await install(filtered, program, placeOf(repo), isNormal)
    expect(await found(repo, program)).toEqual([])
  })

  test("Git LFS pointers in the worktree", async () => {
    const { repo, program } = await installed(local)
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    repo.write("\x1b[2J.ipynb", pointer)
    expect(await found(repo, program)).toMatchObject([
      {
        code: "lfs-pointers",
        severity: "warning",
        fix: "git lfs pull",
        message: '"\\033[2J.ipynb" is only a Git LFS pointer in the worktree',
      },
    ])
    repo.write("\x1b[2J.ipynb", "{}")
    expect(await found(repo, program)).toEqual([])
  })

  test("a git without the filter's protocol", async () => {
    const { repo, program } = await installed(filtered)
    const facts = await gatherFacts(placeOf(repo), program, isNormal)
    expect(diagnose({ ...facts, gitVersion: "2.10.5" })).toMatchObject([
      { code: "git-too-old", severity: "warning" },
    ])
    expect(diagnose({ ...facts, gitVersion: "2.11.0" })).toEqual([])
    expect(diagnose({ ...facts, gitVersion: "3.0.rc1" })).toEqual([])
  })

  test.each([
    [["nbdiff.merge.outputs", "outs"], "git config --local --unset nbdiff.merge.outputs"],
    [["nbdiff.merge.prefer", "cell.source=ours"], "git config --local --unset nbdiff.merge.prefer"],
    [["nbdiff.merge.output", "ours"], "git config --local --unset nbdiff.merge.output"],
    [["nbdiff.normalize.max-output", "much"], "git config --local --unset nbdiff.normalize.max-output"],
    [["--global", "nbdiff.normalize.keep", "x"], "git config --global --unset nbdiff.normalize.keep"],
  ])("a setting in git's config that is not followed: %j", async (setting, fix) => {
    const { repo, program } = await installed(local)
    repo.git("config", ...setting)
    expect(await found(repo, program)).toEqual([broken("settings-unheeded", fix)])
    runProgram("/bin/sh", ["-c", fix], { cwd: repo.top, env: repo.env })
    expect(await found(repo, program)).toEqual([])
  })

  test("of several values those that are wrong, and leaves the others", async () => {
    const { repo, program } = await installed(local)
    for (const path of ["cell.metadata.a", "cell.it's", "cell.metadata.b"])
      repo.git("config", "--add", "nbdiff.merge.prefer", `${path}=ours`)
    const [finding] = await found(repo, program)
    expect(finding?.message).toMatch(/^git config: nbdiff\.merge\.prefer: 'cell\.it's' is none of/)
    runProgram("/bin/sh", ["-c", finding?.fix ?? ""], { cwd: repo.top, env: repo.env })
    expect(await found(repo, program)).toEqual([])
    expect(repo.git("config", "--get-all", "nbdiff.merge.prefer")).toBe(
      "cell.metadata.a=ours\ncell.metadata.b=ours\n",
    )
  })

  test.each([
    ['[merge]\noutputs = "outs"\n', "correct or delete merge.outputs in nbdiff.toml"],
    ['[normalize]\ncounts = "some"\n', "correct or delete normalize.counts in nbdiff.toml"],
    ["[[normalize.path]]\n", "correct or delete normalize.path.match in nbdiff.toml"],
    ["[merges]\n", "correct or delete merges in nbdiff.toml"],
    ["[merge\n", "correct nbdiff.toml"],
  ])("a setting in nbdiff.toml that is not followed: %j", async (text, fix) => {
    const { repo, program } = await installed(local)
    repo.write("nbdiff.toml", text)
    expect(await found(repo, program)).toEqual([broken("settings-unheeded", fix)])
    repo.write("nbdiff.toml", '[merge]\noutputs = "ours"\n')
    expect(await found(repo, program)).toEqual([])
  })

  test("what is wrong in the file and in the config, each by itself and without a control character", async () => {
    const { repo, program } = await installed(local)
    repo.write("nbdiff.toml", '[merge]\noutputs = "\\u001b[2J"\n[normalize]\ncounts = "some"\n')
    repo.git("config", "nbdiff.merge.insertions", "both")
    expect((await found(repo, program)).map(({ message }) => message)).toEqual([
      "nbdiff.toml: merge.outputs: '\ufffd[2J' is not one of follow, ours, theirs and clear",
      "nbdiff.toml: normalize.counts: 'some' is not one of clear and keep",
      "git config: nbdiff.merge.insertions: 'both' is not one of keep-both and conflict",
    ])
  })

  test("what a git lacks", () => {
    expect(gitLacks("2.50.1 (Apple Git-155)")).toEqual([])
    expect(gitLacks("2.39.5")).toEqual(["branch names in conflict markers (since 2.44)"])
    expect(gitLacks("2.9.0")).toHaveLength(3)
  })
})

describe("status says", () => {
  test("what is registered, which notebooks it concerns, and how to mend what is found", async () => {
    const { repo, program } = await installed(filtered)
    repo.commit("one", { ".gitattributes": "old/* merge=nbdev-merge\n" })
    for (const path of ["a.ipynb", "b.ipynb", "old/c.ipynb"]) repo.write(path, "normal\n")
    repo.git("config", "--unset", "filter.nbdiff.required")
    const facts = { ...(await gatherFacts(placeOf(repo), program, isNormal)), gitVersion: "2.39.5" }
    expect(statusText(facts, diagnose(facts)).replace(program.script, "SCRIPT")).toBe(`\
git        2.39.5
           without branch names in conflict markers (since 2.44)
config     local: diff, merge, mergetool, difftool, filter
version    0.0.0
program    /bin/sh SCRIPT
notebooks  3 with diff=nbdiff merge=nbdiff filter=nbdiff
broken: the filter is not required: if it fails, git commits the outputs without a warning
  fix: nbdiff install --filter
`)
  })

  test("the same as one JSON object", async () => {
    const { repo, program } = await installed(local)
    repo.write("a.ipynb", "x")
    const facts = await gatherFacts(placeOf(repo), program, isNormal)
    const status = JSON.parse(statusJson(facts, diagnose(facts)))
    expect(status).toMatchObject({
      version: 1,
      filter: "off",
      programs: [{ script: program.script, scriptFound: true, nodeFound: "in its place" }],
      notebooks: [{ path: "a.ipynb", diff: "nbdiff", merge: "nbdiff", filter: "unspecified" }],
      findings: [],
    })
    expect(status.registered).toContainEqual({
      key: "merge.nbdiff.recursive",
      value: "binary",
      scope: "local",
    })
  })
})

/** In these tests a file that begins with "with outputs" is what the filter would change. */
function isNormal(bytes: Uint8Array): boolean {
  return !new TextDecoder().decode(bytes).startsWith("with outputs")
}

async function installed(request: InstallRequest): Promise<{ repo: Repository; program: Program }> {
  const repo = repository()
  const program = standIn("cat")
  await install(request, program, placeOf(repo), isNormal)
  return { repo, program }
}

async function found(repo: Repository, running: Program): Promise<readonly StatusDiagnostic[]> {
  const facts: StatusFacts = await gatherFacts(placeOf(repo), running, isNormal)
  return diagnose(facts)
}

function emptied(program: Program): Program {
  writeFileSync(program.script, "")
  return program
}

function pathWithGitAlone(): string {
  const directory = temporaryDirectory("path")
  const git = (process.env.PATH ?? "")
    .split(delimiter)
    .map((entry) => join(entry, "git"))
    .find(existsSync)
  symlinkSync(git ?? "git", join(directory, "git"))
  return directory
}

function broken(code: DiagnosticCode, fix: string) {
  return { code, severity: "broken", message: expect.any(String), fix }
}

function placeOf(repo: Repository, cwd = repo.top): Place {
  const place = { cwd, environment: repo.env }
  return { ...place, git: openGit(place) }
}
