import { NotebookError } from "./notebook-error.js"

// Bytes are compared with numbers here, not with named constants: the bundler makes a variable of a constant, which
// is then loaded for each byte, and that is a tenth of a warm parse.

/** Where the string that starts at `start`, with its quote, ends. `view` shows the same bytes: most of a notebook's are
 *  text and base64, and are passed four at a time.
 *  @throws NotebookError */
export function stringEnd(bytes: Uint8Array, view: DataView, start: number): number {
  const last = bytes.length - 4
  let at = start + 1
  for (;;) {
    while (at <= last) {
      const word = view.getInt32(at, true)
      // The high bit of a byte is set where it is a control character or a quote (less than `!`, with one bit
      // changed), a backslash, or beyond ASCII. A borrow can set it for a byte only after one of those.
      const special =
        (word | ((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & 0x80808080
      if (special !== 0) {
        at += (31 - Math.clz32(special & -special)) >> 3
        break
      }
      at += 4
    }
    const byte = bytes[at]
    if (byte === 0x22) return at + 1
    // most escapes of a notebook are `\n`
    at = byte === 0x5c && bytes[at + 1] === 0x6e ? at + 2 : specialEnd(bytes, at, start)
  }
}

/** After what is at `at` in the string: an escape, a character beyond ASCII, or a byte that is plain. */
function specialEnd(bytes: Uint8Array, at: number, start: number): number {
  if (at >= bytes.length) {
    throw syntaxError(bytes, at, `the end of the string that starts at byte ${start + 1}`)
  }
  const byte = bytes[at] as number
  if (byte === 0x5c) return escapeEnd(bytes, at)
  if (byte >= 0x80) return multibyteEnd(bytes, at)
  if (byte < 0x20) throw syntaxError(bytes, at, "a string without raw control characters")
  return at + 1
}

function escapeEnd(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2
    case 0x75: // u
      for (let i = at + 2; i < at + 6; i++) {
        if (!isHexDigit(bytes[i])) throw syntaxError(bytes, i, "four hexadecimal digits")
      }
      return at + 6
  }
  throw syntaxError(bytes, at + 1, "an escape that JSON knows")
}

function isHexDigit(byte: number | undefined): boolean {
  if (byte === undefined) return false
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

/** Checks one UTF-8 sequence beyond ASCII by the table of Unicode 3-7 (no overlong form, no surrogate). */
function multibyteEnd(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number
  const size =
    lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) === 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
  const second = bytes[at + 1] ?? 0
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  let valid = size > 0 && second >= low && second <= high
  for (let i = 2; i < size; i++) valid &&= ((bytes[at + i] ?? 0) & 0xc0) === 0x80
  if (!valid) throw new NotebookError("encoding", "the bytes are not UTF-8", bytes, at)
  return at + size
}

const LITERALS = ["true", "false", "null", "NaN", "Infinity", "-Infinity"]

/** Where the number or the word that starts at `at` ends.
 *  @throws NotebookError */
export function literalEnd(bytes: Uint8Array, at: number): number {
  const first = bytes[at]
  if (isDigit(first) || (first === 0x2d && isDigit(bytes[at + 1]))) return numberEnd(bytes, at)
  for (const literal of LITERALS) {
    if (startsWith(bytes, at, literal) && !isWordByte(bytes[at + literal.length])) return at + literal.length
  }
  throw syntaxError(bytes, at, "a value")
}

function numberEnd(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start
  at = bytes[at] === 0x30 ? at + 1 : digitsEnd(bytes, at)
  if (bytes[at] === 0x2e) at = digitsEnd(bytes, at + 1)
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    const signed = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d
    at = digitsEnd(bytes, at + (signed ? 2 : 1))
  }
  return at
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (isDigit(bytes[at])) at++
  if (at === from) throw syntaxError(bytes, at, "a digit")
  return at
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[at + i] !== text.charCodeAt(i)) return false
  }
  return true
}

/** After the white space at `start`, if any. */
export function spaceEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return at
  }
  return bytes.length
}

const CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})/

/** Describes what is wrong with a text that goes on at `at` with something else than expected. */
export function syntaxError(bytes: Uint8Array, at: number, expected: string): NotebookError {
  if (startsWith(bytes, 0, "version https://git-lfs")) {
    return new NotebookError(
      "lfs-pointer",
      "a Git LFS pointer, not a notebook (run `git lfs pull`)",
      bytes,
      0,
    )
  }
  if (at >= bytes.length)
    return new NotebookError("syntax", `expected ${expected}, but the file ends`, bytes, at)
  const found = String.fromCharCode(...bytes.subarray(at, at + 7))
  if (CONFLICT_MARKER.test(found)) {
    return new NotebookError("syntax", "a conflict marker is in the JSON", bytes, at)
  }
  return new NotebookError(
    "syntax",
    `expected ${expected}, found ${byteName(bytes[at] as number)}`,
    bytes,
    at,
  )
}

function byteName(byte: number): string {
  if (byte > 0x20 && byte < 0x7f) return byte === 0x22 ? "'\"'" : `"${String.fromCharCode(byte)}"`
  return `byte 0x${byte.toString(16).padStart(2, "0")}`
}
