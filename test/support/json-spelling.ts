import fc from "fast-check"

/** A JSON value on its way to a file. A `Token` is there as it is: what JavaScript would respell. Members are
 *  a list, so that `__proto__`, integer-like and duplicate keys keep their places. */
export type Json = null | boolean | number | string | readonly Json[] | Token | Members

interface Token {
  readonly token: string
}

export interface Members {
  readonly members: readonly (readonly [key: string, value: Json])[]
}

export function members(entries: { readonly [key: string]: Json | undefined }): Members {
  return {
    members: Object.entries(entries).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  }
}

/** How a file is spelt. */
export interface Spelling {
  readonly indent: string | null
  readonly newline: "\n" | "\r\n"
  readonly colon: string
  /** Everything beyond ASCII as `\uXXXX`. */
  readonly ascii: boolean
  readonly slash: boolean
  readonly sorted: boolean
  readonly byteOrderMark: boolean
  readonly finalNewline: boolean
}

/** As Python's nbformat spells a file. */
export const NBFORMAT_SPELLING: Spelling = {
  indent: " ",
  newline: "\n",
  colon: ": ",
  ascii: false,
  slash: false,
  sorted: true,
  byteOrderMark: false,
  finalNewline: true,
}

export function arbitrarySpelling(): fc.Arbitrary<Spelling> {
  return fc.record({
    indent: fc.constantFrom(" ", " ", "  ", "    ", "\t", null),
    newline: fc.constantFrom("\n", "\n", "\r\n"),
    colon: fc.constantFrom(": ", ": ", ":"),
    ascii: fc.boolean(),
    slash: fc.boolean(),
    sorted: fc.boolean(),
    byteOrderMark: fc.boolean(),
    finalNewline: fc.boolean(),
  })
}

/** The bytes of a whole file. */
export function spell(value: Json, spelling: Spelling = NBFORMAT_SPELLING): Uint8Array {
  const mark = spelling.byteOrderMark ? "\ufeff" : ""
  const tail = spelling.finalNewline ? spelling.newline : ""
  return new TextEncoder().encode(mark + spellValue(value, spelling, 0) + tail)
}

function spellValue(value: Json, spelling: Spelling, depth: number): string {
  if (typeof value === "string") return spellString(value, spelling)
  if (value === null || typeof value !== "object") return String(value)
  if ("token" in value) return value.token
  if ("members" in value) {
    const entries = spelling.sorted ? sortedMembers(value.members) : value.members
    const spelt = entries.map(
      ([key, item]) => spellString(key, spelling) + spelling.colon + spellValue(item, spelling, depth + 1),
    )
    return spellContainer("{", spelt, "}", spelling, depth)
  }
  const items = value.map((item) => spellValue(item, spelling, depth + 1))
  return spellContainer("[", items, "]", spelling, depth)
}

/** Duplicates stay in their order: the last one counts. */
function sortedMembers(entries: Members["members"]): Members["members"] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

function spellContainer(
  open: string,
  entries: readonly string[],
  close: string,
  { indent, newline }: Spelling,
  depth: number,
): string {
  if (entries.length === 0) return open + close
  if (indent === null) return open + entries.join(", ") + close
  const gap = newline + indent.repeat(depth + 1)
  return open + gap + entries.join(`,${gap}`) + newline + indent.repeat(depth) + close
}

function spellString(text: string, { ascii, slash }: Spelling): string {
  let spelt = JSON.stringify(text)
  if (ascii)
    spelt = spelt.replace(/[\x80-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
  return slash ? spelt.replaceAll("/", "\\/") : spelt
}
