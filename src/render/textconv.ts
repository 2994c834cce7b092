import { splitLines, withoutEnding } from "../diff/text/lines.js"
import { mimeText } from "../normalize/outputs/mime-canonical.js"
import { outputCanonical } from "../normalize/outputs/output-canonical.js"
import { type OutputRun, outputRuns, streamText } from "../normalize/outputs/output-run.js"
import { maskText } from "../normalize/outputs/text-masks.js"
import type { Cell, Notebook } from "../notebook/model.js"
import { safeText } from "./ink/safe-text.js"
import { isShortText, outputWords } from "./words/output-words.js"

/** A notebook as lines for git to compare: a header a cell, its source, a line an output. No line holds a
 *  position or anything volatile, so that a line changes only where its own cell does. */
export function renderTextconv(notebook: Notebook): string {
  return notebook.cells.map(cellText).join("")
}

/** What a cell's header begins with: git's `xfuncname` finds the cell of a hunk by it. */
const HEADER_START = "── "

function cellText(cell: Cell): string {
  const header = [cell.type, cell.id ?? ""].filter((word) => word !== "").map((word) => safeText(word))
  const lines = splitLines(cell.source).map((line) => safeText(withoutEnding(line), "\t"))
  const outputs = outputRuns(cell.outputs).map(outputLine)
  return [HEADER_START + header.join(" "), ...lines, ...outputs].map((line) => `${line}\n`).join("")
}

/** What an output is, and where that is not all of it a digest of it in the form in which outputs are compared. */
function outputLine(run: OutputRun): string {
  const words = safeText(maskText(`→ ${outputWords(run)}`))
  return isSaidWhole(run) ? words : `${words} · ${digest(outputCanonical(run))}`
}

function isSaidWhole(run: OutputRun): boolean {
  const [output] = run
  if (output?.type === "stream") return isShortText(streamText(run))
  const [entry, ...others] = output?.data ?? []
  return others.length === 0 && entry?.mime === "text/plain" && isShortText(mimeText(entry))
}

/** 32 bits in hexadecimal (FNV-1a): enough for a reader to see that something changed. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, "0")
}
