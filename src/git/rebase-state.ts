import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"

export type Environment = Readonly<Record<string, string | undefined>>

/** The commit that a rebase, or `git am`, is applying now. */
export interface AppliedCommit {
  /** Who applies it: a rebase's merge backend, its apply backend, or `git am` by itself. */
  readonly by: "rebase" | "rebase --apply" | "am"
  /** Undefined for a patch that came by mail. */
  readonly commit: string | undefined
  readonly subject: string
  /** The branch that is rebased, and what it is rebased onto, where that is known. */
  readonly branch?: string
  readonly onto?: string
}

/** What git's directory says of a rebase or `git am` in progress; undefined where there is none. That there is
 *  one does not mean that the merge at hand is its: a rebase that has stopped leaves room for any command. */
export function appliedCommit(environment: Environment, cwd: string): AppliedCommit | undefined {
  const directory = gitDirectory(environment, cwd)
  if (directory === undefined) return undefined
  return sequencedCommit(join(directory, "rebase-merge")) ?? appliedPatch(join(directory, "rebase-apply"))
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
  const [, commit, subject] =
    /^(?:pick|reword|edit|squash|fixup(?: -[cC])?|[presf]) ([0-9a-f]{4,}) (?:# )?(.*)$/.exec(step) ?? []
  if (commit === undefined || subject === undefined) return undefined
  return { by: "rebase", commit, subject, ...branchAndOnto(directory) }
}

function appliedPatch(directory: string): AppliedCommit | undefined {
  const subject = firstLine(join(directory, "final-commit"))
  if (subject === undefined) return undefined
  const by = existsSync(join(directory, "rebasing")) ? "rebase --apply" : "am"
  return { by, commit: firstLine(join(directory, "original-commit")), subject, ...branchAndOnto(directory) }
}

/** `head-name` is "detached HEAD" where no branch is rebased. */
function branchAndOnto(directory: string): Pick<AppliedCommit, "branch" | "onto"> {
  const branch = /^refs\/heads\/(.+)$/.exec(firstLine(join(directory, "head-name")) ?? "")?.[1]
  const onto = firstLine(join(directory, "onto"))
  return { ...(branch === undefined ? {} : { branch }), ...(onto === undefined ? {} : { onto }) }
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
