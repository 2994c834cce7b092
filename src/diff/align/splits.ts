import type { Cell } from "../../notebook/model.js"
import type { Pairing } from "./pairing.js"

/** A cell that became several neighbours of the other side, or was made of them, in order. */
export interface Division {
  readonly whole: number
  readonly pieces: readonly number[]
}

/** The cells of a that became several cells of b. */
export function splitsOf({ a, b, toB, toA }: Pairing): readonly Division[] {
  return divisions(a, b, toB, toA)
}

/** The cells of b that several cells of a became. */
export function joinsOf({ a, b, toB, toA }: Pairing): readonly Division[] {
  return divisions(b, a, toA, toB)
}

function divisions(
  wholes: readonly Cell[],
  others: readonly Cell[],
  toOthers: Int32Array,
  toWholes: Int32Array,
): readonly Division[] {
  const found: Division[] = []
  const taken = new Set<number>()
  toOthers.forEach((other, whole) => {
    if (other < 0) return
    const isFree = (cell: number) => toWholes[cell] === -1 && !taken.has(cell)
    if (!isFree(other - 1) && !isFree(other + 1)) return
    const pieces = piecesOf(wholes[whole]?.source ?? "", others, other, isFree)
    for (const piece of pieces) taken.add(piece)
    if (pieces.length > 1) found.push({ whole, pieces })
  })
  return found
}

/** Of a whole cell's lines so many must be in its pieces together, and of a piece's lines so many must come
 *  from the whole. */
const coveredShare = 0.9
const pieceShare = 0.5

/** The neighbours of `first`, and it, that together hold the lines of `source`; none where `first` alone
 *  holds them or all of them do not. */
function piecesOf(
  source: string,
  cells: readonly Cell[],
  first: number,
  isFree: (cell: number) => boolean,
): readonly number[] {
  const remaining = lineCounts(source)
  const total = sum(remaining)
  const needed = coveredShare * total
  let covered = takeLines(remaining, cells[first]?.source ?? "").taken
  if (total < 2 || covered >= needed) return []
  const extend = (cell: number): boolean => {
    if (!isFree(cell)) return false
    const { taken, lines } = takeLines(remaining, cells[cell]?.source ?? "", pieceShare)
    covered += taken
    return taken > 0 && lines > 0
  }
  const pieces = [first]
  for (let cell = first + 1; extend(cell); cell++) pieces.push(cell)
  for (let cell = first - 1; extend(cell); cell--) pieces.unshift(cell)
  return covered >= needed ? pieces : []
}

/** Takes a source's lines out of those that remain, unless they hold less than `share` of it. */
function takeLines(
  remaining: Map<string, number>,
  source: string,
  share = 0,
): { taken: number; lines: number } {
  const lines = lineCounts(source)
  let taken = 0
  for (const [line, count] of lines) taken += Math.min(count, remaining.get(line) ?? 0)
  const all = sum(lines)
  if (taken < share * all) return { taken: 0, lines: all }
  for (const [line, count] of lines) remaining.set(line, Math.max(0, (remaining.get(line) ?? 0) - count))
  return { taken, lines: all }
}

/** How often each line is there that holds a letter or a digit, without its indentation. */
function lineCounts(source: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of source.split("\n").map((text) => text.trim())) {
    if (/[\p{L}\p{N}]/u.test(line)) counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return counts
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0
  for (const count of counts.values()) total += count
  return total
}
