import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { isOnlyRerun } from "../diff/noise.js"
import { languageOf } from "../notebook/cell-language.js"
import type { Cell } from "../notebook/model.js"
import { cellName } from "../render/words/cell-title.js"
import { counted } from "../render/words/quantity.js"
import type { FileContext } from "./file-context.js"
import { contentHash } from "./markup/content-hash.js"
import { html, htmlText } from "./markup/html.js"
import type { ReviewPart } from "./review-options.js"
import { shortName } from "./short-name.js"
import { quietSource } from "./source-view.js"

/** A run of unchanged cells, folded, with the headings that are in it. Only the sources are in the page. */
export function unchangedRun(diff: NotebookDiff, run: readonly CellDiff[], context: FileContext): ReviewPart {
  const cells = run.flatMap((cell) => currentCell(diff, cell))
  const preview = previewOf(cells.map(({ cell }) => cell))
  const words = html`<b role="heading" aria-level="3">${unchangedCells(run)}</b><span>${preview}</span>`
  const brief = htmlText(html`<p class="same bare">${words}</p>`)
  if (context.options.unchanged === "drop") return { hash: contentHash(brief), html: brief, brief }
  const sources = cells.map(
    ({ cell, position }) =>
      html`<div class="cell quiet"><div class="pos"><span>${position}</span></div><div class="main">${quietSource(cell, languageOf(diff.b, cell), context)}</div></div>`,
  )
  const written = htmlText(html`<details class="same"><summary>${words}</summary>${sources}</details>`)
  return { hash: contentHash(written), html: written, brief }
}

/** `4 unchanged cells, 2 of them re-run`. */
export function unchangedCells(run: readonly CellDiff[]): string {
  const rerun = run.filter(isOnlyRerun).length
  if (rerun === run.length) return `${counted(rerun, "cell")} only re-run`
  return `${counted(run.length, "unchanged cell")}${rerun === 0 ? "" : `, ${rerun} re-run`}`
}

interface Positioned {
  readonly cell: Cell
  readonly position: number
}

function currentCell(diff: NotebookDiff, { before, after }: CellDiff): readonly Positioned[] {
  const index = after[0] ?? before[0] ?? 0
  const cell = after[0] === undefined ? diff.a.cells[index] : diff.b.cells[index]
  return cell === undefined ? [] : [{ cell, position: index + 1 }]
}

/** Headings that are named of a run. */
const MOST_HEADINGS = 4

function previewOf(cells: readonly Cell[]): string {
  const headings = cells.filter(
    ({ type, source }) => type === "markdown" && /^ {0,3}#{1,6}\s/m.test(source.slice(0, 2000)),
  )
  const named = headings.length > 0 ? headings.slice(0, MOST_HEADINGS) : cells.slice(0, 1)
  return named.map((cell) => shortName(cellName(cell), cell.type)).join(" · ")
}
