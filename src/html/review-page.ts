import type { PageOptions, ReviewEntry, ReviewFile, ReviewOptions } from "./review-options.js"

/** What the page holds of one file. `number` counts the review's files from 1. Pictures are put in when the page is
 *  made, unless `options.addresses` names where they are. */
export type ReviewFileOf = (entry: ReviewEntry, number: number, options: ReviewOptions) => ReviewFile

/** The whole page, from `<!doctype html>` on. A live page differs in what it lets the browser do: its script is
 *  `page.js` beside it, and it asks the server that sent it. */
export type ReviewPage = (files: readonly ReviewFile[], options: PageOptions) => string
