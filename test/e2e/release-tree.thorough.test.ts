import { copyFileSync, readFileSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { npmEnvironment, projectTop } from "../support/package.js"
import {
  type GitRun,
  isolatedEnvironment,
  type Repository,
  repository,
  runProgram,
  temporaryDirectory,
} from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"

const IS_WINDOWS = process.platform === "win32"
const { version } = JSON.parse(readFileSync(join(projectTop, "package.json"), "utf8"))
const TAG = `v${version}`

/** A repository of the hooks: main, as a clone of the project would be, and the release that was made on it. */
interface Release {
  readonly repo: Repository
  /** What main is to become. */
  readonly merged: string
}

function released(): Release {
  const repo = repository({ name: "hooks" })
  repo.commit("sources", { "package.json": '{ "name": "sources" }\n', ".gitignore": "dist/\n" })
  const { status, stdout, stderr } = make(repo)
  expect({ status, stderr }).toMatchObject({ status: 0 })
  return { repo, merged: stdout.trim() }
}

function make(repo: Repository): GitRun {
  const script = join(projectTop, "scripts/release/make-release-tree.mjs")
  const env = npmEnvironment(repo.home)
  return runProgram(process.execPath, [script, repo.top], { cwd: projectTop, env })
}

describe.skipIf(IS_WINDOWS)("the tree of a release", () => {
  test("is what npm would publish, built, without anything to run or to install", () => {
    const { repo } = released()
    const names = repo.git("ls-tree", "-r", "--name-only", TAG).split("\n")
    expect(names).toEqual(
      expect.arrayContaining(["bin/nbdiff.js", "dist/cli.cjs", ".pre-commit-hooks.yaml", "README.md"]),
    )
    expect(names.filter((name) => /^(src|test|scripts|node_modules)\//.test(name))).toEqual([])
    const manifest = JSON.parse(repo.git("show", `${TAG}:package.json`))
    expect(manifest).not.toHaveProperty("scripts")
    expect(manifest).not.toHaveProperty("devDependencies")
    expect(manifest.bin).toHaveProperty("git-nbdiff")
  })

  test("leaves HEAD, the index and the worktree, and is a child of HEAD", () => {
    const { repo, merged } = released()
    expect(repo.git("status", "--porcelain")).toBe("")
    expect(repo.git("rev-parse", `${TAG}^`, "v0")).toBe(repo.git("rev-parse", "HEAD", TAG))
    expect(repo.git("rev-parse", `${merged}^1`, `${merged}^2`, `${merged}^{tree}`)).toBe(
      repo.git("rev-parse", "HEAD", TAG, "HEAD^{tree}"),
    )
  })

  test("is made once", () => {
    const { repo } = released()
    const before = repo.git("rev-parse", TAG)
    expect(make(repo)).toMatchObject({ status: 1, stderr: expect.stringContaining("is there already") })
    expect(repo.git("rev-parse", TAG)).toBe(before)
  })

  test("is installed by npm from git, without a network", () => {
    const { repo } = released()
    const env = npmEnvironment(repo.home)
    const npm = runProgram("npm", ["install", "-g", "--silent", `git+file://${repo.top}#${TAG}`], {
      cwd: repo.home,
      env,
    })
    expect(npm).toMatchObject({ status: 0 })
    const program = join(env.npm_config_prefix ?? "", "bin/git-nbdiff")
    expect(runProgram(program, ["--version"], { cwd: repo.home, env }).stdout).toBe(`${version}\n`)
  })
})

test.skipIf(IS_WINDOWS)(
  "npm pack prints the name of the tarball alone, although the package is built first",
  () => {
    const cwd = temporaryDirectory()
    const manifest = JSON.parse(readFileSync(join(projectTop, "package.json"), "utf8"))
    const scripts = { ...manifest.scripts, build: "echo building" }
    writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "packed", version: "1.0.0", scripts }))
    copyFileSync(join(projectTop, ".npmrc"), join(cwd, ".npmrc"))
    const packed = runProgram("npm", ["pack"], { cwd, env: npmEnvironment(cwd) })
    expect(packed).toMatchObject({ status: 0, stdout: "packed-1.0.0.tgz\n" })
  },
)

const hasPreCommit = (() => {
  try {
    return runProgram("pre-commit", ["--version"], { cwd: projectTop, env: process.env }).status === 0
  } catch {
    return false
  }
})()
const unlessMissing = hasPreCommit ? "" : " (skipped: pre-commit is not installed)"

describe.skipIf(!hasPreCommit || IS_WINDOWS)(
  `the hooks of pre-commit, from a release${unlessMissing}`,
  () => {
    const conflicted = notebookText("a = 1\n<<<<<<< ours\nb = 2\n=======\nb = 3\n>>>>>>> theirs")
    let hooks: Release
    let repo: Repository

    beforeEach(() => {
      hooks = released()
      hooks.repo.git("reset", "-q", "--hard", hooks.merged)
      repo = repository({ name: "analysis" })
    })

    const preCommit = (...args: readonly string[]): GitRun => {
      const home = repo.home
      const env = {
        ...npmEnvironment(home),
        PRE_COMMIT_HOME: join(home, "pre-commit"),
        PRE_COMMIT_COLOR: "never",
        PATH: process.env.PATH ?? delimiter,
      }
      return runProgram("pre-commit", args, { cwd: repo.top, env })
    }

    const use = (id: string, rev = TAG): void => {
      const config = `repos:\n- repo: ${hooks.repo.top}\n  rev: ${rev}\n  hooks:\n  - id: ${id}\n`
      repo.commit("hooks", { ".pre-commit-config.yaml": config })
    }

    const stage = (text: string): void => {
      repo.write("a notebook.ipynb", text)
      repo.git("add", ".")
    }

    test.each(["nbdiff-check", "nbdiff-check-conflicts"])("%s stops a conflict, and nothing else", (id) => {
      use(id)
      stage(runNotebook(["a = 1"], { label: "first" }))
      expect(preCommit("run")).toMatchObject({ status: 0 })
      stage(conflicted)
      expect(preCommit("run")).toMatchObject({
        status: 1,
        stdout: expect.stringMatching(/a notebook\.ipynb: cell 1.*conflict/),
      })
    })

    test("nbdiff-strip stops once, and has stripped the notebook", () => {
      use("nbdiff-strip")
      stage(runNotebook(["a = 1"], { label: "first" }))
      expect(preCommit("run")).toMatchObject({ status: 1 })
      repo.git("add", ".")
      expect(preCommit("run")).toMatchObject({ status: 0 })
      expect(JSON.parse(repo.read("a notebook.ipynb")).cells[0]).toMatchObject({
        outputs: [],
        execution_count: null,
      })
    })

    test("nbdiff-strip-check stops what is not stripped, and changes nothing", () => {
      use("nbdiff-strip-check")
      const text = runNotebook(["a = 1"], { label: "first" })
      stage(text)
      expect(preCommit("run")).toMatchObject({ status: 1 })
      expect(repo.read("a notebook.ipynb")).toBe(text)
      stage(notebookText("a = 1"))
      expect(preCommit("run")).toMatchObject({ status: 0 })
    })

    test("autoupdate finds the release from main", () => {
      use("nbdiff-check", hooks.repo.git("rev-parse", "HEAD~1").trim())
      expect(preCommit("autoupdate")).toMatchObject({ status: 0 })
      expect(repo.read(".pre-commit-config.yaml")).toContain(`rev: ${TAG}\n`)
    })
  },
)

test.skipIf(IS_WINDOWS)("a release is refused as long as nobody is named who publishes it", () => {
  const cwd = temporaryDirectory()
  const env = isolatedEnvironment(cwd)
  const git = (...args: readonly string[]): GitRun => runProgram("git", args, { cwd, env })
  git("init", "-q")
  for (const name of ["package.json", "scripts/release/publisher.mjs"]) {
    const file = join(cwd, name)
    runProgram("mkdir", ["-p", join(file, "..")], { cwd, env })
    copyFileSync(join(projectTop, name), file)
  }
  git("add", ".")
  const publisher = (...args: readonly string[]): GitRun =>
    runProgram(process.execPath, ["scripts/release/publisher.mjs", ...args], { cwd, env })
  const isNamed = !readFileSync(join(projectTop, "package.json"), "utf8").includes("OWNER/nbdiff")
  if (!isNamed)
    expect(publisher()).toMatchObject({ status: 1, stderr: expect.stringMatching(/^package\.json\n/) })
  expect(publisher("octo", "Octo <octo@example.org>")).toMatchObject({ status: 0 })
  expect(publisher()).toMatchObject({ status: 0, stderr: "" })
  const { author, repository: source } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"))
  if (isNamed) return
  expect({ author, url: source.url }).toEqual({
    author: "Octo <octo@example.org>",
    url: "git+https://github.com/octo/nbdiff.git",
  })
})
