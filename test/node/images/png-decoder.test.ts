import { deflateSync } from "node:zlib"
import { PNG } from "pngjs"
import { describe, expect, test } from "vitest"
import { decodePng, readPng } from "../../../src/node/images/png-decoder.js"
import { chunk, pngFile } from "../../support/png.js"

describe("a PNG has the pixels that another decoder finds", () => {
  const kinds = ([0, 2, 4, 6] as const).flatMap((colorType) =>
    ([8, 16] as const).flatMap((bitDepth) =>
      [0, 1, 2, 3, 4].map((filterType) => ({ colorType, bitDepth, filterType })),
    ),
  )
  test.each(kinds)("of color type $colorType, $bitDepth bits, row filter $filterType", (kind) => {
    const picture = new PNG({ width: 13, height: 7 })
    picture.data.set(noise(picture.data.length))
    const file = PNG.sync.write(picture, { ...kind, inputHasAlpha: true })
    expect(pixelsOf(file)).toEqual(shown(PNG.sync.read(file).data))
  })

  test.each([
    { color: 0, depth: 1 },
    { color: 0, depth: 2 },
    { color: 0, depth: 4 },
    { color: 3, depth: 1 },
    { color: 3, depth: 2 },
    { color: 3, depth: 4 },
    { color: 3, depth: 8 },
  ])("of color type $color, $depth bits, with transparency", ({ color, depth }) => {
    const stride = Math.ceil((13 * depth) / 8)
    const rows = Array.from({ length: 7 }, (_, y) => [0, ...noise(stride, y)])
    const file = pngFile([
      chunk("IHDR", Uint8Array.of(0, 0, 0, 13, 0, 0, 0, 7, depth, color, 0, 0, 0)),
      ...(color === 3 ? [chunk("PLTE", noise(3 * 2 ** depth))] : []),
      chunk("tRNS", color === 3 ? Uint8Array.of(7, 128) : Uint8Array.of(0, 1)),
      chunk("IDAT", deflateSync(Uint8Array.from(rows.flat()))),
    ])
    expect(pixelsOf(file)).toEqual(shown(PNG.sync.read(Buffer.from(file)).data))
  })
})

test("one color may stand for transparent", () => {
  const file = pngFile([
    chunk("IHDR", Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 1, 8, 2, 0, 0, 0)),
    chunk("tRNS", Uint8Array.of(0, 1, 0, 2, 0, 3)),
    chunk("IDAT", deflateSync(Uint8Array.of(0, 1, 2, 3, 1, 2, 4))),
  ])
  expect(pixelsOf(file)).toEqual([0, 0, 0, 0, 1, 2, 4, 255])
})

function pixelsOf(file: Uint8Array): readonly number[] {
  const png = readPng(file)
  return png === undefined ? [] : shown(decodePng(png).data)
}

/** Of a transparent pixel nobody sees the color. */
function shown(pixels: Uint8Array): readonly number[] {
  return [...pixels].map((byte, i) => (pixels[i | 3] === 0 ? 0 : byte))
}

function noise(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => ((i + seed) * 2654435761) >>> 13)
}
