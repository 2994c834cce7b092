import type { Pair } from "./pairing.js"

export interface WeightedPair extends Pair {
  /** Above zero. */
  readonly weight: number
}

/** Of pairs in a's order, those on a chain that increases in a and in b and weighs most; on a tie the chain
 *  that was complete first. O(n log n): a Fenwick tree over b holds the heaviest chain that ends at or
 *  before each place. */
export function heaviestChain<P extends WeightedPair>(pairs: readonly P[]): readonly P[] {
  if (pairs.every((pair, n) => n === 0 || isAfter(pair, pairs[n - 1] ?? pair))) return pairs
  const size = pairs.reduce((most, { b }) => Math.max(most, b + 1), 0)
  const tree = new Int32Array(size + 1).fill(-1)
  const weights = new Float64Array(pairs.length)
  const before = new Int32Array(pairs.length)
  let last = -1
  for (const n of chainOrder(pairs)) {
    const { b, weight } = pairs[n] as P
    const previous = heaviestUpTo(tree, weights, b)
    before[n] = previous
    weights[n] = weight + (weights[previous] ?? 0)
    if (last < 0 || (weights[n] ?? 0) > (weights[last] ?? 0)) last = n
    offer(tree, weights, b + 1, n)
  }
  const chain: P[] = []
  for (let n = last; n >= 0; n = before[n] ?? -1) chain.push(pairs[n] as P)
  return chain.reverse()
}

function isAfter(pair: Pair, before: Pair): boolean {
  return pair.a > before.a && pair.b > before.b
}

/** By a; among pairs of one cell the later b first, so that none of them follows another. */
function chainOrder(pairs: readonly Pair[]): readonly number[] {
  const order = pairs.map((_, n) => n)
  const at = (n: number) => pairs[n] as Pair
  return order.sort((x, y) => at(x).a - at(y).a || at(y).b - at(x).b)
}

/** The heaviest chain among places 1 to `place`, by its last pair; -1 where there is none. */
function heaviestUpTo(tree: Int32Array, weights: Float64Array, place: number): number {
  let heaviest = -1
  for (let at = place; at > 0; at -= at & -at) {
    const n = tree[at] ?? -1
    if (n >= 0 && (heaviest < 0 || (weights[n] ?? 0) > (weights[heaviest] ?? 0))) heaviest = n
  }
  return heaviest
}

function offer(tree: Int32Array, weights: Float64Array, place: number, n: number): void {
  for (let at = place; at < tree.length; at += at & -at) {
    const held = tree[at] ?? -1
    if (held < 0 || (weights[n] ?? 0) > (weights[held] ?? 0)) tree[at] = n
  }
}
