import { cellIdFor } from "../notebook/cell-id.js"
import { MINOR_WITH_IDS } from "../notebook/validate.js"
import type { Note } from "./merge-log.js"
import type { MergedCell } from "./merged-cell.js"

/** The merged cells with an id for each that the merge's version asks for and no two alike: a cell that comes from
 *  a version without ids gets one made from its content, and where theirs' cell has an id of one of ours', theirs
 *  gets a new one. What was wrong in one side alone (a missing id, one that stands twice) stays as it was.
 *  `minorOf` is the minor version that a cell comes from. */
export function repairIds(
  cells: readonly MergedCell[],
  minor: number,
  minorOf: (cell: MergedCell) => number,
  noteOf: (index: number) => Note,
): readonly MergedCell[] {
  if (minor < MINOR_WITH_IDS) return cells
  const taken = new Set<string>()
  for (const cell of cells) if (cell.places.ours !== undefined) addId(taken, cell)
  const repaired = cells.map((cell, i) => {
    if (cell.places.ours !== undefined || !taken.has(idOf(cell) ?? "")) return cell
    noteOf(i)("new-id", ["id"])
    return withNewId(cell, taken)
  })
  const used = new Set<string>()
  for (const cell of repaired) addId(used, cell)
  return repaired.map((cell) =>
    idOf(cell) === undefined && (minorOf(cell) < MINOR_WITH_IDS || cell.content.kind === "composed")
      ? withNewId(cell, used)
      : cell,
  )
}

function addId(ids: Set<string>, cell: MergedCell): void {
  const id = idOf(cell)
  if (id !== undefined) ids.add(id)
}

function idOf({ content }: MergedCell): string | undefined {
  if (content.id !== undefined) return content.id
  if (content.kind === "copy") return content.cell.id
  return content.cellId
}

function withNewId(cell: MergedCell, taken: Set<string>): MergedCell {
  const { content } = cell
  const id = cellIdFor(content.kind === "copy" ? content.cell : content.like, taken)
  taken.add(id)
  return { ...cell, content: { ...content, id } }
}
