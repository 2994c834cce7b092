import { describe, expect, test } from "vitest"
import type { Pixels } from "../../../src/diff/outputs/pixels.js"
import { isRedrawn } from "../../../src/diff/outputs/redrawn.js"

/** A plot: a frame with a dark square in it, and eight labels of 3 × 5 pixels below. `ink` is what a label's letters
 *  are drawn in, by its number; `move` shifts everything to the right. */
function plot(ink: (label: number) => number, square = { left: 30, gray: 40 }, move = 0): Pixels {
  const [width, height] = [120, 100]
  const data = new Uint8Array(4 * width * height).fill(255)
  const put = (x: number, y: number, gray: number): void => {
    data.fill(gray, 4 * (y * width + x + move), 4 * (y * width + x + move) + 3)
  }
  for (let x = 10; x <= 100; x++) for (const y of [10, 70]) put(x, y, 0)
  for (let y = 10; y <= 70; y++) for (const x of [10, 100]) put(x, y, 0)
  for (let y = 30; y < 38; y++) for (let x = 0; x < 8; x++) put(square.left + x, y, square.gray)
  for (let label = 0; label < 8; label++)
    for (let y = 80; y < 85; y++) for (let x = 0; x < 3; x++) put(12 + 10 * label + x, y, ink(label))
  return { width, height, data }
}

const usual = plot(() => 60)

describe("an image is redrawn", () => {
  test("where every label is drawn in another way, and nothing differs from afar", () => {
    expect(
      isRedrawn(
        usual,
        plot(() => 70),
      ),
    ).toBe(true)
    expect(
      isRedrawn(
        plot(() => 70),
        usual,
      ),
    ).toBe(true)
    expect(
      isRedrawn(
        usual,
        plot(() => 70, undefined, 1),
      ),
    ).toBe(true)
  })

  test("but not where the labels are the same, however little differs", () => {
    expect(
      isRedrawn(
        usual,
        plot(() => 60, { left: 30, gray: 41 }),
      ),
    ).toBe(false)
    expect(
      isRedrawn(
        usual,
        plot(() => 60, { left: 31, gray: 40 }),
      ),
    ).toBe(false)
  })

  test("nor where some of the labels are others", () => {
    expect(
      isRedrawn(
        usual,
        plot((label) => (label < 4 ? 60 : 0)),
      ),
    ).toBe(false)
  })

  test("nor where what is drawn differs from afar", () => {
    expect(
      isRedrawn(
        usual,
        plot(() => 70, { left: 60, gray: 40 }),
      ),
    ).toBe(false)
  })

  test("nor where the size is another one", () => {
    expect(isRedrawn(usual, { width: 110, height: 100, data: usual.data.slice(0, 4 * 110 * 100) })).toBe(
      false,
    )
  })
})
