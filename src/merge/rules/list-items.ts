import type { LineRule } from "./line-conflict.js"

/** Returns ours' items and then theirs', where both sides insert items of one list at one place.
 *  ours `- figs` · theirs `- dates` after `- apples` → `- figs / - dates`. Two that begin with the same word may be one
 *  item, written twice. */
export const resolveListItems: LineRule = ({ base, ours, theirs, before, after, language }) => {
  if (language !== "markdown" || base.length > 0) return undefined
  const neighbor = itemOf(before.at(-1)) ?? itemOf(after[0])
  const inserted = [...ours, ...theirs].map(itemOf)
  if (neighbor === undefined || ours.length === 0 || theirs.length === 0) return undefined
  if (!inserted.every((item) => item?.mark === neighbor.mark)) return undefined
  const words = inserted.map((item) => item?.word)
  return new Set(words).size === words.length ? [...ours, ...theirs] : undefined
}

interface ListItem {
  /** With its indentation and the blanks after it. */
  readonly mark: string
  /** The first word, in lower case. */
  readonly word: string
}

function itemOf(line: string | undefined): ListItem | undefined {
  const [, mark, text] = /^([ \t]*(?:[-*+]|\d+[.)])[ \t]+)(\S.*)/.exec(line ?? "") ?? []
  if (mark === undefined || text === undefined) return undefined
  return { mark, word: /[\p{L}\p{N}]+/u.exec(text)?.[0].toLowerCase() ?? text }
}
