import { safeText } from "../render/ink/safe-text.js"
import { clipped, displayWidth } from "../render/ink/width.js"
import { cellName } from "../render/words/cell-title.js"
import { counted } from "../render/words/quantity.js"
import type { Verdict } from "./verdict.js"
import {
  fileName,
  judgedCell,
  positionOf,
  shownVerdicts,
  type VerdictViewOptions,
  type VerifiedFile,
  verdictCounts,
} from "./verified-file.js"

/** Returns a file's verdicts, a line each, below the file's name where there are several files:
 *
 *      10  different   plt.scatter(x, y)      image 552×413 → 546×412 */
export function verdictLines(
  file: VerifiedFile,
  hasName: boolean,
  options: VerdictViewOptions,
): readonly string[] {
  const verdicts = shownVerdicts(file, options)
  if (verdicts.length === 0) return []
  const name = hasName ? [`${safeText(fileName(file))}\n`] : []
  return [...name, ...verdicts.map((verdict) => verdictLine(file, verdict))]
}

/** Returns the line below all files. */
export function verdictSummary(files: readonly Pick<VerifiedFile, "verdicts">[]): string {
  const notebooks = files.length === 1 ? "" : `${counted(files.length, "notebook")}, `
  return `${notebooks}${verdictCounts(files)}\n`
}

/** Columns of the cell's name. */
const NAME_WIDTH = 50
/** The longest verdict is "not comparable". */
const VERDICT_WIDTH = 14

function verdictLine(file: VerifiedFile, verdict: Verdict): string {
  const cell = judgedCell(file, verdict)
  const name = fitted(cell === undefined ? "" : safeText(cellName(cell)))
  const reasons = verdict.reasons.map((reason) => safeText(reason)).join("; ")
  const position = String(positionOf(verdict)).padStart(4)
  return `${`${position}  ${verdict.kind.padEnd(VERDICT_WIDTH)}  ${name}  ${reasons}`.trimEnd()}\n`
}

/** The text in exactly so many columns. */
function fitted(text: string): string {
  const shown = clipped(text, NAME_WIDTH)
  return shown + " ".repeat(Math.max(0, NAME_WIDTH - displayWidth(shown)))
}
