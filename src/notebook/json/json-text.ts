import { equalBytes } from "./json-equality.js"
import { literalEnd, spaceEnd, stringEnd, syntaxError } from "./json-token.js"
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
  const scan = newScan(bytes, textOf(bytes))
  const ascii = scan.isAscii ? scan.text : undefined
  const shared = like && sharedEnds(like, { bytes, ascii }, same)
  const reuse = shared && reuseOf(shared)
  return { bytes, tape: scanText(scan, reuse), ascii, shared }
}

/** The same for a text that is let go before the next one is parsed: its spans go on `tape`, if there is room. Little
 *  of it is decoded, and many are read: a loop over bytes is hot after the second, and then takes a third of the
 *  time. */
export function parseJsonBriefly(bytes: Uint8Array, tape: Int32Array): JsonText {
  const spans = scanText(newScan(bytes, NO_TEXT, tape), undefined)
  return { bytes, tape: spans, ascii: undefined, shared: undefined }
}

function scanText(scan: Scan, reuse: Reuse | undefined): Int32Array {
  const { bytes } = scan
  let at = skipSpace(scan, hasByteOrderMark(bytes) ? 3 : 0)
  if (at >= bytes.length) throw new NotebookError("empty", "the file is empty", bytes, at)
  at = scanValue(scan, at, reuse)
  at = skipSpace(scan, at)
  if (at < bytes.length) throw syntaxError(bytes, at, "the end of the file")
  return scan.tape.subarray(0, scan.length)
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

interface Scan {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** The bytes as a string of as many characters, where they are UTF-8 and not too many: see `SMALL_FILE`. */
  readonly text: string | undefined
  readonly isAscii: boolean
  tape: Int32Array
  length: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

type ScannedText = Pick<Scan, "text" | "isAscii">

function newScan(bytes: Uint8Array, { text, isAscii }: ScannedText, tape = newTape(bytes)): Scan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return { bytes, view, text, isAscii, tape, length: 0 }
}

/** A line of a pretty-printed notebook is 30 to 60 bytes and one value: most files never grow the tape. */
function newTape(bytes: Uint8Array): Int32Array {
  return new Int32Array(NODE_SIZE * (64 + (bytes.length >> 6)))
}

/** Bytes up to which a file is scanned as a string, by regular expressions: those run as machine code from the
 *  first call, where a loop over bytes has to become hot first. Over it the loop is faster and takes no memory. */
const SMALL_FILE = 1 << 22

const NO_TEXT: ScannedText = { text: undefined, isAscii: false }

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
/** One character a byte, whatever the byte is. Made when first needed: it costs as much as a small notebook. */
let byteCharacters: InstanceType<typeof TextDecoder> | undefined

function textOf(bytes: Uint8Array): ScannedText {
  if (bytes.length > SMALL_FILE) return NO_TEXT
  const text = decoded(bytes)
  const isAscii = text?.length === bytes.length
  if (text === undefined || isAscii) return { text, isAscii }
  byteCharacters ??= new TextDecoder("windows-1252")
  return { text: byteCharacters.decode(bytes), isAscii }
}

/** Undefined for what is not UTF-8: the loop over the bytes finds the place. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes)
  } catch {
    return undefined
  }
}

/** Stands for the byte at the place where a scan goes on after what it reuses. */
const AFTER_REUSED = -1

/** Scans the value at `at` and all that is in it; returns where it ends. A loop with a stack of its own:
 *  depth costs memory in proportion and can be refused, never a stack overflow. */
function scanValue(scan: Scan, start: number, reuse: Reuse | undefined): number {
  const { bytes } = scan
  const open = new Int32Array(MAX_DEPTH)
  let depth = 0
  let at = start
  let inObject = false
  if (reuse !== undefined) {
    resume(scan, reuse)
    open.set(reuse.open)
    depth = reuse.open.length
    inObject = isObject(scan, open[depth - 1] as number)
    at = skipSpace(scan, reuse.at)
  }
  // After all values where nothing is reused, so that the loop is the same machine code for both.
  const tail = reuse?.tail ?? bytes.length + 1
  for (let byte = reuse === undefined ? bytes[at] : AFTER_REUSED; ; byte = bytes[at]) {
    // At `at` is the first byte of a value, or what follows the last value that is reused.
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === MAX_DEPTH) {
        throw new NotebookError("depth", `nested more than ${MAX_DEPTH} levels deep`, bytes, at)
      }
      open[depth++] = pushNode(scan, at)
      inObject = byte === OPEN_OBJECT
      at = skipSpace(scan, at + 1)
      if (bytes[at] !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        if (inObject) at = scanKey(scan, at, '"}"')
        continue
      }
    } else if (byte !== AFTER_REUSED) {
      if (byte === QUOTE && !inObject && depth > 0) at = scanStrings(scan, at)
      else at = scanScalar(scan, at)
      at = skipSpace(scan, at)
    }
    // At `at` is what follows a value or opens an empty container: close all that closes here.
    for (;;) {
      if (depth === 0) return at
      const next = bytes[at]
      if (next === COMMA) {
        at = skipSpace(scan, at + 1)
        if (inObject) at = scanKey(scan, at, undefined)
        break
      }
      if (next !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        throw syntaxError(bytes, at, inObject ? '"," or "}"' : '"," or "]"')
      }
      depth--
      at++
      closeNode(scan, open[depth] as number, at)
      if (depth === 0) return at
      inObject = isObject(scan, open[depth - 1] as number)
      const end = at < tail || reuse === undefined ? undefined : reuseTail(scan, reuse, open, depth, at)
      if (end !== undefined) return end
      at = skipSpace(scan, at)
    }
  }
}

function isObject({ bytes, tape }: Scan, node: number): boolean {
  return bytes[tape[node] as number] === OPEN_OBJECT
}

/** Takes over the nodes of the values that both texts begin with. */
function resume(scan: Scan, { like, node }: Reuse): void {
  while (node > scan.tape.length) growTape(scan)
  scan.tape.set(like.tape.subarray(0, node))
  scan.length = node
}

/** Takes over the nodes of all that follows the value that ended at `at`, where the other text has the end of a
 *  value at the same place; returns where the root ends. Containers open since before the shared start have the
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
function scanStrings(scan: Scan, start: number): number {
  if (scan.text === undefined) return scanStringBytes(scan, start)
  const { text } = scan
  for (let at = start; ; ) {
    STRING.lastIndex = at
    if (!STRING.test(text)) return scanScalar(scan, at)
    const end = STRING.lastIndex
    // as pushLeaf does: this loop is cold in a driver, and there a call costs as much as the test
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

/** The same over bytes. */
function scanStringBytes(scan: Scan, start: number): number {
  const { bytes, view } = scan
  for (let at = start; ; ) {
    const end = stringEnd(bytes, view, at)
    pushLeaf(scan, at, end)
    at = bytes[end] === COMMA ? end : spaceEnd(bytes, end)
    if (bytes[at] !== COMMA) return end
    at = spaceEnd(bytes, at + 1)
    if (bytes[at] !== QUOTE) return end
  }
}

const NEXT_STRING = /[ \n\r\t]*,[ \n\r\t]*(?=")/y

function scanScalar(scan: Scan, at: number): number {
  const end = scan.bytes[at] === QUOTE ? endOfString(scan, at) : literalEnd(scan.bytes, at)
  pushLeaf(scan, at, end)
  return end
}

/** Scans a key and its colon; returns where the member's value starts. */
function scanKey(scan: Scan, at: number, orElse: string | undefined): number {
  const { bytes } = scan
  if (bytes[at] !== QUOTE) {
    throw syntaxError(bytes, at, orElse === undefined ? "a key in quotes" : `a key in quotes or ${orElse}`)
  }
  const end = endOfString(scan, at)
  pushLeaf(scan, at, end)
  const colon = skipSpace(scan, end)
  if (bytes[colon] !== COLON) throw syntaxError(bytes, colon, '":"')
  return skipSpace(scan, colon + 1)
}

function pushLeaf(scan: Scan, start: number, end: number): void {
  const node = scan.length
  if (node + NODE_SIZE > scan.tape.length) growTape(scan)
  const { tape } = scan
  tape[node] = start
  tape[node + 1] = end
  tape[node + 2] = scan.length = node + NODE_SIZE
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
  if (from < bytes.length && (bytes[from] as number) > 0x20) return from
  if (text === undefined) return spaceEnd(bytes, from)
  SPACE.lastIndex = from
  SPACE.test(text)
  return SPACE.lastIndex
}

function endOfString({ bytes, view, text }: Scan, start: number): number {
  if (text !== undefined) {
    STRING.lastIndex = start
    if (STRING.test(text)) return STRING.lastIndex
  }
  return stringEnd(bytes, view, start)
}

const SPACE = /[ \n\r\t]*/y
const STRING = /"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"/y
