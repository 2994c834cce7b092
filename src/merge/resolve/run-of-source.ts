import type { Cell, Notebook } from "../../notebook/model.js"

/** The keys of either version that hold what a run left. */
export const RUN_KEYS = ["outputs", "execution_count", "prompt_number"] as const

/** Of the cells with one source the one whose run is the cell's: that of the same id, or else the only one. */
export function runAmong(candidates: readonly Cell[], { id, type }: Cell): Cell | undefined {
  const runs = candidates.filter((cell) => cell.type === type)
  return runs.find((cell) => id !== undefined && cell.id === id) ?? (runs.length === 1 ? runs[0] : undefined)
}

/** A notebook's cells by their source. */
export type StoredCells = ReadonlyMap<string, readonly Cell[]>

export function cellsBySource({ cells }: Notebook): StoredCells {
  return groupedBy(cells, ({ source }) => source)
}

/** Returns the items by a key of theirs, in their order. */
export function groupedBy<K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
