/** A source of chance that a seed repeats. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number
  /** True in `share` of the calls, from 0 to 1. */
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  /** `count` results of `make`. */
  list<T>(count: number, make: (index: number) => T): readonly T[]
}

/** The generator is mulberry32: a 32-bit state, good enough to wander with. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number): number => Math.floor(next() * below)
  return {
    int,
    chance: (share) => next() < share,
    pick: (items) => {
      if (items.length === 0) throw new Error("nothing to pick from")
      return items[int(items.length)] as (typeof items)[number]
    },
    list: (count, make) => Array.from({ length: count }, (_, index) => make(index)),
  }
}
