/** A decoded image: four bytes a pixel (red, green, blue, alpha), row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** The share of pixels that differ, from 0 to 1. Images of different sizes are laid on each other at their top
 *  left corners: what only one of them covers differs. Of a fully transparent pixel the color does not count. */
export function changedPixels(a: Pixels, b: Pixels): number {
  const width = Math.min(a.width, b.width)
  const height = Math.min(a.height, b.height)
  const common = width * height
  const all = a.width * a.height + b.width * b.height - common
  let changed = all - common
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!samePixel(a.data, 4 * (y * a.width + x), b.data, 4 * (y * b.width + x))) changed++
    }
  }
  return all === 0 ? 0 : changed / all
}

function samePixel(a: Uint8Array, i: number, b: Uint8Array, j: number): boolean {
  if (a[i + 3] !== b[j + 3]) return false
  return a[i + 3] === 0 || (a[i] === b[j] && a[i + 1] === b[j + 1] && a[i + 2] === b[j + 2])
}
