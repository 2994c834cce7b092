import { type MarkerOptions, markerSize, renderConflict } from "../text/markers.js"
import type { MergedSource } from "./merged-cell.js"

/** How conflicts are marked: git's style, width and labels. */
export type MarkerStyle = MarkerOptions

/** What is after the label of a side that deleted the cell. */
export const DELETED = " (deleted)"

/** The text that is written for a merged source: with markers around what is in conflict, longer ones where a line
 *  of it looks like a marker already. */
export function mergedSourceText(source: MergedSource, markerStyle: MarkerStyle): string {
  if (source.kind === "text") return source.text
  const { merge, deletedBy } = source
  const lines = merge.chunks.flatMap((chunk) =>
    chunk.kind === "resolved" ? chunk.lines : [...chunk.base, ...chunk.ours, ...chunk.theirs],
  )
  const labels =
    deletedBy === undefined
      ? markerStyle.labels
      : { ...markerStyle.labels, [deletedBy]: markerStyle.labels[deletedBy] + DELETED }
  return renderConflict(merge, { ...markerStyle, labels, size: markerSize(lines, markerStyle.size) })
}
