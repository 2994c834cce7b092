import { existsSync, readFileSync } from "node:fs"
import {
  type ConflictedFile,
  openMerge,
  readConflictedFile,
  writeConflictedFile,
} from "../../git/merge/conflicted-file.js"
import { readConfig } from "../../git/repository/config.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { pathFromTop } from "../../git/settings/comparison-rules.js"
import { conflictStyle, DRIVER_KEYS } from "../../git/settings/driver-settings.js"
import { readPolicies } from "../../git/settings/merge-settings.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import type { MergePolicy } from "../../merge/decisions/policy.js"
import { DEFAULT_MARKER_STYLE } from "../../merge/merge-files.js"
import { conflictsIn } from "../../merge/resolve/recorded-conflicts.js"
import { type MergedFiles, resolveNotebook } from "../../merge/resolve/resolve.js"
import { replaceFile } from "../../node/file-replacement.js"
import { readInput, systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { parseNotebook } from "../../notebook/model.js"
import { parseWebOptions } from "../page/web-options.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"
import { conflictLine } from "./conflict-lines.js"
import { isInteractive, terminalTalk } from "./prompt.js"
import { walkConflicts } from "./resolve-walk.js"

/** On a terminal it walks through what is unresolved; elsewhere it merges, and what is left is marked. Where conflicts
 *  are left, git takes the file for failed and puts its backup back: what was chosen is written there too. */
export async function runMergetool({ operands, options }: CommandCall): Promise<ExitCode> {
  const web = parseWebOptions(options)
  if (typeof web === "string") return trouble(web)
  const [base = "", local = "", remote = "", merged = "", backup] = operands
  const [b, o, t] = [readInput(base), readInput(local), readInput(remote)]
  if (b.kind === "trouble" && b.code !== "empty" && b.code !== "missing") return trouble(b.message)
  if (o.kind === "trouble") return trouble(o.message)
  if (t.kind === "trouble") return trouble(t.message)
  const files = { base: b.kind === "bytes" ? b.bytes : new Uint8Array(0), ours: o.bytes, theirs: t.bytes }
  const place = { cwd: process.cwd(), environment: process.env }
  try {
    const top = await worktreeTop(place)
    const policy = (await readPolicies(top, place))(pathFromTop(top, place.cwd, merged))
    const open = async () =>
      (await openConflict(merged, files, policy)) ?? (await mergeAgain(merged, files, policy))
    const file = await open()
    const { conflicted } = file
    if (web !== undefined && conflicted.conflicts.length > 0) {
      const { reportOutcome, serveMerge } = await import("./merge-web.lazy.js")
      // git adds the file itself, as the exit code says
      const ended = await serveMerge({ name: merged, file, reopen: open, mayAdd: false, web }, place)
      if (ended.kind === "trouble") return ended.code
      if (ended.outcome.kind === "open" && ended.outcome.isSaved) keepInBackup(merged, backup)
      return reportOutcome(merged, ended.outcome)
    }
    const name = quotedPath(merged)
    const asks = isInteractive() && conflicted.conflicts.length > 0
    const choices = asks ? await walkConflicts(name, conflicted, terminalTalk(place)) : new Map()
    const bytes = resolveNotebook(conflicted, choices)
    const problem = writeConflictedFile(file, bytes)
    if (problem !== undefined) return trouble(`${name}: ${problem}`)
    const result = parseNotebook(bytes)
    const left = conflictsIn(result, conflicted.textLines)
    for (const conflict of left)
      process.stdout.write(`${name}: ${conflictLine(conflict, result)}: still unresolved\n`)
    const isWorked = choices.size > 0 || !asks
    if (left.length > 0 && isWorked) keepInBackup(merged, backup)
    return left.length > 0 ? Exit.difference : Exit.ok
  } catch (error) {
    return trouble(isSettingsError(error) ? error.message : `${quotedPath(merged)}: ${systemReason(error)}`)
  }
}

function keepInBackup(merged: string, backup: string | undefined): void {
  if (backup !== undefined && existsSync(backup)) replaceFile(backup, readFileSync(merged))
}

/** The file as it is, where a merge by cell has left something open in it: somebody may have begun. */
async function openConflict(
  merged: string,
  files: MergedFiles,
  policy: MergePolicy,
): Promise<ConflictedFile | undefined> {
  const opened = existsSync(merged) ? readConflictedFile(merged, files, policy) : undefined
  if (opened?.kind !== "open") return undefined
  const { isRebuilt, conflicted } = opened.file
  return !isRebuilt && conflicted.conflicts.length > 0 ? opened.file : undefined
}

async function mergeAgain(merged: string, files: MergedFiles, policy: MergePolicy): Promise<ConflictedFile> {
  const config = await readConfig(DRIVER_KEYS, { cwd: process.cwd(), environment: process.env })
  const labels = { base: "base", ours: "local", theirs: "remote" }
  return openMerge(
    merged,
    files,
    { markerStyle: { ...DEFAULT_MARKER_STYLE, style: conflictStyle(config), labels } },
    policy,
  )
}
