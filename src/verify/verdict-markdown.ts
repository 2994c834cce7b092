import { cellName } from "../render/words/cell-title.js"
import { codeSpan, tableCode } from "../render/words/markdown-text.js"
import type { Verdict } from "./verdict.js"
import { verdictSummary } from "./verdict-lines.js"
import {
  fileName,
  judgedCell,
  positionOf,
  shownVerdicts,
  type VerdictViewOptions,
  type VerifiedFile,
} from "./verified-file.js"

/** Returns the verdicts as a table a file, for a comment or a summary. */
export function verdictMarkdown(files: readonly VerifiedFile[], options: VerdictViewOptions): string {
  const tables = files.flatMap((file) => {
    const rows = shownVerdicts(file, options).map((verdict) => row(file, verdict))
    return rows.length === 0 ? [] : [`### ${codeSpan(fileName(file))}\n\n${HEAD}${rows.join("")}\n`]
  })
  return `${tables.join("")}${verdictSummary(files)}`
}

const HEAD = "| cell | verdict | source | what differs |\n|--:|---|---|---|\n"

function row(file: VerifiedFile, verdict: Verdict): string {
  const cell = judgedCell(file, verdict)
  const source = cell === undefined ? "" : tableCode(cellName(cell).slice(0, LONGEST_NAME))
  const reasons = verdict.reasons.map((reason) => tableCode(reason)).join("; ")
  return `| ${positionOf(verdict)} | ${verdict.kind} | ${source} | ${reasons} |\n`
}

const LONGEST_NAME = 60
