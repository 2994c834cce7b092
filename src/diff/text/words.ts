import { diffArrays } from "diff"
import { type Hunk, joined } from "./hunk.js"
import { endingOf } from "./lines.js"
import { latest, slideHunks } from "./slide.js"
import { isSpace, isWord, wordTokens } from "./word-tokens.js"

/** Lines that share a smaller part of their visible characters are two lines, not one that was edited: marking
 *  words in them would mark nearly everything. */
export const SIMILAR = 0.4

/** Characters of a line beyond which it is data, not something that is read word by word. */
export const LONGEST_LINE = 20_000

/** Words deleted and inserted together. The search is quadratic in it: a millisecond or so at worst. */
const MOST_EDITS = 128

/** The ranges (in UTF-16 units) by which two versions of a line differ, by whole words, or null when marking
 *  them would not help: the lines are not alike enough, too long, or differ in too many places. A line's
 *  ending is not one of its words. */
export function diffWords(a: string, b: string): readonly Hunk[] | null {
  if (a.length > LONGEST_LINE || b.length > LONGEST_LINE) return null
  const tokensA = wordTokens(withoutEnding(a))
  const tokensB = wordTokens(withoutEnding(b))
  const script = tokenHunks(tokensA, tokensB)
  if (script === null || commonShare(script, tokensA, tokensB) < SIMILAR) return null
  const placed = slideHunks(script, tokensA, tokensB, latest)
  return inUnits(joinedAcrossGaps(placed, tokensA, tokensB), tokensA, tokensB)
}

function withoutEnding(line: string): string {
  return line.slice(0, line.length - endingOf(line).length)
}

function tokenHunks(a: readonly string[], b: readonly string[]): readonly Hunk[] | null {
  const changes = diffArrays([...a], [...b], { maxEditLength: MOST_EDITS })
  if (changes === undefined) return null
  const hunks: Hunk[] = []
  let at = { fromA: 0, toA: 0, fromB: 0, toB: 0 }
  for (const { added, removed, count } of changes) {
    if (removed) at = { ...at, toA: at.toA + count }
    else if (added) at = { ...at, toB: at.toB + count }
    else {
      if (isChange(at)) hunks.push(at)
      at = { fromA: at.toA + count, toA: at.toA + count, fromB: at.toB + count, toB: at.toB + count }
    }
  }
  return isChange(at) ? [...hunks, at] : hunks
}

function isChange({ fromA, toA, fromB, toB }: Hunk): boolean {
  return toA > fromA || toB > fromB
}

/** The share of visible characters that is common to both lines; 1 when neither has any. */
function commonShare(hunks: readonly Hunk[], a: readonly string[], b: readonly string[]): number {
  const total = visible(a, 0, a.length) + visible(b, 0, b.length)
  const changed = hunks.reduce((sum, h) => sum + visible(a, h.fromA, h.toA) + visible(b, h.fromB, h.toB), 0)
  return total === 0 ? 1 : (total - changed) / total
}

/** UTF-16 units of the tokens that are not white space. */
function visible(tokens: readonly string[], from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) {
    const word = tokens[i] ?? ""
    if (!isSpace(word)) sum += word.length
  }
  return sum
}

/** Words that differ next to each other read as one range, and so do the parts of a path or a dotted name. */
function joinedAcrossGaps(
  hunks: readonly Hunk[],
  a: readonly string[],
  b: readonly string[],
): readonly Hunk[] {
  const size = (h: Hunk) => Math.max(visible(a, h.fromA, h.toA), visible(b, h.fromB, h.toB))
  const result: Hunk[] = []
  for (const hunk of hunks) {
    const last = result.at(-1)
    const gap = last === undefined ? [] : a.slice(last.toA, hunk.fromA)
    if (last !== undefined && isNegligible(gap, Math.min(size(last), size(hunk)))) {
      result.pop()
      result.push(joined(last, hunk))
    } else result.push(hunk)
  }
  return result
}

/** Whether a gap is all white space, or all punctuation and shorter than what differs on either side. */
function isNegligible(gap: readonly string[], around: number): boolean {
  const spaces = gap.filter(isSpace).length
  return (
    (spaces === gap.length || (spaces === 0 && !gap.some(isWord))) && visible(gap, 0, gap.length) < around
  )
}

/** Hunks of tokens as hunks of UTF-16 units. */
function inUnits(hunks: readonly Hunk[], a: readonly string[], b: readonly string[]): readonly Hunk[] {
  const startsA = starts(a)
  const startsB = starts(b)
  return hunks.map(({ fromA, toA, fromB, toB }) => ({
    fromA: startsA[fromA] ?? 0,
    toA: startsA[toA] ?? 0,
    fromB: startsB[fromB] ?? 0,
    toB: startsB[toB] ?? 0,
  }))
}

/** Where each token starts, and at last where all of them end. */
function starts(tokens: readonly string[]): Int32Array {
  const result = new Int32Array(tokens.length + 1)
  for (const [i, word] of tokens.entries()) result[i + 1] = (result[i] ?? 0) + word.length
  return result
}
