import { safeText } from "../render/ink/safe-text.js"
import { counted } from "../render/words/quantity.js"
import { type Html, html } from "./markup/html.js"

/** Lines of a patch that are shown. */
const MOST_LINES = 5_000

/** git's patch of a pair of files that are not two notebooks, its lines marked. */
export function patchView(patch: string): Html {
  const lines = patch.replace(/\n$/, "").split("\n")
  let isBody = false
  const rows = lines.slice(0, MOST_LINES).map((line, i) => {
    isBody ||= line.startsWith("@@")
    const shown = html`${i > 0 && "\n"}${safeText(line, "\t")}`
    if (isBody && line.startsWith("+")) return html`${i > 0 && "\n"}<ins>${safeText(line, "\t")}</ins>`
    if (isBody && line.startsWith("-")) return html`${i > 0 && "\n"}<del>${safeText(line, "\t")}</del>`
    return shown
  })
  const rest = lines.length - rows.length
  return html`<div class="patch" tabindex="0" role="group" aria-label="patch"><pre>${rows}</pre>${rest > 0 && html`<p class="note">${counted(rest, "more line")}</p>`}</div>`
}
