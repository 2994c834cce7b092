import { sameBytes } from "../../notebook/json/json-equality.js"
import {
  endOf,
  itemsOf,
  type JsonValue,
  kindOf,
  memberOf,
  membersOf,
  startOf,
} from "../../notebook/json/json-value.js"
import type { Cell, Output } from "../../notebook/model.js"
import type { NotebookDiff } from "../model/notebook-diff.js"
import { diffSequences } from "../text/sequence.js"
import type { ByteSpan, Copy } from "./delta-copies.js"

/** Places that two notebooks share: values that are the same bytes, and of values that correspond without being
 *  the same the place where they start and the place where they end, as anchors of no length. In no order. */
export function anchorsOf({ a, b, cells }: NotebookDiff): readonly Copy[] {
  const walk: Walk = { a: a.root.text.bytes, b: b.root.text.bytes, anchors: [] }
  pin(walk, 0, 0)
  pin(walk, walk.a.length, walk.b.length)
  alignMembers(walk, a.root, b.root, 0, (key) => !CELL_LISTS.has(key))
  for (const { before, after } of cells) {
    const cellsA = before.flatMap((i) => a.cells[i] ?? [])
    const cellsB = after.flatMap((j) => b.cells[j] ?? [])
    alignCells(walk, cellsA, cellsB, a.major === b.major)
  }
  return walk.anchors
}

const CELL_LISTS: ReadonlySet<string> = new Set(["cells", "worksheets"])

interface Walk {
  readonly a: Uint8Array
  readonly b: Uint8Array
  readonly anchors: Copy[]
}

function pin(walk: Walk, a: number, b: number): void {
  walk.anchors.push({ a, b, length: 0 })
}

/** An anchor that follows the last one, with the same few bytes between, lengthens it: a long list of lines is
 *  one anchor. */
function anchor(walk: Walk, a: ByteSpan, b: ByteSpan): void {
  const last = walk.anchors.at(-1)
  const length = a.end - a.start
  if (last !== undefined && last.length > 0 && isSeparated(walk, last, a.start, b.start)) {
    walk.anchors[walk.anchors.length - 1] = { ...last, length: a.start - last.a + length }
  } else walk.anchors.push({ a: a.start, b: b.start, length })
}

/** Bytes between two items that are looked at: a comma, a newline and an indentation, or a key. */
const SEPARATOR_LIMIT = 64

function isSeparated(walk: Walk, { a, b, length }: Copy, nextA: number, nextB: number): boolean {
  const size = nextA - a - length
  if (size < 0 || size > SEPARATOR_LIMIT || nextB - b - length !== size) return false
  return sameRange(walk, { start: a + length, end: nextA }, { start: b + length, end: nextB })
}

function sameRange(walk: Walk, a: ByteSpan, b: ByteSpan): boolean {
  const length = a.end - a.start
  if (b.end - b.start !== length) return false
  for (let i = 0; i < length; i++) if (walk.a[a.start + i] !== walk.b[b.start + i]) return false
  return true
}

function alignCells(walk: Walk, before: readonly Cell[], after: readonly Cell[], sameMajor: boolean): void {
  const [a, b] = [before[0], after[0]]
  if (a === undefined || b === undefined) return
  if (before.length > 1 || after.length > 1) {
    alignMembers(walk, a.value, b.value, 1, (key) => key !== a.sourceKey && key !== b.sourceKey)
    alignItems(walk, before.flatMap(sourceLines), after.flatMap(sourceLines), 2)
    return
  }
  alignValues(walk, a.value, b.value, 1)
  if (a.sourceKey !== b.sourceKey) alignSources(walk, a, b)
  if (sameMajor) return
  for (const [i, output] of a.outputs.entries()) alignBundles(walk, output, b.outputs[i])
}

function sourceLines({ value, sourceKey }: Cell): readonly JsonValue[] {
  const source = memberOf(value, sourceKey)
  if (source === undefined) return []
  return kindOf(source) === "array" ? itemsOf(source) : [source]
}

/** nbformat 3 has code under another key. */
function alignSources(walk: Walk, a: Cell, b: Cell): void {
  const before = memberOf(a.value, a.sourceKey)
  const after = memberOf(b.value, b.sourceKey)
  if (before !== undefined && after !== undefined) alignValues(walk, before, after, 2)
}

/** nbformat 3 has the data of an output under other keys, and not in an object of its own. */
function alignBundles(walk: Walk, a: Output, b: Output | undefined): void {
  const after = new Map(b?.data.map(({ mime, value }) => [mime, value]))
  for (const { mime, value } of a.data) {
    const other = after.get(mime)
    if (other !== undefined) alignValues(walk, value, other, 4)
  }
}

/** Levels that are looked into, from the root: those of nbformat, and some of a JSON output or of metadata. It
 *  bounds how often a byte is compared. */
const DEEPEST = 12

function alignValues(walk: Walk, a: JsonValue, b: JsonValue, depth: number): void {
  if (sameBytes(a, b)) {
    anchor(walk, spanOf(a), spanOf(b))
    return
  }
  pin(walk, startOf(a), startOf(b))
  pin(walk, endOf(a), endOf(b))
  const kind = kindOf(a)
  if (kind !== kindOf(b) || depth === DEEPEST) return
  if (kind === "object") alignMembers(walk, a, b, depth, () => true)
  if (kind === "array") alignItems(walk, itemsOf(a), itemsOf(b), depth)
  if (kind === "string") alignLines(walk, spanOf(a), spanOf(b))
}

function spanOf(value: JsonValue): ByteSpan {
  return { start: startOf(value), end: endOf(value) }
}

/** By key; of a duplicate key the first is paired with the first. */
function alignMembers(
  walk: Walk,
  a: JsonValue,
  b: JsonValue,
  depth: number,
  isWanted: (key: string) => boolean,
): void {
  const waiting = new Map<string, JsonValue[]>()
  for (const { key, value } of membersOf(b)) {
    const values = waiting.get(key)
    if (values === undefined) waiting.set(key, [value])
    else values.push(value)
  }
  for (const { key, value } of membersOf(a)) {
    const other = isWanted(key) ? waiting.get(key)?.shift() : undefined
    if (other !== undefined) alignValues(walk, value, other, depth + 1)
  }
}

function alignItems(walk: Walk, a: readonly JsonValue[], b: readonly JsonValue[], depth: number): void {
  alignSequence(walk, a.map(spanOf), b.map(spanOf), (i, j) =>
    alignValues(walk, a[i] as JsonValue, b[j] as JsonValue, depth + 1),
  )
}

/** Bytes of a string that are looked at line by line: below, a line is not worth a copy; above, the lines would
 *  be more than is worth holding in memory. */
const LINES_WORTH = { least: 64, most: 1 << 24 }

/** The lines of a text that is one string. */
function alignLines(walk: Walk, a: ByteSpan, b: ByteSpan): void {
  const sizes = [a.end - a.start, b.end - b.start]
  if (Math.min(...sizes) < LINES_WORTH.least || Math.max(...sizes) > LINES_WORTH.most) return
  const linesA = lineSpans(walk.a, a)
  const linesB = lineSpans(walk.b, b)
  if (linesA.length === 1 || linesB.length === 1) return
  alignSequence(walk, linesA, linesB, (i, j) => {
    const [lineA, lineB] = [linesA[i] as ByteSpan, linesB[j] as ByteSpan]
    if (sameRange(walk, lineA, lineB)) anchor(walk, lineA, lineB)
  })
}

const BACKSLASH = 0x5c
const LETTER_N = 0x6e

/** Each line with the `\n` that ends it. */
function lineSpans(bytes: Uint8Array, { start, end }: ByteSpan): readonly ByteSpan[] {
  const lines: ByteSpan[] = []
  let from = start
  for (let at = start; at < end; at++) {
    if (bytes[at] !== BACKSLASH) continue
    at++
    if (bytes[at] !== LETTER_N) continue
    lines.push({ start: from, end: at + 1 })
    from = at + 1
  }
  lines.push({ start: from, end })
  return lines
}

/** Pairs the spans that seem to be the same, and those between them in their order. A run that is the same with
 *  all that lies between its spans is an anchor at once. */
function alignSequence(
  walk: Walk,
  a: readonly ByteSpan[],
  b: readonly ByteSpan[],
  pair: (i: number, j: number) => void,
): void {
  const hunks = diffSequences(
    a.map((span) => fingerprint(walk.a, span)),
    b.map((span) => fingerprint(walk.b, span)),
  )
  let i = 0
  let j = 0
  for (const hunk of [...hunks, { fromA: a.length, toA: a.length, fromB: b.length, toB: b.length }]) {
    const [runA, runB] = [runOf(a, i, hunk.fromA), runOf(b, j, hunk.fromB)]
    if (runA !== undefined && runB !== undefined && sameRange(walk, runA, runB)) anchor(walk, runA, runB)
    else while (i < hunk.fromA) pair(i++, j++)
    i = hunk.fromA
    j = hunk.fromB
    while (i < hunk.toA && j < hunk.toB) pair(i++, j++)
    i = hunk.toA
    j = hunk.toB
  }
}

function runOf(spans: readonly ByteSpan[], from: number, to: number): ByteSpan | undefined {
  const [first, last] = [spans[from], spans[to - 1]]
  return first === undefined || last === undefined || to <= from
    ? undefined
    : { start: first.start, end: last.end }
}

/** Bytes at each end of a long value that its fingerprint is made of: an image need not be read to the end. */
const FINGERPRINT_END = 2048

/** 32 bits: FNV-1a of the length and the bytes. Equal bytes have equal ones; others seldom do. */
function fingerprint(bytes: Uint8Array, { start, end }: ByteSpan): number {
  let hash = Math.imul(0x811c9dc5 ^ (end - start), 0x01000193)
  const skipped = Math.max(0, end - start - 2 * FINGERPRINT_END)
  const pause = skipped === 0 ? end : start + FINGERPRINT_END
  for (let i = start; i < pause; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
  for (let i = pause + skipped; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
  return hash
}
