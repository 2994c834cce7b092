import type { SyntaxSlot } from "./palette.js"

/** A stretch of code and what it is. Spans are sorted and do not overlap; offsets count UTF-16 units. */
export interface HighlightSpan {
  readonly from: number
  readonly to: number
  readonly slot: SyntaxSlot
}

/** The spans of a text in a language, named as notebooks name it ("python", "ir", "c++"); none for a language
 *  that is not known. */
export type Highlight = (code: string, language: string) => readonly HighlightSpan[]
