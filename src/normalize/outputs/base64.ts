import { bytesOf, isListOfStrings, type JsonValue, kindOf } from "../../notebook/json/json-value.js"

/** The base64 characters of a JSON string or list of strings, without white space, quotes and padding; undefined
 *  where anything else is in it. A view of the file's bytes where these are one run, which they mostly are. */
export function base64Of(value: JsonValue): Uint8Array | undefined {
  if (kindOf(value) !== "string" && !isListOfStrings(value)) return undefined
  const bytes = bytesOf(value)
  let from = 0
  while (from < bytes.length && (bytes[from] === QUOTE || bytes[from] === OPEN || isSpace(bytes[from])))
    from++
  let end = from
  while (end < bytes.length && isDigit(bytes[end])) end++
  const rest = filtered(bytes, end)
  if (rest === undefined || rest.length === 0) return rest && bytes.subarray(from, end)
  const whole = new Uint8Array(end - from + rest.length)
  whole.set(bytes.subarray(from, end))
  whole.set(rest, end - from)
  return whole
}

/** How many bytes these base64 characters stand for. */
export function decodedSize(base64: Uint8Array): number {
  return Math.floor((base64.length * 3) / 4)
}

/** The bytes that base64 characters (see `base64Of`) stand for, the first `limit` at most. */
export function decodeBase64(base64: Uint8Array, limit = Number.POSITIVE_INFINITY): Uint8Array {
  const size = Math.min(decodedSize(base64), limit)
  const decoded = new Uint8Array(size)
  for (let at = 0, i = 0; at < size; i += 4) {
    const word =
      (digitAt(base64, i) << 18) |
      (digitAt(base64, i + 1) << 12) |
      (digitAt(base64, i + 2) << 6) |
      digitAt(base64, i + 3)
    decoded[at++] = word >> 16
    decoded[at++] = word >> 8
    decoded[at++] = word
  }
  return decoded
}

const QUOTE = 0x22
const OPEN = 0x5b
const BACKSLASH = 0x5c
const NO_DIGIT = 0xff

const DIGITS = digitTable()

function digitTable(): Uint8Array {
  const table = new Uint8Array(256).fill(NO_DIGIT)
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  for (let i = 0; i < alphabet.length; i++) table[alphabet.charCodeAt(i)] = i
  return table
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && DIGITS[byte] !== NO_DIGIT
}

function digitAt(base64: Uint8Array, at: number): number {
  return at < base64.length ? (DIGITS[base64[at] as number] as number) : 0
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** What may be between base64 characters: the JSON of a list of strings, white space, padding. */
function isBetween(byte: number): boolean {
  return isSpace(byte) || byte === QUOTE || byte === 0x2c || byte === 0x5d || byte === 0x3d
}

/** The escapes of a JSON string that may be in base64: white space, and a slash. */
const ESCAPED_SPACE: ReadonlySet<number | undefined> = new Set([0x6e, 0x72, 0x74])
const SLASH = 0x2f

function filtered(bytes: Uint8Array, from: number): Uint8Array | undefined {
  const kept = new Uint8Array(bytes.length - from)
  let size = 0
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i] as number
    if (isDigit(byte)) kept[size++] = byte
    else if (byte === BACKSLASH) {
      const escaped = bytes[++i]
      if (escaped === SLASH) kept[size++] = SLASH
      else if (!ESCAPED_SPACE.has(escaped)) return undefined
    } else if (!isBetween(byte)) return undefined
  }
  return kept.subarray(0, size)
}
