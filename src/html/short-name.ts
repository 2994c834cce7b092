import { safeText } from "../render/ink/safe-text.js"

/** Characters of a name that fit into a line. */
const LONGEST = 90

/** What a reader knows a cell by, without the signs that Markdown is written with. */
export function shortName(name: string, type: string): string {
  const shown = safeText(
    type.endsWith("markdown") ? withoutMarkup(name.slice(0, 4 * LONGEST)) : name.slice(0, 4 * LONGEST),
  )
  const characters = [...shown]
  return characters.length <= LONGEST ? shown : `${characters.slice(0, LONGEST - 1).join("")}…`
}

function withoutMarkup(line: string): string {
  return line
    .replace(/^\s{0,3}(?:#{1,6}|>|[-*+])\s+/, "")
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, "$1")
    .replace(/<\/?[a-zA-Z][^<>]*>/g, "")
    .replace(/[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}/g, "")
    .trim()
}
