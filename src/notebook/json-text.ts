import { equalBytes } from "./json-equality.js"
import { NotebookError } from "./notebook-error.js"
import { type JsonText, NODE_SIZE } from "./tape.js"
import { childEndingAt, type Reuse, reuseOf, type SameBytes, sharedEnds } from "./tape-reuse.js"

/** Levels of nesting that are read: what Python's json can read too (its default recursion limit).
 *  @internal */
export const MAX_DEPTH = 1000

/** The spans of a JSON text: RFC 8259 plus the `NaN`, `Infinity` and `-Infinity` of Python's json, with or
 *  without a byte order mark. Every token of every value is checked, and that the bytes are UTF-8. `like` is another
 *  version of the text: what both begin and end with was checked there. `same` compares bytes.
 *  @throws NotebookError `empty`, `syntax`, `encoding` or `depth`, with the place and what was expected. */
export function parseJson(bytes: Uint8Array, like?: JsonText, same: SameBytes = equalBytes): JsonText {
  const scan = newScan(bytes)
  const ascii = scan.isAscii ? scan.text : undefined
  const shared = like && sharedEnds(like, { bytes, ascii }, same)
  const reuse = shared && reuseOf(shared)
  let at = skipSpace(scan, hasByteOrderMark(bytes) ? 3 : 0)
  if (at >= bytes.length) throw new NotebookError("empty", "the file is empty", bytes, at)
  at = scanValue(scan, at, reuse)
  at = skipSpace(scan, at)
  if (at < bytes.length) throw syntaxError(scan, at, "the end of the file")
  return { bytes, tape: scan.tape.subarray(0, scan.length), ascii, shared }
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

interface Scan {
  readonly bytes: Uint8Array
  /** The same bytes, four at a time: `words[i]` holds bytes `wordShift + 4 i` and the three after it. */
  readonly words: Int32Array
  readonly wordShift: number
  /** The bytes as a string of as many characters, where they are UTF-8 and not too many: see `SMALL_FILE`. */
  readonly text: string | undefined
  readonly isAscii: boolean
  tape: Int32Array
  length: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

function newScan(bytes: Uint8Array): Scan {
  const wordShift = (4 - (bytes.byteOffset & 3)) & 3
  const wordCount = Math.max(0, (bytes.length - wordShift) >> 2)
  const words =
    wordCount > 0 ? new Int32Array(bytes.buffer, bytes.byteOffset + wordShift, wordCount) : new Int32Array(0)
  // A line of a pretty-printed notebook is 30 to 60 bytes and one value: most files never grow the tape.
  const tape = new Int32Array(NODE_SIZE * (64 + (bytes.length >> 6)))
  return { bytes, words, wordShift, ...textOf(bytes), tape, length: 0 }
}

/** Bytes up to which a file is scanned as a string, by regular expressions: those run as machine code from the
 *  first call, where a loop over bytes has to become hot first. Over it the loop is faster and takes no memory. */
const SMALL_FILE = 1 << 22

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
/** One character a byte, whatever the byte is. Made when first needed: it costs as much as a small notebook. */
let byteCharacters: InstanceType<typeof TextDecoder> | undefined

function textOf(bytes: Uint8Array): Pick<Scan, "text" | "isAscii"> {
  if (bytes.length > SMALL_FILE) return { text: undefined, isAscii: false }
  const text = decoded(bytes)
  const isAscii = text?.length === bytes.length
  if (text === undefined || isAscii) return { text, isAscii }
  byteCharacters ??= new TextDecoder("windows-1252")
  return { text: byteCharacters.decode(bytes), isAscii }
}

/** Undefined for what is not UTF-8: the loop over the bytes finds the place. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** Scans the value at `at` and all that is in it; returns where it ends. A loop with a stack of its own:
 *  depth costs memory in proportion and can be refused, never a stack overflow. */
function scanValue(scan: Scan, start: number, reuse: Reuse | undefined): number {
  const bytes = scan.bytes
  const open = new Int32Array(MAX_DEPTH)
  let depth = 0
  let at = start
  if (reuse !== undefined) {
    resume(scan, reuse)
    open.set(reuse.open)
    depth = reuse.open.length
    at = skipSpace(scan, reuse.at)
  }
  for (let resumed = reuse !== undefined; ; resumed = false) {
    // At `at` stands the first byte of a value, or what follows the last value that is reused.
    const byte = resumed ? undefined : bytes[at]
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === MAX_DEPTH) {
        throw new NotebookError("depth", `nested more than ${MAX_DEPTH} levels deep`, bytes, at)
      }
      open[depth++] = pushNode(scan, at)
      at = skipSpace(scan, at + 1)
      if (byte === OPEN_ARRAY && bytes[at] !== CLOSE_ARRAY) continue
      if (byte === OPEN_OBJECT && bytes[at] !== CLOSE_OBJECT) {
        at = scanKey(scan, at, '"}"')
        continue
      }
    } else if (!resumed) {
      const inList = depth > 0 && bytes[scan.tape[open[depth - 1] as number] as number] === OPEN_ARRAY
      if (byte === QUOTE && inList && scan.text !== undefined) at = scanStrings(scan, scan.text, at)
      else at = scanScalar(scan, at, byte === QUOTE)
      at = skipSpace(scan, at)
    }
    // At `at` stands what follows a value or opens an empty container: close all that closes here.
    for (;;) {
      if (depth === 0) return at
      const node = open[depth - 1] as number
      const inObject = bytes[scan.tape[node] as number] === OPEN_OBJECT
      const next = bytes[at]
      if (next === (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        depth--
        at++
        closeNode(scan, node, at)
        if (depth === 0) return at
        const end =
          reuse !== undefined && at >= reuse.tail ? reuseTail(scan, reuse, open, depth, at) : undefined
        if (end !== undefined) return end
        at = skipSpace(scan, at)
        continue
      }
      if (next !== COMMA) throw syntaxError(scan, at, inObject ? '"," or "}"' : '"," or "]"')
      at = skipSpace(scan, at + 1)
      if (inObject) at = scanKey(scan, at, undefined)
      break
    }
  }
}

/** Takes over the nodes of the values that both texts begin with. */
function resume(scan: Scan, { like, node }: Reuse): void {
  while (node > scan.tape.length) growTape(scan)
  scan.tape.set(like.tape.subarray(0, node))
  scan.length = node
}

/** Takes over the nodes of all that follows the value that ended at `at`, where the other text has the end of a
 *  value at the same place; answers where the root ends. Containers open since before the shared start have the
 *  same nodes in both. */
function reuseTail(
  scan: Scan,
  { like, open: shared, shift }: Reuse,
  open: Int32Array,
  depth: number,
  at: number,
): number | undefined {
  const container = open[depth - 1] as number
  if (depth > shared.length || shared[depth - 1] !== container) return undefined
  const value = childEndingAt(like, container, at - shift)
  if (value === undefined) return undefined
  const from = like.tape[value + 2] as number
  const nodeShift = scan.length - from
  while (scan.length + like.tape.length - from > scan.tape.length) growTape(scan)
  const { tape } = scan
  for (let node = from; node < like.tape.length; node += NODE_SIZE) {
    tape[node + nodeShift] = (like.tape[node] as number) + shift
    tape[node + nodeShift + 1] = (like.tape[node + 1] as number) + shift
    tape[node + nodeShift + 2] = (like.tape[node + 2] as number) + nodeShift
  }
  for (const node of open.subarray(0, depth)) {
    tape[node + 1] = (like.tape[node + 1] as number) + shift
    tape[node + 2] = (like.tape[node + 2] as number) + nodeShift
  }
  scan.length = like.tape.length + nodeShift
  return tape[1] as number
}

/** Scans the string at `at` and those that follow it in a list: nearly all values of a notebook are lines of
 *  text. Returns where the last one ends. */
function scanStrings(scan: Scan, text: string, start: number): number {
  let at = start
  for (;;) {
    STRING.lastIndex = at
    if (!STRING.test(text)) return scanScalar(scan, at, true)
    const end = STRING.lastIndex
    const node = scan.length
    if (node + NODE_SIZE > scan.tape.length) growTape(scan)
    const { tape } = scan
    tape[node] = at
    tape[node + 1] = end
    tape[node + 2] = scan.length = node + NODE_SIZE
    NEXT_STRING.lastIndex = end
    if (!NEXT_STRING.test(text)) return end
    at = NEXT_STRING.lastIndex
  }
}

function scanScalar(scan: Scan, at: number, isString: boolean): number {
  const node = pushNode(scan, at)
  const end = isString ? scanString(scan, at) : scanLiteral(scan, at)
  closeNode(scan, node, end)
  return end
}

/** Scans a key and its colon; returns where the member's value starts. */
function scanKey(scan: Scan, at: number, orElse: string | undefined): number {
  const bytes = scan.bytes
  if (bytes[at] !== QUOTE) {
    throw syntaxError(scan, at, orElse === undefined ? "a key in quotes" : `a key in quotes or ${orElse}`)
  }
  const node = pushNode(scan, at)
  const end = scanString(scan, at)
  closeNode(scan, node, end)
  const colon = skipSpace(scan, end)
  if (bytes[colon] !== COLON) throw syntaxError(scan, colon, '":"')
  return skipSpace(scan, colon + 1)
}

function pushNode(scan: Scan, start: number): number {
  const node = scan.length
  if (node + NODE_SIZE > scan.tape.length) growTape(scan)
  scan.tape[node] = start
  scan.length = node + NODE_SIZE
  return node
}

function growTape(scan: Scan): void {
  const grown = new Int32Array(scan.tape.length * 2)
  grown.set(scan.tape)
  scan.tape = grown
}

function closeNode(scan: Scan, node: number, end: number): void {
  scan.tape[node + 1] = end
  scan.tape[node + 2] = scan.length
}

function skipSpace({ bytes, text }: Scan, from: number): number {
  let at = from
  if ((bytes[at] as number) > 0x20) return at
  if (text !== undefined) {
    SPACE.lastIndex = at
    SPACE.test(text)
    return SPACE.lastIndex
  }
  for (;;) {
    const byte = bytes[at]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at
    at++
  }
}

const SPACE = /[ \n\r\t]*/y
/** From behind a string of a list to the string that follows it there. */
const NEXT_STRING = /[ \n\r\t]*,[ \n\r\t]*(?=")/y
const STRING = /"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"/y

/** Checks the string at `at`; returns where it ends. Four bytes at a time while they are plain ASCII:
 *  most of a notebook's bytes are text and base64. */
function scanString(scan: Scan, start: number): number {
  const { bytes, words, wordShift, text } = scan
  if (text !== undefined) {
    STRING.lastIndex = start
    if (STRING.test(text)) return STRING.lastIndex
  }
  let at = start + 1
  for (;;) {
    if (((at - wordShift) & 3) === 0) {
      const word = plainWordsEnd(words, (at - wordShift) >> 2)
      at = wordShift + (word << 2)
    }
    const byte = bytes[at]
    if (byte === QUOTE) return at + 1
    if (byte === undefined)
      throw syntaxError(scan, at, `the end of the string that starts at byte ${start + 1}`)
    if (byte === BACKSLASH) at = scanEscape(scan, at)
    else if (byte >= 0x80) at = scanMultibyte(scan, at)
    else if (byte < 0x20) throw syntaxError(scan, at, "a string without raw control characters")
    else at++
  }
}

/** The first word from `start` on that is not plain: one of its four bytes is a quote, a backslash, a control
 *  character or beyond ASCII. Four words at a time, as an image's base64 has millions of them. */
function plainWordsEnd(words: Int32Array, start: number): number {
  const last = words.length
  let word = start
  while (word + 3 < last) {
    const some =
      specialBits(words[word] as number) |
      specialBits(words[word + 1] as number) |
      specialBits(words[word + 2] as number) |
      specialBits(words[word + 3] as number)
    if ((some & HIGH_BITS) !== 0) break
    word += 4
  }
  while (word < last && (specialBits(words[word] as number) & HIGH_BITS) === 0) word++
  return word
}

const HIGH_BITS = 0x80808080 | 0
const ONES = 0x01010101

/** High bits set where a byte of the word is special. The carry trick may set one for a plain word, and never
 *  misses a special byte (Hacker's Delight, 6-1). */
function specialBits(word: number): number {
  const quote = word ^ 0x22222222
  const backslash = word ^ 0x5c5c5c5c
  return (
    word |
    (((quote - ONES) | 0) & ~quote) |
    (((backslash - ONES) | 0) & ~backslash) |
    (((word - 0x20202020) | 0) & ~word)
  )
}

function scanEscape(scan: Scan, at: number): number {
  const bytes = scan.bytes
  switch (bytes[at + 1]) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2
    case 0x75: // u
      for (let i = at + 2; i < at + 6; i++) {
        if (!isHexDigit(bytes[i])) throw syntaxError(scan, i, "four hexadecimal digits")
      }
      return at + 6
  }
  throw syntaxError(scan, at + 1, "an escape that JSON knows")
}

function isHexDigit(byte: number | undefined): boolean {
  if (byte === undefined) return false
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

/** Checks one UTF-8 sequence beyond ASCII by the table of Unicode 3-7 (no overlong form, no surrogate). */
function scanMultibyte(scan: Scan, at: number): number {
  const bytes = scan.bytes
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

function scanLiteral(scan: Scan, at: number): number {
  const bytes = scan.bytes
  const first = bytes[at]
  if (isDigit(first) || (first === 0x2d && isDigit(bytes[at + 1]))) return scanNumber(scan, at)
  for (const literal of LITERALS) {
    if (startsWith(bytes, at, literal) && !isWordByte(bytes[at + literal.length])) return at + literal.length
  }
  throw syntaxError(scan, at, "a value")
}

function scanNumber(scan: Scan, start: number): number {
  const bytes = scan.bytes
  let at = bytes[start] === 0x2d ? start + 1 : start
  at = bytes[at] === 0x30 ? at + 1 : skipDigits(scan, at)
  if (bytes[at] === 0x2e) at = skipDigits(scan, at + 1)
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    const signed = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d
    at = skipDigits(scan, at + (signed ? 2 : 1))
  }
  return at
}

function skipDigits(scan: Scan, from: number): number {
  let at = from
  while (isDigit(scan.bytes[at])) at++
  if (at === from) throw syntaxError(scan, at, "a digit")
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

const CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})/

function syntaxError(scan: Scan, at: number, expected: string): NotebookError {
  const { bytes } = scan
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
    return new NotebookError("syntax", "a conflict marker stands in the JSON", bytes, at)
  }
  return new NotebookError(
    "syntax",
    `expected ${expected}, found ${byteName(bytes[at] as number)}`,
    bytes,
    at,
  )
}

function byteName(byte: number): string {
  if (byte > 0x20 && byte < 0x7f) return byte === QUOTE ? "'\"'" : `"${String.fromCharCode(byte)}"`
  return `byte 0x${byte.toString(16).padStart(2, "0")}`
}
