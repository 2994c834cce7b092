import { type Hunk, inverted } from "../../diff/text/hunk.js"
import { diffSequences } from "../../diff/text/sequence.js"
import { latest, slideHunks } from "../../diff/text/slide.js"
import type { Side } from "./side.js"

/** Lines `from..to` of a text; the end is exclusive. */
export interface LineRange {
  readonly from: number
  readonly to: number
}

/** Lines of base that one side or both changed, and what they are on each side. */
export interface LineRegion {
  readonly by: "ours" | "theirs" | "both"
  readonly base: LineRange
  readonly ours: LineRange
  readonly theirs: LineRange
}

/** The regions in which hunks of the two sides touch or overlap, and the hunks that stand alone. They are in
 *  order, and at least one line that nobody changed lies between two of them. */
export function lineRegions(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly LineRegion[] {
  return grouped(inOrder(changesOf("ours", base, ours), changesOf("theirs", base, theirs)))
}

/** Returns the hunks from ours to theirs. Swapping the sides gives the same hunks reversed: of several shortest
 *  scripts it is always the one found from the smaller text. */
export function hunksBetween(ours: readonly string[], theirs: readonly string[]): readonly Hunk[] {
  return ours.join("") <= theirs.join("") ? latestHunks(ours, theirs) : inverted(latestHunks(theirs, ours))
}

/** A hunk from base to one side. */
interface Change {
  readonly side: Side
  readonly hunk: Hunk
}

function changesOf(side: Side, base: readonly string[], lines: readonly string[]): readonly Change[] {
  return latestHunks(base, lines).map((hunk) => ({ side, hunk }))
}

/** The hunks as git has them in a merge: each as late as it can be, so that both sides tell the same insertion
 *  at the same place. */
function latestHunks(a: readonly string[], b: readonly string[]): readonly Hunk[] {
  return slideHunks(diffSequences(a, b), a, b, latest)
}

function inOrder(ours: readonly Change[], theirs: readonly Change[]): readonly Change[] {
  return [...ours, ...theirs].sort((x, y) => x.hunk.fromA - y.hunk.fromA)
}

function grouped(changes: readonly Change[]): readonly LineRegion[] {
  const regions: LineRegion[] = []
  const ahead = { ours: 0, theirs: 0 }
  for (let i = 0; i < changes.length; ) {
    const group = touchingFrom(changes, i)
    regions.push(regionOf(group, ahead))
    for (const { side, hunk } of group) ahead[side] += growth(hunk)
    i += group.length
  }
  return regions
}

/** The i-th change and those after it that touch the ones before them. */
function touchingFrom(changes: readonly Change[], i: number): readonly Change[] {
  const group: Change[] = []
  let end = changes[i]?.hunk.toA ?? 0
  for (let change = changes[i]; change && change.hunk.fromA <= end; change = changes[i + group.length]) {
    group.push(change)
    end = Math.max(end, change.hunk.toA)
  }
  return group
}

/** The region that a group of changes makes up; `ahead` says by how many lines each side had grown before it. */
function regionOf(
  group: readonly Change[],
  ahead: { readonly ours: number; readonly theirs: number },
): LineRegion {
  const base = {
    from: Math.min(...group.map(({ hunk }) => hunk.fromA)),
    to: Math.max(...group.map(({ hunk }) => hunk.toA)),
  }
  const on = (side: Side): LineRange => ({
    from: base.from + ahead[side],
    to: base.to + ahead[side] + group.reduce((sum, c) => (c.side === side ? sum + growth(c.hunk) : sum), 0),
  })
  const first = group[0]?.side ?? "ours"
  const by = group.every(({ side }) => side === first) ? first : "both"
  return { by, base, ours: on("ours"), theirs: on("theirs") }
}

function growth({ fromA, toA, fromB, toB }: Hunk): number {
  return toB - fromB - (toA - fromA)
}
