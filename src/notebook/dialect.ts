import { endOf, type JsonValue, memberOf, membersOf, startOf } from "./json/json-value.js"
import type { Notebook } from "./model.js"
import { commonTextStyle, NBFORMAT_TEXT, type TextStyle } from "./text-style.js"

/** How a file spells its JSON, so that a newly written part looks like the rest of it. */
export interface Dialect {
  readonly layout: Layout
  readonly escapes: Escapes
  readonly text: TextStyle
  readonly keys: KeyOrder
}

/** The white space between tokens. */
export interface Layout {
  /** One level of indentation, or null where everything is on one line. */
  readonly indent: string | null
  readonly newline: "\n" | "\r\n"
  /** Between two items: `,` or `, `, and then in a pretty-printed file a newline. */
  readonly comma: string
  readonly colon: string
}

/** Which characters of a string are escaped beyond those that JSON asks for. */
export interface Escapes {
  /** Everything beyond ASCII as `\uXXXX` (Python's `ensure_ascii`). */
  readonly nonAscii: boolean
  /** ASCII characters that the writer always escapes as `\uXXXX`, such as `<` and `&`. */
  readonly ascii: string
  readonly slash: boolean
  readonly upperHex: boolean
}

/** The order of a cell's keys: sorted, or as the file's own cells have them. */
export type KeyOrder = "sorted" | readonly string[]

/** What Python's nbformat writes: the dialect of a notebook that has nothing to show of its own. */
export const NBFORMAT_DIALECT: Dialect = {
  layout: { indent: " ", newline: "\n", comma: ",", colon: ": " },
  escapes: { nonAscii: false, ascii: "", slash: false, upperHex: false },
  text: NBFORMAT_TEXT,
  keys: "sorted",
}

/** The dialect of a notebook, read off its own bytes. What the file does not show is as nbformat writes it. */
export function dialectOf(notebook: Notebook): Dialect {
  return {
    layout: layoutOf(notebook.root),
    escapes: escapesOf(notebook),
    text: commonTextStyle(sourcesOf(notebook), notebook.major),
    keys: keyOrderOf(notebook),
  }
}

function sourcesOf({ cells }: Notebook): readonly JsonValue[] {
  return cells.flatMap((cell) => memberOf(cell.value, cell.sourceKey) ?? [])
}

/** Whether values of the one can be in the other as they are. */
export function sameLayout(a: Layout, b: Layout): boolean {
  return a.indent === b.indent && a.newline === b.newline && a.comma === b.comma && a.colon === b.colon
}

/** The layout of a JSON text, from its first containers with something in them. */
export function layoutOf(root: JsonValue): Layout {
  const standard = NBFORMAT_DIALECT.layout
  const first = membersOf(root)[0]
  if (first === undefined) return standard
  const opening = between(root, startOf(root) + 1, startOf(first.name))
  const colon = between(root, endOf(first.name), startOf(first.value))
  const indent = opening.includes("\n") ? opening.slice(opening.lastIndexOf("\n") + 1) : null
  return {
    indent,
    newline: opening.includes("\r\n") ? "\r\n" : "\n",
    comma: commaOf(root),
    colon: colon.includes("\n") ? standard.colon : colon,
  }
}

function commaOf(root: JsonValue): string {
  const [first, second] = membersOf(root)
  if (first === undefined || second === undefined) return ","
  return between(root, endOf(first.value), startOf(second.name)).split(/[\r\n]/, 1)[0] ?? ","
}

function between(value: JsonValue, from: number, to: number): string {
  return String.fromCharCode(...value.text.bytes.subarray(from, Math.min(to, from + 64)))
}

/** Bytes of strings that are looked at for the spelling of escapes: sources first, where people write. */
const ESCAPE_SAMPLE = 1 << 18

const CELL_FIELDS_WITH_TEXT = ["source", "input", "metadata", "outputs"] as const

function escapesOf({ root, cells, metadata }: Notebook): Escapes {
  const seen = {
    raw: new Set<number>(),
    escaped: new Set<number>(),
    slash: false,
    upper: false,
    lower: false,
  }
  let left = ESCAPE_SAMPLE
  const look = (value: JsonValue | undefined): void => {
    if (value === undefined || left <= 0) return
    const start = startOf(value)
    const end = Math.min(endOf(value), start + left)
    left -= end - start
    sampleEscapes(root.text.bytes, start, end, seen)
  }
  look(metadata)
  for (const field of CELL_FIELDS_WITH_TEXT) {
    for (const cell of cells) look(memberOf(cell.value, field))
  }
  look(root)
  const ascii = [...seen.escaped]
    .filter((code) => code >= 0x20 && code < 0x80 && !seen.raw.has(code))
    .sort((x, y) => x - y)
  return {
    nonAscii: !seen.raw.has(BEYOND_ASCII) && seen.escaped.has(BEYOND_ASCII),
    ascii: String.fromCharCode(...ascii),
    slash: seen.slash && !seen.raw.has(SLASH),
    upperHex: seen.upper && !seen.lower,
  }
}

interface EscapeSample {
  readonly raw: Set<number>
  readonly escaped: Set<number>
  slash: boolean
  upper: boolean
  lower: boolean
}

const BACKSLASH = 0x5c
const SLASH = 0x2f
/** Stands for every character beyond ASCII in a sample. */
const BEYOND_ASCII = 0x80

function sampleEscapes(bytes: Uint8Array, start: number, end: number, seen: EscapeSample): void {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number
    if (byte !== BACKSLASH) {
      seen.raw.add(Math.min(byte, BEYOND_ASCII))
      continue
    }
    i++
    if (bytes[i] === SLASH) seen.slash = true
    if (bytes[i] !== 0x75 || i + 4 >= end) continue
    const digits = String.fromCharCode(...bytes.subarray(i + 1, i + 5))
    seen.upper ||= /[A-F]/.test(digits)
    seen.lower ||= /[a-f]/.test(digits)
    const code = Number.parseInt(digits, 16)
    // A lone surrogate can only be written as an escape: it shows nothing.
    if (code < 0xd800 || code > 0xdfff || isPair(bytes, i + 5)) seen.escaped.add(Math.min(code, BEYOND_ASCII))
    i += 4
  }
}

function isPair(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === BACKSLASH && bytes[at + 1] === 0x75
}

function keyOrderOf({ cells }: Notebook): KeyOrder {
  const orders = cells.map((cell) => membersOf(cell.value).map(({ key }) => key))
  if (orders.every((keys) => keys.every((key, i) => i === 0 || (keys[i - 1] as string) <= key)))
    return "sorted"
  const order: string[] = []
  for (const keys of orders) {
    keys.forEach((key, i) => {
      if (!order.includes(key)) order.splice(i === 0 ? 0 : order.indexOf(keys[i - 1] as string) + 1, 0, key)
    })
  }
  return order
}
