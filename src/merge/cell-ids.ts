import { cellIdFor } from "../notebook/cell-id.js"
import { MINOR_WITH_IDS } from "../notebook/validate.js"
import type { Note } from "./merge-log.js"
import { cellId, type MergedCell } from "./merged-cell.js"

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
  for (const cell of cells) if (!isOfTheirs(cell)) addId(taken, cell)
  const repaired = cells.map((cell, i) => {
    if (!isOfTheirs(cell) || !taken.has(cellId(cell) ?? "")) return cell
    noteOf(i)("new-id", ["id"])
    return withNewId(cell, taken)
  })
  const used = new Set<string>()
  for (const cell of repaired) addId(used, cell)
  return repaired.map((cell) =>
    cellId(cell) === undefined && (minorOf(cell) < MINOR_WITH_IDS || cell.content.kind === "composed")
      ? withNewId(cell, used)
      : cell,
  )
}

function isOfTheirs({ content }: MergedCell): boolean {
  return content.kind === "copy" && content.from === "theirs"
}

function addId(ids: Set<string>, cell: MergedCell): void {
  const id = cellId(cell)
  if (id !== undefined) ids.add(id)
}

function withNewId(cell: MergedCell, taken: Set<string>): MergedCell {
  const { content } = cell
  const id = cellIdFor(content.kind === "copy" ? content.cell : content.like, taken)
  taken.add(id)
  return { ...cell, content: { ...content, id } }
}
