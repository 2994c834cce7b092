import type { Hunk } from "../diff/text/hunk.js"
import { endedLines, firstEnding, joinedLines, splitLines } from "../diff/text/lines.js"

/** Returns a text with the lines of `after` where a hunk is taken, else those of `before`. */
export function composeText(
  before: string,
  after: string,
  hunks: readonly Hunk[],
  isTaken: readonly boolean[],
): string {
  if (isTaken.every(Boolean)) return after
  if (!isTaken.includes(true)) return before
  const a = endedLines(before, firstEnding(after) || "\n")
  const b = endedLines(after, firstEnding(before) || "\n")
  const lines: string[] = []
  let at = 0
  for (const [h, hunk] of hunks.entries()) {
    lines.push(...a.lines.slice(at, hunk.fromA))
    lines.push(...(isTaken[h] ? b.lines.slice(hunk.fromB, hunk.toB) : a.lines.slice(hunk.fromA, hunk.toA)))
    at = hunk.toA
  }
  lines.push(...a.lines.slice(at))
  const end = isTaken.at(-1) && reachesEnd(hunks.at(-1), before, after) ? b.end : a.end
  return joinedLines({ lines, end })
}

/** Whether the last hunk decides how the text ends. */
function reachesEnd(last: Hunk | undefined, before: string, after: string): boolean {
  if (last === undefined) return false
  return last.toA === splitLines(before).length || last.toB === splitLines(after).length
}
