import type { Image } from "../../diff/model/output-diff.js"
import type { Palette } from "../ink/palette.js"
import type { Highlight } from "../ink/syntax.js"

/** How much is shown of what is not the source. */
export type Detail = "summary" | "show" | "hide"

/** What every view of a diff asks. */
export interface ViewOptions {
  /** Unchanged lines around a change: git's `-U`. */
  readonly context: number
  readonly outputs: Detail
  readonly metadata: Detail
  /** What is counted and not shown otherwise: cells that were only run again or written anew, volatile
   *  fields, execution counts, ids. */
  readonly all: boolean
  /** Mark the words that differ within lines that are alike. */
  readonly words: boolean
  readonly comparePixels: ComparePixels | undefined
}

/** The share of two images' pixels that differ, from 0 to 1; undefined where they cannot be compared. */
export type ComparePixels = (before: Image, after: Image) => number | undefined

export const VIEW_DEFAULTS: ViewOptions = {
  context: 3,
  outputs: "summary",
  metadata: "summary",
  all: false,
  words: true,
  comparePixels: undefined,
}

/** What a view on a terminal asks beyond that. */
export interface TerminalOptions extends ViewOptions {
  /** Columns. */
  readonly width: number
  readonly palette: Palette
  /** Colours code; none without it. */
  readonly highlight: Highlight | undefined
}

/** Columns where a terminal's are not known: a pager that tells nothing, a file. */
export const USUAL_WIDTH = 80
