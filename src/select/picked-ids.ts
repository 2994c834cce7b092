import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { CELL_ID, cellIdFor } from "../notebook/cell-id.js"
import type { Dialect } from "../notebook/dialect.js"
import { draftMembers, withMember, withoutMembers } from "../notebook/draft.js"
import type { Cell, Notebook } from "../notebook/model.js"
import type { PickedCell } from "./picked-cell.js"
import type { Picking } from "./picking.js"

/** Returns the cells with the ids that the result's version asks for, and without those that it forbids. Where two cells
 *  that are one in neither file would have one id, the one from b gets another. */
export function withIds(cells: readonly PickedCell[], picking: Picking): readonly PickedCell[] {
  const { diff, dialect, hasIds } = picking
  if (!hasIds)
    return cells.map((one) => (one.fromIds && one.id !== undefined ? withId(one, undefined, dialect) : one))
  const partners = partnersOf(diff)
  const ids = new Set(cells.flatMap(({ id }) => id ?? []))
  const allowedTwice = new Set([...idsUsedTwice(diff.a), ...idsUsedTwice(diff.b)])
  const cellsOfA = new Set(diff.a.cells)
  const isOwn = ({ id, cell }: PickedCell): boolean =>
    id !== undefined && cellsOfA.has(cell) && cell.id === id
  const used = new Set(cells.filter(isOwn).flatMap(({ id }) => id ?? []))
  return cells.map((one) => {
    const { id, cell } = one
    if (isOwn(one) || (id === undefined && one.fromIds)) return one
    if (id !== undefined && (!used.has(id) || allowedTwice.has(id))) {
      used.add(id)
      return one
    }
    const other = partners.get(cell)?.id
    const made = other !== undefined && CELL_ID.test(other) && !ids.has(other) ? other : cellIdFor(cell, ids)
    ids.add(made)
    used.add(made)
    return withId(one, made, dialect)
  })
}

/** The cell that each cell is in the other file, for cells that are one in both. */
function partnersOf({ a, b, cells }: NotebookDiff): ReadonlyMap<Cell, Cell> {
  const partners = new Map<Cell, Cell>()
  for (const { before, after } of cells) {
    if (before.length !== 1 || after.length !== 1) continue
    const [one, other] = [a.cells[before[0] ?? -1], b.cells[after[0] ?? -1]]
    if (one === undefined || other === undefined) continue
    partners.set(one, other)
    partners.set(other, one)
  }
  return partners
}

function idsUsedTwice({ cells }: Notebook): readonly string[] {
  const seen = new Set<string>()
  return cells.flatMap(({ id }) => {
    if (id === undefined) return []
    if (seen.has(id)) return [id]
    seen.add(id)
    return []
  })
}

function withId(one: PickedCell, id: string | undefined, { keys }: Dialect): PickedCell {
  const { draft, cell } = one
  const [like, members] =
    draft.kind === "object" ? [draft.like, draft.members] : [cell.value, draftMembers(cell.value)]
  const changed =
    id === undefined
      ? withoutMembers(members, new Set(["id"]))
      : withMember(members, "id", { kind: "string", text: id }, keys)
  return { ...one, id, draft: { kind: "object", like, members: changed } }
}
