import type { Image } from "../../diff/model/output-diff.js"
import { imageBytes } from "../../diff/outputs/image.js"
import { changedPixels, type Pixels } from "../../diff/outputs/pixels.js"
import { isRedrawn } from "../../diff/outputs/redrawn.js"
import type { ComparePixels, PixelDifference } from "../../render/words/view-options.js"
import { type UndecodedImage, undecodedImage } from "./image-decoder.js"

/** Compares the images of one diff, until it has cost as much as it may; what comes after that, and what
 *  cannot be decoded, is undefined. */
export function pixelComparison(limit: number = MOST_PIXELS): ComparePixels {
  let left = limit
  return (before, after) => {
    const [a, b] = [undecoded(before), undecoded(after)]
    if (a === undefined || b === undefined || a.cost + b.cost > left) return undefined
    left -= a.cost + b.cost
    const pixels = a.decode()
    const others = pixels && b.decode()
    return pixels && others && differenceOf(pixels, others)
  }
}

function differenceOf(before: Pixels, after: Pixels): PixelDifference {
  const share = changedPixels(before, after)
  return { share, isRedrawn: share > 0 && isRedrawn(before, after) }
}

/** Pixels that are decoded for one diff: those of two pages of A4 at 300 dots an inch, or of some thirty plots
 *  before and after. They take a second or two. */
const MOST_PIXELS = 18e6

/** Bytes of an image that are looked at: more than a picture of that many pixels needs. */
const LARGEST_IMAGE = 64 << 20

function undecoded(image: Image): UndecodedImage | undefined {
  return image.size > LARGEST_IMAGE ? undefined : undecodedImage(imageBytes(image))
}
