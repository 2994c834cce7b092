import { safeText } from "../../render/ink/safe-text.js"
import { byteSize } from "../../render/words/quantity.js"
import { allowedHtml, missingPicture, type RewrittenHtml } from "../markup/allowed-html.js"
import { escapeHtml, type Html, html, htmlText, trustedHtml } from "../markup/html.js"

/** Characters of HTML that are read; more is data in disguise, and its source is shown. */
const LONGEST_HTML = 400_000

/** Foreign HTML in a frame that may run nothing and reach nothing: it is written again from a list, the frame is sandboxed,
 *  and its own policy allows no request. Same origin only so that its height can be read, which no script of its own can
 *  misuse. Where nothing of it can be seen, says why. */
export function htmlFrame(source: string): Html {
  if (source.length > LONGEST_HTML)
    return html`<p class="note">HTML of ${byteSize(source.length)}, too long to be shown here</p>`
  const rewritten = allowedHtml(source, { image: frameImage, styles: true })
  if (isBlank(rewritten)) return html`<p class="note">${blankWords(rewritten, source)}</p>`
  const document = `${FRAME_HEAD}${htmlText(rewritten.html)}`
  return html`<iframe sandbox="allow-same-origin" loading="lazy" title="HTML output" srcdoc="${trustedHtml(escapeHtml(document))}"></iframe>${leftOutNote(rewritten.leftOut)}`
}

/** What was left out of foreign HTML, in a line. */
export function leftOutNote(leftOut: readonly string[]): Html {
  if (leftOut.length === 0) return html``
  return html`<p class="note">Left out of this HTML: ${leftOut.join(", ")}. Its source has all of it.</p>`
}

const FRAME_HEAD =
  `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">` +
  `<style>body{margin:8px;font:14px/1.5 system-ui,sans-serif}table{border-collapse:collapse}td,th{padding:2px 8px;text-align:right}img{max-width:100%}.noimg{color:#555}.noimg small{display:block}</style>`

function isBlank({ html: written, text }: RewrittenHtml): boolean {
  return text.trim() === "" && !/<(?:img|hr|span class="noimg")/.test(htmlText(written))
}

function blankWords({ leftOut }: RewrittenHtml, source: string): string {
  const size = byteSize(source.length)
  if (leftOut.includes("script")) return `An interactive output, ${size}: its script is not run here.`
  return leftOut.length === 0
    ? `HTML that shows nothing, ${size}`
    : `HTML of ${leftOut.join(", ")}, ${size}: not shown here.`
}

function frameImage(src: string, alt: string): Html {
  const address = dataPicture(src)
  return address === undefined
    ? missingPicture(alt, pictureReason(src))
    : html`<img src="${address}" alt="${safeText(alt)}">`
}

/** A picture that is written into its address; undefined for anything else. */
export function dataPicture(address: string): string | undefined {
  if (!/^data:image\/(?:png|jpe?g|gif|webp|svg\+xml);base64,/i.test(address)) return undefined
  const compact = address.replace(/\s+/g, "")
  return /^[A-Za-z0-9+/]*={0,2}$/.test(compact.slice(compact.indexOf(",") + 1)) ? compact : undefined
}

/** Why a picture is not shown. */
export function pictureReason(address: string): string {
  const shown = address.length > 200 ? `${address.slice(0, 199)}…` : address
  if (/^(?:https?:)?\/\//i.test(address)) return `on the web, not loaded: ${shown}`
  return address.startsWith("data:") ? "not a picture that is shown here" : `not in the notebook: ${shown}`
}
