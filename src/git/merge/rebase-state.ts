import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import type { Environment } from "../repository/git-process.js"

/** The commit that a rebase, or `git am`, is applying now. */
export interface AppliedCommit {
  /** Who applies it: a rebase's merge backend, its apply backend, or `git am` by itself. */
  readonly by: "rebase" | "rebase --apply" | "am"
  /** Undefined for a patch that came by mail. */
  readonly commit: string | undefined
  readonly subject: string
  /** What it merges, by the name that the list of steps gives it, where it is a merge. */
  readonly merged: string | undefined
  /** The branch that is rebased, and what it is rebased onto, where that is known. */
  readonly branch: string | undefined
  readonly onto: string | undefined
}

/** What git's directory says of a rebase or `git am` in progress; undefined where there is none. That there is
 *  one does not mean that the merge at hand is its: a rebase that has stopped leaves room for any command. */
export function appliedCommit(environment: Environment, cwd: string): AppliedCommit | undefined {
  const directory = gitDirectory(environment, cwd)
  if (directory === undefined) return undefined
  return (
    sequencedCommit(join(directory, "rebase-merge")) ??
    appliedPatch(join(directory, "rebase-apply"), environment, cwd)
  )
}

/** Drivers run at the worktree's top, where `.git` is the directory, or a file that names it. */
export function gitDirectory(environment: Environment, cwd: string): string | undefined {
  if (environment.GIT_DIR) return resolve(cwd, environment.GIT_DIR)
  const pointer = readText(join(cwd, ".git"))
  if (pointer === undefined) return join(cwd, ".git")
  const named = /^gitdir: (.*)$/m.exec(pointer)?.[1]
  return named === undefined ? undefined : resolve(cwd, named)
}

/** The merge backend writes each step to `done` before it takes it. From 2.50 on `#` precedes the subject. */
function sequencedCommit(directory: string): AppliedCommit | undefined {
  const step = lastLine(readText(join(directory, "done")) ?? "")
  const { commit, merged, subject } = (PICK.exec(step) ?? MERGE.exec(step))?.groups ?? {}
  if (commit === undefined || subject === undefined) return undefined
  const onto = firstLine(join(directory, "onto"))
  return { by: "rebase", commit, subject, merged, branch: rebasedBranch(directory), onto }
}

const PICK =
  /^(?:pick|reword|edit|squash|fixup(?: -[cC])?|[presf]) (?<commit>[0-9a-f]{4,}) (?:# )?(?<subject>.*)$/

/** Where there is no commit to go by, or there are several branches, `git merge` does it and says its names itself. */
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

/** Until it stops, the apply backend does not write down what it rebases onto: the parent of the first commit that it
 *  has made, and before that one HEAD. */
function firstOnto(directory: string, environment: Environment, cwd: string): string | undefined {
  const [, made] = firstLine(join(directory, "rewritten"))?.split(" ") ?? []
  return revisions([made === undefined ? "HEAD" : `${made}^`], environment, cwd)?.[0]
}

/** The ids of the commits; undefined where git does not find one of them. */
export function revisions(
  names: readonly string[],
  environment: Environment,
  cwd: string,
): readonly string[] | undefined {
  const options = { cwd, env: environment, encoding: "utf8", windowsHide: true } as const
  const { status, stdout } = spawnSync("git", ["rev-parse", ...names], options)
  return status === 0 ? stdout.trimEnd().split("\n") : undefined
}

/** `head-name` is "detached HEAD" where no branch is rebased. */
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
