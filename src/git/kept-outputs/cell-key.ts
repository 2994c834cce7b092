import { createHash } from "node:crypto"
import type { Cell, Notebook } from "../../notebook/model.js"

/** A name for each cell that stays while its source does, in the notebook's order: made of the cell's id where
 *  no other cell has it, else of its place among the cells of the same source and of their number. A copy more
 *  or less of that source thus gives each of them another name: outputs never come to a cell they are not of. */
export function cellKeys({ cells }: Pick<Notebook, "cells">): readonly string[] {
  const ids = counted(cells.map(({ id }) => id))
  const sources = counted(cells.map(({ id, source }) => (isUnique(ids, id) ? undefined : source)))
  const seen = new Map<string, number>()
  return cells.map(({ id, source, type }) => {
    if (isUnique(ids, id)) return digest(["id", id ?? "", type, source])
    const place = (seen.get(source) ?? 0) + 1
    seen.set(source, place)
    return digest(["place", `${place}/${sources.get(source) ?? 0}`, type, source])
  })
}

function isUnique(counts: ReadonlyMap<string, number>, id: Cell["id"]): boolean {
  return id !== undefined && counts.get(id) === 1
}

function counted(values: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Each part with its length before it, so that no two lists read alike. */
function digest(parts: readonly string[]): string {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest("hex").slice(0, KEY_DIGITS)
}

/** 128 bits: no two cells of a person's life share a key by chance. */
const KEY_DIGITS = 32
