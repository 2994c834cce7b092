import type { Alignment } from "./alignment.js"
import type { CommonRun } from "./common-runs.js"

/** The places of each side's cells that are in none of the runs, which reach to both lists' ends. */
export interface Rest {
  readonly a: readonly number[]
  readonly b: readonly number[]
}

export function restOf(runs: readonly CommonRun[]): Rest {
  const a: number[] = []
  const b: number[] = []
  let [i, j] = [0, 0]
  for (const run of runs) {
    while (i < run.a) a.push(i++)
    while (j < run.b) b.push(j++)
    i += run.length
    j += run.length
  }
  return { a, b }
}

/** The alignment of the rest, as one of all cells: those of the runs are each other's. */
export function widened(
  { toB, toA, moved, splits, joins }: Alignment,
  rest: Rest,
  runs: readonly CommonRun[],
): Alignment {
  const inA = (place: number): number => rest.a[place] ?? -1
  const inB = (place: number): number => rest.b[place] ?? -1
  const shared = runs.reduce((sum, { length }) => sum + length, 0)
  const wide = {
    toB: new Array<number>(rest.a.length + shared).fill(-1),
    toA: new Array<number>(rest.b.length + shared).fill(-1),
  }
  toB.forEach((other, place) => {
    wide.toB[inA(place)] = inB(other)
  })
  toA.forEach((other, place) => {
    wide.toA[inB(place)] = inA(other)
  })
  for (const { a, b, length } of runs) {
    for (let k = 0; k < length; k++) {
      wide.toB[a + k] = b + k
      wide.toA[b + k] = a + k
    }
  }
  return {
    ...wide,
    moved: new Set([...moved].map(inA)),
    splits: splits.map(({ before, after }) => ({ before: inA(before), after: after.map(inB) })),
    joins: joins.map(({ before, after }) => ({ before: before.map(inA), after: inB(after) })),
  }
}
