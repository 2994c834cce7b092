import type { Divisions } from "../divisions.js"
import { gapsOf } from "../gap.js"
import { areOneType, type Pairing, pairUp } from "../pairing.js"

/** Pairs in order what is left in gaps that hold cells of the same types on both sides. Nothing but its place
 *  finds a cell that was rewritten; where a gap's sides differ in shape, the place says too little.
 *
 *      aligned("a b c", "a x c") → a b>x c
 *      aligned("a b c", "a x y c") → a -b c +x +y */
export function pairByPosition(pairing: Pairing, { splits, joins }: Divisions): void {
  const piecesInA = new Set(joins.flatMap(({ pieces }) => pieces))
  const piecesInB = new Set(splits.flatMap(({ pieces }) => pieces))
  for (const gap of gapsOf(pairing)) {
    const a = gap.a.filter((cell) => !piecesInA.has(cell))
    const b = gap.b.filter((cell) => !piecesInB.has(cell))
    const hasOneShape =
      a.length === b.length &&
      a.length <= MOST_REWRITTEN &&
      a.every((cell, n) => areOneType(pairing, cell, b[n] ?? -1))
    if (!hasOneShape) continue
    for (const [n, cell] of a.entries()) pairUp(pairing, cell, b[n] ?? -1)
  }
}

/** Cells in a row of which none is like any other: more of them are another text, not the same one rewritten. */
const MOST_REWRITTEN = 16
