import type { Gap } from "./gap.js"
import type { Pair } from "./pairing.js"

/** What a pair is worth; `undefined` where the two cannot be one. */
export type Worth = (a: number, b: number) => number | undefined

/** The pairs of a gap's cells, in order on both sides, that are worth most together. A pair right after
 *  another is worth `neighbor` more; the pairs around the gap count as others. O(|a| · |b|). */
export function bestAlignment(gap: Gap, worth: Worth, neighbor: number): readonly Pair[] {
  const table = filledTable(gap, worth, neighbor)
  return pairsAlongBest(table)
}

/** For the first x cells of a and the first y of b, what the best alignment is worth: of all (`any`), and of
 *  those that pair the last two (`paired`). Cells 0 and the last are the pairs around the gap. */
interface Table {
  readonly a: readonly number[]
  readonly b: readonly number[]
  readonly any: Float64Array
  readonly paired: Float64Array
  readonly neighbor: number
}

function filledTable(gap: Gap, worth: Worth, neighbor: number): Table {
  const a = [gap.before.a, ...gap.a, gap.after.a]
  const b = [gap.before.b, ...gap.b, gap.after.b]
  const any = new Float64Array(a.length * b.length)
  const paired = new Float64Array(a.length * b.length).fill(-Infinity)
  const table: Table = { a, b, any, paired, neighbor }
  paired[0] = 0
  for (let x = 1; x < a.length; x++) {
    for (let y = 1; y < b.length; y++) {
      const at = x * b.length + y
      const before = at - b.length - 1
      const gain = gainAt(table, worth, x, y)
      if (gain !== undefined) paired[at] = gain + Math.max(any[before] ?? 0, valueInRun(table, x, y))
      any[at] = Math.max(paired[at] ?? 0, any[at - b.length] ?? 0, any[at - 1] ?? 0)
    }
  }
  return table
}

/** The last cells of both sides are a pair, and only of each other. */
function gainAt({ a, b }: Table, worth: Worth, x: number, y: number): number | undefined {
  const isEndOfA = x === a.length - 1
  const isEndOfB = y === b.length - 1
  if (isEndOfA || isEndOfB) return isEndOfA && isEndOfB ? 0 : undefined
  return worth(a[x] ?? -1, b[y] ?? -1)
}

/** What comes before a pair, where that ends in a pair too. */
function valueInRun({ a, b, paired, neighbor }: Table, x: number, y: number): number {
  const areNeighbors = a[x] === (a[x - 1] ?? 0) + 1 && b[y] === (b[y - 1] ?? 0) + 1
  return (paired[(x - 1) * b.length + y - 1] ?? 0) + (areNeighbors ? neighbor : 0)
}

/** Goes back from the end; where ways are worth the same, it takes the one that pairs. */
function pairsAlongBest(table: Table): readonly Pair[] {
  const { a, b, any, paired } = table
  const pairs: Pair[] = []
  let x = a.length - 1
  let y = b.length - 1
  let isPair = true
  while (x > 0 && y > 0) {
    const at = x * b.length + y
    if (isPair) {
      if (x < a.length - 1) pairs.push({ a: a[x] ?? -1, b: b[y] ?? -1 })
      isPair = valueInRun(table, x, y) >= (any[at - b.length - 1] ?? 0)
      x--
      y--
    } else if (any[at] === any[at - b.length]) x--
    else if (any[at] === any[at - 1]) y--
    else isPair = any[at] === paired[at]
  }
  return pairs.reverse()
}
