import { endOf, type JsonValue, kindOf, startOf, stringOf } from "../notebook/json-value.js"
import { NODE_SIZE } from "../notebook/tape.js"

/** What takes the place of some bytes of a file. Edits never overlap. */
export interface Edit {
  readonly from: number
  readonly to: number
  /** ASCII. */
  readonly text: string
}

/** The bytes with the edits made; the very same array where there are none. */
export function editedBytes(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return bytes
  const sorted = edits.toSorted((a, b) => a.from - b.from)
  const grown = sorted.reduce((size, { from, to, text }) => size + text.length - (to - from), 0)
  const edited = new Uint8Array(bytes.length + grown)
  let read = 0
  let written = 0
  for (const { from, to, text } of sorted) {
    edited.set(bytes.subarray(read, from), written)
    written += from - read
    for (let i = 0; i < text.length; i++) edited[written++] = text.charCodeAt(i)
    read = to
  }
  edited.set(bytes.subarray(read), written)
  return edited
}

/** Puts `text` in the place of the value. */
export function replaceValue(edits: Edit[], value: JsonValue, text: string): void {
  edits.push({ from: startOf(value), to: endOf(value), text })
}

/** Takes the members out of the object that are not to be kept; answers how many are. The others, and the white
 *  space before and between them, stay as they are. Nothing is done to any other kind of value. */
export function keepMembers(
  edits: Edit[],
  object: JsonValue,
  keep: (key: string, value: JsonValue) => boolean,
): number {
  if (kindOf(object) !== "object") return 0
  const { text, node } = object
  const { tape } = text
  const end = tape[node + 2] as number
  const removal = newRemoval(edits, object)
  for (let name = node + NODE_SIZE; name < end; ) {
    const value = { text, node: tape[name + 2] as number }
    const kept = keep(stringOf({ text, node: name }), value)
    passEntry(removal, tape[name] as number, endOf(value), kept)
    name = tape[value.node + 2] as number
  }
  return endRemoval(removal)
}

/** The same for the items of a list. */
export function keepItems(
  edits: Edit[],
  list: JsonValue,
  keep: (item: JsonValue, i: number) => boolean,
): number {
  if (kindOf(list) !== "array") return 0
  const { text, node } = list
  const end = text.tape[node + 2] as number
  const removal = newRemoval(edits, list)
  let i = 0
  for (let at = node + NODE_SIZE; at < end; at = text.tape[at + 2] as number) {
    const item = { text, node: at }
    passEntry(removal, startOf(item), endOf(item), keep(item, i++))
  }
  return endRemoval(removal)
}

/** How far the entries of a container have been gone through. */
interface Removal {
  readonly edits: Edit[]
  readonly container: JsonValue
  /** Entries kept so far, and where the last of them ends. */
  kept: number
  keptEnd: number
  /** Where the run of entries that go starts and ends; none runs where the start is negative. */
  runStart: number
  runEnd: number
}

function newRemoval(edits: Edit[], container: JsonValue): Removal {
  return { edits, container, kept: 0, keptEnd: 0, runStart: -1, runEnd: 0 }
}

/** What goes takes the separator before it along; at the start, where there is none, the one behind it. */
function passEntry(removal: Removal, start: number, end: number, keep: boolean): void {
  if (!keep) {
    if (removal.runStart < 0) removal.runStart = start
    removal.runEnd = end
    return
  }
  if (removal.runStart >= 0) {
    const first = removal.kept === 0
    removal.edits.push({
      from: first ? removal.runStart : removal.keptEnd,
      to: first ? start : removal.runEnd,
      text: "",
    })
    removal.runStart = -1
  }
  removal.kept++
  removal.keptEnd = end
}

/** Answers how many entries are left. Of a container that nothing is left in the white space goes too. */
function endRemoval({ edits, container, kept, keptEnd, runStart, runEnd }: Removal): number {
  if (runStart < 0) return kept
  const from = kept === 0 ? startOf(container) + 1 : keptEnd
  edits.push({ from, to: kept === 0 ? endOf(container) - 1 : runEnd, text: "" })
  return kept
}
