import { align } from "../../diff/align/align.js"
import type { Alignment } from "../../diff/align/alignment.js"
import { similarity } from "../../diff/align/similarity.js"
import type { Cell } from "../../notebook/model.js"
import type { Places } from "../decisions/decision.js"
import type { ThreeWay } from "../text/side.js"

/** Every cell of three versions once, with its place in each. Its index in the list is its key. */
export interface CellUnion {
  readonly cells: readonly Places[]
  /** The keys of each version's cells, in that version's order. */
  readonly base: readonly number[]
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
  readonly toOurs: Alignment
  readonly toTheirs: Alignment
  readonly divided: DividedCells
  /** Both sides added the notebook, and the two are not of one another: no cell is paired. */
  readonly isUnrelated: boolean
}

/** The cells that one side split or joined: by place in the base, and the pieces of a split by place in their side. */
interface DividedCells {
  readonly base: ReadonlySet<number>
  readonly ours: ReadonlySet<number>
  readonly theirs: ReadonlySet<number>
}

export type ThreeVersions = ThreeWay<readonly Cell[]>

/** Matches the base to both sides, and the sides to each other among what both inserted. */
export function uniteCells({ base, ours, theirs }: ThreeVersions): CellUnion {
  const toOurs = align(base, ours)
  const toTheirs = align(base, theirs)
  const divided = dividedCells(toOurs, toTheirs)
  const twins = matchInserted(ours, theirs, toOurs, toTheirs, divided)
  return unionOf({ base, ours, theirs }, toOurs, toTheirs, divided, twins)
}

/** Matches the sides to each other as a diff does, where nobody knows what they come from. */
export function uniteWithoutBase({ ours, theirs }: ThreeVersions): CellUnion {
  const [toOurs, toTheirs] = [align([], ours), align([], theirs)]
  const divided = dividedCells(toOurs, toTheirs)
  const { toB } = align(ours, theirs)
  const isUnrelated = !areRelated(ours, theirs, toB)
  const twins = new Map(isUnrelated ? [] : toB.flatMap((b, a) => (b < 0 ? [] : [[a, b] as const])))
  return { ...unionOf({ base: [], ours, theirs }, toOurs, toTheirs, divided, twins), isUnrelated }
}

/** The share of the smaller side's text that paired cells must have in common: what any two notebooks share, the
 *  imports say, is less. */
const LEAST_COMMON = 0.2

function areRelated(ours: readonly Cell[], theirs: readonly Cell[], toB: readonly number[]): boolean {
  const weigh = (cells: readonly Cell[]): number =>
    cells.reduce((sum, { source }) => sum + source.trim().length, 0)
  const smaller = Math.min(weigh(ours), weigh(theirs))
  let common = 0
  for (const [a, b] of toB.entries()) {
    const [x, y] = [ours[a], theirs[b]]
    if (x && y) common += similarity(x, y) * Math.min(x.source.trim().length, y.source.trim().length)
  }
  return smaller === 0 || common >= LEAST_COMMON * smaller
}

function unionOf(
  { base, ours, theirs }: ThreeVersions,
  toOurs: Alignment,
  toTheirs: Alignment,
  divided: DividedCells,
  twins: ReadonlyMap<number, number>,
): CellUnion {
  const cells: { base: number | undefined; ours: number | undefined; theirs: number | undefined }[] =
    base.map((_, i) => ({
      base: i,
      ours: placeIn(toOurs.toB, i),
      theirs: placeIn(toTheirs.toB, i),
    }))
  const keyOfTwin = new Map<number, number>()
  const keysOfOurs = ours.map((_, place) => {
    const own = placeIn(toOurs.toA, place)
    if (own !== undefined) return own
    const twin = twins.get(place)
    if (twin !== undefined) keyOfTwin.set(twin, cells.length)
    return cells.push({ base: undefined, ours: place, theirs: twin }) - 1
  })
  const keysOfTheirs = theirs.map((_, place) => {
    const own = placeIn(toTheirs.toA, place) ?? keyOfTwin.get(place)
    return own ?? cells.push({ base: undefined, ours: undefined, theirs: place }) - 1
  })
  const keys = { base: base.map((_, i) => i), ours: keysOfOurs, theirs: keysOfTheirs }
  return { cells, ...keys, toOurs, toTheirs, divided, isUnrelated: false }
}

/** The orders of the three versions, in which the pieces of a cell that one side split are together where the others
 *  have the cell: they go where it goes, and nothing comes between them. */
export function withPieces({ base, ours, theirs, toOurs, toTheirs }: CellUnion): {
  readonly base: readonly number[]
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
} {
  const piecesOf = (keys: readonly number[], { splits }: Alignment): ReadonlyMap<number, readonly number[]> =>
    new Map(splits.map(({ before, after }) => [before, after.map((place) => keys[place] as number)]))
  const own = { ours: piecesOf(ours, toOurs), theirs: piecesOf(theirs, toTheirs) }
  const expanded = (
    keys: readonly number[],
    ...splits: readonly ReadonlyMap<number, readonly number[]>[]
  ) => {
    const known = new Set(keys)
    return keys.flatMap((key) => {
      const pieces = splits.find((each) => each.has(key))?.get(key) ?? []
      return pieces.includes(key) ? pieces.filter((piece) => piece === key || !known.has(piece)) : [key]
    })
  }
  return {
    base: expanded(base, own.ours, own.theirs),
    ours: expanded(ours, own.theirs),
    theirs: expanded(theirs, own.ours),
  }
}

function dividedCells(toOurs: Alignment, toTheirs: Alignment): DividedCells {
  const splits = [...toOurs.splits, ...toTheirs.splits]
  const joins = [...toOurs.joins, ...toTheirs.joins]
  return {
    base: new Set([...splits.map(({ before }) => before), ...joins.flatMap(({ before }) => before)]),
    ours: new Set(toOurs.splits.flatMap(({ after }) => after)),
    theirs: new Set(toTheirs.splits.flatMap(({ after }) => after)),
  }
}

function placeIn(places: readonly number[], index: number): number | undefined {
  const place = places[index]
  return place === undefined || place < 0 ? undefined : place
}

/** Share of two inserted cells' text in common from which they are taken for one cell, written twice. */
const NEAR_EQUAL = 0.8

/** Cells that both sides inserted, by place in ours: with the same source anywhere, or nearly the same at the same
 *  place. A cell that one side pasted in and the other wrote by itself is one cell. */
function matchInserted(
  ours: readonly Cell[],
  theirs: readonly Cell[],
  toOurs: Alignment,
  toTheirs: Alignment,
  divided: DividedCells,
): ReadonlyMap<number, number> {
  const runsOfOurs = insertedRuns(toOurs.toA)
  const runsOfTheirs = insertedRuns(toTheirs.toA)
  const twins = new Map<number, number>()
  for (const [left, runOfOurs] of runsOfOurs) {
    const runOfTheirs = runsOfTheirs.get(left)
    if (runOfTheirs === undefined) continue
    const { toB } = align(cellsAt(ours, runOfOurs), cellsAt(theirs, runOfTheirs))
    const isPiece = (place: number, twin: number): boolean =>
      divided.ours.has(place) || divided.theirs.has(twin)
    for (const [i, j] of toB.entries()) {
      const [place, twin] = [runOfOurs[i] as number, runOfTheirs[j]]
      if (twin === undefined) continue
      const least = isPiece(place, twin) ? 1 : NEAR_EQUAL
      if (isTwin(ours[place] as Cell, theirs[twin] as Cell, least)) twins.set(place, twin)
    }
    for (const { place, twin, least } of lonePairs(runOfOurs, runOfTheirs, twins)) {
      if (!isPiece(place, twin) && isRewritten(ours[place] as Cell, theirs[twin] as Cell, least))
        twins.set(place, twin)
    }
  }
  matchElsewhere(ours, theirs, [...runsOfOurs.values()].flat(), [...runsOfTheirs.values()].flat(), twins)
  return twins
}

/** Share of text in common from which two cells are one that stand alone beside one that both sides inserted. */
const ALONE_BESIDE_TWIN = 0.45

/** A cell of each side that may be one cell, and the similarity that it takes. */
interface LonePair {
  readonly place: number
  readonly twin: number
  readonly least: number
}

/** The cells that stand alone between two twins, or between one and the end of their run: `a x b` · `a y b`. */
function lonePairs(
  ours: readonly number[],
  theirs: readonly number[],
  twins: ReadonlyMap<number, number>,
): readonly LonePair[] {
  const indexOf = new Map(theirs.map((place, j) => [place, j]))
  const pairs = ours.flatMap((place, i) => {
    const j = indexOf.get(twins.get(place) ?? -1)
    return j === undefined ? [] : [{ i, j }]
  })
  if (pairs.length === 0) return []
  const bounds = [{ i: -1, j: -1 }, ...pairs, { i: ours.length, j: theirs.length }]
  return bounds.slice(1).flatMap((right, n) => {
    const left = bounds[n] as { readonly i: number; readonly j: number }
    if (right.i !== left.i + 2 || right.j !== left.j + 2) return []
    const isBetween = n > 0 && n < pairs.length
    const place = ours[left.i + 1] as number
    return [{ place, twin: theirs[left.j + 1] as number, least: isBetween ? 0 : ALONE_BESIDE_TWIN }]
  })
}

/** Whether two cells with something in them are as alike as it takes. */
function isRewritten(ours: Cell, theirs: Cell, least: number): boolean {
  if (ours.type !== theirs.type || ours.source.trim() === "" || theirs.source.trim() === "") return false
  return similarity(ours, theirs) >= least
}

function cellsAt(cells: readonly Cell[], places: readonly number[]): readonly Cell[] {
  return places.map((place) => cells[place] as Cell)
}

/** A piece of a cell that one side split is not a new cell: only its equal is the same. */
function isTwin(ours: Cell, theirs: Cell, least: number): boolean {
  if (ours.type !== theirs.type) return false
  return ours.source === theirs.source || (least < 1 && similarity(ours, theirs) >= least)
}

/** Runs of inserted cells, by the base's cell on their left (-1 at the top). */
function insertedRuns(toBase: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const runs = new Map<number, number[]>()
  let left = -1
  for (const [place, base] of toBase.entries()) {
    const run = runs.get(left)
    if (base >= 0) left = base
    else if (run === undefined) runs.set(left, [place])
    else run.push(place)
  }
  return runs
}

/** Pairs equal cells that the sides inserted at different places, where each side has but one of them. */
function matchElsewhere(
  ours: readonly Cell[],
  theirs: readonly Cell[],
  placesOfOurs: readonly number[],
  placesOfTheirs: readonly number[],
  twins: Map<number, number>,
): void {
  const taken = new Set(twins.values())
  const bySource = (
    cells: readonly Cell[],
    places: readonly number[],
  ): ReadonlyMap<string, number | "several"> => {
    const found = new Map<string, number | "several">()
    for (const place of places) {
      const { type, source } = cells[place] as Cell
      if (source.trim() === "") continue
      const key = `${type}\n${source}`
      found.set(key, found.has(key) ? "several" : place)
    }
    return found
  }
  const inTheirs = bySource(
    theirs,
    placesOfTheirs.filter((place) => !taken.has(place)),
  )
  for (const [key, place] of bySource(
    ours,
    placesOfOurs.filter((own) => !twins.has(own)),
  )) {
    const twin = inTheirs.get(key)
    if (typeof place === "number" && typeof twin === "number") twins.set(place, twin)
  }
}
