import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { summarize } from "../diff/summary.js"
import { type FileNames, fileEvents, pathWords } from "../render/words/file-names.js"
import { summaryWords } from "../render/words/summary-words.js"
import type { HtmlOptions } from "./html-options.js"
import { reviewFile } from "./review-file.js"
import { REVIEW_DEFAULTS } from "./review-options.js"
import { reviewPage } from "./review-page.js"

/** The page of one notebook: see `renderHtml`. */
export function htmlPage(diff: NotebookDiff, names: FileNames, options: Partial<HtmlOptions>): string {
  const { maxSize, comparePixels, ...own } = options
  const review = { ...REVIEW_DEFAULTS, ...own }
  const isEqual = fileEvents(names).length === 0 && summaryWords(summarize(diff)).length === 0
  const files = isEqual ? [] : [reviewFile({ kind: "notebooks", names, diff, comparePixels }, 1, review)]
  return reviewPage(files, { title: `${pathWords(names)} · nbdiff`, maxSize, live: false })
}
