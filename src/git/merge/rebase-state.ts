import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import type { Environment } from "../repository/git-process.js"

/** Describes the commit that a rebase, or `git am`, is applying now. */
export interface AppliedCommit {
  /** What applies it: a rebase's merge backend, its apply backend, or `git am` itself. */
  readonly by: "rebase" | "rebase --apply" | "am"
  /** Undefined for a patch from a mail. */
  readonly commit: string | undefined
  readonly subject: string
  /** For a merge, what it merges, by its name in the list of steps. */
  readonly merged: string | undefined
  /** The branch that is rebased, and what it is rebased onto, if known. */
  readonly branch: string | undefined
  readonly onto: string | undefined
}

/** Reads git's directory for a rebase or `git am` in progress; returns undefined if there is none. This merge need
 *  not belong to it: while a rebase is stopped, any command can be run. */
export function appliedCommit(environment: Environment, cwd: string): AppliedCommit | undefined {
  const directory = gitDirectory(environment, cwd)
  if (directory === undefined) return undefined
  return (
    sequencedCommit(join(directory, "rebase-merge")) ??
    appliedPatch(join(directory, "rebase-apply"), environment, cwd)
  )
}

/** Returns the git directory. Drivers run at the worktree's top, where `.git` is that directory, or a file that
 *  names it. */
export function gitDirectory(environment: Environment, cwd: string): string | undefined {
  if (environment.GIT_DIR) return resolve(cwd, environment.GIT_DIR)
  const pointer = readText(join(cwd, ".git"))
  if (pointer === undefined) return join(cwd, ".git")
  const named = /^gitdir: (.*)$/m.exec(pointer)?.[1]
  return named === undefined ? undefined : resolve(cwd, named)
}

/** Reads the current step, which the merge backend writes to `done` before taking it. From git 2.50 on, `#` precedes
 *  the subject. */
function sequencedCommit(directory: string): AppliedCommit | undefined {
  const step = lastLine(readText(join(directory, "done")) ?? "")
  const { commit, merged, subject } = (PICK.exec(step) ?? MERGE.exec(step))?.groups ?? {}
  if (commit === undefined || subject === undefined) return undefined
  const onto = firstLine(join(directory, "onto"))
  return { by: "rebase", commit, subject, merged, branch: rebasedBranch(directory), onto }
}

const PICK =
  /^(?:pick|reword|edit|squash|fixup(?: -[cC])?|[presf]) (?<commit>[0-9a-f]{4,}) (?:# )?(?<subject>.*)$/

/** Reads a merge step. Without a commit, or for several branches, `git merge` runs and passes its names itself. */
const MERGE = /^(?:merge|m) -[cC] (?<commit>[0-9a-f]{4,}) (?<merged>\S+) # (?<subject>.*)$/

function appliedPatch(directory: string, environment: Environment, cwd: string): AppliedCommit | undefined {
  const subject = firstLine(join(directory, "final-commit"))
  if (subject === undefined) return undefined
  const commit = firstLine(join(directory, "original-commit"))
  const patch = { commit, subject, merged: undefined, branch: rebasedBranch(directory) }
  if (!existsSync(join(directory, "rebasing"))) return { ...patch, by: "am", onto: undefined }
  const onto = firstLine(join(directory, "onto")) ?? firstOnto(directory, environment, cwd)
  return { ...patch, by: "rebase --apply", onto }
}

/** Returns what the apply backend rebases onto, which it writes down only when it stops: the parent of the first
 *  commit that it made, or HEAD before that. */
function firstOnto(directory: string, environment: Environment, cwd: string): string | undefined {
  const [, made] = firstLine(join(directory, "rewritten"))?.split(" ") ?? []
  return revisions([made === undefined ? "HEAD" : `${made}^`], environment, cwd)?.[0]
}

/** Returns the ids of the commits; undefined if git does not find one of them. */
export function revisions(
  names: readonly string[],
  environment: Environment,
  cwd: string,
): readonly string[] | undefined {
  const options = { cwd, env: environment, encoding: "utf8", windowsHide: true } as const
  const { status, stdout } = spawnSync("git", ["rev-parse", ...names], options)
  return status === 0 ? stdout.trimEnd().split("\n") : undefined
}

/** Reads `head-name`, which is "detached HEAD" if no branch is rebased. */
function rebasedBranch(directory: string): string | undefined {
  return /^refs\/heads\/(.+)$/.exec(firstLine(join(directory, "head-name")) ?? "")?.[1]
}

function firstLine(file: string): string | undefined {
  return readText(file)?.split("\n", 1)[0]
}

export function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? ""
}

export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}
