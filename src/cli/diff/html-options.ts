import type { ReviewOptions } from "../../html/review-options.js"

/** What only a page asks; undefined where git's config decides. */
export interface HtmlOptions {
  readonly unchanged: Unchanged | undefined
  readonly maxSize: MaxSize | undefined
}

type Unchanged = ReviewOptions["unchanged"]

/** Bytes. */
type MaxSize = number | "none"

export const UNCHANGED_CHOICES = ["fold", "drop"] as const satisfies readonly Unchanged[]

/** `20m`, `500k`, a number of bytes, or `none`; undefined for anything else. */
export function parseSize(text: string): MaxSize | undefined {
  if (text === "none") return "none"
  const [, number, unit = ""] = /^(\d{1,12}(?:\.\d{1,3})?)([kmg]?)b?$/i.exec(text) ?? []
  return number === undefined ? undefined : Math.round(Number(number) * (UNITS[unit.toLowerCase()] ?? 1))
}

const UNITS: { readonly [unit: string]: number } = { k: 1e3, m: 1e6, g: 1e9 }
