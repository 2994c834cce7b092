import { type JsonText, NODE_SIZE } from "./tape.js"

/** What two versions of a text share, for a scan of the one that has the other's tape: the values before the first
 *  difference, and those behind the last one, are not scanned again. */
export interface Reuse {
  readonly like: JsonText
  /** The containers that are open where the scan goes on; they have the same nodes in both. */
  readonly open: readonly number[]
  /** The offset behind the last value that is shared at the start, and the first node that is not. */
  readonly at: number
  readonly node: number
  /** The offset from which on both texts are the same to their ends. */
  readonly tail: number
  /** Bytes by which the new text is longer. */
  readonly shift: number
}

/** What a text shares with `like`; undefined where too little, or where either is not ASCII. */
export function reuseOf(like: JsonText, text: string): Reuse | undefined {
  if (like.ascii === undefined) return undefined
  const head = commonStart(like.ascii, text)
  const resumed = lastShared(like, head)
  if (resumed === undefined) return undefined
  const most = Math.min(like.ascii.length, text.length) - head
  const shift = text.length - like.ascii.length
  return { like, ...resumed, tail: text.length - commonEnd(like.ascii, text, most), shift }
}

/** The number of characters that two texts have in common at the start. Compared in halves: the comparison of two
 *  slices is one machine loop. */
function commonStart(a: string, b: string): number {
  return largest(Math.min(a.length, b.length), (size) => a.slice(0, size) === b.slice(0, size))
}

function commonEnd(a: string, b: string, most: number): number {
  return largest(most, (size) => size === 0 || a.slice(-size) === b.slice(-size))
}

/** The largest size up to `most` for which something holds that holds for all smaller ones. */
function largest(most: number, holds: (size: number) => boolean): number {
  let low = 0
  let high = most
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** Where a scan can go on: behind the last value that ends before offset `head`, in the innermost container that
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

/** The last value of a container that ends before `head`, and the one behind it if it starts there. */
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
    // the byte behind it is shared too, so that a number goes no further in the other text
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
