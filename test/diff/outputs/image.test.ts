import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { imageBytes, imageOf } from "../../../src/diff/outputs/image.js"
import { imageHeader, svgSize } from "../../../src/diff/outputs/image-header.js"
import { changedPixels } from "../../../src/diff/outputs/pixels.js"
import { parseJson } from "../../../src/notebook/json/json-text.js"
import { rootOf } from "../../../src/notebook/json/json-value.js"
import { png } from "../../support/outputs.js"
import { runs } from "../../support/thorough.js"

const image = (mime: string, text: string) =>
  imageOf(mime, rootOf(parseJson(new TextEncoder().encode(JSON.stringify(text)))))
const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"))

/** A JPEG's segment: its marker, its length, what is in it. */
const segment = (marker: string, content: string): string => {
  const size = content.length + 2
  return `\xff${marker}${String.fromCharCode(size >> 8, size & 255)}${content}`
}
const FRAME = segment("\xc0", "\x08\x01\xe0\x02\x80\x03")

describe("reads the size from the header of", () => {
  it.each([
    ["a PNG", Buffer.from(png(640, 480), "base64"), { format: "PNG", width: 640, height: 480 }],
    ["a GIF", latin("GIF89a\x80\x02\xe0\x01\0"), { format: "GIF", width: 640, height: 480 }],
    [
      "a JPEG",
      latin(`\xff\xd8${segment("\xe0", "JFIF\0")}${FRAME}`),
      { format: "JPEG", width: 640, height: 480 },
    ],
    [
      "a JPEG after tables and fill bytes",
      latin(`\xff\xd8${segment("\xdb", "\0".repeat(65))}\xff${segment("\xc4", "\0\0")}${FRAME}`),
      { format: "JPEG", width: 640, height: 480 },
    ],
    [
      "a lossy WebP",
      latin("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01"),
      { format: "WebP", width: 640, height: 480 },
    ],
    [
      "a lossless WebP",
      latin("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x7f\xc2\x77\x00"),
      { format: "WebP", width: 640, height: 480 },
    ],
    [
      "an extended WebP",
      latin("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0"),
      { format: "WebP", width: 640, height: 480 },
    ],
    [
      "a BMP from top to bottom",
      latin("BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\x80\x02\0\0\x20\xfe\xff\xff"),
      { format: "BMP", width: 640, height: 480 },
    ],
    [
      "a PNG that was cut off",
      latin("\x89PNG\r\n\x1a\n"),
      { format: "PNG", width: undefined, height: undefined },
    ],
    [
      "a JPEG that was cut off",
      latin("\xff\xd8\xff\xe0"),
      { format: "JPEG", width: undefined, height: undefined },
    ],
    ["what is not an image", latin("hello"), undefined],
  ])("%s", (_, bytes, header) => {
    expect(imageHeader(bytes)).toEqual(header)
  })
})

it("reads any bytes without an error", () => {
  const start = fc.constantFrom("\x89PNG\r\n\x1a\n", "GIF8", "\xff\xd8\xff", "RIFF\0\0\0\0WEBP", "BM", "")
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 60 }), (magic, rest) => {
      expect(() => imageHeader(Uint8Array.from([...latin(magic), ...rest]))).not.toThrow()
    }),
    { seed: 2, numRuns: runs(2000) },
  )
})

it.each([
  ["pixels", '<svg width="640" height="480px">', 640, 480],
  ["points", '<svg height="360pt" viewBox="0 0 1 1" width="480pt">', 640, 480],
  ["a view box", "<svg viewBox='0 0 640 480' width='100%'>", 640, 480],
  ["nothing", "<svg>", undefined, undefined],
  ["a line's width", '<svg stroke-width="3"><rect width="5" height="6"/>', undefined, undefined],
])("reads an SVG's size from %s", (_, svg, width, height) => {
  expect(svgSize(`<?xml version="1.0"?>\n${svg}`)).toEqual({ width, height })
})

it("says what an image's bytes are, whatever its mime type says", () => {
  expect(image("image/jpeg", png(2, 3))).toMatchObject({ mime: "image/jpeg", format: "PNG", size: 40 })
  expect(image("image/x-icon", "AAAA")).toMatchObject({ format: "ICON", width: undefined, size: 3 })
  expect(image("image/png", "not base64!")).toBeUndefined()
})

it("finds the size of a JPEG after a long preview", () => {
  const preview = segment("\xe1", "x".repeat(60_000))
  const base64 = Buffer.from(`\xff\xd8${preview}${FRAME}`, "latin1").toString("base64")
  expect(image("image/jpeg", base64)).toMatchObject({ width: 640, height: 480 })
})

it("gives the bytes of the whole image to whoever wants to see it", () => {
  const one = image("image/png", `${png(2, 3)}\n`)
  expect(one && Buffer.from(imageBytes(one)).toString("base64")).toBe(png(2, 3))
  const svg = image("image/svg+xml", "<svg>é</svg>")
  expect(svg && new TextDecoder().decode(imageBytes(svg))).toBe("<svg>é</svg>")
})

describe("the share of pixels that differ", () => {
  const pixels = (width: number, ...colors: readonly (readonly number[])[]) => ({
    width,
    height: colors.length / width,
    data: Uint8Array.from(colors.flat()),
  })
  const [red, blue, clearRed, clearBlue] = [
    [255, 0, 0, 255],
    [0, 0, 255, 255],
    [255, 0, 0, 0],
    [0, 0, 255, 0],
  ] as const

  it.each([
    ["none", pixels(2, red, blue), pixels(2, red, blue), 0],
    ["one of two", pixels(2, red, blue), pixels(2, red, red), 0.5],
    ["all", pixels(1, red), pixels(1, blue), 1],
    ["what cannot be seen does not count", pixels(1, clearRed), pixels(1, clearBlue), 0],
    ["what became visible does", pixels(1, clearRed), pixels(1, red), 1],
    ["a row more", pixels(1, red), pixels(1, red, red), 0.5],
    ["wider and higher: what either covers", pixels(2, red, red), pixels(1, red, red), 2 / 3],
    ["nothing at all", pixels(1), pixels(1), 0],
  ])("%s", (_, a, b, share) => {
    expect(changedPixels(a, b)).toBeCloseTo(share)
    expect(changedPixels(b, a)).toBeCloseTo(share)
  })
})
