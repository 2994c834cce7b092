import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { attributesFile } from "../../../src/git/install/attributes-file.js"
import {
  type Installed,
  type InstallRequest,
  install as installWith,
  uninstall,
} from "../../../src/git/install/install.js"
import type { Program } from "../../../src/git/install/program.js"
import { configEntries } from "../../../src/git/install/registration.js"
import { openGit, type Place } from "../../../src/git/repository/repository.js"
import { type Repository, repository, repositoryAt, temporaryDirectory } from "../../support/repository.js"
import { standIn } from "../../support/stand-in.js"
import { THOROUGH } from "../../support/thorough.js"

const program: Program = { node: "/usr/bin/node", script: "/opt/nbdiff/bin/nbdiff.js", version: "1.0.0" }
const local: InstallRequest = { scope: "local", shared: false, filter: "as-it-is" }
const global: InstallRequest = { ...local, scope: "global" }
const shared: InstallRequest = { ...local, shared: true }

describe("install", () => {
  test("registers the drivers and sends notebooks to them", async () => {
    const repo = repository()
    const { filter, attributesFile: file } = await install(local, program, placeOf(repo))
    expect(filter).toBe("off")
    expect(file).toBe(join(repo.top, ".git/info/attributes"))
    for (const { key, value } of configEntries(program, "off", "local"))
      expect(repo.git("config", "--local", "-z", "--get-all", key)).toBe(`${value}\0`)
    expect(applied(repo, "sub/a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
    expect(repo.git("status", "--porcelain")).toBe("")
  })

  test("works: git calls the program", async () => {
    const repo = repository()
    await install(local, standIn("echo shown", 'it\'s  a 100% "good" dir'), placeOf(repo))
    repo.commit("one", { "a.ipynb": "1\n" })
    repo.write("a.ipynb", "2\n")
    expect(repo.git("diff")).toBe("shown\n")
  })

  test("twice changes nothing the second time", async () => {
    const repo = repository()
    await install(local, program, placeOf(repo))
    const before = repo.read(".git/config")
    expect(await install(local, program, placeOf(repo))).toMatchObject({
      configChanges: 0,
      attributesChanged: false,
      notes: [],
    })
    expect(repo.read(".git/config")).toBe(before)
  })

  test.runIf(THOROUGH)("again from another place changes the commands alone", async () => {
    const repo = repository()
    await install(local, program, placeOf(repo))
    const moved = { ...program, script: "/new/place/nbdiff.js" }
    const { configChanges, attributesChanged } = await install(local, moved, placeOf(repo))
    expect({ configChanges, attributesChanged }).toEqual({ configChanges: 7, attributesChanged: false })
    expect(repo.read(".git/config")).not.toContain("/opt/nbdiff")
  })

  test.runIf(THOROUGH)("puts one value in the place of several", async () => {
    const repo = repository()
    repo.git("config", "merge.nbdiff.driver", "one")
    repo.git("config", "--add", "merge.nbdiff.driver", "two")
    await install(local, program, placeOf(repo))
    expect(repo.git("config", "--get-all", "merge.nbdiff.driver").trim().split("\n")).toHaveLength(1)
  })

  test("works from a directory inside the repository", async () => {
    const repo = repository()
    mkdirSync(join(repo.top, "deep/er"), { recursive: true })
    await install(local, program, placeOf(repo, join(repo.top, "deep/er")))
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
  })

  test.runIf(THOROUGH)("works from a linked worktree, for all worktrees", async () => {
    const repo = repository()
    repo.commit("one", { a: "1\n" })
    const linked = join(temporaryDirectory(), "linked")
    repo.git("worktree", "add", "-q", linked)
    await install(local, program, placeOf(repo, linked))
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
    expect(applied(repositoryAt(linked, repo.home), "a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
  })

  test.runIf(THOROUGH)("works in a submodule, and there alone", async () => {
    const inner = repository()
    inner.commit("one", { a: "1\n" })
    const repo = repositoryIn(inner.home)
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.top, "sub")
    await install(local, program, placeOf(repo, join(repo.top, "sub")))
    expect(applied(repositoryAt(join(repo.top, "sub"), repo.home), "a.ipynb")).toEqual([
      "nbdiff",
      "nbdiff",
      "unspecified",
    ])
    expect(applied(repo, "a.ipynb")).toEqual(["unspecified", "unspecified", "unspecified"])
  })

  test.runIf(THOROUGH)("works in a bare repository", async () => {
    const repo = repository({ bare: true })
    await install(local, program, placeOf(repo))
    expect(repo.read("info/attributes")).toContain("*.ipynb diff=nbdiff merge=nbdiff\n")
    expect(repo.git("config", "merge.nbdiff.recursive")).toBe("binary\n")
  })

  test("follows GIT_DIR", async () => {
    const repo = repository()
    const place = placeOf(repo, temporaryDirectory(), {
      GIT_DIR: join(repo.top, ".git"),
      GIT_WORK_TREE: repo.top,
    })
    await install(local, program, place)
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
  })

  test("outside a repository says what git says", async () => {
    const home = temporaryDirectory("home")
    const place = placeIn(temporaryDirectory(), home)
    await expect(install(local, program, place)).rejects.toThrow(
      /^not a git repository \(or any of the parent directories\): \.git$/,
    )
    await expect(install(shared, program, place)).rejects.toThrow(/^not a git repository/)
  })

  test("hands git the environment as it is", async () => {
    const repo = repository()
    const environment = {
      EDITOR: "vi",
      PAGER: "less",
      GIT_PAGER: "cat",
      GIT_SSH_COMMAND: "ssh",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "core.fsmonitor",
      GIT_CONFIG_VALUE_0: "false",
    }
    await install(local, program, placeOf(repo, repo.top, environment))
    expect(repo.read(".git/config")).toContain('[merge "nbdiff"]')
  })
})

describe.runIf(THOROUGH)("install --global", () => {
  test("writes to the user's config and to git's default file of attributes", async () => {
    const repo = repository()
    const { attributesFile: file } = await install(global, program, placeOf(repo))
    expect(file).toBe(join(repo.home, ".config/git/attributes"))
    expect(readFileSync(join(repo.home, ".gitconfig"), "utf8")).toContain('[merge "nbdiff"]')
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
    expect(repo.read(".git/config")).not.toContain("nbdiff")
  })

  test("works outside a repository", async () => {
    const repo = repository()
    await install(global, program, placeOf(repo, temporaryDirectory()))
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
  })

  test("follows XDG_CONFIG_HOME", async () => {
    const repo = repository()
    const environment = { XDG_CONFIG_HOME: join(repo.home, "xdg") }
    const { attributesFile: file } = await install(global, program, placeOf(repo, repo.top, environment))
    expect(file).toBe(join(repo.home, "xdg/git/attributes"))
    expect(repo.run(["check-attr", "merge", "a.ipynb"], { env: environment }).stdout).toBe(
      "a.ipynb: merge: nbdiff\n",
    )
  })

  test("follows core.attributesFile, and follows a link to where it really is", async () => {
    const repo = repository()
    mkdirSync(join(repo.home, "dotfiles"))
    writeFileSync(join(repo.home, "dotfiles/attributes"), "*.png binary\n")
    symlinkSync("dotfiles/attributes", join(repo.home, ".gitattributes"))
    repo.git("config", "--global", "core.attributesFile", "~/.gitattributes")
    await install(global, program, placeOf(repo))
    expect(readFileSync(join(repo.home, "dotfiles/attributes"), "utf8")).toMatch(
      /^\*\.png binary\n.*merge=nbdiff\n$/s,
    )
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
    await uninstall(global, placeOf(repo))
    expect(readFileSync(join(repo.home, "dotfiles/attributes"), "utf8")).toBe("*.png binary\n")
  })

  test("without a home says what git says", async () => {
    const { HOME: _, USERPROFILE: __, ...environment } = repository().env
    const cwd = temporaryDirectory()
    await expect(
      install(global, program, { git: openGit({ cwd, environment }), cwd, environment }),
    ).rejects.toThrow("$HOME not set")
  })
})

describe("install --system", () => {
  test.runIf(THOROUGH)(
    "finds the attributes beside the machine's config, wherever the environment moves that",
    async () => {
      const repo = repository()
      const moved = placeOf(repo, repo.top, { GIT_CONFIG_SYSTEM: join(repo.home, "system") })
      const file = await attributesFile("system", moved)
      expect(file).toMatch(/[/\\]gitattributes$/)
      expect(file.startsWith(repo.home)).toBe(false)
    },
  )
})

describe("install --shared", () => {
  test("writes the root's .gitattributes, and the drivers to this repository's config", async () => {
    const repo = repository()
    mkdirSync(join(repo.top, "sub"))
    const { notes } = await install(shared, program, placeOf(repo, join(repo.top, "sub")))
    expect(repo.git("status", "--porcelain")).toBe("?? .gitattributes\n")
    expect(repo.read(".gitattributes")).toContain("*.ipynb diff=nbdiff merge=nbdiff\n")
    expect(repo.git("config", "--local", "merge.nbdiff.recursive")).toBe("binary\n")
    expect(notes.map(({ code }) => code)).toEqual(["share"])
  })

  test("writes no attributes where the team's say it already", async () => {
    const repo = repository()
    repo.commit("attributes", { ".gitattributes": "*.ipynb diff=nbdiff merge=nbdiff -text\n" })
    expect(await install(shared, program, placeOf(repo))).toMatchObject({
      attributesChanged: false,
      notes: [],
    })
    expect(repo.git("status", "--porcelain")).toBe("")
  })

  test("needs a worktree", async () => {
    await expect(install(shared, program, placeOf(repository({ bare: true })))).rejects.toThrow(
      "this operation must be run in a work tree",
    )
  })
})

describe("install --filter", () => {
  test("registers a filter that is required", async () => {
    const repo = repository()
    const { filter } = await install({ ...local, filter: "strip" }, program, placeOf(repo))
    expect(filter).toBe("strip")
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "nbdiff"])
    expect(repo.git("config", "filter.nbdiff.required")).toBe("true\n")
    expect(repo.git("config", "filter.nbdiff.process")).toMatch(/; f process\n$/)
  })

  test("=keep-local says so to the filter's every command", async () => {
    const repo = repository()
    await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
    for (const name of ["process", "clean", "smudge"])
      expect(repo.git("config", `filter.nbdiff.${name}`)).toContain(`; f ${name} --keep-local`)
  })

  test.runIf(THOROUGH)("stays what it is when install is called again without a word of it", async () => {
    const repo = repository()
    await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
    expect(await install(local, program, placeOf(repo))).toMatchObject({
      filter: "keep-local",
      configChanges: 0,
      attributesChanged: false,
    })
  })

  describe.runIf(THOROUGH)("=keep-local lets a pull pass a notebook that was run again", () => {
    const keys = ["merge.autoStash", "rebase.autoStash"] as const
    const valuesOf = (repo: Repository) =>
      keys.map((key) => repo.git("config", "--default", "-", "--get", key).trim())

    test("and says so, once", async () => {
      const repo = repository()
      const { notes } = await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
      expect(notes).toMatchObject([{ code: "auto-stash", severity: "hint" }])
      expect(valuesOf(repo)).toEqual(["true", "true"])
      expect(await install({ ...local, filter: "keep-local" }, program, placeOf(repo))).toMatchObject({
        notes: [],
        configChanges: 0,
      })
    })

    test.each([
      [
        "another filter",
        (repo: Repository) => install({ ...local, filter: "strip" }, program, placeOf(repo)),
      ],
      ["no filter", (repo: Repository) => install({ ...local, filter: "off" }, program, placeOf(repo))],
      ["uninstall", (repo: Repository) => uninstall(local, placeOf(repo))],
    ])("until %s", async (_, end) => {
      const repo = repository()
      const before = repo.read(".git/config")
      await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
      await end(repo)
      expect(valuesOf(repo)).toEqual(["-", "-"])
      await uninstall(local, placeOf(repo))
      expect(repo.read(".git/config")).toBe(before)
    })

    test.each([
      ["true", []],
      ["false", ["blocked-pull"]],
    ])("but leaves what somebody has set, %s, as it is", async (value, codes) => {
      const repo = repository()
      for (const key of keys) repo.git("config", "--global", key, value)
      const { notes } = await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
      expect(notes.map(({ code }) => code)).toEqual(codes)
      expect(repo.read(".git/config")).not.toMatch(/autostash/i)
      await uninstall(local, placeOf(repo))
      expect(valuesOf(repo)).toEqual([value, value])
    })

    test.each([
      ["drop-tagged", "scratch"],
      ["drop-empty-cells", "true"],
    ])("but not where %s lets go of cells, which git would not bring back", async (key, value) => {
      const repo = repository()
      repo.git("config", `nbdiff.normalize.${key}`, value)
      const { notes } = await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
      expect(notes).toMatchObject([{ code: "blocked-pull", severity: "hint" }])
      expect(notes[0]?.message).toContain("drop-tagged")
      expect(valuesOf(repo)).toEqual(["-", "-"])
    })

    test("and warns where git puts them aside already", async () => {
      const repo = repository()
      for (const key of keys) repo.git("config", key, "true")
      repo.git("config", "nbdiff.normalize.drop-tagged", "scratch")
      const { notes } = await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
      expect(notes).toMatchObject([{ code: "auto-stash", severity: "warning" }])
      expect(valuesOf(repo)).toEqual(["true", "true"])
    })

    test("until install is called where cells are dropped now", async () => {
      const repo = repository()
      await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
      repo.write("nbdiff.toml", '[[normalize.path]]\nmatch = "a/**"\ndrop-tagged = ["scratch"]\n')
      const { notes } = await install(local, program, placeOf(repo))
      expect(notes).toMatchObject([{ code: "blocked-pull" }])
      expect(valuesOf(repo)).toEqual(["-", "-"])
      expect(await install(local, program, placeOf(repo))).toMatchObject({ notes: [], configChanges: 0 })
    })

    test("and what somebody has changed since", async () => {
      const repo = repository()
      await install({ ...local, filter: "keep-local" }, program, placeOf(repo))
      repo.git("config", "merge.autoStash", "false")
      await uninstall(local, placeOf(repo))
      expect(valuesOf(repo)).toEqual(["false", "-"])
    })
  })

  test("is removed by --no-filter, the drivers staying", async () => {
    const repo = repository()
    await install(local, program, placeOf(repo))
    const before = [repo.read(".git/config"), repo.read(".git/info/attributes")]
    await install({ ...local, filter: "strip" }, program, placeOf(repo))
    await install({ ...local, filter: "off" }, program, placeOf(repo))
    expect([repo.read(".git/config"), repo.read(".git/info/attributes")]).toEqual(before)
  })

  test("says what to do with notebooks in the index that it would change", async () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": "with outputs\n", "b.ipynb": "normal\n" })
    const { notes } = await install({ ...local, filter: "strip" }, program, placeOf(repo))
    expect(notes).toMatchObject([{ code: "not-normal" }])
    expect(notes[0]?.message).toMatch(/^a\.ipynb in the index: .*nbdiff normalize --cached/)
  })

  test.runIf(THOROUGH)("is silent where the index is in normal form", async () => {
    const repo = repository()
    repo.commit("one", { "b.ipynb": "normal\n" })
    expect((await install({ ...local, filter: "strip" }, program, placeOf(repo))).notes).toEqual([])
  })

  test("is refused from a package runner's cache, since git would stop when that is cleared", async () => {
    const repo = repository()
    const passing = { ...program, script: "/home/me/.npm/_npx/0a1b/node_modules/.bin/nbdiff" }
    const before = repo.read(".git/config")
    await expect(install({ ...local, filter: "strip" }, passing, placeOf(repo))).rejects.toThrow(
      /npx.*npm install --global nbdiff/,
    )
    expect(repo.read(".git/config")).toBe(before)
  })
})

describe("install warns", () => {
  test.runIf(THOROUGH).each([
    ["/home/me/.npm/_npx/0a1b/node_modules/.bin/nbdiff", "npx"],
    ["/home/me/.cache/pnpm/dlx/abc/node_modules/nbdiff/bin/nbdiff.js", "pnpm dlx"],
    ["/tmp/xfs-1a2b3c/dlx-7/node_modules/nbdiff/bin/nbdiff.js", "yarn dlx"],
    ["/tmp/bunx-0-nbdiff@latest/node_modules/nbdiff/bin/nbdiff.js", "bunx"],
  ])("of a program at %s, which will not last", async (script, runner) => {
    const { notes } = await install(local, { ...program, script }, placeOf(repository()))
    expect(notes).toMatchObject([{ code: "passing-program", severity: "warning" }])
    expect(notes[0]?.message).toContain(runner)
  })

  test.runIf(THOROUGH)("of no program that is installed", async () => {
    for (const script of [
      "/usr/local/bin/nbdiff",
      "/home/me/project/node_modules/.bin/nbdiff",
      "/home/me/.local/share/pnpm/nbdiff",
    ])
      expect((await install(local, { ...program, script }, placeOf(repository()))).notes).toEqual([])
  })

  test("of another tool's driver that still wins", async () => {
    const repo = repository()
    repo.write(".gitattributes", "*.ipynb diff=jupyternotebook merge=jupyternotebook\n")
    const { notes } = await install(global, program, placeOf(repo))
    expect(notes.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning other-driver-wins",
      "warning other-driver-wins",
    ])
    expect(notes[0]?.message).toContain("diff=jupyternotebook (nbdime)")
  })

  test.runIf(THOROUGH)("of another tool whose place it takes", async () => {
    const repo = repository()
    repo.write(".gitattributes", "*.ipynb filter=nbstripout diff=ipynb\n")
    const { notes } = await install(local, program, placeOf(repo))
    expect(notes).toMatchObject([
      {
        code: "other-driver-replaced",
        severity: "hint",
        message: expect.stringContaining("diff=ipynb (nbstripout)"),
      },
    ])
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "nbstripout"])
  })
})

describe("uninstall", () => {
  test.each([
    ["local", local],
    ["global", global],
    ["shared", shared],
    ["with a filter", { ...local, filter: "strip" }],
  ] as const)("leaves no trace of an installation (%s) where there was nothing", async (_, request) => {
    const repo = repository()
    repo.git("config", "--global", "user.name", "Me")
    const before = snapshot(repo)
    await install(request, program, placeOf(repo))
    expect(snapshot(repo)).not.toEqual(before)
    await uninstall(request, placeOf(repo))
    expect(snapshot(repo)).toEqual(before)
  })

  test
    .runIf(THOROUGH)
    .each([
      "*.png binary\n",
      "*.png binary",
      "# a comment\r\n*.png binary\r\n",
      "",
      "*.ipynb -text\n\n\n",
      "\xff\xfe not UTF-8\n",
    ])("leaves what was there byte for byte: %j", async (text) => {
    const repo = repository()
    const bytes = Buffer.from(text, "latin1")
    for (const file of [".gitattributes", ".git/info/attributes"]) repo.write(file, bytes)
    const config = `${repo.read(".git/config")}# mine\n[diff "nbdiff"]\n\tcachetextconv = true ; mine too\n[alias]\n\tx = "!echo"\n`
    repo.write(".git/config", config)
    await install({ ...shared, filter: "strip" }, program, placeOf(repo))
    await install({ ...local, filter: "strip" }, program, placeOf(repo))
    await uninstall(shared, placeOf(repo))
    for (const file of [".gitattributes", ".git/info/attributes"])
      expect(readFileSync(join(repo.top, file)).equals(bytes)).toBe(true)
    expect(repo.read(".git/config")).toBe(config)
  })

  test.runIf(THOROUGH)("keeps the mode of the files", async () => {
    const repo = repository()
    chmodSync(repo.write(".git/info/attributes", "a b\n"), 0o640)
    await install(local, program, placeOf(repo))
    await uninstall(local, placeOf(repo))
    expect(statSync(join(repo.top, ".git/info/attributes")).mode & 0o777).toBe(0o640)
  })

  test("leaves the team's .gitattributes unless it is reported, and says so", async () => {
    const repo = repository()
    await install(shared, program, placeOf(repo))
    const { leftFiles, changedFiles } = await uninstall(local, placeOf(repo))
    expect(changedFiles).toEqual([])
    expect(leftFiles).toEqual([join(repo.top, ".gitattributes")])
    expect(existsSync(join(repo.top, ".gitattributes"))).toBe(true)
    expect(repo.read(".git/config")).not.toContain("nbdiff")
  })

  test.runIf(THOROUGH)("leaves a line that somebody has changed", async () => {
    const repo = repository()
    await install(local, program, placeOf(repo))
    const changed = repo.read(".git/info/attributes").replace(" merge=", " -text merge=")
    repo.write(".git/info/attributes", changed)
    expect((await uninstall(local, placeOf(repo))).leftFiles).toEqual([
      join(repo.top, ".git/info/attributes"),
    ])
    expect(repo.read(".git/info/attributes")).toBe(changed)
  })

  test("of what is not installed changes nothing", async () => {
    const repo = repository()
    const before = snapshot(repo)
    expect(await uninstall(local, placeOf(repo))).toEqual({
      changedFiles: [],
      configChanges: 0,
      leftFiles: [],
    })
    expect(await uninstall(global, placeOf(repo))).toEqual({
      changedFiles: [],
      configChanges: 0,
      leftFiles: [],
    })
    expect(snapshot(repo)).toEqual(before)
  })

  test.runIf(THOROUGH)("of one scope leaves the other's", async () => {
    const repo = repository()
    await install(global, program, placeOf(repo))
    await install(local, program, placeOf(repo))
    await uninstall(local, placeOf(repo))
    expect(applied(repo, "a.ipynb")).toEqual(["nbdiff", "nbdiff", "unspecified"])
    expect(repo.git("config", "merge.nbdiff.recursive")).toBe("binary\n")
  })

  test.skipIf(process.getuid?.() === 0)("that may not write says which file", async () => {
    const repo = repository()
    await install(local, program, placeOf(repo))
    chmodSync(join(repo.top, ".git/info"), 0o500)
    await expect(uninstall(local, placeOf(repo))).rejects.toThrow(
      /could not write '.*attributes': Permission denied/,
    )
    chmodSync(join(repo.top, ".git/info"), 0o700)
  })
})

/** Here a file that begins with "with outputs" is what the filter would change. */
function install(request: InstallRequest, program: Program, place: Place): Promise<Installed> {
  return installWith(
    request,
    program,
    place,
    (bytes) => !Buffer.from(bytes).toString().startsWith("with outputs"),
  )
}

function placeOf(repo: Repository, cwd = repo.top, more: NodeJS.ProcessEnv = {}): Place {
  const environment = { ...repo.env, ...more }
  return { git: openGit({ cwd, environment }), cwd, environment }
}

function placeIn(cwd: string, home: string): Place {
  return placeOf(repositoryAt(cwd, home))
}

function repositoryIn(home: string): Repository {
  const repo = repositoryAt(temporaryDirectory("outer"), home)
  repo.git("init", "-q", "-b", "main")
  return repo
}

/** The values of diff, merge and filter for a path. */
function applied(repo: Repository, path: string): readonly string[] {
  const lines = repo.git("check-attr", "diff", "merge", "filter", "--", path).trimEnd().split("\n")
  return lines.map((line) => line.slice(line.lastIndexOf(" ") + 1))
}

/** Every file that an installation may touch, with its bytes. */
function snapshot(repo: Repository): Readonly<Record<string, string | undefined>> {
  const files = [
    ".git/config",
    ".git/info/attributes",
    ".gitattributes",
    "../home/.gitconfig",
    "../home/.config/git/attributes",
  ]
  return Object.fromEntries(
    files.map((file) => [file, existsSync(join(repo.top, file)) ? repo.read(file) : undefined]),
  )
}
