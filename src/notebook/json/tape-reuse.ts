import { type JsonText, NODE_SIZE, type SharedEnds } from "./tape.js"

/** What a scan takes over from another version's tape: the values before the first difference, and those after
 *  the last one, are not scanned again. */
export interface Reuse extends SharedEnds {
  /** The containers that are open where the scan goes on; they have the same nodes in both. */
  readonly open: readonly number[]
  /** The offset after the last value that is shared at the start, and the first node that is not. */
  readonly at: number
  readonly node: number
}

/** Whether two byte arrays are the same. */
export type SameBytes = (a: Uint8Array, b: Uint8Array) => boolean

/** What a text shares with `like`. */
export function sharedEnds(like: JsonText, text: Omit<JsonText, "tape">, same: SameBytes): SharedEnds {
  const [a, b] = [like.bytes, text.bytes]
  const isSame = isSameAt(like, text, same)
  const most = Math.min(a.length, b.length)
  const head = largest(most, (from, to) => isSame(from, from, to - from))
  const end = largest(most - head, (from, to) => isSame(a.length - to, b.length - to, to - from))
  return { like, head, tail: b.length - end, shift: b.length - a.length }
}

/** Where a scan of the text can go on; undefined where too little is shared. */
export function reuseOf(shared: SharedEnds): Reuse | undefined {
  const resumed = lastShared(shared.like, shared.head)
  return resumed && { ...shared, ...resumed }
}

/** Whether so many bytes from an offset of `a` on are those from one of `b` on. The comparison of two slices of
 *  strings is one machine loop, and these are at hand where the text is ASCII. */
function isSameAt(
  a: JsonText,
  b: Omit<JsonText, "tape">,
  same: SameBytes,
): (fromA: number, fromB: number, size: number) => boolean {
  const [x, y] = [a.ascii, b.ascii]
  return x !== undefined && y !== undefined
    ? (fromA, fromB, size) => x.slice(fromA, fromA + size) === y.slice(fromB, fromB + size)
    : (fromA, fromB, size) =>
        same(a.bytes.subarray(fromA, fromA + size), b.bytes.subarray(fromB, fromB + size))
}

/** Bytes that are compared at once while they are the same. */
const STEP = 1 << 16

/** How far, up to `most`, something holds from a place to a later one: in steps, then in halves. */
function largest(most: number, holds: (from: number, to: number) => boolean): number {
  let low = 0
  while (low + STEP <= most && holds(low, low + STEP)) low += STEP
  let high = Math.min(most, low + STEP)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (holds(low, middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** Where a scan can go on: after the last value that ends before offset `head`, in the innermost container that
 *  has such a value. */
function lastShared(
  { tape, bytes }: JsonText,
  head: number,
): Pick<Reuse, "open" | "at" | "node"> | undefined {
  const open: number[] = []
  let resumed: Pick<Reuse, "open" | "at" | "node"> | undefined
  let container: number | undefined = 0
  while (container !== undefined && isContainer(bytes, tape, container)) {
    open.push(container)
    const { last, next } = sharedChildren(tape, bytes, container, head)
    if (last !== undefined) {
      resumed = { open: [...open], at: tape[last + 1] as number, node: tape[last + 2] as number }
    }
    container = next
  }
  return resumed
}

function isContainer(bytes: Uint8Array, tape: Int32Array, node: number): boolean {
  const byte = bytes[tape[node] as number]
  return byte === 0x7b || byte === 0x5b
}

/** The last value of a container that ends before `head`, and the one after it if it starts there. */
function sharedChildren(
  tape: Int32Array,
  bytes: Uint8Array,
  container: number,
  head: number,
): { readonly last: number | undefined; readonly next: number | undefined } {
  const end = tape[container + 2] as number
  const isObject = bytes[tape[container] as number] === 0x7b
  let last: number | undefined
  for (let at = container + NODE_SIZE; at < end; ) {
    const value = isObject ? (tape[at + 2] as number) : at
    // the byte after it is shared too, so that a number goes no further in the other text
    if ((tape[value + 1] as number) >= head)
      return { last, next: (tape[value] as number) < head ? value : undefined }
    last = value
    at = tape[value + 2] as number
  }
  return { last, next: undefined }
}

/** The node of `like` whose value, a child of `container`, ends at an offset; undefined where none does. */
export function childEndingAt(
  { tape, bytes }: JsonText,
  container: number,
  offset: number,
): number | undefined {
  const end = tape[container + 2] as number
  const isObject = bytes[tape[container] as number] === 0x7b
  for (let at = container + NODE_SIZE; at < end; ) {
    const value = isObject ? (tape[at + 2] as number) : at
    const valueEnd = tape[value + 1] as number
    if (valueEnd >= offset) return valueEnd === offset ? value : undefined
    at = tape[value + 2] as number
  }
  return undefined
}
