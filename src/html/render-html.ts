import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { type FileNames, pathWords } from "../render/words/file-names.js"
import type { ComparePixels } from "../render/words/view-options.js"
import { reviewFile } from "./review-file.js"
import { type ReviewOptions, reviewDefaults } from "./review-options.js"
import { reviewPage } from "./review-page.js"

export interface HtmlOptions extends Omit<ReviewOptions, "addresses"> {
  /** Bytes that the page may have; undefined for no limit. */
  readonly maxSize: number | undefined
  readonly comparePixels: ComparePixels | undefined
}

/** A notebook's diff as one HTML page that loads nothing: its pictures, style and script are in it. The same diff, names
 *  and options give the same text. */
export function renderHtml(diff: NotebookDiff, names: FileNames, options: Partial<HtmlOptions> = {}): string {
  const { maxSize, comparePixels, ...own } = options
  const review = { ...reviewDefaults, ...own }
  const files = [reviewFile({ kind: "notebooks", names, diff, comparePixels }, 1, review)]
  return reviewPage(files, { title: `${pathWords(names)} · nbdiff`, maxSize, live: false })
}
