import type { Cell } from "../../notebook/model.js"
import { linesWithout, significantLines } from "../text/significant-lines.js"
import type { Pairing } from "./pairing.js"

/** A cell that became several neighbors on the other side, or was made of them. */
interface Division {
  readonly whole: number
  /** Two or more, in order. One of them is paired with the whole, the others with nobody. */
  readonly pieces: readonly number[]
}

/** No cell is in two of them. */
export interface Divisions {
  /** Cells of a that became several cells of b. */
  readonly splits: readonly Division[]
  /** Cells of b that several cells of a became. */
  readonly joins: readonly Division[]
}

/** Returns the pairs of which one cell, together with its free neighbors, holds the lines of the other.
 *
 *      aligned("a b", "a1 a2 b") → a>a2 b +a1
 *      aligned("a1 a2 b", "a b") → -a1 a2>a b
 *
 *  Here `a1` and `a2` are the pieces of `a`. */
export function divisionsOf({ a, b, toB, toA }: Pairing): Divisions {
  const splits = divisions({ wholes: a, others: b, toOther: toB, toWhole: toA })
  const pieces = new Set(splits.flatMap((split) => split.pieces))
  const joins = divisions({ wholes: b, others: a, toOther: toA, toWhole: toB })
  return { splits, joins: joins.filter(({ whole }) => !pieces.has(whole)) }
}

/** The two sides, seen from the one whose cells may be wholes. */
interface Sides {
  readonly wholes: readonly Cell[]
  readonly others: readonly Cell[]
  readonly toOther: Int32Array
  readonly toWhole: Int32Array
}

function divisions({ wholes, others, toOther, toWhole }: Sides): readonly Division[] {
  const found: Division[] = []
  const taken = new Set<number>()
  toOther.forEach((paired, whole) => {
    const isFree = (cell: number) => toWhole[cell] === -1 && !taken.has(cell)
    if (paired < 0 || !(isFree(paired - 1) || isFree(paired + 1))) return
    const pieces = piecesOf(wholes[whole]?.source ?? "", others, paired, isFree)
    if (pieces.length < 2) return
    for (const piece of pieces) taken.add(piece)
    found.push({ whole, pieces })
  })
  return found
}

/** So many of a whole's lines may be in none of its pieces. */
const MISSING_SHARE = 0.1

/** So many of a piece's lines must be the whole's. */
const PIECE_SHARE = 0.5

const MOST_PIECES = 100

/** The cell that the source is paired with and its free neighbors, as far as they hold the source's lines;
 *  none where the cell alone holds them or holds none, or where all of them do not. */
function piecesOf(
  source: string,
  cells: readonly Cell[],
  paired: number,
  isFree: (cell: number) => boolean,
): readonly number[] {
  const linesAt = (cell: number) => significantLines(cells[cell]?.source ?? "")
  const lines = significantLines(source)
  const few = MISSING_SHARE * lines.length
  let missing = linesWithout(lines, linesAt(paired))
  if (missing.length <= few || missing.length === lines.length) return []
  const pieces = [paired]
  for (const step of [1, -1]) {
    for (let cell = paired + step; isFree(cell) && pieces.length < MOST_PIECES; cell += step) {
      const own = linesAt(cell)
      const stillMissing = linesWithout(missing, own)
      if (own.length === 0 || missing.length - stillMissing.length < PIECE_SHARE * own.length) break
      pieces.push(cell)
      missing = stillMissing
    }
  }
  return missing.length <= few ? pieces.toSorted((x, y) => x - y) : []
}
