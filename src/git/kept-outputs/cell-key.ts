import { createHash } from "node:crypto"
import type { Cell, Notebook } from "../../notebook/model.js"

/** Returns a key for each cell, in the notebook's order, that stays the same while its source does: made from the
 *  cell's id if no other cell has it, else from its place among the cells of the same source and from their number.
 *  One copy more or less of that source changes the keys of all of them, so that outputs never come to the wrong
 *  cell. */
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

/** Joins the parts, each after its length, so that no two lists give the same text. */
function digest(parts: readonly string[]): string {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest("hex").slice(0, KEY_DIGITS)
}

/** Cuts the hash to 128 bits, with which two cells never share a key by chance. */
const KEY_DIGITS = 32
