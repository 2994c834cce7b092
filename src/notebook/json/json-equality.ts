import {
  bytesOf,
  endOf,
  itemsOf,
  type JsonValue,
  kindOf,
  membersOf,
  startOf,
  stringOf,
} from "./json-value.js"
import type { JsonText } from "./tape.js"

/** Whether two values are the same bytes: the first question, answered before anything is decoded. */
export function sameBytes(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  const [startA, startB] = [startOf(a), startOf(b)]
  const [endA, endB] = [endOf(a), endOf(b)]
  if (endA - startA !== endB - startB) return false
  if (isShared(a.text, b.text, startA, startB, endB) || isShared(b.text, a.text, startB, startA, endA))
    return true
  const { ascii } = b.text
  return a.text.ascii !== undefined && ascii !== undefined
    ? a.text.ascii.slice(startA, endA) === ascii.slice(startB, endB)
    : equalBytes(bytesOf(a), bytesOf(b))
}

/** Whether the bytes of `b` from a place on were found to be those of `a` when it was read. */
function isShared(a: JsonText, { shared }: JsonText, startA: number, startB: number, endB: number): boolean {
  if (shared?.like !== a) return false
  if (startB === startA && endB <= shared.head) return true
  return startB - startA === shared.shift && startB >= shared.tail
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  const length = a.length
  if (length !== b.length) return false
  if (a.buffer === b.buffer && a.byteOffset === b.byteOffset) return true
  const compared = length < WORTH_VIEWS ? 0 : equalBlocks(a, b)
  if (compared < 0) return false
  for (let i = compared; i < length; i++) {
    if (a[i] !== b[i]) return false
  }
  return true
}

/** Bytes from which on two views are made sooner than the bytes are compared one by one. */
const WORTH_VIEWS = 1024

/** How many bytes are in whole blocks of 16, when those are equal, else -1: less than half the time that one byte
 *  after the other takes, wherever the arrays lie in their buffers. */
function equalBlocks(a: Uint8Array, b: Uint8Array): number {
  const x = new DataView(a.buffer, a.byteOffset, a.length)
  const y = new DataView(b.buffer, b.byteOffset, b.length)
  const end = a.length - (a.length & 15)
  for (let i = 0; i < end; i += 16) {
    const differences =
      (x.getInt32(i) ^ y.getInt32(i)) |
      (x.getInt32(i + 4) ^ y.getInt32(i + 4)) |
      (x.getInt32(i + 8) ^ y.getInt32(i + 8)) |
      (x.getInt32(i + 12) ^ y.getInt32(i + 12))
    if (differences !== 0) return -1
  }
  return end
}

/** Whether two values mean the same: white space, key order and the spelling of escapes do not matter, the
 *  spelling of a number does (1.0 is a float to Python and 1 is not). Of a duplicate key the last counts. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return sameBytes(a, b) || (a !== undefined && b !== undefined && sameParts(a, b))
}

/** Containers part by part: to look at the same bytes at every level would cost the file times its depth. */
function sameParts(a: JsonValue, b: JsonValue): boolean {
  const kind = kindOf(a)
  if (kind !== kindOf(b)) return false
  switch (kind) {
    case "string":
      return sameBytes(a, b) || stringOf(a) === stringOf(b)
    case "number":
    case "boolean":
    case "null":
      return sameBytes(a, b)
    case "array": {
      const itemsA = itemsOf(a)
      const itemsB = itemsOf(b)
      return (
        itemsA.length === itemsB.length && itemsA.every((item, i) => sameParts(item, itemsB[i] as JsonValue))
      )
    }
    case "object": {
      const membersA = new Map(membersOf(a).map(({ key, value }) => [key, value]))
      const membersB = new Map(membersOf(b).map(({ key, value }) => [key, value]))
      if (membersA.size !== membersB.size) return false
      return [...membersA].every(([key, value]) => {
        const other = membersB.get(key)
        return other !== undefined && sameParts(value, other)
      })
    }
  }
}
