import { eastAsianWidth } from "get-east-asian-width"

/** How many columns of a terminal a text takes. The text is a safe one: it holds no control character. */
export function displayWidth(text: string): number {
  if (isNarrow(text)) return text.length
  let width = 0
  for (const [character] of text.matchAll(cluster())) width += clusterWidth(character)
  return width
}

/** The text's start that fits into `width` columns, the last of them an ellipsis where something is left out. */
export function clipped(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  if (width < 1) return ""
  return width === 1 ? "…" : `${text.slice(0, fitting(text, 0, width - 1))}…`
}

/** The text's end that fits into `width` columns, after three dots where something is left out: git's way with
 *  long paths, whose end tells them apart. */
export function clippedStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  const clusters = [...text.matchAll(cluster())].map(([character]) => character)
  let room = width - DOTS.length
  const first = clusters.findLastIndex((character) => {
    room -= clusterWidth(character)
    return room < 0
  })
  return DOTS + clusters.slice(first + 1).join("")
}

const DOTS = "..."

/** Where rows of at most `width` columns end in a text, the last one at its end. A row ends after a space if
 *  there is one in its last part, and never inside a character as it is seen. */
export function rowEnds(text: string, width: number): readonly number[] {
  const ends: number[] = []
  const rowEnd = isNarrow(text) ? fittingNarrow : fitting
  for (let from = 0; from < text.length; ) {
    const end = rowEnd(text, from, width)
    const space = end < text.length ? text.slice(from, end).lastIndexOf(" ") + 1 : 0
    from = space > (end - from) * EARLIEST_BREAK ? from + space : end
    ends.push(from)
  }
  return ends.length === 0 ? [0] : ends
}

/** The part of a row that is never given up for a break between words. */
const EARLIEST_BREAK = 0.7

/** The end of what fits into `width` columns from offset `from` on, one character as it is seen at least. */
function fitting(text: string, from: number, width: number): number {
  let end = from
  let left = width
  for (const [character] of text.slice(from).matchAll(cluster())) {
    left -= clusterWidth(character)
    if (left < 0 && end > from) break
    end += character.length
  }
  return end
}

function fittingNarrow(text: string, from: number, width: number): number {
  return Math.min(text.length, from + Math.max(width, 1))
}

/** Whether each unit takes one column, by ranges that have nothing but such characters: Latin up to its marks,
 *  and what the views draw with: dashes and dots, arrows and operators, lines. */
function isNarrow(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const isDrawn = (code >= 0x2010 && code < 0x2028) || (code >= 0x2190 && code < 0x2300)
    if (code >= 0x300 && !isDrawn && (code < 0x2500 || code >= 0x2580)) return false
  }
  return true
}

const EMOJI = "\\p{Extended_Pictographic}\\ufe0f?\\p{Emoji_Modifier}?"

let pattern: RegExp | undefined

/** Characters as they are seen: flags, syllables of Hangul letters, emoji and their chains, keycaps, and any
 *  other character with the marks upon it. Made when first asked for. */
function cluster(): RegExp {
  pattern ??= new RegExp(CLUSTERS, "gsu")
  return pattern
}

const CLUSTERS = [
  "\\p{Regional_Indicator}{2}",
  "[\\u1100-\\u115f\\ua960-\\ua97c][\\u1160-\\u11a7\\ud7b0-\\ud7c6][\\u11a8-\\u11ff\\ud7cb-\\ud7fb]?",
  `${EMOJI}(?:\\u200d${EMOJI})*`,
  "[#*0-9]\\ufe0f\\u20e3",
  ".[\\p{Mn}\\p{Me}\\u200c\\u200d]*",
].join("|")

function clusterWidth(cluster: string): number {
  const code = cluster.codePointAt(0) ?? 0
  if (code < 0x300 && cluster.length === 1) return 1
  if (isMarkAlone(cluster)) return 0
  const isSingle = cluster.length === (code > 0xffff ? 2 : 1)
  return !isSingle && isWideCluster(cluster) ? 2 : eastAsianWidth(code)
}

function isMarkAlone(cluster: string): boolean {
  return /^[\p{Mn}\p{Me}\u200c\u200d]/u.test(cluster)
}

function isWideCluster(cluster: string): boolean {
  return /^\p{Regional_Indicator}{2}|\ufe0f|\p{Emoji_Modifier}|^\p{Emoji_Presentation}/u.test(cluster)
}
