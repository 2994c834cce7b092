import { longestIncreasing } from "../../diff/text/longest-increasing.js"
import type { ThreeWay } from "../text/side.js"

/** The merged order of cells, and what it had to choose. Keys are one number a cell, the same in all versions. */
export interface MergedOrder {
  readonly keys: readonly number[]
  /** Cells that both sides moved, to two places. */
  readonly movedTwice: readonly number[]
  /** Cells that both sides inserted, at two places. */
  readonly insertedTwice: readonly number[]
  /** Cells that both sides put in another order, in two ways. */
  readonly reordered: readonly number[]
  /** Keys of runs that both sides put into one place: ours' cells, theirs' cells. */
  readonly bothInserted: readonly { readonly ours: readonly number[]; readonly theirs: readonly number[] }[]
  /** Cells of the base that this order moves. */
  readonly moved: { readonly ours: ReadonlySet<number>; readonly theirs: ReadonlySet<number> }
}

/** Merges the order of cells by backbone and gaps.
 *
 *  The backbone is a longest chain of cells that all three versions have in the same order. Every other cell
 *  lies in a gap of it, on each side that has it. A cell whose gap on one side differs from its gap in the base
 *  was moved by that side. Inserted runs hang on their left neighbor; a cell that one side deleted stays, as a
 *  tombstone, for the other side's runs to hang on, and is left out at the end unless `keeps` holds it. Two runs
 *  at one place never interleave: ours', then theirs'.
 *
 *  merge(b,a,b) = a, merge(b,b,a) = a and merge(b,a,a) = a.
 *
 *      base `a b c` · ours `b c a` · theirs `a b c d` → `b c a d`
 *      base `a b` · ours `a x b` · theirs `a y b` → `a x y b`
 *      base `a b c` · ours `a c` · theirs `a b x c` → `a x c` */
export function mergeOrder(
  base: readonly number[],
  ours: readonly number[],
  theirs: readonly number[],
  keeps: (key: number) => boolean,
): MergedOrder {
  const at = { base: placesOf(base), ours: placesOf(ours), theirs: placesOf(theirs) }
  const backbone = backboneOf(base, at.ours, at.theirs)
  const gaps = {
    base: gapsOf(base, backbone),
    ours: gapsOf(ours, backbone),
    theirs: gapsOf(theirs, backbone),
  }
  const notes: Notes = { movedTwice: [], insertedTwice: [], reordered: [], bothInserted: [] }
  const contents = fillGaps({ base, ours, theirs }, gaps, backbone.length, notes)
  const merged = contents.flatMap((content, gap) => {
    const cell = backbone[gap]
    const filled = orderGap(content, at, notes)
    return cell === undefined ? filled : [...filled, cell]
  })
  const present = (key: number): boolean =>
    !at.base.has(key) || (at.ours.has(key) && at.theirs.has(key)) || keeps(key)
  return { keys: merged.filter(present), ...notes, moved: movedBy(gaps) }
}

type Places = ReadonlyMap<number, number>

interface Notes {
  readonly movedTwice: number[]
  readonly insertedTwice: number[]
  readonly reordered: number[]
  readonly bothInserted: { readonly ours: readonly number[]; readonly theirs: readonly number[] }[]
}

function placesOf(keys: readonly number[]): Places {
  return new Map(keys.map((key, place) => [key, place]))
}

/** Cells up to which the longest chain is found exactly, in time quadratic in the cells that moved. */
const EXACT_CHAIN = 2000

function backboneOf(base: readonly number[], ours: Places, theirs: Places): readonly number[] {
  const common = base.filter((key) => ours.has(key) && theirs.has(key))
  const a = common.map((key) => ours.get(key) as number)
  const b = common.map((key) => theirs.get(key) as number)
  if (isIncreasing(a) && isIncreasing(b)) return common
  const chain = common.length <= EXACT_CHAIN ? longestChain(a, b) : commonChain(a, b)
  return chain.map((i) => common[i] as number)
}

function isIncreasing(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] as number) < value)
}

/** Indices of a longest subsequence that is increasing in both lists. */
function longestChain(a: readonly number[], b: readonly number[]): readonly number[] {
  const length = new Int32Array(a.length).fill(1)
  const before = new Int32Array(a.length).fill(-1)
  let last = -1
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      if ((a[j] as number) >= (a[i] as number) || (b[j] as number) >= (b[i] as number)) continue
      if ((length[j] as number) + 1 <= (length[i] as number)) continue
      length[i] = (length[j] as number) + 1
      before[i] = j
    }
    if (last < 0 || (length[i] as number) > (length[last] as number)) last = i
  }
  const chain: number[] = []
  for (let i = last; i >= 0; i = before[i] as number) chain.push(i)
  return chain.reverse()
}

/** What a longest increasing subsequence of each list has in common: a chain in both, near the longest when few
 *  cells moved. */
function commonChain(a: readonly number[], b: readonly number[]): readonly number[] {
  const inB = new Set(longestIncreasing(b))
  return longestIncreasing(a).filter((i) => inB.has(i))
}

/** For each cell outside the backbone, how many cells of the backbone are before it. */
function gapsOf(keys: readonly number[], backbone: readonly number[]): Places {
  const chain = new Set(backbone)
  const gaps = new Map<number, number>()
  let gap = 0
  for (const key of keys) {
    if (chain.has(key)) gap++
    else gaps.set(key, gap)
  }
  return gaps
}

function movedBy(gaps: ThreeWay<Places>): MergedOrder["moved"] {
  const moved = (side: Places): ReadonlySet<number> =>
    new Set([...side].flatMap(([key, gap]) => ((gaps.base.get(key) ?? gap) === gap ? [] : [key])))
  return { ours: moved(gaps.ours), theirs: moved(gaps.theirs) }
}

/** The cells of one gap, in the order of each side that puts them there. */
interface GapContent {
  readonly ours: number[]
  readonly theirs: number[]
}

function fillGaps(
  { ours, theirs }: ThreeWay<readonly number[]>,
  gaps: ThreeWay<Places>,
  backboneLength: number,
  notes: Notes,
): readonly GapContent[] {
  const contents: GapContent[] = Array.from({ length: backboneLength + 1 }, () => ({ ours: [], theirs: [] }))
  for (const key of ours) {
    const gap = gaps.ours.get(key)
    if (gap === undefined) continue
    if (gapOf(key, gaps) === gap) contents[gap]?.ours.push(key)
    if (!isPutTwice(key, gaps)) continue
    if (gaps.base.has(key)) notes.movedTwice.push(key)
    else notes.insertedTwice.push(key)
  }
  for (const key of theirs) {
    const gap = gaps.theirs.get(key)
    if (gap !== undefined && gapOf(key, gaps) === gap) contents[gap]?.theirs.push(key)
  }
  return contents
}

/** The gap that a cell goes to: where the one side that moved it put it; where both moved it, ours'. */
function gapOf(key: number, gaps: ThreeWay<Places>): number {
  const ours = gaps.ours.get(key)
  const theirs = gaps.theirs.get(key)
  if (ours === undefined || theirs === undefined) return (ours ?? theirs) as number
  return ours === gaps.base.get(key) ? theirs : ours
}

/** Whether both sides put a cell where the base does not have it, in two places. */
function isPutTwice(key: number, gaps: ThreeWay<Places>): boolean {
  const [base, ours, theirs] = [gaps.base.get(key), gaps.ours.get(key), gaps.theirs.get(key)]
  return theirs !== undefined && ours !== base && theirs !== base && ours !== theirs
}

/** The cells of one gap: those that hold the place, each with the runs that hang on it. */
function orderGap({ ours, theirs }: GapContent, at: ThreeWay<Places>, notes: Notes): readonly number[] {
  if (ours.length === 0) return theirs
  if (theirs.length === 0) return ours
  const core = orderCore({ ours, theirs }, at, notes)
  const inCore = new Set(core)
  const runsOfOurs = runsIn(ours, inCore)
  const runsOfTheirs = runsIn(theirs, inCore)
  return [undefined, ...core].flatMap((cell) => {
    const runs = { ours: runsOfOurs.get(cell) ?? [], theirs: runsOfTheirs.get(cell) ?? [] }
    if (runs.ours.length > 0 && runs.theirs.length > 0) notes.bothInserted.push(runs)
    return cell === undefined ? [...runs.ours, ...runs.theirs] : [cell, ...runs.ours, ...runs.theirs]
  })
}

/** Runs of cells outside the core, by the cell of the core that they follow. */
function runsIn(
  keys: readonly number[],
  core: ReadonlySet<number>,
): ReadonlyMap<number | undefined, readonly number[]> {
  const runs = new Map<number | undefined, number[]>()
  let left: number | undefined
  for (const key of keys) {
    const run = runs.get(left)
    if (core.has(key)) left = key
    else if (run === undefined) runs.set(left, [key])
    else run.push(key)
  }
  return runs
}

/** The cells that runs hang on: those that both sides have here, in the order of the side that changed it, and
 *  between them the ones of the base that one side deleted. */
function orderCore({ ours, theirs }: GapContent, at: ThreeWay<Places>, notes: Notes): readonly number[] {
  const inOurs = new Set(ours)
  const inTheirs = new Set(theirs)
  const sharedOurs = ours.filter((key) => inTheirs.has(key))
  const sharedTheirs = theirs.filter((key) => inOurs.has(key))
  const shared = orderShared(sharedOurs, sharedTheirs, at.base, notes)
  const inShared = new Set(shared)
  const holdsPlace = (key: number): boolean =>
    inShared.has(key) || (at.base.has(key) && !(at.ours.has(key) && at.theirs.has(key)))
  const tombstonesOfOurs = runsIn(ours.filter(holdsPlace), inShared)
  const tombstonesOfTheirs = runsIn(theirs.filter(holdsPlace), inShared)
  return [undefined, ...shared].flatMap((cell) => {
    const run = zipByPlace(tombstonesOfOurs.get(cell) ?? [], tombstonesOfTheirs.get(cell) ?? [], at.base)
    return cell === undefined ? run : [cell, ...run]
  })
}

/** Two runs of the base's cells as one, by their place in the base, each in its own order. */
function zipByPlace(ours: readonly number[], theirs: readonly number[], base: Places): readonly number[] {
  const place = (key: number): number => base.get(key) as number
  const merged: number[] = []
  let next = 0
  for (const key of ours) {
    while (next < theirs.length && place(theirs[next] as number) < place(key))
      merged.push(theirs[next++] as number)
    merged.push(key)
  }
  return [...merged, ...theirs.slice(next)]
}

function orderShared(
  ours: readonly number[],
  theirs: readonly number[],
  base: Places,
  notes: Notes,
): readonly number[] {
  if (ours.every((key, i) => key === theirs[i])) return ours
  const isBaseOrder = (keys: readonly number[]): boolean =>
    keys.every((key) => base.has(key)) && isIncreasing(keys.map((key) => base.get(key) as number))
  if (isBaseOrder(ours)) return theirs
  if (!isBaseOrder(theirs)) notes.reordered.push(...ours)
  return ours
}
