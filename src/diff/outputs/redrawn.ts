import type { Pixels } from "./pixels.js"

/** Whether two images show the same, drawn by another program or version. Two things say so: from afar nothing
 *  differs, and near by nearly every label does. A program that draws the same labels again draws them the same to the
 *  pixel, so where they are, what differs was drawn otherwise on purpose, however small it is. The thresholds, and what
 *  they were taken from, are in docs/images.md. */
export function isRedrawn(a: Pixels, b: Pixels): boolean {
  if (Math.abs(a.width - b.width) > SLACK || Math.abs(a.height - b.height) > SLACK) return false
  if (Math.min(a.width, b.width) < LEAST_SIDE || Math.min(a.height, b.height) < LEAST_SIDE) return false
  const [x, y] = [colorsOf(a), colorsOf(b)]
  const shift = bestShift(x, y)
  const labels = labelsThatDiffer(x, y, shift)
  if (labels.count >= FEWEST_LABELS)
    return labels.share >= MOST_LABELS && differenceFromAfar(x, y, FAR) <= FAR
  return labels.share === 1 && differenceFromAfar(x, y, FAR_WITHOUT_LABELS) <= FAR_WITHOUT_LABELS
}

/** Pixels of a side below which an image is too small to tell labels from the rest: no plot is so small. */
const LEAST_SIDE = 64

/** Pixels by which sizes may differ, and by which one image may be shifted: a frame that is a pixel wider. */
const SLACK = 2

/** Difference in brightness, from 0 to 255, of squares of 8 × 8 pixels. */
const FAR = 46
/** An image without labels, such as a photograph that was saved again. */
const FAR_WITHOUT_LABELS = 6

/** Letters, mostly: a title of one letter says nothing. */
const FEWEST_LABELS = 2
/** All of them where another program drew, three of four at most where something else shifted some. */
const MOST_LABELS = 0.85

/** An image's colors as red, green and blue on white paper, a number a pixel. */
interface Colors {
  readonly width: number
  readonly height: number
  readonly data: Uint32Array
}

function colorsOf({ width, height, data }: Pixels): Colors {
  const colors = new Uint32Array(width * height)
  for (let i = 0; i < colors.length; i++) {
    const alpha = (data[4 * i + 3] as number) / 255
    const on = (channel: number): number =>
      Math.round(255 - alpha * (255 - (data[4 * i + channel] as number)))
    colors[i] = (on(0) << 16) | (on(1) << 8) | on(2)
  }
  return { width, height, data: colors }
}

interface Shift {
  readonly dx: number
  readonly dy: number
}

/** All shifts, none of them first: of several that do as well the first is taken. */
const SHIFTS: readonly Shift[] = [0, -1, 1, -2, 2].flatMap((dy) =>
  [0, -1, 1, -2, 2].map((dx) => ({ dx, dy })),
)

/** The shift of `b` at which most pixels agree. */
function bestShift(a: Colors, b: Colors): Shift {
  let best = SHIFTS[0] as Shift
  let least = Number.POSITIVE_INFINITY
  for (const shift of SHIFTS) {
    const count = differingPixels(a, b, shift, least)
    if (count < least) [best, least] = [shift, count]
  }
  return best
}

function differingPixels(a: Colors, b: Colors, shift: Shift, enough: number): number {
  let count = 0
  for (let y = SLACK; y < a.height - SLACK && count < enough; y++) {
    for (let x = SLACK; x < a.width - SLACK; x++) {
      if (a.data[y * a.width + x] !== colorAt(b, x + shift.dx, y + shift.dy)) count++
    }
  }
  return count
}

/** What lies outside is white, as the paper around a plot. */
function colorAt({ width, height, data }: Colors, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? WHITE : (data[y * width + x] as number)
}

const WHITE = 0xffffff

/** A stretch of ink that hangs together: a letter, a marker, a frame with what is drawn across it. */
interface Shape {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly differs: boolean
}

/** How many labels there are, which are the small shapes outside of the frames, and the share that differs. */
function labelsThatDiffer(
  a: Colors,
  b: Colors,
  shift: Shift,
): { readonly count: number; readonly share: number } {
  const shapes = shapesOf(a, b, shift)
  const isFrame = ({ left, right, top, bottom }: Shape): boolean =>
    right - left >= FRAME * a.width && bottom - top >= FRAME * a.height
  const frames = shapes.filter(isFrame)
  const isWithin = (shape: Shape): boolean =>
    frames.some(
      ({ left, right, top, bottom }) =>
        shape.left >= left && shape.right <= right && shape.top >= top && shape.bottom <= bottom,
    )
  const labels = shapes.filter((shape) => !isWithin(shape))
  const differing = labels.filter(({ differs }) => differs).length
  if (labels.length > 0) return { count: labels.length, share: differing / labels.length }
  return { count: 0, share: frames.every(({ differs }) => differs) ? 1 : 0 }
}

/** The share of the image's width and height from which a shape frames others. */
const FRAME = 0.15

/** The shapes of what is ink in either image. */
function shapesOf(a: Colors, b: Colors, { dx, dy }: Shift): readonly Shape[] {
  const { width, height, data } = a
  const paper = data[0] as number
  const state = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [p, q] = [data[i], colorAt(b, x + dx, y + dy)]
      if (p !== paper || q !== paper) state[i] = p === q ? SAME : DIFFERS
    }
  }
  const shapes: Shape[] = []
  const stack: number[] = []
  for (let i = 0; i < state.length; i++) {
    if (state[i] === PAPER) continue
    stack.push(i)
    shapes.push(takeShape(state, stack, width, height))
  }
  return shapes
}

const PAPER = 0
const SAME = 1
const DIFFERS = 2

/** The shape around the pixel on the stack; its pixels become paper. */
function takeShape(state: Uint8Array, stack: number[], width: number, height: number): Shape {
  let [left, right, top, bottom, differs] = [width, 0, height, 0, false]
  const start = stack.pop() as number
  differs = state[start] === DIFFERS
  state[start] = PAPER
  stack.push(start)
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx
        if (state[next] === PAPER) continue
        differs ||= state[next] === DIFFERS
        state[next] = PAPER
        stack.push(next)
      }
    }
  }
  return { left, right, top, bottom, differs }
}

/** The largest difference of the means of squares, in red, green or blue, at the shift where it is least; more than
 *  `enough` where it is that. */
function differenceFromAfar(a: Colors, b: Colors, enough: number): number {
  let least = Number.POSITIVE_INFINITY
  for (const shift of SHIFTS) {
    least = Math.min(least, atShift(a, b, shift, Math.min(least, enough + 1)))
  }
  return least
}

const SIDE = 8

function atShift(a: Colors, b: Colors, { dx, dy }: Shift, enough: number): number {
  let most = 0
  for (let top = 0; top + SIDE <= Math.min(a.height, b.height); top += SIDE) {
    for (let left = 0; left + SIDE <= Math.min(a.width, b.width); left += SIDE) {
      most = Math.max(most, meanDifference(a, b, left, top, dx, dy))
      if (most >= enough) return most
    }
  }
  return most
}

function meanDifference(a: Colors, b: Colors, left: number, top: number, dx: number, dy: number): number {
  let [red, green, blue] = [0, 0, 0]
  for (let y = top; y < top + SIDE; y++) {
    for (let x = left; x < left + SIDE; x++) {
      const [p, q] = [a.data[y * a.width + x] as number, colorAt(b, x + dx, y + dy)]
      red += (p >> 16) - (q >> 16)
      green += ((p >> 8) & 255) - ((q >> 8) & 255)
      blue += (p & 255) - (q & 255)
    }
  }
  return Math.max(Math.abs(red), Math.abs(green), Math.abs(blue)) / (SIDE * SIDE)
}
