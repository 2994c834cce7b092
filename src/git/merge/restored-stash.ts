import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Environment } from "../repository/git-process.js"
import { gitDirectory, lastLine, readText, revisions } from "./rebase-state.js"

/** Returns whether this merge restores what `--autostash` stashed. git runs `git stash apply` before it removes the
 *  state of the merge or rebase, and passes on its own environment, so the branch or commit named there is not part
 *  of this merge. Returns false in doubt. Only needed before git 2.44, which passes labels. */
export function restoresStash(environment: Environment, cwd: string): boolean {
  const directory = gitDirectory(environment, cwd)
  if (directory === undefined) return false
  return (
    (existsSync(join(directory, "MERGE_AUTOSTASH")) && isMerged(environment, cwd)) ||
    isRebased(environment, directory) ||
    isRebasedByPatches(join(directory, "rebase-apply"))
  )
}

/** Returns whether the merge is not made yet: HEAD is what it was. */
function isMerged(environment: Environment, cwd: string): boolean {
  const [head, before] = revisions(["HEAD", "ORIG_HEAD"], environment, cwd) ?? []
  return head !== before
}

/** Returns whether no step is left: the branch is restored, or the last step is done. A step is written to `done`
 *  before it is taken, and to `rewritten-list` afterwards. A rebase sets a help text for its own commands only, so
 *  commands that are run by hand while it is stopped do not count. */
function isRebased(environment: Environment, directory: string): boolean {
  const state = (name: string): string => readText(join(directory, "rebase-merge", name)) ?? ""
  if (environment.GIT_CHERRY_PICK_HELP === undefined || state("autostash") === "") return false
  if (/^[^#\s]/m.test(state("git-rebase-todo"))) return false
  const branch = state("head-name").trim()
  if (readText(join(directory, "HEAD"))?.trim() === `ref: ${branch}`) return true
  const [rewritten = ""] = lastLine(state("rewritten-list")).split(" ")
  return rewritten !== "" && lastLine(state("done")).includes(` ${rewritten} `)
}

/** Returns whether the last patch is applied: `next` is then one more. */
function isRebasedByPatches(directory: string): boolean {
  const state = (name: string): string => readText(join(directory, name)) ?? ""
  return state("autostash") !== "" && Number(state("next")) > Number(state("last"))
}
