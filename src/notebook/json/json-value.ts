import { type JsonText, NODE_SIZE } from "./tape.js"

/** A value of a JSON text, by its node on the tape. Nothing is decoded until a function here is asked. */
export interface JsonValue {
  readonly text: JsonText
  readonly node: number
}

export type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null"

/** A member of an object, as it is in the file. */
export interface Member {
  readonly key: string
  readonly name: JsonValue
  readonly value: JsonValue
}

const QUOTE = 0x22

export function rootOf(text: JsonText): JsonValue {
  return { text, node: 0 }
}

/** Byte offsets of the value in its text, the end exclusive. */
export function startOf({ text, node }: JsonValue): number {
  return text.tape[node] as number
}

export function endOf({ text, node }: JsonValue): number {
  return text.tape[node + 1] as number
}

/** The value's own bytes: a view, not a copy. */
export function bytesOf(value: JsonValue): Uint8Array {
  return value.text.bytes.subarray(startOf(value), endOf(value))
}

export function kindOf(value: JsonValue): JsonKind {
  switch (value.text.bytes[startOf(value)]) {
    case 0x7b:
      return "object"
    case 0x5b:
      return "array"
    case QUOTE:
      return "string"
    case 0x74: // t
    case 0x66: // f
      return "boolean"
    case 0x6e: // n
      return "null"
  }
  return "number"
}

/** An object's members in file order, duplicates and all; none for any other kind. */
export function membersOf(value: JsonValue): readonly Member[] {
  if (kindOf(value) !== "object") return []
  const { text, node } = value
  const end = text.tape[node + 2] as number
  const members: Member[] = []
  for (let at = node + NODE_SIZE; at < end; ) {
    const name = { text, node: at }
    const child = { text, node: text.tape[at + 2] as number }
    members.push({ key: stringOf(name), name, value: child })
    at = text.tape[child.node + 2] as number
  }
  return members
}

/** An object's values by key, the last one where a key is twice: for whoever asks for many of them. */
export function memberMap(value: JsonValue): ReadonlyMap<string, JsonValue> {
  const members = new Map<string, JsonValue>()
  if (kindOf(value) !== "object") return members
  const { text, node } = value
  const end = text.tape[node + 2] as number
  for (let at = node + NODE_SIZE; at < end; ) {
    const child = text.tape[at + 2] as number
    members.set(stringOf({ text, node: at }), { text, node: child })
    at = text.tape[child + 2] as number
  }
  return members
}

/** An array's items; none for any other kind. */
export function itemsOf(value: JsonValue): readonly JsonValue[] {
  if (kindOf(value) !== "array") return []
  const { text, node } = value
  const end = text.tape[node + 2] as number
  const items: JsonValue[] = []
  for (let at = node + NODE_SIZE; at < end; at = text.tape[at + 2] as number) items.push({ text, node: at })
  return items
}

/** The value of an object's member, the last one where a key is twice (as Python and JavaScript read it). */
export function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (value === undefined || kindOf(value) !== "object") return undefined
  const { text, node } = value
  const end = text.tape[node + 2] as number
  let found: JsonValue | undefined
  for (let at = node + NODE_SIZE; at < end; ) {
    const child = text.tape[at + 2] as number
    if (isKey(text, at, key)) found = { text, node: child }
    at = text.tape[child + 2] as number
  }
  return found
}

/** The value at a path of keys, or undefined where one is missing. */
export function valueAt(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((at, key) => memberOf(at, key), value)
}

function isKey(text: JsonText, node: number, key: string): boolean {
  const start = (text.tape[node] as number) + 1
  const end = (text.tape[node + 1] as number) - 1
  if (end - start < key.length) return false
  for (let i = start; i < end; i++) {
    const byte = text.bytes[i] as number
    if (byte === 0x5c || byte >= 0x80) return stringOf({ text, node }) === key
    if (byte !== key.charCodeAt(i - start)) return false
  }
  return true
}

let decoder: InstanceType<typeof TextDecoder> | undefined

function decodeBytes(bytes: Uint8Array): string {
  // a byte order mark inside a value is a character of it
  decoder ??= new TextDecoder("utf-8", { ignoreBOM: true })
  return decoder.decode(bytes)
}

/** The value's bytes as the text that is in the file. */
export function rawTextOf(value: JsonValue): string {
  const { ascii } = value.text
  return ascii === undefined ? decodeBytes(bytesOf(value)) : ascii.slice(startOf(value), endOf(value))
}

/** What is from one byte of a JSON text to another: the white space between two values, say. */
export function textBetween({ bytes, ascii }: JsonText, from: number, to: number): string {
  if (ascii !== undefined) return ascii.slice(from, to)
  const between = bytes.subarray(from, to)
  return between.length <= SHORT_GAP ? String.fromCharCode(...between) : decodeBytes(between)
}

/** Bytes up to which they are handed over one by one, as arguments, of which there cannot be many. */
const SHORT_GAP = 256

/** A string's characters; a lone `\ud800` comes as a lone surrogate. Any other kind: its text in the file. */
export function stringOf(value: JsonValue): string {
  if (kindOf(value) !== "string") return rawTextOf(value)
  const start = startOf(value) + 1
  const end = endOf(value) - 1
  const plain = plainText(value.text, start, end)
  return plain ?? (JSON.parse(rawTextOf(value)) as string)
}

/** Longest string that is worth reading byte by byte: over it a TextDecoder call costs less. */
const SHORT_STRING = 24

/** A string's characters where they are in the file as they are; undefined where an escape may be among them. */
function plainText({ bytes, ascii }: JsonText, start: number, end: number): string | undefined {
  if (end - start > SHORT_STRING) return undefined
  if (ascii !== undefined) {
    const text = ascii.slice(start, end)
    return text.includes("\\") ? undefined : text
  }
  let text = ""
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number
    if (byte === 0x5c || byte >= 0x80) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

/** nbformat's multi-line text: a string, or a list of strings joined with nothing between. Anything else in
 *  its place is shown as its JSON, so that it can be seen and compared. */
export function textOf(value: JsonValue | undefined): string {
  if (value === undefined) return ""
  return stringsOf(value)?.join("") ?? stringOf(value)
}

/** The strings of a list of strings; undefined for anything else. */
export function stringsOf(value: JsonValue): readonly string[] | undefined {
  return isListOfStrings(value) ? (JSON.parse(rawTextOf(value)) as string[]) : undefined
}

export function isListOfStrings(value: JsonValue): boolean {
  if (kindOf(value) !== "array") return false
  const { text, node } = value
  const end = text.tape[node + 2] as number
  for (let at = node + NODE_SIZE; at < end; at += NODE_SIZE) {
    if (text.bytes[text.tape[at] as number] !== QUOTE) return false
  }
  return true
}

/** The number as JavaScript reads it, or undefined when the value is none. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  if (value === undefined || kindOf(value) !== "number") return undefined
  return Number(rawTextOf(value))
}

/** What JavaScript can hold of a value: for people and for other programs, never to write a notebook from
 *  (numbers lose their spelling, a duplicate key all but its last value). Objects have no prototype. */
export type Decoded =
  | string
  | number
  | boolean
  | null
  | readonly Decoded[]
  | { readonly [key: string]: Decoded }

export function decode(value: JsonValue): Decoded {
  switch (kindOf(value)) {
    case "string":
      return stringOf(value)
    case "number":
      return Number(rawTextOf(value))
    case "boolean":
      return rawTextOf(value) === "true"
    case "null":
      return null
    case "array":
      return itemsOf(value).map(decode)
    case "object": {
      const decoded: { [key: string]: Decoded } = Object.create(null)
      for (const { key, value: child } of membersOf(value)) decoded[key] = decode(child)
      return decoded
    }
  }
}
