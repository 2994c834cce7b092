import { deflateSync } from "node:zlib"
import fc from "fast-check"
import { encode } from "jpeg-js"
import { describe, expect, test } from "vitest"
import type { Image } from "../../../src/diff/model/output-diff.js"
import { imageOf } from "../../../src/diff/outputs/image.js"
import { pixelComparison } from "../../../src/node/images/pixel-comparison.lazy.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { chunk, header, pngFile, spotted } from "../../support/png.js"
import { runs } from "../../support/thorough.js"

test("the share of pixels that differ, of PNGs and of JPEGs", () => {
  expect(compare(spotted(10, 10, 0), spotted(10, 10, 7))).toBe(0.07)
  expect(compare(spotted(10, 10, 7), spotted(10, 10, 7))).toBe(0)
  expect(compare(spotted(10, 10, 0), spotted(10, 20, 0))).toBe(0.5)
  expect(compare(jpeg(16, 8, 40), jpeg(16, 8, 40))).toBe(0)
  expect(compare(jpeg(16, 8, 40), jpeg(16, 8, 200))).toBe(1)
})

describe("undefined for", () => {
  const good = spotted(4, 4, 1)

  test.each([
    ["an image of another format", new Uint8Array(Buffer.from("GIF89a\x04\0\x04\0", "latin1"))],
    ["no image", new Uint8Array([1, 2, 3])],
    ["a PNG that ends early", good.subarray(0, good.length - 20)],
    ["a PNG without pixels", pngFile([header(4, 4)])],
    ["an interlaced PNG", pngFile([header(4, 4, 1), chunk("IDAT", deflateSync(new Uint8Array(100)))])],
    ["a PNG of a second size", pngFile([header(50_000, 50_000), header(4, 4), ...pixels(4, 4)])],
    ["a PNG whose size is after something else", pngFile([chunk("tEXt", header(4, 4)), ...pixels(4, 4)])],
    ["a PNG that is larger than its pixels", pngFile([header(60_000, 60_000), ...pixels(4, 4)])],
    ["a JPEG that ends early", jpeg(16, 8, 1).subarray(0, 300)],
    ["a JPEG of a second size", secondFrame(jpeg(16, 8, 1))],
    ["a JPEG of more scans than anybody makes", withScans(jpeg(512, 512, 1), 100)],
  ])("%s", (_, bytes) => {
    expect(compare(bytes, good)).toBe(undefined)
    expect(compare(good, bytes)).toBe(undefined)
  })

  test("images past the limit, which is one diff's", () => {
    const comparePixels = pixelComparison(40)
    const [a, b] = [image(spotted(4, 4, 1)), image(spotted(4, 4, 2))]
    expect(comparePixels(a, b)?.share).toBe(1 / 16)
    expect(comparePixels(a, b)).toBe(undefined)
  })
})

test("a PNG that unpacks to more than its size is not unpacked further", () => {
  const bomb = pngFile([header(4, 4), chunk("IDAT", deflateSync(new Uint8Array(50_000_000)))])
  const before = process.memoryUsage().arrayBuffers
  expect(compare(bomb, spotted(4, 4, 16))).toBe(undefined)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
})

test("damaged images are compared or not, and nothing else happens", () => {
  const files = [spotted(9, 5, 3), jpeg(16, 8, 40)]
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.constantFrom(...files), damage, (file, bytes) => {
      const damaged = Uint8Array.from(file)
      for (const [at, byte] of bytes) damaged[at % damaged.length] = byte
      const share = compare(file, damaged)
      expect(share === undefined || (share >= 0 && share <= 1)).toBe(true)
    }),
    { seed: 7, numRuns: runs(500) },
  )
})

function compare(before: Uint8Array, after: Uint8Array): number | undefined {
  return pixelComparison()(image(before), image(after))?.share
}

function image(bytes: Uint8Array): Image {
  const output = {
    output_type: "display_data",
    data: { "image/png": Buffer.from(bytes).toString("base64") },
    metadata: {},
  }
  const cell = { cell_type: "code", execution_count: null, metadata: {}, outputs: [output], source: "" }
  const notebook = parseNotebook(
    Buffer.from(JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 4 })),
  )
  const entry = notebook.cells[0]?.outputs[0]?.data[0]
  const found = entry && imageOf(entry.mime, entry.value)
  if (found === undefined) throw new Error("no image")
  return found
}

function pixels(width: number, height: number): readonly Uint8Array[] {
  return [chunk("IDAT", deflateSync(new Uint8Array((4 * width + 1) * height)))]
}

function jpeg(width: number, height: number, gray: number): Uint8Array {
  const data = new Uint8Array(4 * width * height).fill(gray)
  return encode({ width, height, data }, 90).data
}

/** The frame's header once more, of another size. */
function secondFrame(file: Uint8Array): Uint8Array {
  const at = Buffer.from(file).indexOf("ffc0", "hex")
  const frame = Buffer.from(file.subarray(at, at + 2 + Buffer.from(file).readUInt16BE(at + 2)))
  frame.writeUInt16BE(60_000, 5)
  frame.writeUInt16BE(60_000, 7)
  return Buffer.concat([file.subarray(0, at + frame.length), frame, file.subarray(at + frame.length)])
}

/** The scan as often as that. */
function withScans(file: Uint8Array, count: number): Uint8Array {
  const at = Buffer.from(file).indexOf("ffda", "hex")
  const scan = file.subarray(at, file.length - 2)
  return Buffer.concat([
    file.subarray(0, at),
    ...Array.from({ length: count }, () => scan),
    file.subarray(-2),
  ])
}
