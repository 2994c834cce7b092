import type { Hunk } from "./hunk.js"
import { readablePlace } from "./indent-heuristic.js"
import { endedLines, firstEnding, splitLines } from "./lines.js"
import { diffSequences, type Key } from "./sequence.js"
import { slideHunks } from "./slide.js"
import { type IgnoredSpace, isBlank, LINE_KEYS } from "./white-space.js"

export interface LineDiffOptions {
  readonly ignoredSpace: IgnoredSpace
  /** Mark hunks of nothing but blank lines as ignorable. */
  readonly ignoreBlankLines: boolean
}

export const LINE_DIFF_DEFAULTS: LineDiffOptions = { ignoredSpace: "none", ignoreBlankLines: false }

export interface LineHunk extends Hunk {
  /** Only blank lines came or went, and the options say not to mind: git shows such a hunk within the context
   *  of others, and not for itself. */
  readonly ignorable?: true
}

/** The hunks between the lines of two texts, as `splitLines` counts them, each at its most readable place.
 *
 *  A last line without an ending equals the same line with one where more follows: what follows is then the
 *  whole change. Where it is the last line of both texts, the ending that came or went is a change of it. */
export function diffLines(
  a: string,
  b: string,
  options: Partial<LineDiffOptions> = LINE_DIFF_DEFAULTS,
): readonly LineHunk[] {
  if (a === b) return []
  const { ignoredSpace, ignoreBlankLines } = { ...LINE_DIFF_DEFAULTS, ...options }
  const linesA = splitLines(a)
  const linesB = splitLines(b)
  const keysA = keys(a, b, ignoredSpace)
  const keysB = keys(b, a, ignoredSpace)
  const script = diffSequences(keysA, keysB)
  const placed = slideHunks(script, keysA, keysB, readablePlace(linesA, linesB))
  const hunks = ignoredSpace === "none" ? withLastEnding(placed, linesA, linesB) : placed
  if (!ignoreBlankLines) return hunks
  const blankA = (i: number) => isBlank(linesA[i] ?? "", ignoredSpace)
  const blankB = (i: number) => isBlank(linesB[i] ?? "", ignoredSpace)
  return hunks.map((h) =>
    every(h.fromA, h.toA, blankA) && every(h.fromB, h.toB, blankB) ? { ...h, ignorable: true } : h,
  )
}

/** What the lines of `text` are compared by. Where white space counts, its last line is ended as the lines of
 *  either text are; elsewhere the key forgives the ending that is not there. */
function keys(text: string, other: string, ignored: IgnoredSpace): readonly Key[] {
  if (ignored !== "none") return splitLines(text).map(LINE_KEYS[ignored])
  return endedLines(text, firstEnding(other) || "\n").lines
}

/** The hunks and, if the last lines of both texts are paired with each other but end differently, that. */
function withLastEnding(
  hunks: readonly Hunk[],
  linesA: readonly string[],
  linesB: readonly string[],
): readonly Hunk[] {
  const end = hunks.at(-1)
  const lastA = linesA.length - 1
  const lastB = linesB.length - 1
  if (lastA < 0 || lastB < 0 || linesA[lastA] === linesB[lastB]) return hunks
  if (end?.toA === linesA.length || end?.toB === linesB.length) return hunks
  if (end?.toA !== lastA || end?.toB !== lastB) {
    return [...hunks, { fromA: lastA, toA: lastA + 1, fromB: lastB, toB: lastB + 1 }]
  }
  return [...hunks.slice(0, -1), { ...end, toA: lastA + 1, toB: lastB + 1 }]
}

function every(from: number, to: number, holds: (index: number) => boolean): boolean {
  for (let i = from; i < to; i++) if (!holds(i)) return false
  return true
}
