import { isSpace, wordTokens } from "./word-tokens.js"
import { LONGEST_LINE, SIMILAR } from "./words.js"

/** A deleted line and the inserted line that it became, by their indices among the lines of their hunk. */
export interface LinePair {
  readonly a: number
  readonly b: number
}

/** Lines on either side of a hunk beyond which none is paired: so long a replacement is read as one. */
const MOST_LINES = 1_000

/** Lines that are compared with each other; in a longer hunk each only with those at about its own height. */
const MOST_COMPARISONS = 40_000

/** The lines of a hunk that are two versions of one line: alike (see `alike`), in the same order on both
 *  sides, and together as similar as can be. */
export function pairLines(removed: readonly string[], added: readonly string[]): readonly LinePair[] {
  if (removed.length > MOST_LINES || added.length > MOST_LINES) return []
  const ids = new Map<string, number>()
  const bagsA = removed.map((line) => wordBag(line, ids))
  const bagsB = added.map((line) => wordBag(line, ids))
  return bestChain(removed.length, added.length, similarities(bagsA, bagsB))
}

/** The visible tokens of a line as sorted ids, each with its length: what two lines share does not depend on
 *  the order of words. A line too long to be read has none. */
interface WordBag {
  readonly ids: Int32Array
  readonly lengths: Int32Array
  readonly total: number
}

function wordBag(line: string, known: Map<string, number>): WordBag {
  const tokens = wordTokens(line.length > LONGEST_LINE ? "" : line)
    .filter((word) => !isSpace(word))
    .map((word) => ({ id: idOf(word, known), length: word.length }))
    .sort((x, y) => x.id - y.id)
  return {
    ids: Int32Array.from(tokens, ({ id }) => id),
    lengths: Int32Array.from(tokens, ({ length }) => length),
    total: tokens.reduce((sum, { length }) => sum + length, 0),
  }
}

function idOf(word: string, known: Map<string, number>): number {
  const id = known.get(word) ?? known.size
  known.set(word, id)
  return id
}

/** Row by row how similar each line of A is to each of B; 0 where they are not alike or not compared. */
function similarities(a: readonly WordBag[], b: readonly WordBag[]): Float64Array {
  const result = new Float64Array(a.length * b.length)
  const reach = Math.ceil(MOST_COMPARISONS / (2 * Math.max(a.length, 1)))
  for (const [i, bag] of a.entries()) {
    const level = Math.round((i * b.length) / a.length)
    const to = Math.min(level + reach, b.length)
    for (let j = Math.max(level - reach, 0); j < to; j++) {
      const other = b[j]
      const similarity = other === undefined ? 0 : dice(bag, other)
      if (similarity >= SIMILAR) result[i * b.length + j] = similarity
    }
  }
  return result
}

/** Twice the characters of common words over all characters; 0 where it cannot reach `alike`. */
function dice(a: WordBag, b: WordBag): number {
  const total = a.total + b.total
  if (total === 0 || 2 * Math.min(a.total, b.total) < SIMILAR * total) return 0
  let common = 0
  let i = 0
  let j = 0
  while (i < a.ids.length && j < b.ids.length) {
    const x = a.ids[i] ?? 0
    const y = b.ids[j] ?? 0
    if (x === y) common += a.lengths[i] ?? 0
    if (x <= y) i++
    if (y <= x) j++
  }
  return (2 * common) / total
}

/** The pairs of a chain, increasing on both sides, with the largest sum of similarities. */
function bestChain(rows: number, columns: number, similarity: Float64Array): readonly LinePair[] {
  const width = columns + 1
  const best = new Float64Array((rows + 1) * width)
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      best[i * width + j] = Math.max(
        best[(i + 1) * width + j] ?? 0,
        best[i * width + j + 1] ?? 0,
        (best[(i + 1) * width + j + 1] ?? 0) + (similarity[i * columns + j] ?? 0),
      )
    }
  }
  const pairs: LinePair[] = []
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    const here = best[i * width + j]
    if (here === best[(i + 1) * width + j]) i++
    else if (here === best[i * width + j + 1]) j++
    else pairs.push({ a: i++, b: j++ })
  }
  return pairs
}
