import { isUnreadable, pathBytes } from "./path-text.js"

/** A path for a message or a header: as it is where every character of it is plain, else in double quotes with
 *  C escapes, as git writes it. Letters of any script stay letters; control characters, and those that turn
 *  the direction of the text around them, become octal bytes, so that no file's name can steer a terminal. */
export function quotedPath(path: string): string {
  if (isUnreadable(path)) return quotedBytes(pathBytes(path))
  const quoted = path.replace(/["\\]/g, "\\$&").replace(UNSAFE, escaped)
  return quoted === path ? path : `"${quoted}"`
}

/** The same for a name that need not be UTF-8: one that is not is in quotes, its other bytes in octal. */
export function quotedBytes(path: Uint8Array): string {
  try {
    return quotedPath(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(path))
  } catch {
    const quoted = Array.from(path, (byte) => {
      const character = String.fromCharCode(byte)
      if (character === '"' || character === "\\") return `\\${character}`
      return byte < 0x20 || byte > 0x7e ? (LETTERS[character] ?? octal(byte)) : character
    })
    return `"${quoted.join("")}"`
  }
}

// C0, DEL, C1; marks, embeddings, overrides and isolates of direction; line and paragraph separators; half a
// surrogate pair
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/gu

const LETTERS: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
}

function escaped(character: string): string {
  return LETTERS[character] ?? Array.from(new TextEncoder().encode(character), octal).join("")
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, "0")}`
}
