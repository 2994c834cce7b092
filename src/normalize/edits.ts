import { endOf, type JsonValue, kindOf, startOf } from "../notebook/json/json-value.js"
import { NODE_SIZE } from "../notebook/json/tape.js"

/** What takes the place of some bytes of a file. Edits never overlap. */
export interface Edit {
  readonly from: number
  readonly to: number
  /** ASCII. */
  readonly text: string
}

/** The bytes with the edits made, in `room` if they fit; the very same array where there are none. */
export function editedBytes(bytes: Uint8Array, edits: readonly Edit[], room?: Uint8Array): Uint8Array {
  if (edits.length === 0) return bytes
  const sorted = edits.toSorted((a, b) => a.from - b.from)
  const size = sorted.reduce((sum, { from, to, text }) => sum + text.length - (to - from), bytes.length)
  const edited = room !== undefined && size <= room.length ? room.subarray(0, size) : new Uint8Array(size)
  // a plain view: of a Buffer each part would be one too, at the price of copying it
  const source = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  let read = 0
  let written = 0
  for (const { from, to, text } of sorted) {
    edited.set(source.subarray(read, from), written)
    written += from - read
    for (let i = 0; i < text.length; i++) edited[written++] = text.charCodeAt(i)
    read = to
  }
  edited.set(source.subarray(read), written)
  return edited
}

/** Puts `text` in the place of the value. */
export function replaceValue(edits: Edit[], value: JsonValue, text: string): void {
  edits.push({ from: startOf(value), to: endOf(value), text })
}

/** Takes entries out of a container, items or members, by their nodes in the order of the file: a member's is its
 *  key's. The others, and the white space before and between them, stay as they are; of a container that nothing is
 *  left in the white space goes too. */
export function cutEntries(edits: Edit[], container: JsonValue, dropped: readonly number[]): void {
  const { text, node } = container
  const { tape } = text
  const end = tape[node + 2] as number
  const isObject = kindOf(container) === "object"
  let keptEnd = -1
  let runStart = -1
  let runEnd = -1
  let next = 0
  for (let entry = node + NODE_SIZE; entry < end; ) {
    const value = isObject ? (tape[entry + 2] as number) : entry
    if (entry === dropped[next]) {
      next++
      if (runStart < 0) runStart = tape[entry] as number
      runEnd = tape[value + 1] as number
    } else {
      // what goes takes the separator before it along; at the start, where there is none, the one after it
      if (runStart >= 0) edits.push(keptEnd < 0 ? cut(runStart, tape[entry] as number) : cut(keptEnd, runEnd))
      runStart = -1
      keptEnd = tape[value + 1] as number
    }
    entry = tape[value + 2] as number
  }
  if (runStart >= 0)
    edits.push(keptEnd < 0 ? cut(startOf(container) + 1, endOf(container) - 1) : cut(keptEnd, runEnd))
}

function cut(from: number, to: number): Edit {
  return { from, to, text: "" }
}
