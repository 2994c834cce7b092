/** Where a cell was and where it is: indices from 0, none on the side where it is not there. */
export interface Placed {
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly moved: boolean
}

/** Cells in the order in which a person reads their diff: those of the version after, each followed by the
 *  deleted cells that came after it and before the next one that kept its place. */
export function inReadingOrder<T extends Placed>(cells: readonly T[]): readonly T[] {
  const followers = deletedAfter(cells)
  const present = cells.filter(({ after }) => after.length > 0).sort(byFirst("after"))
  return [
    ...(followers.get(-1) ?? []),
    ...present.flatMap((cell) => [cell, ...cell.before.flatMap((index) => followers.get(index) ?? [])]),
  ]
}

/** The deleted cells, by the last index before them whose cell kept its place; -1 is the top. */
function deletedAfter<T extends Placed>(cells: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const followers = new Map<number, T[]>()
  let anchor = -1
  for (const cell of cells.filter(({ before }) => before.length > 0).sort(byFirst("before"))) {
    if (cell.after.length > 0) {
      if (!cell.moved) anchor = cell.before.at(-1) ?? anchor
      continue
    }
    const deletions = followers.get(anchor)
    if (deletions === undefined) followers.set(anchor, [cell])
    else deletions.push(cell)
  }
  return followers
}

function byFirst(side: "before" | "after"): (x: Placed, y: Placed) => number {
  return (x, y) => (x[side][0] ?? -1) - (y[side][0] ?? -1)
}
