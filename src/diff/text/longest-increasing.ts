/** The indices of a longest strictly increasing chain of `values`, in order. Of several such chains it is the
 *  one whose last value is smallest, and so on backwards. O(n log n), by patience sorting. */
export function longestIncreasing(values: ArrayLike<number>): readonly number[] {
  const tops: number[] = []
  const before = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const pile = pileFor(values, tops, values[i] ?? 0)
    before[i] = tops[pile - 1] ?? -1
    tops[pile] = i
  }
  return chainEndingAt(tops[tops.length - 1] ?? -1, before)
}

/** The first pile whose top is not below `value`; `tops` holds the index of each pile's top. */
function pileFor(values: ArrayLike<number>, tops: readonly number[], value: number): number {
  let low = 0
  let high = tops.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[tops[middle] ?? 0] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

function chainEndingAt(last: number, before: Int32Array): readonly number[] {
  const chain: number[] = []
  for (let i = last; i >= 0; i = before[i] ?? -1) chain.push(i)
  return chain.reverse()
}
