import { eastAsianWidth } from "get-east-asian-width"

/** How many columns of a terminal a text takes. The text is a safe one: it holds no control character. */
export function displayWidth(text: string): number {
  if (isAscii(text)) return text.length
  let width = 0
  for (const [cluster] of text.matchAll(CLUSTER)) width += clusterWidth(cluster)
  return width
}

/** The text's start that fits into `width` columns, the last of them an ellipsis where something is left out. */
export function clipped(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  return width < 1 ? "" : `${text.slice(0, fitting(text, 0, width - 1))}…`
}

/** The end of what fits into `width` columns from offset `from` on: never inside a character as it is seen,
 *  and never at `from` itself unless nothing is left. */
export function fitting(text: string, from: number, width: number): number {
  if (isAscii(text)) return Math.min(text.length, from + Math.max(width, 1))
  let end = from
  let left = width
  for (const [cluster] of text.slice(from).matchAll(CLUSTER)) {
    left -= clusterWidth(cluster)
    if (left < 0 && end > from) break
    end += cluster.length
  }
  return end
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7e) return false
  }
  return true
}

const EMOJI = "\\p{Extended_Pictographic}\\ufe0f?\\p{Emoji_Modifier}?"

/** Characters as they are seen: flags, syllables of Hangul letters, emoji and their chains, keycaps, and any
 *  other character with the marks upon it. */
const CLUSTER = new RegExp(
  [
    "\\p{Regional_Indicator}{2}",
    "[\\u1100-\\u115f\\ua960-\\ua97c][\\u1160-\\u11a7\\ud7b0-\\ud7c6][\\u11a8-\\u11ff\\ud7cb-\\ud7fb]?",
    `${EMOJI}(?:\\u200d${EMOJI})*`,
    "[#*0-9]\\ufe0f\\u20e3",
    ".[\\p{Mn}\\p{Me}\\u200c\\u200d]*",
  ].join("|"),
  "gsu",
)

const WIDE_CLUSTER =
  /^(?:\p{Regional_Indicator}{2}|\p{Emoji_Presentation}|[#*0-9]\ufe0f|.*\ufe0f|.\p{Emoji_Modifier})/u
const MARK_ALONE = /^[\p{Mn}\p{Me}\u200c\u200d]/u

function clusterWidth(cluster: string): number {
  if (cluster.length === 1 && cluster.charCodeAt(0) < 0x300) return 1
  if (MARK_ALONE.test(cluster)) return 0
  return WIDE_CLUSTER.test(cluster) ? 2 : eastAsianWidth(cluster.codePointAt(0) ?? 0)
}
