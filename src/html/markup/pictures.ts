import type { Image } from "../../diff/model/output-diff.js"
import { imageBytes } from "../../diff/outputs/image.js"
import { base64Of } from "../../normalize/outputs/base64.js"
import { safeText } from "../../render/ink/safe-text.js"
import { byteSize } from "../../render/words/quantity.js"
import { missingPicture } from "./allowed-html.js"
import { type Html, html, htmlText, trustedHtml } from "./html.js"

/** A picture as the page holds it. */
export interface Picture {
  /** The whole `<img>`. */
  readonly html: string
  /** What is there instead where the page may not hold it. */
  readonly words: string
}

/** The pictures of one file of a review. Where the page is to hold them, `image` writes a place that `withPictures`
 *  fills in, once it is known how many fit. */
export interface PictureBook {
  readonly image: (image: Image, alt: string) => Html
  readonly pictures: readonly Picture[]
}

export function newPictureBook(addressOf: ((image: Image) => string) | undefined): PictureBook {
  const pictures: Picture[] = []
  return {
    pictures,
    image(image, alt) {
      const address = addressOf === undefined ? dataAddress(image) : shownMime(image) && addressOf(image)
      if (address === undefined)
        return missingPicture(alt, `${imageName(image)}, not a picture that is shown`)
      const written = imageHtml(address, image, alt)
      if (addressOf !== undefined) return written
      const words = missingPicture(alt, `${imageName(image)}, left out to keep the page small (--max-size)`)
      pictures.push({ html: htmlText(written), words: htmlText(words) })
      return trustedHtml(`\0${pictures.length - 1}\0`)
    },
  }
}

/** The text with its places filled in. */
export function withPictures(
  text: string,
  pictures: readonly Picture[],
  isKept: (picture: Picture) => boolean,
): string {
  return text.replace(PLACE, (_, number) => {
    const picture = pictures[Number(number)]
    return picture === undefined ? "" : isKept(picture) ? picture.html : picture.words
  })
}

/** Escaped text holds no NUL. */
const PLACE = /\0(\d+)\0/g

function imageHtml(address: string, { width, height }: Image, alt: string): Html {
  const size = width === undefined || height === undefined ? "" : html` width="${width}" height="${height}"`
  return html`<img src="${address}" alt="${safeText(alt)}" loading="lazy"${size}>`
}

/** `PNG 442×292, 14 kB`. */
export function imageName({ format, width, height, size }: Image): string {
  const pixels = width === undefined || height === undefined ? "" : ` ${width}×${height}`
  return `${format}${pixels}, ${byteSize(size)}`
}

/** The mime type under which an image is handed to a browser, by what its bytes are; undefined for what is not shown. */
function shownMime({ format, mime }: Image): string | undefined {
  return MIMES[format.toUpperCase()] ?? (mime === "image/svg+xml" ? mime : undefined)
}

const MIMES: { readonly [format: string]: string } = {
  PNG: "image/png",
  JPEG: "image/jpeg",
  GIF: "image/gif",
  WEBP: "image/webp",
  SVG: "image/svg+xml",
}

function dataAddress(image: Image): string | undefined {
  const mime = shownMime(image)
  if (mime === undefined) return undefined
  if (mime === "image/svg+xml") return `data:${mime};base64,${base64Text(imageBytes(image))}`
  const base64 = base64Of(image.value)
  return base64 === undefined ? undefined : `data:${mime};base64,${padded(ascii(base64))}`
}

function padded(base64: string): string {
  return base64 + "=".repeat((4 - (base64.length % 4)) % 4)
}

const decoder = new TextDecoder()

function ascii(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/** The bytes in base64. */
function base64Text(bytes: Uint8Array): string {
  const out: string[] = []
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    out.push(
      ALPHABET[word >> 18] ?? "",
      ALPHABET[(word >> 12) & 63] ?? "",
      ALPHABET[(word >> 6) & 63] ?? "",
      ALPHABET[word & 63] ?? "",
    )
  }
  const spare = (3 - (bytes.length % 3)) % 3
  return out.join("").slice(0, out.length - spare) + "=".repeat(spare)
}
