import { type SpawnSyncReturns, spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { onTestFinished } from "vitest"

/** A repository of its own in a temporary directory, with a home of its own: nothing of the machine's or the
 *  user's git config reaches it. It is gone when the test has finished. */
export interface Repository {
  /** The worktree's top; for a bare repository the repository. */
  readonly top: string
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  /** git's output; a nonzero exit status throws, with what git said. */
  git(...args: readonly string[]): string
  /** What git did, whatever its exit status. */
  tryGit(...args: readonly string[]): GitRun
  /** Runs git elsewhere, or with more in its environment. */
  run(args: readonly string[], more?: RunOptions): GitRun
  write(path: string, content: string | Uint8Array): string
  read(path: string): string
  /** Writes, adds and commits the files, each by its path. */
  commit(message: string, files: Readonly<Record<string, string>>): void
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string | Uint8Array
}

export interface GitRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A new directory, removed when the test has finished. `name` is the last part of its path. */
export function temporaryDirectory(name = "work"): string {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "nbdiff-test-")))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true, maxRetries: 3 }))
  const directory = join(parent, name)
  mkdirSync(directory, { recursive: true })
  return directory
}

export function repository(options: { readonly name?: string; readonly bare?: boolean } = {}): Repository {
  const top = temporaryDirectory(options.name ?? "repository")
  const home = join(dirname(top), "home")
  mkdirSync(home)
  const opened = repositoryAt(top, home)
  opened.git("init", "-q", "-b", "main", ...(options.bare ? ["--bare"] : []))
  return opened
}

/** A repository that is there already, such as a linked worktree or a clone. */
export function repositoryAt(top: string, home: string): Repository {
  const env = isolatedEnvironment(home)
  const run: Repository["run"] = (args, more = {}) =>
    runProgram("git", args, { cwd: more.cwd ?? top, env: { ...env, ...more.env }, ...input(more) })
  const git: Repository["git"] = (...args) => {
    const { status, stdout, stderr } = run(args)
    if (status !== 0) throw new Error(`git ${args.join(" ")}: exit status ${status}\n${stdout}${stderr}`)
    return stdout
  }
  const write: Repository["write"] = (path, content) => {
    const file = join(top, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    return file
  }
  const commit: Repository["commit"] = (message, files) => {
    for (const [path, content] of Object.entries(files)) write(path, content)
    git("add", "--", ...Object.keys(files))
    git("commit", "-q", "-m", message)
  }
  const read: Repository["read"] = (path) => readFileSync(join(top, path), "utf8")
  return { top, home, env, git, run, tryGit: (...args) => run(args), write, read, commit }
}

/** The process's environment without anything that steers git, a terminal or a pager, plus a home and an author. */
export function isolatedEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(GIT|NBDIFF_|VSCODE_|GCM_|XDG_|LC_|NO_COLOR$|FORCE_COLOR$)/i.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A Person",
    GIT_AUTHOR_EMAIL: "person@example.org",
    GIT_COMMITTER_NAME: "A Person",
    GIT_COMMITTER_EMAIL: "person@example.org",
    GIT_EDITOR: "true",
    LC_ALL: "C",
    TERM: "dumb",
  }
}

/** An executable file that sh runs. */
export function writeScript(file: string, body: string): string {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
  return file
}

export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input?: string | Uint8Array },
): GitRun {
  const done: SpawnSyncReturns<string> = spawnSync(program, args, {
    ...options,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  })
  if (done.error) throw done.error
  return { status: done.status, stdout: done.stdout, stderr: done.stderr }
}

function input(more: RunOptions): { readonly input?: string | Uint8Array } {
  return more.input === undefined ? {} : { input: more.input }
}
