import { reviewFile } from "../../html/review-file.js"
import type { PageOptions, ReviewFile, ReviewOptions } from "../../html/review-options.js"
import { reviewPage } from "../../html/review-page.js"
import { pathWords } from "../../render/words/file-names.js"
import { counted } from "../../render/words/quantity.js"
import type { DiffView } from "./diff-view.js"
import { entryView } from "./entry-view.js"

export { livePageFiles, reviewPage } from "../../html/review-page.js"
export { reviewFile }

/** Writes all notebooks as one page, once the last of them is read. */
export function htmlView(options: ReviewOptions, { maxSize }: Pick<PageOptions, "maxSize">): DiffView {
  const files: ReviewFile[] = []
  return {
    ...entryView((entry) => files.push(reviewFile(entry, files.length + 1, options))),
    end: () => [reviewPage(files, { title: titleOf(files, options), maxSize, live: false })],
  }
}

export function titleOf(files: readonly ReviewFile[], { versions }: ReviewOptions): string {
  const [first, ...more] = files
  const between = versions === undefined ? "" : `${versions.before} → ${versions.after}`
  if (first === undefined) return ["No differences", between].filter((part) => part !== "").join(": ")
  if (more.length > 0)
    return [counted(files.length, "file"), between].filter((part) => part !== "").join(": ")
  return pathWords({ path: first.path, status: "modified" })
}
