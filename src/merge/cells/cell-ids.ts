import { CELL_ID, cellIdFor } from "../../notebook/cell-id.js"
import { MINOR_WITH_IDS } from "../../notebook/validate.js"
import type { Note } from "../decisions/merge-log.js"
import { cellId, type MergedCell } from "./merged-cell.js"

/** The ids of one cell in the sides. */
interface SideIds {
  readonly ours: string | undefined
  readonly theirs: string | undefined
}

/** The merged cells with an id for each that the merge's version asks for and no two alike: a cell that comes from
 *  a version without ids gets the one it has on the other side, or one made from its content, and where theirs' cell
 *  has an id of one of ours', theirs gets a new one. What was wrong in one side alone (a missing id, one that is
 *  twice) stays as it was, but in a cell that is written anyway. `minorOf` is the minor version that a cell comes
 *  from. */
export function repairIds(
  cells: readonly MergedCell[],
  minor: number,
  minorOf: (cell: MergedCell) => number,
  sideIdsOf: (cell: MergedCell) => SideIds,
  noteOf: (index: number) => Note,
): readonly MergedCell[] {
  if (minor < MINOR_WITH_IDS) return cells
  const renamed = renamedCells(cells, sideIdsOf)
  for (const i of renamed.keys()) noteOf(i)("new-id", ["id"])
  const repaired = cells.map((cell, i) => renamed.get(i) ?? cell)
  const used = idsOf(repaired)
  return repaired.map((cell) => {
    if (cellId(cell) !== undefined || !(minorOf(cell) < MINOR_WITH_IDS || isComposed(cell))) return cell
    const { ours, theirs } = sideIdsOf(cell)
    return withNewId(cell, used, ours ?? theirs)
  })
}

/** The cells whose id another one has, with a new one: those that are written anyway, then those of theirs. */
function renamedCells(
  cells: readonly MergedCell[],
  sideIdsOf: (cell: MergedCell) => SideIds,
): ReadonlyMap<number, MergedCell> {
  const all = idsOf(cells)
  const renamed = new Map<number, MergedCell>()
  const rename = (i: number, cell: MergedCell): void => {
    renamed.set(i, withNewId(cell, all))
  }
  const taken = idsOf(cells.filter((cell) => !isComposed(cell) && !isOfTheirs(cell)))
  const ofTheirs = idsOf(cells.filter(isOfTheirs))
  // What is twice in theirs is not a clash of the sides.
  const clashing = idsOf(cells.filter((cell) => !isComposed(cell) && isForeign(cell, sideIdsOf)))
  for (const [i, cell] of cells.entries()) {
    const id = cellId(cell)
    if (!isComposed(cell) || id === undefined) continue
    const isOfBoth = sideIdsOf(cell).theirs === id
    if (taken.has(id) || (isOfBoth && ofTheirs.has(id))) {
      rename(i, cell)
      continue
    }
    taken.add(id)
    if (!isOfBoth) clashing.add(id)
  }
  for (const [i, cell] of cells.entries()) {
    if (isOfTheirs(cell) && clashing.has(cellId(cell) ?? "")) rename(i, cell)
  }
  return renamed
}

/** Whether theirs does not know the cell by the id that it has here. */
function isForeign(cell: MergedCell, sideIdsOf: (cell: MergedCell) => SideIds): boolean {
  return !isOfTheirs(cell) && sideIdsOf(cell).theirs !== cellId(cell)
}

function idsOf(cells: readonly MergedCell[]): Set<string> {
  return new Set(cells.flatMap((cell) => cellId(cell) ?? []))
}

function isComposed({ content }: MergedCell): boolean {
  // a cell that equals the base's again is in neither side's file as it was
  return content.kind === "composed" || content.from === "base"
}

function isOfTheirs({ content }: MergedCell): boolean {
  return content.kind === "copy" && content.from === "theirs"
}

function withNewId(cell: MergedCell, taken: Set<string>, known?: string): MergedCell {
  const { content } = cell
  const isFree = known !== undefined && CELL_ID.test(known) && !taken.has(known)
  const id = isFree ? known : cellIdFor(content.kind === "copy" ? content.cell : content.like, taken)
  taken.add(id)
  return { ...cell, content: { ...content, id } }
}
