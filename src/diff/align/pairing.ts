import type { Cell } from "../../notebook/model.js"

/** The cells of two versions, and which of them are paired so far. Passes add pairs; -1 means no partner. */
export interface Pairing {
  readonly a: readonly Cell[]
  readonly b: readonly Cell[]
  readonly toB: Int32Array
  readonly toA: Int32Array
  /** A number for each cell: equal numbers, equal type and source. */
  readonly keysA: Int32Array
  readonly keysB: Int32Array
}

export interface Pair {
  readonly a: number
  readonly b: number
}

export function noPairs(a: readonly Cell[], b: readonly Cell[]): Pairing {
  const keys = new Map<string, number>()
  return {
    a,
    b,
    toB: new Int32Array(a.length).fill(-1),
    toA: new Int32Array(b.length).fill(-1),
    keysA: keysOf(a, keys),
    keysB: keysOf(b, keys),
  }
}

function keysOf(cells: readonly Cell[], keys: Map<string, number>): Int32Array {
  return Int32Array.from(cells, ({ type, source }) => {
    const text = `${type}\n${source}`
    const key = keys.get(text) ?? keys.size
    keys.set(text, key)
    return key
  })
}

export function pairUp({ toB, toA }: Pairing, a: number, b: number): void {
  toB[a] = b
  toA[b] = a
}

export function part({ toB, toA }: Pairing, a: number): void {
  const b = toB[a] ?? -1
  if (b < 0) return
  toB[a] = -1
  toA[b] = -1
}

/** Every pair, in a's order. */
export function pairsOf({ toB }: Pairing): readonly Pair[] {
  const pairs: Pair[] = []
  toB.forEach((b, a) => {
    if (b >= 0) pairs.push({ a, b })
  })
  return pairs
}

/** Whether both cells are there and neither is paired. */
export function areFree({ toB, toA }: Pairing, a: number, b: number): boolean {
  return toB[a] === -1 && toA[b] === -1
}

/** The unpaired cells of one side, given its partners, from `from` to before `to`. */
export function freeCells(partners: Int32Array, from = 0, to = partners.length): readonly number[] {
  const free: number[] = []
  for (let cell = from; cell < to; cell++) if (partners[cell] === -1) free.push(cell)
  return free
}

/** Whether type and source are the same. */
export function areEqual({ keysA, keysB }: Pairing, a: number, b: number): boolean {
  return keysA[a] === keysB[b]
}

export function areOneType(pairing: Pairing, a: number, b: number): boolean {
  return pairing.a[a]?.type === pairing.b[b]?.type
}

/** Whether the cells right before or right after the two are each other's partners. The ends of the notebooks
 *  are partners. */
export function hasPairedNeighbor({ toB, toA }: Pairing, a: number, b: number): boolean {
  const before = a === 0 || b === 0 ? a === b : toB[a - 1] === b - 1
  const isLastA = a === toB.length - 1
  const isLastB = b === toA.length - 1
  const after = isLastA || isLastB ? isLastA && isLastB : toB[a + 1] === b + 1
  return before || after
}

/** A source without a character to be seen says nothing of its cell. */
export function isBlank(cell: Cell | undefined): boolean {
  return lengthOf(cell) === 0
}

/** Characters of the source, white space around it left out. */
export function lengthOf(cell: Cell | undefined): number {
  return cell?.source.trim().length ?? 0
}

/** The cell of each key, for the keys of one of `cells` alone. */
export function uniqueCells(keys: Int32Array, cells: readonly number[]): ReadonlyMap<number, number> {
  const unique = new Map<number, number>()
  const repeated = new Set<number>()
  for (const cell of cells) {
    const key = keys[cell] ?? -1
    if (unique.has(key)) repeated.add(key)
    unique.set(key, cell)
  }
  for (const key of repeated) unique.delete(key)
  return unique
}
