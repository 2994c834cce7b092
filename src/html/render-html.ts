import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import type { FileNames } from "../render/words/file-names.js"
import type { HtmlOptions } from "./html-options.js"

/** Returns a notebook's diff as one HTML page that loads nothing: its pictures, style and script are in it. The same diff,
 *  names and options give the same text. What reads Markdown, formulas and HTML is loaded with the first page. */
export async function renderHtml(
  diff: NotebookDiff,
  names: FileNames,
  options: Partial<HtmlOptions> = {},
): Promise<string> {
  const { htmlPage } = await import("./html-page.lazy.js")
  return htmlPage(diff, names, options)
}
