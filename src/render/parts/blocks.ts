import type { CellDiff, NotebookDiff } from "../../diff/model/notebook-diff.js"
import { isOnlyRerun } from "../../diff/noise.js"
import { isOfFormat, isShown } from "../../diff/summary.js"
import { type CellTitle, cellTitle } from "../words/cell-title.js"
import type { Part } from "../words/part.js"
import { valueParts } from "../words/value-parts.js"
import type { ViewOptions } from "../words/view-options.js"
import { cellParts } from "./cell-parts.js"

/** What a view of a diff is made of, from top to bottom, whatever it is drawn with. */
export type Block =
  | { readonly kind: "cell"; readonly title: CellTitle; readonly parts: readonly Part[] }
  /** Changes of the notebook itself: its format, its metadata. */
  | { readonly kind: "notebook"; readonly parts: readonly Part[] }
  /** Cells in a row that are not shown; `rerun` of them were run again. */
  | { readonly kind: "unchanged"; readonly cells: number; readonly rerun: number }

/** The blocks below the summary; none where nothing is to be shown. One cell is looked at a time. */
export function* blocksOf(diff: NotebookDiff, options: ViewOptions): Generator<Block> {
  const own = valueParts(
    "key",
    diff.notebook.filter((change) => !isOfFormat(change) || options.metadata === "show"),
    options,
  )
  if (own.length > 0) yield { kind: "notebook", parts: own }
  if (!diff.cells.some((cell) => isInView(cell, options))) return
  let hidden: CellDiff[] = []
  for (const cell of diff.cells) {
    if (!isInView(cell, options)) {
      hidden.push(cell)
      continue
    }
    if (hidden.length > 0) yield unchanged(hidden)
    hidden = []
    yield { kind: "cell", title: cellTitle(diff, cell), parts: cellParts(diff, cell, options) }
  }
  if (hidden.length > 0) yield unchanged(hidden)
}

function isInView(cell: CellDiff, { all }: ViewOptions): boolean {
  return isShown(cell) || (all && cell.kind !== "unchanged")
}

function unchanged(cells: readonly CellDiff[]): Block {
  return { kind: "unchanged", cells: cells.length, rerun: cells.filter(isOnlyRerun).length }
}
