import type { Command } from "commander"
import type { GitPlace } from "../git/git-process.js"
import { listNotebooks, type NotebookFile } from "../git/notebook-files.js"
import { quotedPath } from "../git/quoted-path.js"
import { notebookFindings } from "../merge/notebook-findings.js"
import type { Notebook } from "../notebook/model.js"
import { safeText } from "../render/safe-text.js"
import type { CommandCall } from "./command.js"
import { Exit, type ExitCode, gitTrouble } from "./exit-code.js"
import { cellLine } from "./merge-report.js"

export function define(command: Command): Command {
  return command
    .description("Lists every notebook with a conflict that is still marked, or that is no valid notebook.")
    .argument("[paths...]", "files and directories (all notebooks that git tracks)")
    .option("--cached", "as they are staged, rather than in the worktree")
    .option("--conflicts", "conflicts alone, whatever else is wrong")
    .addHelpText("after", "\nExit code: 0 where there is nothing to list, 1 otherwise, 2 for trouble.")
}

/** Answers 1 when there is something to list. */
export async function run({ operands, options }: CommandCall): Promise<ExitCode> {
  const place: GitPlace = { cwd: process.cwd(), environment: process.env }
  const listed = await listNotebooks(operands, options.cached === true ? "index" : "worktree", place)
  if (listed.kind === "trouble") return gitTrouble(listed.message)
  let found = false
  for await (const file of listed.files) {
    for (const line of checkLines(file, options.conflicts === true)) {
      process.stdout.write(`${line}\n`)
      found = true
    }
  }
  return found ? Exit.difference : Exit.ok
}

/** Faults of one notebook that are listed; one kind of fault often stands in every cell. */
const MOST_FAULTS = 5

/** A line for each thing that is wrong with a notebook. */
function checkLines(file: NotebookFile, onlyConflicts: boolean): readonly string[] {
  const name = quotedPath(file.name)
  if (file.kind === "unmerged") return [`${name}: in conflict in git's index`]
  if (file.kind === "trouble") return [`${name}: ${file.message}`]
  const { notebook, findings } = notebookFindings(file.bytes)
  const conflicts = findings.filter(({ kind }) => kind === "conflict")
  const faults = onlyConflicts ? [] : findings.filter(({ kind }) => kind === "fault")
  const shown = [...conflicts, ...faults.slice(0, MOST_FAULTS)].map(
    ({ cell, message }) => `${name}: ${placeOf(cell, notebook)}${safeText(message)}`,
  )
  const more = faults.length - MOST_FAULTS
  return more > 0 ? [...shown, `${name}: ${more} more faults`] : shown
}

function placeOf(cell: number | undefined, notebook: Notebook | undefined): string {
  const at = cell === undefined ? undefined : notebook?.cells[cell]
  return at === undefined || cell === undefined
    ? ""
    : `${cellLine(String(cell + 1), { type: at.type, source: "" })}: `
}
