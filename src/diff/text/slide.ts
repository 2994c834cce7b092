import { type Hunk, joined, shifted } from "./hunk.js"
import type { Key } from "./sequence.js"

/** Items `from..to` of a sequence, all deleted or all inserted; any place describes the same edit, up to `up`
 *  items earlier and `down` items later. */
export interface Slidable {
  readonly side: "a" | "b"
  readonly from: number
  readonly to: number
  readonly up: number
  readonly down: number
}

/** How far a hunk moves: from −up to +down. */
export type Placement = (hunk: Slidable) => number

/** Where git puts a hunk without the indent heuristic: as late as it can be. */
export const latest: Placement = ({ down }) => down

/** The same edit script with every pure insertion or deletion put where `place` wants it. One that can reach
 *  its neighbor becomes one hunk with it. */
export function slideHunks(
  hunks: readonly Hunk[],
  a: readonly Key[],
  b: readonly Key[],
  place: Placement,
): readonly Hunk[] {
  const placed: Hunk[] = []
  const waiting = hunks.toReversed()
  for (let hunk = waiting.pop(); hunk; hunk = waiting.pop()) {
    const before = placed.at(-1)
    const after = waiting.at(-1)
    const span = slidable(hunk, a, b, before, after)
    if (before && span.up === hunk.fromA - before.toA) {
      placed.pop()
      waiting.push(joined(before, shifted(hunk, -span.up, -span.up)))
    } else if (after && span.down === after.fromA - hunk.toA) {
      waiting.pop()
      waiting.push(joined(shifted(hunk, span.down, span.down), after))
    } else {
      const by = span.up + span.down > 0 ? place(span) : 0
      placed.push(shifted(hunk, by, by))
    }
  }
  return placed
}

/** How far the hunk can slide between its neighbors; a replacement cannot. */
function slidable(
  hunk: Hunk,
  a: readonly Key[],
  b: readonly Key[],
  before: Hunk | undefined,
  after: Hunk | undefined,
): Slidable {
  const inserted = hunk.fromA === hunk.toA
  const side = inserted ? "b" : "a"
  const [items, from, to] = inserted ? [b, hunk.fromB, hunk.toB] : [a, hunk.fromA, hunk.toA]
  if (!inserted && hunk.fromB !== hunk.toB) return { side, from, to, up: 0, down: 0 }
  const roomUp = hunk.fromA - (before?.toA ?? 0)
  const roomDown = (after?.fromA ?? a.length) - hunk.toA
  let up = 0
  while (up < roomUp && items[from - 1 - up] === items[to - 1 - up]) up++
  let down = 0
  while (down < roomDown && items[from + down] === items[to + down]) down++
  return { side, from, to, up, down }
}
