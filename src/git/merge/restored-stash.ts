import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Environment } from "../repository/git-process.js"
import { gitDirectory, lastLine, readText, revisions } from "./rebase-state.js"

/** Whether the merge at hand brings back what `--autostash` put aside: for that git runs `git stash apply` before it
 *  takes the state of the merge or rebase away, and hands its own environment on. So the branch or commit that these
 *  tell of has no part in it. Undecided cases are no: git before 2.44 alone asks, for later ones pass labels. */
export function restoresStash(environment: Environment, cwd: string): boolean {
  const directory = gitDirectory(environment, cwd)
  if (directory === undefined) return false
  return (
    (existsSync(join(directory, "MERGE_AUTOSTASH")) && isMerged(environment, cwd)) ||
    isRebased(environment, directory) ||
    isRebasedByPatches(join(directory, "rebase-apply"))
  )
}

/** Until a merge is made, HEAD is what it was. */
function isMerged(environment: Environment, cwd: string): boolean {
  const [head, before] = revisions(["HEAD", "ORIG_HEAD"], environment, cwd) ?? []
  return head !== before
}

/** With no step left to do, the branch is put back, or the last step is among those that are done: a step is written
 *  to `done` before it is taken, and to `rewritten-list` afterwards. Only its own commands have the words of help that
 *  a rebase sets, so what is run by hand where it has stopped is none of them. */
function isRebased(environment: Environment, directory: string): boolean {
  const state = (name: string): string => readText(join(directory, "rebase-merge", name)) ?? ""
  if (environment.GIT_CHERRY_PICK_HELP === undefined || state("autostash") === "") return false
  if (/^[^#\s]/m.test(state("git-rebase-todo"))) return false
  const branch = state("head-name").trim()
  if (readText(join(directory, "HEAD"))?.trim() === `ref: ${branch}`) return true
  const [rewritten = ""] = lastLine(state("rewritten-list")).split(" ")
  return rewritten !== "" && lastLine(state("done")).includes(` ${rewritten} `)
}

/** `next` counts on after the last patch when that is applied. */
function isRebasedByPatches(directory: string): boolean {
  const state = (name: string): string => readText(join(directory, name)) ?? ""
  return state("autostash") !== "" && Number(state("next")) > Number(state("last"))
}
