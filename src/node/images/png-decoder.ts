import { inflateSync } from "node:zlib"
import type { Pixels } from "../../diff/outputs/pixels.js"

/** A PNG taken apart (W3C, Portable Network Graphics, third edition), still packed. */
export interface PngFile {
  readonly width: number
  readonly height: number
  /** Bits of a sample. */
  readonly depth: number
  readonly color: ColorType
  /** Red, green and blue of each color; empty without one. */
  readonly palette: Uint8Array
  /** Of a palette the alpha of each color; else the samples, 16 bits each, that mean transparent. */
  readonly transparency: Uint8Array
  readonly data: Uint8Array
}

/** Samples a pixel by the header's color type: gray, color, palette, gray with alpha, color with alpha. */
const SAMPLES = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const

type ColorType = keyof typeof SAMPLES

/** Undefined for what is damaged, and for an interlaced image, which hardly anybody makes. */
export function readPng(bytes: Uint8Array): PngFile | undefined {
  const chunks = readChunks(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  const header = chunks?.[0]
  if (chunks === undefined || header?.type !== "IHDR" || header.data.length !== HEADER_SIZE) return undefined
  const [depth = 0, color = 0, compression, filter, interlace] = header.data.subarray(8)
  if (!isColorType(color) || !DEPTHS[color].includes(depth)) return undefined
  if (compression !== 0 || filter !== 0 || interlace !== 0) return undefined
  const dataOf = (type: string) => chunks.filter((chunk) => chunk.type === type).map(({ data }) => data)
  return {
    width: header.data.readUInt32BE(0),
    height: header.data.readUInt32BE(4),
    depth,
    color,
    palette: dataOf("PLTE")[0] ?? NOTHING,
    transparency: dataOf("tRNS")[0] ?? NOTHING,
    data: Buffer.concat(dataOf("IDAT")),
  }
}

/** The pixels; samples of 16 bits are rounded to 8. What the data unpacks to is never more than the image's size says.
 *  @throws Error when it is more, or less */
export function decodePng(png: PngFile): Pixels {
  const { width, height, depth, color } = png
  const stride = Math.ceil((width * SAMPLES[color] * depth) / 8)
  const size = (stride + 1) * height
  const rows = inflateSync(png.data, { maxOutputLength: size })
  if (rows.length !== size) throw new Error("the image has too few rows")
  unfilter(rows, stride, Math.max(1, (SAMPLES[color] * depth) >> 3))
  const data = new Uint8Array(4 * width * height)
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1))
    const pixels = data.subarray(4 * y * width, 4 * (y + 1) * width)
    if (color === 6 && depth === 8) pixels.set(row)
    else paint(pixels, unpack(row, depth, width * SAMPLES[color]), png)
  }
  return { width, height, data }
}

const NOTHING = new Uint8Array(0)

const HEADER_SIZE = 13

const DEPTHS: Readonly<Record<ColorType, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

function isColorType(color: number): color is ColorType {
  return color in SAMPLES
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

const SIGNATURE_SIZE = 8
/** Its length and its type are before a chunk's data, a checksum after. */
const BEFORE_DATA = 8
const AFTER_DATA = 4

/** All chunks up to the last; undefined where the file ends before it. */
function readChunks(bytes: Buffer): readonly Chunk[] | undefined {
  const chunks: Chunk[] = []
  let at = SIGNATURE_SIZE
  while (at + BEFORE_DATA <= bytes.length) {
    const type = bytes.toString("latin1", at + 4, at + 8)
    const data = bytes.subarray(at + BEFORE_DATA, at + BEFORE_DATA + bytes.readUInt32BE(at))
    if (type === "IEND") return chunks
    chunks.push({ type, data })
    at += BEFORE_DATA + data.length + AFTER_DATA
  }
  return undefined
}

/** Undoes in place what each row's first byte says: a row holds differences from the pixel before it, from the
 *  row above, or from what both foretell. */
function unfilter(rows: Uint8Array, stride: number, pixel: number): void {
  // a row of zeros above the first
  const above = new Uint8Array(stride)
  for (let start = 0; start < rows.length; start += stride + 1) {
    const row = rows.subarray(start + 1, start + 1 + stride)
    const up = start === 0 ? above : rows.subarray(start - stride, start)
    unfilterRow(rows[start], row, up, pixel)
  }
}

function unfilterRow(filter: number | undefined, row: Uint8Array, up: Uint8Array, pixel: number): void {
  switch (filter) {
    case 0:
      return
    case 1:
      for (let i = pixel; i < row.length; i++) row[i] = at(row, i) + at(row, i - pixel)
      return
    case 2:
      for (let i = 0; i < row.length; i++) row[i] = at(row, i) + at(up, i)
      return
    case 3:
      for (let i = 0; i < row.length; i++) {
        const left = i < pixel ? 0 : at(row, i - pixel)
        row[i] = at(row, i) + ((left + at(up, i)) >> 1)
      }
      return
    case 4:
      for (let i = 0; i < row.length; i++) {
        const left = i < pixel ? 0 : at(row, i - pixel)
        const corner = i < pixel ? 0 : at(up, i - pixel)
        row[i] = at(row, i) + paeth(left, at(up, i), corner)
      }
      return
  }
  throw new Error("a row has an unknown filter")
}

function at(bytes: Uint8Array, i: number): number {
  return bytes[i] as number
}

/** Whichever of the three is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const fromLeft = Math.abs(up - corner)
  const fromUp = Math.abs(left - corner)
  const fromCorner = Math.abs(left + up - 2 * corner)
  if (fromLeft <= fromUp && fromLeft <= fromCorner) return left
  return fromUp <= fromCorner ? up : corner
}

/** A row's samples, of any number of bits. */
function unpack(row: Uint8Array, depth: number, count: number): ArrayLike<number> {
  if (depth === 8) return row
  if (depth === 16)
    return Uint16Array.from({ length: count }, (_, i) => (at(row, 2 * i) << 8) | at(row, 2 * i + 1))
  const perByte = 8 / depth
  const mask = (1 << depth) - 1
  return Uint8Array.from({ length: count }, (_, i) => {
    const shift = 8 - depth * ((i % perByte) + 1)
    return (at(row, Math.floor(i / perByte)) >> shift) & mask
  })
}

/** Writes a row of pixels, red, green, blue and alpha each. */
function paint(
  pixels: Uint8Array,
  row: ArrayLike<number>,
  { depth, color, palette, transparency }: PngFile,
): void {
  const scale = 255 / (2 ** depth - 1)
  const level = (sample = 0) => Math.round(sample * scale)
  const clear = clearSamples(transparency)
  for (let i = 0, to = 0; to < pixels.length; i += SAMPLES[color], to += 4) {
    switch (color) {
      case 0:
      case 4:
        pixels.fill(level(row[i]), to, to + 3)
        pixels[to + 3] = color === 4 ? level(row[i + 1]) : row[i] === clear[0] ? 0 : 255
        break
      case 2:
      case 6:
        for (let part = 0; part < 3; part++) pixels[to + part] = level(row[i + part])
        pixels[to + 3] = color === 6 ? level(row[i + 3]) : isClear(row, i, clear) ? 0 : 255
        break
      case 3:
        for (let part = 0; part < 3; part++) pixels[to + part] = palette[3 * (row[i] ?? 0) + part] ?? 0
        pixels[to + 3] = transparency[row[i] ?? 0] ?? 255
        break
    }
  }
}

function clearSamples(transparency: Uint8Array): readonly number[] {
  return Array.from(
    { length: transparency.length >> 1 },
    (_, i) => (at(transparency, 2 * i) << 8) | at(transparency, 2 * i + 1),
  )
}

function isClear(row: ArrayLike<number>, from: number, clear: readonly number[]): boolean {
  return clear.length === 3 && clear.every((sample, part) => row[from + part] === sample)
}
