import type { Image } from "../../diff/model/output-diff.js"

/** A picture as the page holds it. */
export interface Picture {
  /** The whole `<img>`. */
  readonly html: string
  /** What stands there instead where the page may not hold it. */
  readonly words: string
  readonly image: Image | undefined
}
