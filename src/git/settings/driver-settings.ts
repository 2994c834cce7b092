import type { ConflictStyle } from "../../merge/text/markers.js"
import { DETAILS, type Detail, VIEW_DEFAULTS } from "../../render/words/view-options.js"
import { booleanValue, type GitConfig, lastValue } from "../repository/config.js"
import type { Environment } from "../repository/git-process.js"
import { type DiffColors, diffColors, wantsColor } from "./color.js"

/** The keys of git's config that the drivers follow, for `readConfig`: git's own for diffs and merges, and ours. */
export const DRIVER_KEYS =
  "^(color\\.(ui|pager|diff(-highlight)?(\\..*)?)|diff\\.(color(\\..*)?|context)|merge\\.conflictstyle|filter\\..*\\.(clean|process)|nbdiff\\..*)$"

/** How `git diff` would show a text file here, and what a notebook has beyond text. */
export interface DiffSettings {
  readonly color: boolean
  /** Only the slots that the user has set. */
  readonly colors: DiffColors
  /** Lines of context. */
  readonly context: number
  readonly outputs: Detail
  readonly sideBySide: boolean
}

export function diffSettings(config: GitConfig, environment: Environment, isTerminal: boolean): DiffSettings {
  return {
    color: wantsColor(config, environment, isTerminal),
    colors: diffColors(config),
    context: contextLines(config, environment),
    outputs: detailIn(config, "nbdiff.outputs") ?? VIEW_DEFAULTS.outputs,
    sideBySide: booleanValue(config, "nbdiff.sidebyside") === true,
  }
}

export function detailIn(config: GitConfig, key: string): Detail | undefined {
  const value = lastValue(config, key)
  return DETAILS.find((detail) => detail === value)
}

/** Whether a filter is registered that may change what a notebook holds, ours or another; it may be for no path. Git LFS
 *  is registered on most machines, and hands out the file that was stored. */
export function hasFilter(config: GitConfig): boolean {
  return [...config.keys()].some((key) => key.startsWith("filter.") && !key.startsWith("filter.lfs."))
}

export function conflictStyle(config: GitConfig): ConflictStyle {
  const style = lastValue(config, "merge.conflictstyle")
  return style === "diff3" || style === "zdiff3" ? style : "merge"
}

/** git's own, where nothing says another. */
const DEFAULT_CONTEXT = 3

/** git does not pass `-U` on; GIT_DIFF_OPTS is its documented way to say it in the environment. */
function contextLines(config: GitConfig, environment: Environment): number {
  const [, asked] = /(?:^|\s)(?:-u|--unified=)(\d+)(?:\s|$)/.exec(environment.GIT_DIFF_OPTS ?? "") ?? []
  const lines = Number(asked ?? lastValue(config, "diff.context") ?? DEFAULT_CONTEXT)
  return Number.isSafeInteger(lines) && lines >= 0 ? lines : DEFAULT_CONTEXT
}
