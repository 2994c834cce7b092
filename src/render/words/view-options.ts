import type { Image } from "../../diff/model/output-diff.js"
import type { Palette } from "../ink/palette.js"
import type { Highlight } from "../ink/syntax.js"

/** How much is shown of what is not the source. */
export type Detail = (typeof DETAILS)[number]

export const DETAILS = ["show", "summary", "hide"] as const

/** What every view of a diff asks. */
export interface ViewOptions {
  /** Unchanged lines around a change: git's `-U`. */
  readonly context: number
  readonly outputs: Detail
  readonly metadata: Detail
  /** What is counted and not shown otherwise: cells that were merely re-run or rewritten, volatile
   *  fields, execution counts, ids. */
  readonly all: boolean
  /** Mark the words that differ within lines that are alike. */
  readonly words: boolean
  readonly comparePixels: ComparePixels | undefined
}

/** How the pixels of two images differ. */
export interface PixelDifference {
  /** The share of them that differs, from 0 to 1. */
  readonly share: number
  /** Both show the same, drawn by another program or version. */
  readonly isRedrawn: boolean
}

/** Compares two images; undefined where that cannot be done. */
export type ComparePixels = (before: Image, after: Image) => PixelDifference | undefined

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
  /** Colors code; none without it. */
  readonly highlight: Highlight | undefined
}

/** Columns where a terminal's are not known: a pager that tells nothing, a file. */
export const USUAL_WIDTH = 80
