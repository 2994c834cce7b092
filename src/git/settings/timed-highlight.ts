import type { Highlight, HighlightSpan } from "../../render/ink/syntax.js"

/** Loads the colors of code. It takes as long as the rest of the program: only where there are colors. */
export async function loadHighlight(): Promise<Highlight> {
  const { highlight } = await import("../../render/ink/highlight.lazy.js")
  return withinTime(highlight, () => performance.now())
}

/** The same colors, but none for a cell that would take too long, and none at all once they have taken too long
 *  together: some grammars look at some texts once for each of their characters, or worse. A long cell is therefore
 *  tried on its start first, and then on twice as much. */
export function withinTime(highlight: Highlight, now: () => number): Highlight {
  let left = MOST_TIME
  return (code, language) => {
    let last = 0
    for (let size = firstSize(code.length); ; size *= 2) {
      if (left <= 0) return NO_SPANS
      const start = now()
      const spans = highlight(code.slice(0, size), language)
      const took = now() - start
      left -= took
      if (size >= code.length) return spans
      if (expected(took, last) > Math.min(left, MOST_TIME_OF_CELL)) return NO_SPANS
      last = took
    }
  }
}

const NO_SPANS: readonly HighlightSpan[] = []

/** Milliseconds, of all cells and of one. Code of 100 KB takes some 50. */
const MOST_TIME = 1500
const MOST_TIME_OF_CELL = 500

/** Characters from which on a cell is tried on its start: so many take no grammar long. */
const LONG_CELL = 1024

/** The smallest size that doubling brings to the whole. */
function firstSize(length: number): number {
  let size = Math.max(1, length)
  while (size > LONG_CELL) size = Math.ceil(size / 2)
  return size
}

/** What twice as much takes: twice as long, or as much longer as it was the last time. */
function expected(took: number, before: number): number {
  const growth = before < TOO_SHORT_TO_TELL ? 2 : took / before
  return took * Math.min(8, Math.max(2, growth))
}

const TOO_SHORT_TO_TELL = 2
