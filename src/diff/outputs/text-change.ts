import type { TextChange } from "../model/change.js"
import { diffLines } from "../text/line-diff.js"

/** A text with the form in which it is compared, line for line. */
export interface ComparedText {
  readonly text: string
  readonly canonical: string
}

/** What differs between two texts as they are shown: lines whose forms are equal lie in no hunk. */
export function diffComparedText(a: ComparedText, b: ComparedText): TextChange {
  return { before: a.text, after: b.text, hunks: diffLines(a.canonical, b.canonical) }
}
