import temml from "temml"
import { safeText } from "../../render/ink/safe-text.js"
import { type Html, html, trustedHtml } from "../markup/html.js"

export interface Formula {
  readonly tex: string
  readonly display: boolean
  /** As it is in the source, with its delimiters. */
  readonly written: string
}

/** MathML, which browsers draw themselves: neither a script nor a font is needed. What cannot be read is shown as it is
 *  written. */
export function formulaHtml({ tex, display, written }: Formula): Html {
  if (tex.length <= LONGEST_FORMULA) {
    try {
      const math = temml.renderToString(tex, {
        displayMode: display,
        throwOnError: true,
        trust: false,
        strict: false,
        annotate: false,
        maxExpand: MOST_EXPANSIONS,
        maxSize: LARGEST_SIZE,
      })
      if (isPlainMath(math)) return trustedHtml(math)
    } catch {
      // shown as it is written
    }
  }
  return html`<code class="tex">${safeText(written, "\n")}</code>`
}

const LONGEST_FORMULA = 5_000
const MOST_EXPANSIONS = 200

/** In em and in points, so that no formula leaves its paragraph. */
const LARGEST_SIZE: [number, number] = [20, 500]

/** Whether nothing of it could be more than a formula. temml writes no such thing with `trust: false`; should it ever,
 *  the formula is shown as it is written. */
function isPlainMath(math: string): boolean {
  return math.startsWith("<math") && !FOREIGN.test(math)
}

const FOREIGN =
  /<(?!\/?m[a-z]+[\s>]|\/?(?:semantics|annotation)[\s>])|\son[a-z]+\s*=|\s(?:xlink:)?href\s*=|\ssrc\s*=|url\(/i
