import { execFileSync } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { npmEnvironment, packProject, projectTop } from "../support/package.js"
import { type GitRun, type Repository, repositoryAt, runProgram } from "../support/repository.js"

/** The package, installed from its tarball for everybody (`global`) and in a project, without any network. */
interface Installation {
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  readonly folder: string
  readonly project: string
}

let installed: Installation

beforeAll(() => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "nbdiff-package-")))
  installed = install(home)
  return () => rmSync(home, { recursive: true, force: true, maxRetries: 3 })
}, 120_000)

function install(home: string): Installation {
  const tarball = packProject(home)
  const plain = npmEnvironment(home)
  const prefix = plain.npm_config_prefix ?? ""
  const isWindows = process.platform === "win32"
  const project = join(home, "project")
  mkdirSync(project)
  writeFileSync(join(project, "package.json"), '{ "name": "project", "private": true, "type": "module" }\n')
  const npm = (...args: readonly string[]): void =>
    void execFileSync("npm", ["install", "--offline", "--silent", ...args], {
      cwd: project,
      env: plain,
      shell: isWindows,
    })
  npm("--global", tarball)
  npm(tarball)
  const bin = isWindows ? prefix : join(prefix, "bin")
  return {
    home,
    env: { ...plain, PATH: [bin, process.env.PATH].join(delimiter) },
    folder: join(prefix, isWindows ? "" : "lib", "node_modules/nbdiff"),
    project,
  }
}

/** Runs the installed program as a shell would find it. */
function nbdiff(cwd: string, ...args: readonly string[]): GitRun {
  return runProgram("sh", ["-c", 'nbdiff "$@"', "sh", ...args], { cwd, env: installed.env })
}

function repositoryIn(name: string): Repository {
  const top = join(installed.home, name)
  mkdirSync(top)
  const repo = repositoryAt(top, installed.home)
  repo.git("init", "-q", "-b", "main")
  return repo
}

const example = (name: string): string =>
  readFileSync(join(projectTop, "examples/pricing", `${name}.ipynb`), "utf8")

describe("the packed package, installed into an empty prefix without a network", () => {
  test("brings nothing else along", () => {
    const manifest = JSON.parse(readFileSync(join(installed.folder, "package.json"), "utf8"))
    expect(manifest.dependencies ?? {}).toEqual({})
    expect(readdirSync(join(installed.folder, ".."))).toEqual(["nbdiff"])
    const own = readdirSync(installed.folder).filter((name) => name !== "node_modules")
    const expected = ["CHANGELOG.md", "LICENSE", "README.md", "bin", "dist", "gitattributes-example"]
    expect(own.sort()).toEqual([...expected, "package.json", "schema"].sort())
  })

  test("is as large as the README says", () => {
    const readme = readFileSync(join(projectTop, "README.md"), "utf8")
    const [, megabytes] = /\*\*no dependencies\*\*.*\*\*(\d+) MB\*\*/.exec(readme) ?? []
    expect(Math.abs(sizeOf(installed.folder) / 1e6 - Number(megabytes))).toBeLessThan(0.6)
  })

  test("says its version, and the same as its package.json", () => {
    const { version } = JSON.parse(readFileSync(join(projectTop, "package.json"), "utf8"))
    expect(nbdiff(installed.home, "--version")).toMatchObject({ status: 0, stdout: `${version}\n` })
  })

  test.skipIf(process.platform === "win32")(
    "is a command of git, with a manual page for it and for itself",
    () => {
      const git = (...args: readonly string[]): GitRun =>
        runProgram("git", args, {
          cwd: installed.home,
          env: { ...installed.env, GIT_MAN_VIEWER: "man", MANPAGER: "cat" },
        })
      expect(git("nbdiff", "--version")).toMatchObject({
        status: 0,
        stdout: /.*\n/.exec(nbdiff(installed.home, "--version").stdout)?.[0],
      })
      const pages = join(installed.home, "npm-prefix/share/man/man1")
      expect(readdirSync(pages).sort()).toEqual(["git-nbdiff.1", "nbdiff.1"])
      const page = readFileSync(join(pages, "nbdiff.1"), "utf8")
      for (const command of ["add", "install", "resolve"])
        expect(page).toContain(`\n.SS nbdiff ${command}\n.nf\nUsage: nbdiff ${command} `)
      expect(page).toContain("\\-\\-side\\-by\\-side")
      const shown = git("help", "nbdiff")
      // a machine without man has none to show
      if (shown.status === 0) expect(shown.stdout).toMatch(/NBDIFF\(1\)[\s\S]*EXIT STATUS/)
      else expect(shown.stderr).toMatch(/man/)
    },
  )

  test("shows, logs, merges and filters notebooks through git", () => {
    const repo = repositoryIn("drivers")
    const { status, stderr } = nbdiff(repo.top, "install", "--filter=keep-local")
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringMatching(/^hint: a pull would stop .*\n$/),
    })
    expect(repo.git("config", "merge.nbdiff.driver")).toContain(join(installed.home, "npm-prefix"))
    repo.commit("base", { "a.ipynb": example("cleaned") })
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit("theirs", { "a.ipynb": example("theirs") })
    repo.git("checkout", "-q", "main")
    repo.commit("ours", { "a.ipynb": example("ours") })
    expect(repo.git("diff", "main~")).toContain('+axes.set_xlabel("age in years")\n')
    const env = { NBDIFF_TEXTCONV: "always" }
    expect(repo.run(["log", "-p", "-1"], { env }).stdout).toContain('+axes.set_xlabel("age in years")\n')
    repo.git("merge", "-q", "-m", "both", "theirs")
    expect(repo.read("a.ipynb")).toMatch(/set_xlabel.*\\"weight\\"/s)
    expect(repo.git("cat-file", "-p", "HEAD:a.ipynb")).not.toContain("image/png")
    expect(nbdiff(repo.top, "status")).toMatchObject({ status: 0 })
  })

  test.each(["bash", "zsh", "fish"])("completes in %s", (shell) => {
    expect(nbdiff(installed.home, "completion", shell)).toMatchObject({ status: 0, stderr: "" })
  })

  test("works without anything on the PATH but Node and git", () => {
    const script = join(installed.folder, "bin/nbdiff.js")
    const files = ["first", "cleaned"].map((name) => join(projectTop, "examples/pricing", `${name}.ipynb`))
    for (const args of [
      ["--no-index", ...files],
      ["--no-index", "--json", ...files],
      ["--no-index", "--side-by-side", "--color=always", ...files],
      ["show", ...files.slice(1)],
      ["normalize", "--check", ...files],
    ]) {
      const { stderr, stdout } = runProgram(process.execPath, [script, ...args], {
        cwd: installed.home,
        env: installed.env,
      })
      expect(stderr).not.toMatch(/Cannot find|Error/)
      expect(stdout).not.toBe("")
    }
  })
})

describe("the library in the packed package", () => {
  const run = (code: string): GitRun => {
    writeFileSync(join(installed.project, "code.mjs"), code)
    return runProgram(process.execPath, ["code.mjs"], { cwd: installed.project, env: installed.env })
  }

  test("is imported by its name, with its schema beside it", () => {
    const code = `
      import { parseNotebook, diffNotebooks } from "nbdiff"
      import schema from "nbdiff/schema/notebook-diff.schema.json" with { type: "json" }
      import manifest from "nbdiff/package.json" with { type: "json" }
      console.log(typeof parseNotebook, typeof diffNotebooks, schema.title, manifest.name)`
    expect(run(code)).toMatchObject({ status: 0, stdout: "function function nbdiff --json nbdiff\n" })
  })

  test("keeps its insides to itself", () => {
    expect(run('import "nbdiff/dist/index.js"').stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED")
  })

  test("has types that a strict project compiles against, without Node's", () => {
    writeFileSync(
      join(installed.project, "types.ts"),
      `import { type Decision, diffNotebooks, mergeFiles, type NotebookDiff, parseNotebook, renderPlain, VIEW_DEFAULTS } from "nbdiff"
export function compare(a: Uint8Array, b: Uint8Array): string {
  const diff: NotebookDiff = diffNotebooks(parseNotebook(a), parseNotebook(b))
  return renderPlain(diff, { path: "a.ipynb", status: "modified" }, VIEW_DEFAULTS)
}
export function conflicts(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): readonly Decision[] {
  return mergeFiles(base, ours, theirs).decisions.filter(({ conflict }) => conflict)
}
// @ts-expect-error a string is not bytes
parseNotebook("")
`,
    )
    const compilerOptions = {
      ...{ strict: true, noEmit: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
      ...{ target: "ES2023", lib: ["ES2023"], module: "NodeNext", types: [] },
    }
    writeFileSync(
      join(installed.project, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["types.ts"] }),
    )
    const tsc = join(projectTop, "node_modules/typescript/bin/tsc")
    const { status, stdout } = runProgram(process.execPath, [tsc], {
      cwd: installed.project,
      env: installed.env,
    })
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" })
  }, 60_000)
})

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size)
  }, 0)
}
