/** A range of bytes that both files hold. */
export interface Copy {
  readonly a: number
  readonly b: number
  readonly length: number
}

/** A range of bytes in one file, its end exclusive. */
export interface ByteSpan {
  readonly start: number
  readonly end: number
}

/** What a file holds outside these spans, which do not overlap; in the file's order. */
export function gapsOf(size: number, spans: readonly ByteSpan[]): readonly ByteSpan[] {
  const gaps: ByteSpan[] = []
  let at = 0
  for (const { start, end } of spans.toSorted((x, y) => x.start - y.start)) {
    if (start > at) gaps.push({ start: at, end: start })
    at = end
  }
  if (size > at) gaps.push({ start: at, end: size })
  return gaps
}

/** The anchors grown into the bytes around them, as far as both files agree and no other range is there, cut at
 *  whole characters; sorted by b. An anchor of no length is a place that both files have: it may grow too. Of
 *  anchors that overlap only one is kept. */
export function grownCopies(anchors: readonly Copy[], a: Uint8Array, b: Uint8Array): readonly Copy[] {
  const ranges = disjoint(anchors).map((anchor): GrowingCopy => ({ ...anchor, before: undefined }))
  const inA = ranges.toSorted(byPlaceInA)
  for (const [i, range] of inA.entries()) range.before = inA[i - 1]
  growForwards(ranges, inA, a, b)
  growBackwards(ranges, a, b)
  return ranges.map((range) => atCharacters(range, a, b))
}

/** The copies that continue each other on both sides as one, without those that cost more to name than to write
 *  out twice. */
export function worthwhileCopies(copies: readonly Copy[]): readonly Copy[] {
  const joined: Copy[] = []
  for (const copy of copies) {
    const last = joined.at(-1)
    if (last !== undefined && last.a + last.length === copy.a && last.b + last.length === copy.b) {
      joined[joined.length - 1] = { ...last, length: last.length + copy.length }
    } else if (copy.length > 0) joined.push(copy)
  }
  return joined.filter(({ length }) => length >= LEAST_COPY)
}

/** Bytes. A copy is three numbers and parts the text around it in two, on both sides: some 30 characters. */
const LEAST_COPY = 16

interface GrowingCopy {
  a: number
  b: number
  length: number
  /** The range in front of it in a. */
  before: GrowingCopy | undefined
}

function byPlaceInA(x: Copy, y: Copy): number {
  return x.a - y.a || x.length - y.length || x.b - y.b
}

function byPlaceInB(x: Copy, y: Copy): number {
  return x.b - y.b || x.length - y.length || x.a - y.a
}

function disjoint(anchors: readonly Copy[]): readonly Copy[] {
  let end = 0
  const apartInA = anchors.toSorted(byPlaceInA).filter(({ a, length }) => {
    if (a < end) return false
    end = a + length
    return true
  })
  end = 0
  return apartInA.sort(byPlaceInB).filter(({ b, length }) => {
    if (b < end) return false
    end = b + length
    return true
  })
}

/** Starts stay where they are, so that they bound what grows towards them. */
function growForwards(
  inB: readonly GrowingCopy[],
  inA: readonly GrowingCopy[],
  a: Uint8Array,
  b: Uint8Array,
): void {
  const nextInA = new Map(inA.map((range, i) => [range, inA[i + 1]]))
  for (const [i, range] of inB.entries()) {
    const mostA = (nextInA.get(range)?.a ?? a.length) - range.a
    const mostB = (inB[i + 1]?.b ?? b.length) - range.b
    const most = Math.min(mostA, mostB)
    while (range.length < most && a[range.a + range.length] === b[range.b + range.length]) range.length++
  }
}

function growBackwards(inB: readonly GrowingCopy[], a: Uint8Array, b: Uint8Array): void {
  for (const [i, range] of inB.entries()) {
    const floorA = endIn(range.before, "a")
    const floorB = endIn(inB[i - 1], "b")
    while (range.a > floorA && range.b > floorB && a[range.a - 1] === b[range.b - 1]) {
      range.a--
      range.b--
      range.length++
    }
  }
}

function endIn(range: GrowingCopy | undefined, side: "a" | "b"): number {
  return range === undefined ? 0 : range[side] + range.length
}

/** Both files are UTF-8, so a range that starts at a character's first byte does so in both. */
function atCharacters({ a: startA, b: startB, length: whole }: Copy, a: Uint8Array, b: Uint8Array): Copy {
  let cut = 0
  while (cut < whole && isContinuation(a[startA + cut])) cut++
  let end = whole
  while (end > cut && (isContinuation(a[startA + end]) || isContinuation(b[startB + end]))) end--
  return { a: startA + cut, b: startB + cut, length: end - cut }
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
