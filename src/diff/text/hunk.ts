/** Items `fromA..toA` of A became `fromB..toB` of B; ends are exclusive.
 *  Hunks are sorted, and at least one common item lies between two of them. */
export interface Hunk {
  readonly fromA: number
  readonly toA: number
  readonly fromB: number
  readonly toB: number
}

/** The runs of items that are flagged on either side; items without a flag pair in order. */
export function hunksOfFlags(changedA: Uint8Array, changedB: Uint8Array): readonly Hunk[] {
  const hunks: Hunk[] = []
  let a = 0
  let b = 0
  while (a < changedA.length || b < changedB.length) {
    const fromA = a
    const fromB = b
    while (changedA[a] === 1) a++
    while (changedB[b] === 1) b++
    if (a > fromA || b > fromB) hunks.push({ fromA, toA: a, fromB, toB: b })
    a++
    b++
  }
  return hunks
}

/** The hunk that holds both of two neighbors and what lies between them. */
export function joined(first: Hunk, second: Hunk): Hunk {
  return { fromA: first.fromA, toA: second.toA, fromB: first.fromB, toB: second.toB }
}

/** The hunk with both of its ranges moved, by `a` items in A and `b` items in B. */
export function shifted(hunk: Hunk, a: number, b: number): Hunk {
  return { fromA: hunk.fromA + a, toA: hunk.toA + a, fromB: hunk.fromB + b, toB: hunk.toB + b }
}

/** The edit script that undoes `hunks`. */
export function inverted(hunks: readonly Hunk[]): readonly Hunk[] {
  return hunks.map((h) => ({ fromA: h.fromB, toA: h.toB, fromB: h.fromA, toB: h.toA }))
}
