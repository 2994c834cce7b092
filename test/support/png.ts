import { deflateSync } from "node:zlib"

/** A picture in one color but for its first `spots` pixels. */
export function spotted(width: number, height: number, spots: number): Uint8Array {
  const pixels = Array.from({ length: width * height }, (_, i) =>
    i < spots ? [200, 0, 0, 255] : [0, 90, 0, 255],
  )
  return png(width, height, Uint8Array.from(pixels.flat()))
}

/** A PNG of 8-bit red, green, blue and alpha, `rgba` four bytes a pixel, row by row. */
export function png(width: number, height: number, rgba: Uint8Array): Uint8Array {
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...rgba.subarray(4 * y * width, 4 * (y + 1) * width),
  ])
  return pngFile([header(width, height), chunk("IDAT", deflateSync(Uint8Array.from(rows.flat())))])
}

export function pngFile(chunks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    ...chunks,
    chunk("IEND", new Uint8Array(0)),
  ])
}

export function header(width: number, height: number, interlace = 0): Uint8Array {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([8, 6, 0, 0, interlace], 8)
  return chunk("IHDR", data)
}

export function chunk(type: string, data: Uint8Array): Uint8Array {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(typed), 4)
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
}

/** The checksum of a chunk (PNG, annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
