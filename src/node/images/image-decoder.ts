import { decode as decodeJpeg } from "jpeg-js"
import { imageHeader } from "../../diff/outputs/image-header.js"
import type { Pixels } from "../../diff/outputs/pixels.js"
import { decodePng, readPng } from "./png-decoder.js"

/** An image of which no pixel has been decoded yet. */
export interface UndecodedImage {
  /** What decoding it costs at most, in pixels of a PNG. */
  readonly cost: number
  /** Undefined for what is damaged. */
  decode(): Pixels | undefined
}

/** A PNG or a JPEG, of any kind but an interlaced PNG; undefined for everything else. */
export function undecodedImage(bytes: Uint8Array): UndecodedImage | undefined {
  const header = imageHeader(bytes)
  const pixels = (header?.width ?? 0) * (header?.height ?? 0)
  if (header?.format === "PNG") {
    const png = readPng(bytes)
    return png && { cost: png.width * png.height, decode: () => orNothing(() => decodePng(png)) }
  }
  if (header?.format !== "JPEG" || pixels === 0) return undefined
  return {
    cost: pixels * (JPEG_COST + scansOf(bytes)),
    decode: () => orNothing(() => jpegPixels(bytes, pixels)),
  }
}

/** How many times as long a pixel of a JPEG takes, beside one for each scan (measured). */
const JPEG_COST = 12

/** A decoder throws at what it cannot read. */
function orNothing(decode: () => Pixels): Pixels | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}

/** Memory that one JPEG may take, in megabytes: its coefficients and its pixels. */
const JPEG_MEMORY = 256

/** A frame that is larger than the header says is refused. */
function jpegPixels(bytes: Uint8Array, pixels: number): Pixels {
  return decodeJpeg(bytes, {
    useTArray: true,
    tolerantDecoding: false,
    maxResolutionInMP: (pixels + 1) / 1e6,
    maxMemoryUsageInMB: JPEG_MEMORY,
  })
}

/** Start-of-scan markers: each scan of a progressive JPEG can go over every pixel, however few its bytes are. */
function scansOf(bytes: Uint8Array): number {
  let scans = 0
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xda) scans++
  }
  return scans
}
