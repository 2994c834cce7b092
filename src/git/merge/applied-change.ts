import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { blobId } from "../../node/blob-id.js"
import type { Environment } from "../repository/git-process.js"
import type { MergeLabels } from "./merge-arguments.js"
import { gitDirectory, readText } from "./rebase-state.js"

/** The three files of a merge as git stores them, and their path from the worktree's top. */
export interface MergedBlobs {
  readonly path: string
  readonly base: Uint8Array
  readonly ours: Uint8Array
  readonly theirs: Uint8Array
}

/** git's own words, which it passes from 2.44 on. */
export const STASH_LABELS: MergeLabels = {
  base: "Stash base",
  ours: "Updated upstream",
  theirs: "Stashed changes",
}

/** What git calls the sides of a stash, a cherry-pick or a revert, of which an older git says nothing. The contents
 *  tell: a stash holds theirs at this path, and one commit made theirs out of the base, or the reverse. Undefined
 *  where no commit did, or where looking for it takes too long. */
export function appliedChangeLabels(
  merged: MergedBlobs,
  environment: Environment,
  cwd: string,
): MergeLabels | undefined {
  const git = (...args: readonly string[]) => askGit(args, environment, cwd)
  if (isStashed(merged, environment, cwd, git)) return STASH_LABELS
  const change = merged.base.length > 0 ? findChange(merged, git) : undefined
  if (change === undefined) return undefined
  const name = `${change.commit.slice(0, SHORT)} (${change.subject})`
  const ours = idsOf(merged.ours).includes(
    git("rev-parse", "-q", "--verify", `HEAD:${merged.path}`)?.trim() ?? "",
  )
  const [base, theirs] = change.isReverted ? [name, `parent of ${name}`] : [`parent of ${name}`, name]
  return { base, ours: ours ? "HEAD" : "ours", theirs }
}

/** Commits are cut to as many digits as git shows. */
const SHORT = 7

type AskGit = (...args: readonly string[]) => string | undefined

/** Stashes that are looked at, newest first. */
const MOST_STASHES = 10

function isStashed(
  { path, theirs }: MergedBlobs,
  environment: Environment,
  cwd: string,
  git: AskGit,
): boolean {
  if (!mayHaveStash(environment, cwd)) return false
  const stashes = git("log", "-g", "--format=%H", "-n", String(MOST_STASHES), "refs/stash") ?? ""
  const names = stashes.split("\n").filter(Boolean)
  const ids = idsOf(theirs)
  return names.some((stash) =>
    ids.includes(git("rev-parse", "-q", "--verify", `${stash}:${path}`)?.trim() ?? ""),
  )
}

/** A linked worktree shares the refs of the repository's own directory. */
function mayHaveStash(environment: Environment, cwd: string): boolean {
  const directory = gitDirectory(environment, cwd)
  if (directory === undefined) return true
  const common = join(directory, (readText(join(directory, "commondir")) ?? ".").trim())
  const packed = readText(join(common, "packed-refs")) ?? ""
  return existsSync(join(common, "refs", "stash")) || packed.includes(" refs/stash\n")
}

interface AppliedChange {
  readonly commit: string
  readonly subject: string
  readonly isReverted: boolean
}

/** Commits of the path that are looked at, newest first. */
const MOST_COMMITS = 500

/** The newest commit that changed the path from base to theirs, or from theirs to base. */
function findChange({ path, base, theirs }: MergedBlobs, git: AskGit): AppliedChange | undefined {
  const options = ["--all", "--raw", "--no-abbrev", "--no-renames", "--no-color", "--format=%x01%H %s"]
  const log = git("log", ...options, "-n", String(MOST_COMMITS), "--", `:(top,literal)${path}`) ?? ""
  const ids = { base: idsOf(base), theirs: idsOf(theirs) }
  for (const entry of log.split("\x01")) {
    const [, commit, subject, before = "", after = ""] =
      /^([0-9a-f]+) (.*)\n\n:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) M/.exec(entry) ?? []
    if (commit === undefined || subject === undefined) continue
    if (ids.base.includes(before) && ids.theirs.includes(after)) return { commit, subject, isReverted: false }
    if (ids.theirs.includes(before) && ids.base.includes(after)) return { commit, subject, isReverted: true }
  }
  return undefined
}

function idsOf(bytes: Uint8Array): readonly string[] {
  return [blobId(bytes), blobId(bytes, "sha256")]
}

/** Milliseconds that a label is worth: the history of a file may be long. */
const LONGEST_SEARCH = 2000

function askGit(args: readonly string[], environment: Environment, cwd: string): string | undefined {
  const { status, stdout } = spawnSync("git", args, {
    cwd,
    env: environment,
    encoding: "utf8",
    windowsHide: true,
    timeout: LONGEST_SEARCH,
    maxBuffer: 1 << 24,
  })
  return status === 0 ? stdout : undefined
}
