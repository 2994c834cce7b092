import type { ComparePixels } from "../render/words/view-options.js"
import type { ReviewOptions } from "./review-options.js"

export interface HtmlOptions extends Omit<ReviewOptions, "addresses"> {
  /** Bytes that the page may have; undefined for no limit. */
  readonly maxSize: number | undefined
  readonly comparePixels: ComparePixels | undefined
}
