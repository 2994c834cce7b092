import { existsSync } from "node:fs"
import { relative, resolve } from "node:path"
import type { Command } from "commander"
import { unmergedNotebooks } from "../../git/notebooks/index-stages.js"
import { listNotebooks, type NotebookFile } from "../../git/notebooks/notebook-files.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { notebookDiagnostics } from "../../merge/resolve/notebook-diagnostics.js"
import { quotedPath } from "../../node/quoted-path.js"
import type { Notebook } from "../../notebook/model.js"
import { safeText } from "../../render/ink/safe-text.js"
import { type StaleCell, staleCells } from "../diff/stale-cells.js"
import { cellLine } from "../resolve/merge-report.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, gitTrouble, trouble } from "../terminal/exit-code.js"

export function define(command: Command): Command {
  return command
    .description("Lists notebooks with leftover conflicts, and files that are not valid notebooks.")
    .argument("[paths...]", "files and directories (all notebooks that git does not ignore)")
    .option("--cached", "check the staged versions instead of the worktree's files")
    .option("--conflicts", "list only conflicts, and ignore other problems")
    .option("--stale [=<rev>]", "also list cells whose code was edited since <rev> (HEAD) and not re-run")
    .addHelpText("after", "\nExit code: 0 if there is nothing to list, 1 otherwise, 2 on an error.")
}

export const bareOptions = { "--stale": "--stale=HEAD" }

/** Returns 1 when there is something to list. */
export async function run({ operands, options }: CommandCall): Promise<ExitCode> {
  const place: GitPlace = { cwd: process.cwd(), environment: process.env }
  const from = options.cached === true ? "index" : "worktree"
  const listed = await listNotebooks(operands, from, place)
  if (listed.kind === "trouble") return gitTrouble(listed.message)
  const lost = from === "worktree" ? await lostConflicts(operands, place) : []
  for (const name of lost) process.stdout.write(`${quotedPath(name)}: in conflict in git's index\n`)
  let found = lost.length > 0
  const fixes = new Set<string>()
  for await (const file of listed.files) {
    for (const line of checkLines(file, options.conflicts === true)) {
      process.stdout.write(`${line}\n`)
      found = true
    }
    for (const fix of fixesFor(file, options.conflicts === true)) fixes.add(fix)
  }
  for (const fix of fixes) process.stderr.write(`fix: ${fix}\n`)
  let unread = false
  if (typeof options.stale === "string") {
    const stale = await staleCells(options.stale, from === "index", operands, place)
    if (stale.kind === "trouble") return gitTrouble(stale.message)
    for await (const cell of stale.cells) {
      if (cell.kind === "unread") {
        trouble(cell.message)
        unread = true
        continue
      }
      process.stdout.write(`${staleLine(cell, options.stale)}\n`)
      found = true
    }
  }
  if (unread) return Exit.trouble
  return found ? Exit.difference : Exit.ok
}

function staleLine({ path, place, cell }: StaleCell, since: string): string {
  const where = cellLine(String(place + 1), cell)
  return `${quotedPath(path)}: ${where}: edited since ${safeText(since)}, not run again`
}

/** Returns the notebooks that are in conflict in git's index and whose files are gone. Naming such a file is an
 *  error, reported elsewhere. */
async function lostConflicts(operands: readonly string[], place: GitPlace): Promise<readonly string[]> {
  const unmerged = await unmergedNotebooks(await worktreeTop(place), operands, place)
  const named = new Set(operands.map((path) => resolve(place.cwd, path)))
  return unmerged
    .filter(({ file }) => !named.has(file) && !existsSync(file))
    .map(({ file }) => relative(place.cwd, file))
}

/** Limits how many problems are listed for one notebook, since the same one is often in every cell. */
const MOST_VIOLATIONS = 5

/** Returns a line for each problem of a notebook. */
function checkLines(file: NotebookFile, onlyConflicts: boolean): readonly string[] {
  const name = quotedPath(file.name)
  if (file.kind === "unmerged") return [`${name}: in conflict in git's index`]
  if (file.kind === "trouble") return [`${name}: ${file.message}`]
  const { notebook, diagnostics } = notebookDiagnostics(file.bytes)
  const conflicts = diagnostics.filter(({ kind }) => kind === "conflict")
  const violations = onlyConflicts ? [] : diagnostics.filter(({ kind }) => kind === "fault")
  const shown = [...conflicts, ...violations.slice(0, MOST_VIOLATIONS)].map(
    ({ cell, message }) => `${name}: ${placeOf(cell, notebook)}${safeText(message)}`,
  )
  const more = violations.length - MOST_VIOLATIONS
  return more > 0 ? [...shown, `${name}: ${more} more faults`] : shown
}

/** Returns the commands that fix a notebook's problems, where there are any. */
function fixesFor(file: NotebookFile, onlyConflicts: boolean): readonly string[] {
  const name = quotedPath(file.name)
  if (file.kind === "unmerged") return [`nbdiff resolve ${name}`]
  if (file.kind === "trouble") return []
  const { diagnostics } = notebookDiagnostics(file.bytes)
  const hasConflict = diagnostics.some(({ kind }) => kind === "conflict")
  const lacksIds = diagnostics.some(({ message }) => /^(lacks "id"|id )/.test(message))
  return [
    ...(hasConflict ? [`nbdiff resolve ${name}`] : []),
    ...(lacksIds && !onlyConflicts ? [`nbdiff normalize --add-ids ${name}`] : []),
  ]
}

function placeOf(cell: number | undefined, notebook: Notebook | undefined): string {
  const at = cell === undefined ? undefined : notebook?.cells[cell]
  return at === undefined || cell === undefined
    ? ""
    : `${cellLine(String(cell + 1), { type: at.type, source: "" })}: `
}
