import type { Cell } from "./model.js"

/** nbformat 4.5's rule for the id of a cell. */
export const CELL_ID = /^[A-Za-z0-9_-]{1,64}$/

/** An id made from the cell's type and source: two branches that give the same cell an id give it the same
 *  one. Where the id is taken, a count is put after it: the lowest that is free as long as that is a small one. Of many
 *  equal cells each is then found a count by doubling and halving, in as many steps as the count has digits. */
export function cellIdFor(
  { type, source }: Pick<Cell, "type" | "source">,
  taken: ReadonlySet<string>,
): string {
  const id = hash(`${type}\n${source}`)
  if (!taken.has(id)) return id
  return `${id}-${freeCount((count) => taken.has(`${id}-${count}`))}`
}

function freeCount(isTaken: (count: number) => boolean): number {
  for (let count = 2; count <= FEW; count++) if (!isTaken(count)) return count
  let used = FEW
  let free = used * 2
  for (; isTaken(free); free *= 2) used = free
  while (free - used > 1) {
    const middle = Math.floor((used + free) / 2)
    if (isTaken(middle)) used = middle
    else free = middle
  }
  return free
}

/** Counts that are tried one after the other. */
const FEW = 16

/** 64 bits as 16 hexadecimal digits: two runs of FNV-1a over UTF-16 units, with its 32-bit prime and two bases. */
function hash(text: string): string {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ (unit + i), 0x01000193)
  }
  return hex(a) + hex(b)
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0")
}
