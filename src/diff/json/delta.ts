import type { Change, NotebookDiff } from "../model/notebook-diff.js"
import { anchorsOf } from "./delta-anchors.js"
import { type Copy, gapsOf, grownCopies, worthwhileCopies } from "./delta-copies.js"

/** Two files as what they share and what only one of them has: with either file it makes the other, byte for
 *  byte. Offsets and lengths count bytes. */
export interface ByteDelta {
  readonly size: Change<number>
  /** Sorted by their place in the file after; none overlaps another on either side. A cell that moved is a copy
   *  that crosses others. */
  readonly copies: readonly Copy[]
  /** What lies between the copies on each side, in that file's order. No character is cut in two. */
  readonly texts: Change<readonly string[]>
}

/** What makes b of a and a of b. The larger part is found without decoding it: cells that are the same are
 *  copied as runs, edited ones by member, item and line. */
export function byteDelta(diff: NotebookDiff): ByteDelta {
  const a = diff.a.root.text.bytes
  const b = diff.b.root.text.bytes
  return deltaOf(a, b, worthwhileCopies(grownCopies(anchorsOf(diff), a, b)))
}

/** The delta of two files that share these ranges, sorted by b. */
export function deltaOf(a: Uint8Array, b: Uint8Array, copies: readonly Copy[]): ByteDelta {
  const before = copies.map((copy) => ({ start: copy.a, end: copy.a + copy.length }))
  const after = copies.map((copy) => ({ start: copy.b, end: copy.b + copy.length }))
  return {
    size: { before: a.length, after: b.length },
    copies,
    texts: { before: textsBetween(a, before), after: textsBetween(b, after) },
  }
}

/** The delta that makes a of b. */
export function invertDelta({ size, copies, texts }: ByteDelta): ByteDelta {
  return {
    size: { before: size.after, after: size.before },
    copies: copies.map(({ a, b, length }) => ({ a: b, b: a, length })).sort((x, y) => x.b - y.b),
    texts: { before: texts.after, after: texts.before },
  }
}

/** The file after, from the file before. The delta must be that of this file: see `applyDiff`. */
export function applyDelta({ size, copies, texts }: ByteDelta, before: Uint8Array): Uint8Array {
  const after = new Uint8Array(size.after)
  for (const { a, b, length } of copies) after.set(before.subarray(a, a + length), b)
  const gaps = gapsOf(
    size.after,
    copies.map(({ b, length }) => ({ start: b, end: b + length })),
  )
  for (const [i, { start, end }] of gaps.entries()) {
    ENCODER.encodeInto(texts.after[i] ?? "", after.subarray(start, end))
  }
  return after
}

const ENCODER = new TextEncoder()

// A byte order mark is a character of the file.
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true })

function textsBetween(bytes: Uint8Array, copied: Parameters<typeof gapsOf>[1]): readonly string[] {
  return gapsOf(bytes.length, copied).map(({ start, end }) => DECODER.decode(bytes.subarray(start, end)))
}
