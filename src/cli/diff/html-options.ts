import type { ReviewOptions } from "../../html/review-options.js"
import { COMMENT_LIMIT } from "../../render/markdown-comment.js"

/** Holds what a page needs, and a comment for its size; a field is undefined where git's config or the format
 *  decides. */
export interface HtmlOptions {
  readonly unchanged: Unchanged | undefined
  readonly maxSize: MaxSize | undefined
}

type Unchanged = ReviewOptions["unchanged"]

/** Bytes. */
type MaxSize = number | "none"

export const UNCHANGED_CHOICES = ["fold", "drop"] as const satisfies readonly Unchanged[]

/** Reads `20m`, `500k`, a number of bytes, or `none`; returns undefined for anything else. */
export function parseSize(text: string): MaxSize | undefined {
  if (text === "none") return "none"
  const [, number, unit = ""] = /^(\d{1,12}(?:\.\d{1,3})?)([kmg]?)b?$/i.exec(text) ?? []
  return number === undefined ? undefined : Math.round(Number(number) * (UNITS[unit.toLowerCase()] ?? 1))
}

/** Characters of Markdown for a comment. */
export function commentLimit({ html }: { readonly html: Pick<HtmlOptions, "maxSize"> }): number {
  return html.maxSize === "none" ? Number.POSITIVE_INFINITY : (html.maxSize ?? COMMENT_LIMIT)
}

const UNITS: { readonly [unit: string]: number } = { k: 1e3, m: 1e6, g: 1e9 }
