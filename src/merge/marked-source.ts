import { memberOf, numberOf, textOf } from "../notebook/json-value.js"
import type { Cell } from "../notebook/model.js"
import { type MarkerOptions, markerSize, renderConflict } from "./markers.js"
import type { MergedSource } from "./merged-cell.js"

/** How conflicts are marked: git's style, width and labels. */
export type MarkerForm = MarkerOptions

/** What stands behind the label of a side that deleted the cell. */
const DELETED = " (deleted)"

/** The text that is written for a merged source: with markers around what is in conflict, longer ones where a line
 *  of it looks like a marker already. */
export function mergedSourceText(source: MergedSource, like: Cell, form: MarkerForm): string {
  if (source.kind === "text") return withoutHeadingMark(source.text, like)
  const { merge, deletedBy } = source
  const lines = merge.chunks.flatMap((chunk) =>
    chunk.kind === "resolved" ? chunk.lines : [...chunk.base, ...chunk.ours, ...chunk.theirs],
  )
  const labels =
    deletedBy === undefined ? form.labels : { ...form.labels, [deletedBy]: form.labels[deletedBy] + DELETED }
  return renderConflict(merge, { ...form, labels, size: markerSize(lines, form.size) })
}

/** nbformat 3 keeps a heading's level beside its text; the model shows it in front. */
function withoutHeadingMark(text: string, { value }: Cell): string {
  if (textOf(memberOf(value, "cell_type")) !== "heading") return text
  const mark = `${"#".repeat(Math.min(numberOf(memberOf(value, "level")) ?? 1, 6))} `
  return text.startsWith(mark) ? text.slice(mark.length) : text
}
