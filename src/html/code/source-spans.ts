import { boundedHighlight } from "../../render/ink/highlight-budget.js"
import { partSpans } from "../../render/line-spans.js"
import { textPart } from "../../render/words/part.js"
import { type LineSpans, syntaxSpans } from "./code-line.js"

/** The syntax of a text in a language, named as notebooks name it; it is looked for when a line is first asked for. */
export function sourceSpans(text: string, language: string): LineSpans {
  const part = { ...textPart([], text, text), languageBefore: language, languageAfter: language }
  return syntaxSpans(partSpans(part, boundedHighlight(MOST_PIECES)).after)
}

/** Pieces of one text that are colored: a page may have many texts. */
const MOST_PIECES = 10
