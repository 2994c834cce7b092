import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { notebookText } from "../support/notebook-text.js"
import { projectTop } from "../support/package.js"
import { launcher } from "../support/program.js"
import { type Repository, repository, repositoryAt, temporaryDirectory } from "../support/repository.js"
import { runNotebook } from "../support/run-notebook.js"
import type { FakeGithub } from "./fake-github.js"

export const HOSTILE_PATH = "sub dir, 100%/b:c.ipynb"
export const MARKED = notebookText("z = 1\n<<<<<<< ours\nz = 2\n=======\nz = 3\n>>>>>>> theirs")

/** A pull request of a branch that left main some commits ago. It edits one notebook and adds one with a conflict. */
export interface PullRequest {
  readonly work: Repository
  readonly origin: string
  /** Where main is now, where the branch left it, and the branch's end. */
  readonly base: string
  readonly forkPoint: string
  readonly head: string
}

export function pullRequest(): PullRequest {
  const work = repository()
  const id = (name: string): string => work.git("rev-parse", name).trim()
  const commit = (n: number): void =>
    work.commit(`c${n}`, { "a.ipynb": notebookText("x = 1", `y = ${n < 3 ? n : 10}`), "t.txt": `${n}\n` })
  for (const n of [0, 1, 2, 3]) commit(n)
  const forkPoint = id("HEAD")
  for (const n of [4, 5, 6, 7]) commit(n)
  const base = id("HEAD")
  work.git("checkout", "-q", "-b", "topic", forkPoint)
  work.commit("topic", { "a.ipynb": notebookText("x = 2", "y = 10"), [HOSTILE_PATH]: MARKED })
  const head = id("HEAD")
  work.git("checkout", "-q", "main")
  work.git("merge", "-q", "--no-edit", "topic")
  const merged = id("HEAD")
  work.git("reset", "-q", "--hard", base)
  const origin = join(work.home, "origin.git")
  work.git("clone", "-q", "--bare", work.top, origin)
  // as GitHub does
  work.git("-C", origin, "config", "uploadpack.allowAnySHA1InWant", "true")
  work.git("push", "-q", origin, `${merged}:refs/pull/7/merge`, `${head}:refs/pull/7/head`)
  return { work, origin, base, forkPoint, head }
}

/** Clones as actions/checkout does: one commit, the merge of the pull request. */
export function checkout(
  pull: PullRequest,
  { depth = 1, ref = "refs/pull/7/merge" }: { readonly depth?: number; readonly ref?: string } = {},
): Repository {
  const clone = repositoryAt(temporaryDirectory("clone"), pull.work.home)
  clone.git("init", "-q")
  clone.git("remote", "add", "origin", `file://${pull.origin}`)
  const depths = depth > 0 ? [`--depth=${depth}`] : []
  clone.git("fetch", "-q", "--no-tags", ...depths, "origin", `+${ref}:refs/remotes/pull/7/merge`)
  clone.git("checkout", "-q", "--detach", "refs/remotes/pull/7/merge")
  return clone
}

export interface ActionRun {
  readonly code: number | null
  readonly out: string
  readonly summary: string
  readonly output: string
}

export interface ActionCall {
  readonly event?: unknown
  readonly eventName?: string
  readonly inputs?: Readonly<Record<string, string>>
}

export function eventOf({ base, head }: { readonly base: string; readonly head: string }): unknown {
  return { pull_request: { number: 7, base: { sha: base }, head: { sha: head } } }
}

/** Runs the action in a clone, with what GitHub's runner hands it. */
export async function runAction(
  clone: Repository,
  host: FakeGithub,
  { event, eventName = "pull_request", inputs = {} }: ActionCall,
): Promise<ActionRun> {
  const at = mkdtempSync(join(clone.home, "run-"))
  const files = { event: join(at, "event.json"), summary: join(at, "summary"), output: join(at, "output") }
  writeFileSync(files.event, JSON.stringify(event))
  for (const file of [files.summary, files.output]) writeFileSync(file, "")
  const env = {
    ...clone.env,
    NBDIFF_PROGRAM: launcher,
    GITHUB_WORKSPACE: clone.top,
    GITHUB_EVENT_NAME: eventName,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_OUTPUT: files.output,
    GITHUB_API_URL: host.url,
    GITHUB_REPOSITORY: "o/r",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_RUN_ID: "1",
    RUNNER_TEMP: at,
    INPUT_PATHS: "*.ipynb",
    INPUT_COMMENT: "true",
    INPUT_HTML: "true",
    INPUT_CHECK: "conflicts",
    INPUT_NORMAL_FORM: "none",
    INPUT_KEY: "notebooks",
    INPUT_TOKEN: "t",
    ...inputs,
  }
  const { code, out } = await run(join(projectTop, "action/github.mjs"), [], clone.top, env)
  const read = (file: string): string => readFileSync(file, "utf8")
  return { code, out, summary: read(files.summary), output: read(files.output) }
}

/** Runs a script beside this process, which serves the host. */
export function run(
  script: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [script, ...args], { cwd, env })
  let out = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (out += String(data)))
  return new Promise((done) => child.on("close", (code) => done({ code, out })))
}

/** Commits more notebooks on top of a clone's commit, and returns the new one. */
export function addNotebooks(clone: Repository, files: Readonly<Record<string, string>>): string {
  for (const path of Object.keys(files)) mkdirSync(join(clone.top, path, ".."), { recursive: true })
  clone.commit("@all ::error::more", files)
  return clone.git("rev-parse", "HEAD").trim()
}

export const manyNotebooks = (): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [
      `n${i}.ipynb`,
      runNotebook(
        Array.from({ length: 30 }, (_, k) => `v${k} = ${i}\n\`\`\`\`\n`),
        { label: "Größe ⋯" },
      ),
    ]),
  )
