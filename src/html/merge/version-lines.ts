import { diffLines } from "../../diff/text/line-diff.js"
import { sectionOf, type TextLine } from "../../render/words/section.js"
import { lineHtml } from "../code/code-line.js"
import { sourceSpans } from "../code/source-spans.js"
import { type Html, html } from "../markup/html.js"

/** Returns the lines of a version of a place, with what differs from the other version marked. */
export function versionLines(text: string, other: string, language: string): Html {
  if (text === "") return html`<p class="gone">nothing</p>`
  const spans = sourceSpans(text, language)
  const section = sectionOf(other, text, diffLines(other, text), {
    context: Number.MAX_SAFE_INTEGER,
    words: true,
  })
  const row = (line: TextLine, isChanged: boolean): Html =>
    html`<div class="ln${isChanged && " chg"}"><code>${lineHtml(line, spans(line.index))}</code></div>`
  const rows = section.flatMap((item): readonly Html[] => {
    if (item.kind === "same") return [row(item.line, false)]
    return item.kind === "hunk" ? item.added.map((line) => row(line, true)) : []
  })
  return html`<div class="lns">${rows.length > 0 ? rows : plainLines(text, language)}</div>`
}

/** Returns lines of one version, nothing of them marked. */
export function plainLines(text: string, language: string): readonly Html[] {
  const spans = sourceSpans(text, language)
  const lines = text.replace(/\n$/, "").split("\n")
  return lines.map(
    (line, i) =>
      html`<div class="ln"><code>${lineHtml({ text: line.replace(/\r$/, ""), changed: [] }, spans(i))}</code></div>`,
  )
}
