import { CELL_ID, cellIdFor } from "../notebook/cell-id.js"
import { MINOR_WITH_IDS } from "../notebook/validate.js"
import type { Note } from "./merge-log.js"
import { cellId, type MergedCell } from "./merged-cell.js"

/** The merged cells with an id for each that the merge's version asks for and no two alike: a cell that comes from
 *  a version without ids gets one made from its content, and where theirs' cell has an id of one of ours', theirs
 *  gets a new one. What was wrong in one side alone (a missing id, one that stands twice) stays as it was.
 *  `minorOf` is the minor version that a cell comes from, `knownId` its id in another version of the notebook. */
export function repairIds(
  cells: readonly MergedCell[],
  minor: number,
  minorOf: (cell: MergedCell) => number,
  knownId: (cell: MergedCell) => string | undefined,
  noteOf: (index: number) => Note,
): readonly MergedCell[] {
  if (minor < MINOR_WITH_IDS) return cells
  const taken = idsOf(cells.filter(({ content }) => content.kind === "copy" && content.from !== "theirs"))
  const all = idsOf(cells)
  // Theirs' cells come last: where one of them has the id of another cell, it is the one to be renamed.
  const named = new Map<number, MergedCell>()
  for (const chosen of [isComposed, isOfTheirs]) {
    for (const [i, cell] of cells.entries()) {
      const id = cellId(cell)
      if (!chosen(cell) || id === undefined) continue
      if (taken.has(id)) {
        noteOf(i)("new-id", ["id"])
        named.set(i, withNewId(cell, all))
      } else if (isComposed(cell)) taken.add(id)
    }
  }
  const repaired = cells.map((cell, i) => named.get(i) ?? cell)
  const used = idsOf(repaired)
  return repaired.map((cell) => {
    if (cellId(cell) !== undefined || !(minorOf(cell) < MINOR_WITH_IDS || isComposed(cell))) return cell
    return withNewId(cell, used, knownId(cell))
  })
}

function idsOf(cells: readonly MergedCell[]): Set<string> {
  return new Set(cells.flatMap((cell) => cellId(cell) ?? []))
}

function isComposed({ content }: MergedCell): boolean {
  return content.kind === "composed"
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
