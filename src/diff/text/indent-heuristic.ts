import type { Placement, Slidable } from "./slide.js"

/** Puts a hunk where a person would: its ends at the outermost level that it can reach, after blank lines
 *  rather than before them, and not in front of a line that closes or continues what is above. Of equal
 *  places it takes the latest. The idea is git's indent heuristic (M. Haggerty, 2016); the rules are our own. */
export function readablePlace(a: readonly string[], b: readonly string[]): Placement {
  return (hunk) => bestPlace(hunk.side === "a" ? a : b, hunk)
}

/** Places that are looked at: enough for a function or two, and bounded where thousands of lines are equal. */
const MOST_PLACES = 200

function bestPlace(lines: readonly string[], { from, to, up, down }: Slidable): number {
  const first = Math.max(-up, down - MOST_PLACES)
  let best = down
  let least = Number.POSITIVE_INFINITY
  for (let by = first; by <= down; by++) {
    const COST = splitCost(lines, from + by) + splitCost(lines, to + by)
    if (COST > least) continue
    best = by
    least = COST
  }
  return best
}

/** What splitting the text at a place costs. Depth decides: a column weighs more than all the rest together.
 *  Then a line that closes or continues a block stays with it, a paragraph is not split from what leads it, and
 *  a line that leads (a decorator, a comment, a heading) stays with what it leads. */
const COST = { column: 100, CLOSING: 20, noBlankAbove: 10, LEADING: 6 } as const

const CLOSING =
  /^\s*(?:[)\]}]|(?:```|~~~)\s*$|(?:else|elif|elsif|elseif|except|finally|catch|end|then|done|fi)\b)/
const LEADING = /^\s*(?:@\w|#|\/\/|\/\*|--|%)/

/** How much the text is torn when it is split before line `at`. */
function splitCost(lines: readonly string[], at: number): number {
  const above = lines[at - 1] ?? ""
  const below = lines[nextFilled(lines, at)]
  let total = isEmpty(above) ? 0 : COST.noBlankAbove
  if (LEADING.test(above)) total += COST.LEADING
  if (below === undefined) return total
  if (CLOSING.test(below)) total += COST.CLOSING
  return total + indentation(below) * COST.column
}

/** Blank lines that are looked over in search of the next filled one. */
const MOST_BLANK = 20

function nextFilled(lines: readonly string[], at: number): number {
  let i = at
  while (i < lines.length && i < at + MOST_BLANK && isEmpty(lines[i] ?? "")) i++
  return i
}

function isEmpty(line: string): boolean {
  return line.trim() === ""
}

/** Columns before the first visible character; a tab goes to the next multiple of 8. */
function indentation(line: string): number {
  let columns = 0
  for (const character of line) {
    if (character === " ") columns++
    else if (character === "\t") columns += 8 - (columns % 8)
    else return columns
  }
  return columns
}
