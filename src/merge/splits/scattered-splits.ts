import { linesWithout, significantLines } from "../../diff/text/significant-lines.js"
import { sameBytes } from "../../notebook/json/json-equality.js"
import type { CellUnion, ThreeVersions } from "../order/cell-union.js"
import { isClean, mergeLines } from "../text/line-merge.js"
import type { Side } from "../text/side.js"
import { isSignificant } from "../text/text-weight.js"
import { cutsOf } from "./source-cuts.js"

/** A cell of the base, and by place the cells of a side that hold its lines now, in order. */
export interface ScatteredSplit {
  readonly before: number
  readonly after: readonly number[]
}

/** The cells from which one side carved lines into cells that it inserted near by, new ones between them or not,
 *  where the other side edits those lines: in the cell alone they would be deleted here and edited there. They are
 *  no splits to the alignment, which asks of a split that its pieces are neighbors. */
export function scatteredSplits(
  union: CellUnion,
  versions: ThreeVersions,
  side: Side,
): readonly ScatteredSplit[] {
  return versions.base.flatMap((base, before) => {
    const other = side === "ours" ? "theirs" : "ours"
    const [place, otherPlace] = [union.cells[before]?.[side] ?? -1, union.cells[before]?.[other] ?? -1]
    const [own, edited] = [versions[side][place], versions[other][otherPlace]]
    if (own === undefined || edited === undefined || union.divided.base.has(before)) return []
    const near = insertedNear(union, side, place)
    if (near.length === 0 || sameBytes(base.value, own.value) || sameBytes(base.value, edited.value))
      return []
    if (isClean(mergeLines(base.source, own.source, edited.source))) return []
    const sourceAt = (each: number): string => versions[side][each]?.source ?? ""
    const after = piecesAt(base.source, place, near, sourceAt)
    return isScatteredSplit(base.source, after.map(sourceAt), edited.source, after.indexOf(place))
      ? [{ before, after }]
      : []
  })
}

/** Cells that only this side inserted, in the gaps beside a place: below it from the nearest on, then above. */
function insertedNear({ cells, ...keys }: CellUnion, side: Side, place: number): readonly number[] {
  const near: number[] = []
  for (const step of [1, -1]) {
    for (let at = place + step; ; at += step) {
      const cell = cells[keys[side][at] ?? -1]
      if (cell === undefined || cell.base !== undefined) break
      if (cell.ours === undefined || cell.theirs === undefined) near.push(at)
    }
  }
  return near
}

/** The place of the cell and those near it that hold what it lost, in order. */
function piecesAt(
  base: string,
  place: number,
  near: readonly number[],
  sourceAt: (place: number) => string,
): readonly number[] {
  const after = [place]
  const missing = countsOf(linesWithout(significantLines(base), significantLines(sourceAt(place))))
  for (const at of near) {
    const lines = significantLines(sourceAt(at))
    const taken = [...countsOf(lines)].map(
      ([line, count]) => [line, Math.min(count, missing.get(line) ?? 0)] as const,
    )
    const count = taken.reduce((sum, [, each]) => sum + each, 0)
    if (!isMostOf(count, lines)) continue
    after.push(at)
    for (const [line, each] of taken) missing.set(line, (missing.get(line) ?? 0) - each)
  }
  return after.sort((x, y) => x - y)
}

function countsOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

/** Whether the sources are pieces of the base's in its order, something left for `main`, and no edit spans two. */
function isScatteredSplit(base: string, pieces: readonly string[], edited: string, main: number): boolean {
  if (pieces.length < 2) return false
  const cuts = cutsOf(base, pieces, edited)
  if (cuts === undefined) return false
  return pieces.every((piece, i) => {
    const own = significantLines(cuts[i]?.base ?? "")
    const lines = significantLines(piece)
    return i === main ? own.length > 0 : isMostOf(lines.length - linesWithout(lines, own).length, lines)
  })
}

/** Whether so many lines are most of the lines, which say something. */
function isMostOf(count: number, lines: readonly string[]): boolean {
  return count > 0 && count >= MOST * lines.length && isSignificant(lines)
}

/** The share of a piece's lines that must be the cell's: what it had, and what an edit may have made of it. */
const MOST = 0.5
