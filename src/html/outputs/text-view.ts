import type { TextChange } from "../../diff/model/change.js"
import { coloredText } from "../code/ansi-spans.js"
import { codeView, wholeText } from "../code/code-view.js"
import { type Html, html, isEmpty } from "../markup/html.js"

/** Lines of a long output that are not folded. */
const FIRST = 12
const LAST = 4

/** Characters of an output beyond which the rest is left out: nobody reads that far, and no browser would be quick. */
const LONGEST_TEXT = 500_000

/** An output's text in two versions, in its own colors. */
export function textDiffView({ before, after, hunks }: TextChange, stream = ""): Html {
  if (before.length + after.length > 2 * LONGEST_TEXT)
    return html`<p class="note">too long to be shown here</p>`
  const [a, b] = [coloredText(before), coloredText(after)]
  const change = { before: a.text, after: b.text, hunks, spansBefore: a.spans, spansAfter: b.spans }
  const view = codeView(change, { context: 2, bare: true })
  if (isEmpty(view)) return html`<p class="note">Only how it is written differs.</p>`
  return html`<div class="text${stream === "stderr" && " stderr"}">${view}</div>`
}

/** An output's text in one version. */
export function wholeTextView(text: string, side: "before" | "after", stream = ""): Html {
  const { text: shown, spans } = coloredText(text.slice(0, LONGEST_TEXT))
  const rest = text.length > LONGEST_TEXT && html`<p class="note">the rest is left out here</p>`
  const view = wholeText(shown, side, spans, { bare: true, first: FIRST, last: LAST })
  return html`<div class="text${stream === "stderr" && " stderr"}">${view}</div>${rest}`
}
