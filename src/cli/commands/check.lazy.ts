import { existsSync } from "node:fs"
import { relative, resolve } from "node:path"
import type { Command } from "commander"
import { unmergedNotebooks } from "../../git/notebooks/index-stages.js"
import { listNotebooks, type NotebookFile } from "../../git/notebooks/notebook-files.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { type NotebookDiagnostic, notebookDiagnostics } from "../../merge/resolve/notebook-diagnostics.js"
import { quotedPath } from "../../node/quoted-path.js"
import { linesOfCells } from "../../notebook/cell-lines.js"
import type { Cell, Notebook } from "../../notebook/model.js"
import { safeText } from "../../render/ink/safe-text.js"
import { cellName } from "../../render/words/cell-title.js"
import { runDiagnostics } from "../../verify/run-diagnostics.js"
import { CHECK_FORMATS, type CheckOptions, checkOptions } from "../check/check-options.js"
import { openReport } from "../check/check-report.js"
import { type Finding, type RuleName, ruleTable } from "../check/finding.js"
import { type StaleCell, staleCells } from "../diff/stale-cells.js"
import { cellLine } from "../resolve/merge-report.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, gitTrouble, trouble } from "../terminal/exit-code.js"

export function define(command: Command): Command {
  return command
    .description("Lists notebooks with leftover conflicts, and files that are not valid notebooks.")
    .argument("[paths...]", "files and directories (all notebooks that git does not ignore)")
    .option("--cached", "check the staged versions instead of the worktree's files")
    .option("--at <revision>", "check the notebooks of a revision instead of the worktree's files")
    .option("--conflicts", "list only conflicts, and ignore other problems")
    .option("--stale [=<rev>]", "also list cells whose code was edited since <rev> (HEAD) and not re-run")
    .option("--run [=<rules>]", "also check what the run left: order, errors, unrun (order,errors); or none")
    .option("--format <format>", `${CHECK_FORMATS.join(", ")} (text)`)
    .option("--explain", "list the rules")
    .addHelpText("after", "\nExit code: 0 if there is nothing to list, 1 otherwise, 2 on an error.")
}

export const bareOptions = { "--stale": "--stale=HEAD", "--run": "--run=order,errors" }

/** Returns 1 when there is something to list. */
export async function run({ operands, options }: CommandCall): Promise<ExitCode> {
  if (options.explain === true) {
    process.stdout.write(ruleTable())
    return Exit.ok
  }
  const place: GitPlace = { cwd: process.cwd(), environment: process.env }
  const asked = await checkOptions(options, place)
  if (typeof asked === "string") return trouble(asked)
  const listed = await listNotebooks(operands, asked.from, place)
  if (listed.kind === "trouble") return gitTrouble(listed.message)
  const report = openReport(asked.format, await worktreeTop(place), place.cwd)
  const lost = asked.from === "worktree" ? await lostConflicts(operands, place) : []
  for (const name of lost) report.add({ ...indexConflict(name), fix: undefined })
  for await (const file of listed.files) for (const finding of checkFile(file, asked)) report.add(finding)
  let isTrouble = false
  if (asked.stale !== undefined) {
    const stale = await staleCells(asked.stale, asked.from === "index", operands, place)
    if (stale.kind === "trouble") return gitTrouble(stale.message)
    for await (const cell of stale.cells) {
      if (cell.kind === "unread") trouble(cell.message)
      else report.add(staleFinding(cell, asked.stale))
      isTrouble ||= cell.kind === "unread"
    }
  }
  const found = await report.end()
  return isTrouble ? Exit.trouble : found ? Exit.difference : Exit.ok
}

function staleFinding({ path, place, cell }: StaleCell & { readonly cell: Cell }, since: string): Finding {
  return {
    rule: "stale",
    path,
    line: 1,
    cell: place,
    place: `${cellLine(String(place + 1), cell)}: `,
    message: `edited since ${safeText(since)}, not run again`,
    key: cell.id ?? cellName(cell),
  }
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

/** Returns what is wrong with a notebook. */
function checkFile(file: NotebookFile, { onlyConflicts, run: rules }: CheckOptions): readonly Finding[] {
  const { name: path } = file
  if (file.kind === "unmerged") return [indexConflict(path)]
  if (file.kind === "trouble")
    return [{ rule: "unreadable", path, line: 1, place: "", message: file.message, key: "" }]
  const { notebook, diagnostics } = notebookDiagnostics(file.bytes)
  const conflicts = diagnostics.filter(({ kind }) => kind === "conflict")
  const faults = onlyConflicts ? [] : diagnostics.filter(({ kind }) => kind === "fault")
  const more = faults.length - MOST_VIOLATIONS
  const runs = notebook === undefined || onlyConflicts ? [] : runDiagnostics(notebook, rules)
  const toFinding = findingOf(path, notebook)
  return [
    ...conflicts.map((one) => toFinding({ ...one, rule: "conflict" }, `nbdiff resolve ${quotedPath(path)}`)),
    ...faults
      .slice(0, MOST_VIOLATIONS)
      .map((one) => toFinding({ ...one, rule: "invalid" }, fixOf(one, path))),
    ...(more > 0 ? [toFinding({ rule: "invalid", cell: undefined, message: `${more} more faults` })] : []),
    ...runs.map((one) => toFinding(one)),
  ]
}

interface Diagnostic {
  readonly rule: RuleName
  readonly cell: number | undefined
  readonly message: string
}

function findingOf(path: string, notebook: Notebook | undefined) {
  let lines: readonly number[] | undefined
  return ({ rule, cell, message }: Diagnostic, fix?: string): Finding => {
    lines ??= notebook === undefined ? [] : linesOfCells(notebook)
    const at = notebook?.cells[cell ?? -1]
    const name = at === undefined ? "" : (at.id ?? cellName(at))
    const isRun = rule !== "conflict" && rule !== "invalid"
    return {
      rule,
      path,
      line: lines[cell ?? -1] ?? 1,
      cell,
      place: placeOf(cell, notebook),
      message: safeText(message),
      key: isRun ? name : `${name}: ${message}`,
      fix,
    }
  }
}

function indexConflict(path: string): Finding {
  const fix = `nbdiff resolve ${quotedPath(path)}`
  return { rule: "conflict", path, line: 1, place: "", message: "in conflict in git's index", key: "", fix }
}

/** Returns the command that fixes a fault, where there is one. */
function fixOf({ message }: NotebookDiagnostic, path: string): string | undefined {
  return /^(lacks "id"|id )/.test(message) ? `nbdiff normalize --add-ids ${quotedPath(path)}` : undefined
}

function placeOf(cell: number | undefined, notebook: Notebook | undefined): string {
  const at = cell === undefined ? undefined : notebook?.cells[cell]
  return at === undefined || cell === undefined
    ? ""
    : `${cellLine(String(cell + 1), { type: at.type, source: "" })}: `
}
