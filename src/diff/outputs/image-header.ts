/** What the first bytes of an image tell. Sizes are in pixels. */
export interface ImageHeader {
  readonly format: "PNG" | "JPEG" | "GIF" | "WebP" | "BMP"
  readonly width: number | undefined
  readonly height: number | undefined
}

/** The header of an image's bytes, of which the start is enough for all but a JPEG with large notes in front;
 *  undefined for any other format. */
export function imageHeader(bytes: Uint8Array): ImageHeader | undefined {
  if (startsWith(bytes, 0, "\x89PNG\r\n\x1a\n")) return sized("PNG", big(bytes, 16, 4), big(bytes, 20, 4))
  if (startsWith(bytes, 0, "GIF8")) return sized("GIF", little(bytes, 6, 2), little(bytes, 8, 2))
  if (startsWith(bytes, 0, "\xff\xd8\xff")) return jpegHeader(bytes)
  if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) return webpHeader(bytes)
  if (startsWith(bytes, 0, "BM") && bytes.length >= 26) return bmpHeader(bytes)
  return undefined
}

/** The size in pixels that an SVG's own tag states, by its attributes or else its view box. */
export function svgSize(svg: string): {
  readonly width: number | undefined
  readonly height: number | undefined
} {
  const tag = /<svg\b[^<>]{0,4000}/.exec(svg)?.[0] ?? ""
  const box =
    /\bviewBox\s*=\s*["']([^"']*)/
      .exec(tag)?.[1]
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? []
  return {
    width: pixels(/(?<![-\w])width\s*=\s*["']([^"']*)/.exec(tag)?.[1]) ?? whole(box[2]),
    height: pixels(/(?<![-\w])height\s*=\s*["']([^"']*)/.exec(tag)?.[1]) ?? whole(box[3]),
  }
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[at + i] !== text.charCodeAt(i)) return false
  }
  return true
}

function sized(format: ImageHeader["format"], width?: number, height?: number): ImageHeader {
  return { format, width, height }
}

/** An unsigned number of `size` bytes, undefined where the bytes end before it does. */
function big(bytes: Uint8Array, at: number, size: number): number | undefined {
  if (at + size > bytes.length) return undefined
  return bytes.subarray(at, at + size).reduce((value, byte) => value * 256 + byte, 0)
}

function little(bytes: Uint8Array, at: number, size: number): number | undefined {
  if (at + size > bytes.length) return undefined
  return bytes.subarray(at, at + size).reduceRight((value, byte) => value * 256 + byte, 0)
}

/** Frame headers (ITU T.81, table B.1): SOF0 to SOF15 without DHT, JPG and DAC, which are among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function jpegHeader(bytes: Uint8Array): ImageHeader {
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] as number
    if (isFrame(marker)) return sized("JPEG", big(bytes, at + 7, 2), big(bytes, at + 5, 2))
    // A fill byte, a marker without a segment, or one with a segment to skip.
    if (marker === 0xff) at++
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else at += 2 + Math.max(2, big(bytes, at + 2, 2) ?? 2)
  }
  return sized("JPEG")
}

/** RFC 9649: a lossy, a lossless, or an extended file, by its first chunk. */
function webpHeader(bytes: Uint8Array): ImageHeader {
  if (startsWith(bytes, 12, "VP8X")) {
    return sized("WebP", plusOne(little(bytes, 24, 3)), plusOne(little(bytes, 27, 3)))
  }
  if (startsWith(bytes, 12, "VP8L")) {
    const bits = little(bytes, 21, 4)
    if (bits === undefined) return sized("WebP")
    return sized("WebP", (bits % 0x4000) + 1, (Math.floor(bits / 0x4000) % 0x4000) + 1)
  }
  const width = little(bytes, 26, 2)
  const height = little(bytes, 28, 2)
  if (width === undefined || height === undefined) return sized("WebP")
  return sized("WebP", width & 0x3fff, height & 0x3fff)
}

function plusOne(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value + 1
}

/** A negative height says that the rows are from top to bottom. */
function bmpHeader(bytes: Uint8Array): ImageHeader {
  const height = little(bytes, 22, 4) ?? 0
  return sized("BMP", little(bytes, 18, 4), Math.abs(height | 0))
}

/** CSS pixels in one of a unit (CSS Values 3, 6.2). */
const PIXELS_PER_UNIT: { readonly [unit: string]: number } = {
  "": 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 9.6 / 2.54,
}

function pixels(length: string | undefined): number | undefined {
  const [, number, unit = ""] = /^\s*(\d{1,9}(?:\.\d*)?)\s*([a-z]*)\s*$/.exec(length ?? "") ?? []
  const scale = PIXELS_PER_UNIT[unit]
  return number === undefined || scale === undefined ? undefined : whole(Number(number) * scale)
}

function whole(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? Math.round(value) : undefined
}
