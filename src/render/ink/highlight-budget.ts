import { type GrammarName, grammarName, highlight } from "./highlight.js"
import type { Highlight, HighlightSpan } from "./syntax.js"

/** Returns the colors of code until `most` pieces have been colored, and none after that. A text in a grammar that may
 *  take more than linear time is colored in pieces of whole lines, which ends a string or a comment that is longer
 *  than a piece; a line that is longer stays plain. What is colored depends on the texts alone, and not on the machine. */
export function boundedHighlight(most: number = MOST_PIECES): Highlight {
  let left = most
  return (code, language) => {
    const name = grammarName(language)
    if (name === undefined) return []
    const size = PIECE_SIZES[name]
    const pieces = size === "linear" ? [{ from: 0, to: code.length }] : piecesOf(code, size)
    const spans: HighlightSpan[] = []
    for (const { from, to } of pieces) {
      left -= (to - from) / (size === "linear" ? LINEAR_PIECE : size)
      if (left < 0) break
      for (const span of highlight(code.slice(from, to), language))
        spans.push({ ...span, from: span.from + from, to: span.to + from })
    }
    return spans
  }
}

/** Each takes at most some 50 ms, whatever is in it; code as people write it takes a tenth of that. */
const MOST_PIECES = 50

/** Characters of a piece. Most grammars take a time that is quadratic in the length of one long word or of many blank
 *  lines, and Markdown one that is cubic in a row of brackets: 8,000 characters of `[a](` take seconds. */
const PIECE_SIZES = {
  bash: 8000,
  cpp: 4000,
  csharp: 4000,
  fsharp: 4000,
  go: "linear",
  haskell: 4000,
  java: 2500,
  javascript: 4000,
  julia: 4000,
  kotlin: 8000,
  latex: 8000,
  markdown: 2000,
  matlab: 4000,
  perl: 8000,
  powershell: 4000,
  python: "linear",
  r: 8000,
  ruby: 8000,
  rust: 8000,
  scala: 4000,
  sql: "linear",
  typescript: 4000,
  xml: "linear",
} as const satisfies Record<GrammarName, number | "linear">

/** Characters that count as a piece in a grammar whose time is linear: it is colored whole. */
const LINEAR_PIECE = 20_000

interface Piece {
  readonly from: number
  readonly to: number
}

/** Pieces of at most `size` characters, each up to the last blank line in it, or else the last end of a line. */
function piecesOf(code: string, size: number): readonly Piece[] {
  const pieces: Piece[] = []
  for (let from = 0; from < code.length; ) {
    if (code.length - from <= size) return [...pieces, { from, to: code.length }]
    const part = code.slice(from, from + size)
    const end = endOf(part)
    if (end > 0) pieces.push({ from, to: from + end })
    from = end > 0 ? from + end : nextLine(code, from + size)
  }
  return pieces
}

function endOf(part: string): number {
  const blankLine = part.lastIndexOf("\n\n")
  return blankLine >= 0 ? blankLine + 2 : part.lastIndexOf("\n") + 1
}

function nextLine(code: string, from: number): number {
  const end = code.indexOf("\n", from)
  return end < 0 ? code.length : end + 1
}
