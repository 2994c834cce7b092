import { sameBytes } from "../../notebook/json/json-equality.js"
import type { Cell } from "../../notebook/model.js"

/** Neighboring cells of `a` that are in `b` byte for byte: what nobody touched. */
export interface CommonRun {
  readonly a: number
  readonly b: number
  readonly length: number
}

/** The runs of two lists, in order on both sides. */
export interface CommonRuns {
  /** What both lists begin with, and what they end with; either may be empty. */
  readonly head: CommonRun
  readonly tail: CommonRun
  /** Those between, each found past a few cells of difference. */
  readonly inner: readonly CommonRun[]
}

export function commonRuns(a: readonly Cell[], b: readonly Cell[]): CommonRuns {
  const isSame = (i: number, j: number): boolean => sameBytes(a[i]?.value, b[j]?.value)
  const most = Math.min(a.length, b.length)
  const headLength = runLength(most, (k) => isSame(k, k))
  const tailLength = runLength(most - headLength, (k) => isSame(a.length - 1 - k, b.length - 1 - k))
  const head = { a: 0, b: 0, length: headLength }
  const tail = { a: a.length - tailLength, b: b.length - tailLength, length: tailLength }
  const inner: CommonRun[] = []
  let last: CommonRun | undefined = head
  while (last !== undefined) {
    last = nextRun({ a: last.a + last.length, b: last.b + last.length }, tail, isSame)
    if (last !== undefined) inner.push(last)
  }
  return { head, tail, inner }
}

type Place = Pick<CommonRun, "a" | "b">

/** How far after a difference the next run may start, on both sides together. */
const LONGEST_GAP = 16

/** Cells that make a run: fewer may be one another's copies. */
const SHORTEST_RUN = 8

/** The nearest run after a difference, if there is one before the common end. */
function nextRun(from: Place, to: Place, isSame: (i: number, j: number) => boolean): CommonRun | undefined {
  for (let gap = 1; gap <= LONGEST_GAP; gap++) {
    for (let inA = 0; inA <= gap; inA++) {
      const [i, j] = [from.a + inA, from.b + gap - inA]
      const most = Math.min(to.a - i, to.b - j)
      const length = most < SHORTEST_RUN ? 0 : runLength(most, (k) => isSame(i + k, j + k))
      if (length >= SHORTEST_RUN) return { a: i, b: j, length }
    }
  }
  return undefined
}

function runLength(most: number, isSame: (k: number) => boolean): number {
  let length = 0
  while (length < most && isSame(length)) length++
  return length
}
