import { type Hunk, hunksOfFlags, shifted } from "./hunk.js"
import { markChanges } from "./myers.js"

/** What items of a sequence are compared by: equal keys, equal items. */
export type Key = string | number

/** The hunks that turn A into B. The script is a shortest one, except in blocks whose search would cost
 *  more steps than their size allows (see `myers.ts`); the same input always gives the same hunks. */
export function diffSequences(a: readonly Key[], b: readonly Key[]): readonly Hunk[] {
  const start = commonStart(a, b)
  const end = commonEnd(a, b, start)
  if (start + end === a.length && start + end === b.length) return []
  const middle = intern(a, b, start, end)
  const changed = changesWithCounterparts(middle)
  return hunksOfFlags(changed.a, changed.b).map((hunk) => shifted(hunk, start, start))
}

/** How many items at the start of A and B are equal. */
function commonStart(a: readonly Key[], b: readonly Key[]): number {
  const most = Math.min(a.length, b.length)
  let n = 0
  while (n < most && a[n] === b[n]) n++
  return n
}

/** How many items at the end of A and B are equal, the first `start` left out. */
function commonEnd(a: readonly Key[], b: readonly Key[], start: number): number {
  const most = Math.min(a.length, b.length) - start
  let n = 0
  while (n < most && a[a.length - 1 - n] === b[b.length - 1 - n]) n++
  return n
}

/** Two sequences of small integers, equal where the items were; `inA[id]` and `inB[id]` count them. */
interface Interned {
  readonly a: Int32Array
  readonly b: Int32Array
  readonly inA: Int32Array
  readonly inB: Int32Array
}

function intern(a: readonly Key[], b: readonly Key[], start: number, end: number): Interned {
  const ids = new Map<Key, number>()
  const idsA = idsOf(a, start, a.length - end, ids)
  const idsB = idsOf(b, start, b.length - end, ids)
  return { a: idsA, b: idsB, inA: counts(idsA, ids.size), inB: counts(idsB, ids.size) }
}

function idsOf(items: readonly Key[], from: number, to: number, ids: Map<Key, number>): Int32Array {
  const result = new Int32Array(to - from)
  for (let i = from; i < to; i++) {
    const item = items[i] as Key
    const known = ids.get(item)
    if (known === undefined) ids.set(item, ids.size)
    result[i - from] = known ?? ids.size - 1
  }
  return result
}

function counts(ids: Int32Array, kinds: number): Int32Array {
  const result = new Int32Array(kinds)
  for (const id of ids) result[id] = (result[id] ?? 0) + 1
  return result
}

/** Flags the changed items. Those without a counterpart are changed for certain: they are set aside, so the
 *  search only meets items that may be common. */
function changesWithCounterparts({ a, b, inA, inB }: Interned): { a: Uint8Array; b: Uint8Array } {
  const keptA = indicesWith(a, inB)
  const keptB = indicesWith(b, inA)
  const changed = markChanges(
    keptA.map((i) => a[i] ?? 0),
    keptB.map((i) => b[i] ?? 0),
    inA.length,
  )
  return { a: spread(changed.a, keptA, a.length), b: spread(changed.b, keptB, b.length) }
}

/** The indices of the ids that occur on the other side. */
function indicesWith(ids: Int32Array, inOther: Int32Array): Int32Array {
  const indices = new Int32Array(ids.length)
  let n = 0
  for (let i = 0; i < ids.length; i++) {
    if (inOther[ids[i] ?? 0] !== 0) indices[n++] = i
  }
  return indices.subarray(0, n)
}

/** Flags for the whole sequence: those of the kept items where they are, and every other item changed. */
function spread(flags: Uint8Array, kept: Int32Array, length: number): Uint8Array {
  const result = new Uint8Array(length).fill(1)
  kept.forEach((index, n) => {
    result[index] = flags[n] ?? 1
  })
  return result
}
