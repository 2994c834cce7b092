import type { Escapes } from "./dialect.js"

/** The string as a JSON token in the given spelling. A lone surrogate, which UTF-8 cannot hold, is always
 *  escaped. */
export function quote(text: string, escapes: Escapes): string {
  return `"${text.replace(specialOf(escapes), (character) => escapeOf(character, escapes))}"`
}

const LONE_SURROGATE = "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]"

const PATTERNS = new Map<string, RegExp>()

function specialOf({ nonAscii, ascii, slash }: Escapes): RegExp {
  const extra = `${[...ascii].map(hexEscape).join("")}${slash ? "/" : ""}${nonAscii ? "\\x80-\\uffff" : ""}`
  let pattern = PATTERNS.get(extra)
  if (pattern === undefined) {
    pattern = new RegExp(`["\\\\\\x00-\\x1f${extra}]|${LONE_SURROGATE}`, "g")
    PATTERNS.set(extra, pattern)
  }
  return pattern
}

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`
}

const SHORT_ESCAPES: { readonly [character: string]: string } = {
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
}

function escapeOf(character: string, { ascii, upperHex }: Escapes): string {
  const short = ascii.includes(character) ? undefined : SHORT_ESCAPES[character]
  if (short !== undefined) return short
  const hex = character.charCodeAt(0).toString(16).padStart(4, "0")
  return `\\u${upperHex ? hex.toUpperCase() : hex}`
}
