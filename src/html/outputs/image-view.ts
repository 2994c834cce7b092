import type { Image } from "../../diff/model/output-diff.js"
import { type Html, html, NOTHING, trustedHtml } from "../markup/html.js"
import { imageName } from "../markup/pictures.js"

/** What the views of one file's pictures share. */
export interface ImageContext {
  readonly image: (image: Image, alt: string) => Html
  /** A name that no other group of radio buttons of the page has. */
  readonly nextName: () => string
}

/** Two pictures in one place: side by side, or laid on each other in three ways. Each is in the page once, and a group of
 *  radio buttons chooses how they are compared, without a script. */
export function imageView(before: Image | undefined, after: Image | undefined, context: ImageContext): Html {
  if (before !== undefined && after !== undefined) return comparison(before, after, context)
  const one = after ?? before
  if (one === undefined) return NOTHING
  const state = before === undefined ? "ins" : "del"
  const alt = `${before === undefined ? "new" : "deleted"} picture, ${imageName(one)}`
  return html`<figure class="img one ${state}">${context.image(one, alt)}</figure>`
}

function comparison(before: Image, after: Image, { image, nextName }: ImageContext): Html {
  const name = nextName()
  const width = Math.max(before.width ?? 0, after.width ?? 0)
  const height = Math.max(before.height ?? 0, after.height ?? 0)
  const modes = MODES.map(
    ([mode, words], i) =>
      html`<label><input type="radio" name="${name}" value="${mode}"${i === 0 && trustedHtml(" checked")}><span>${words}</span></label>`,
  )
  const range = html`<input type="range" min="0" max="100" value="50" aria-label="How much of the new picture">`
  return html`<figure class="img" style="--iw:${width || USUAL_WIDTH}px;--ratio:${width || 4}/${height || 3}"><div class="modes" role="radiogroup" aria-label="How to compare the pictures">${modes}${range}</div><div class="stage"><div class="a"${share(before, width)}>${image(before, `picture before, ${imageName(before)}`)}</div><div class="b"${share(after, width)}>${image(after, `picture after, ${imageName(after)}`)}</div></div></figure>`
}

const MODES = [
  ["two", "Side by side"],
  ["swipe", "Swipe"],
  ["onion", "Onion skin"],
  ["diff", "Difference"],
] as const

const USUAL_WIDTH = 640

/** How wide a picture is beside the wider one, so that both lie on each other at one scale. */
function share({ width }: Image, widest: number): Html {
  if (width === undefined || widest === 0 || width === widest) return NOTHING
  return html` style="--w:${((width / widest) * 100).toFixed(2)}%"`
}
