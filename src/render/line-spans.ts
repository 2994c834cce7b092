import { splitLines } from "../diff/text/lines.js"
import type { Highlight, HighlightSpan } from "./ink/syntax.js"
import type { TextPart } from "./words/part.js"

/** The spans of each line of a part's texts, by the line's own offsets. */
export interface PartSpans {
  readonly before: (line: number) => readonly HighlightSpan[]
  readonly after: (line: number) => readonly HighlightSpan[]
}

/** Nothing is colored before a line is asked for, and then its whole text once. */
export function partSpans(part: TextPart, highlight: Highlight | undefined): PartSpans {
  return {
    before: lineSpans(part.before, part.languageBefore, highlight),
    after: lineSpans(part.after, part.languageAfter, highlight),
  }
}

const NO_SPANS: readonly HighlightSpan[] = []

/** Characters beyond which a text is data, and coloring it costs more than a reader gains. */
const LONGEST_TEXT = 100_000

/** The spans of each line of a text, colored when the first is asked for. */
export function lineSpans(
  text: string,
  language: string,
  highlight: Highlight | undefined,
): PartSpans["before"] {
  if (highlight === undefined || language === "" || text.length > LONGEST_TEXT) return () => NO_SPANS
  let byLine: readonly (readonly HighlightSpan[])[] | undefined
  return (line) => {
    byLine ??= spansByLine(splitLines(text), highlight(text, language))
    return byLine[line] ?? NO_SPANS
  }
}

/** Spans cut at the ends of lines. */
function spansByLine(
  lines: readonly string[],
  spans: readonly HighlightSpan[],
): readonly (readonly HighlightSpan[])[] {
  let start = 0
  let next = 0
  return lines.map((line) => {
    const end = start + line.length
    const found: HighlightSpan[] = []
    while ((spans[next]?.to ?? start) < start) next++
    for (let i = next; i < spans.length; i++) {
      const span = spans[i]
      if (span === undefined || span.from >= end) break
      if (span.to > start)
        found.push({ ...span, from: Math.max(span.from, start) - start, to: Math.min(span.to, end) - start })
    }
    while ((spans[next]?.to ?? end + 1) <= end) next++
    start = end
    return found
  })
}
