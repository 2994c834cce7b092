import type { Image } from "../diff/model/output-diff.js"
import { imageOf } from "../diff/outputs/image.js"
import { memberOf, membersOf } from "../notebook/json/json-value.js"
import type { Cell } from "../notebook/model.js"
import { safeText } from "../render/ink/safe-text.js"
import type { FileNames } from "../render/words/file-names.js"
import type { ComparePixels } from "../render/words/view-options.js"
import type { MarkdownOptions } from "./markdown/read-markdown.js"
import { missingPicture } from "./markup/allowed-html.js"
import { type Html, html } from "./markup/html.js"
import { newPictureBook, type Picture } from "./markup/pictures.js"
import { dataPicture, pictureReason } from "./outputs/frame.js"
import type { ReviewOptions } from "./review-options.js"

/** What the views of one file share. */
export interface FileContext {
  /** "f1": the ids of the file begin with it. */
  readonly id: string
  readonly number: number
  readonly names: FileNames
  readonly options: ReviewOptions
  readonly image: (image: Image, alt: string) => Html
  readonly nextName: () => string
  readonly pictures: readonly Picture[]
  readonly comparePixels: ComparePixels | undefined
}

export function newFileContext(
  names: FileNames,
  number: number,
  options: ReviewOptions,
  comparePixels: ComparePixels | undefined,
): FileContext {
  const book = newPictureBook(options.addresses?.image)
  let groups = 0
  const id = `f${number}`
  return {
    id,
    number,
    names,
    options,
    image: book.image,
    nextName: () => `${id}p${++groups}`,
    pictures: book.pictures,
    comparePixels,
  }
}

/** How a cell's Markdown finds its pictures: attached to the cell, written into the address, or served beside the
 *  notebook. No other is asked for. */
export function markdownOf(
  cell: Cell | undefined,
  side: "before" | "after",
  context: FileContext,
): MarkdownOptions {
  return {
    picture(address, alt) {
      if (address.startsWith("attachment:")) {
        const image = attachedImage(cell, decoded(address.slice("attachment:".length)))
        return image === undefined
          ? missingPicture(alt, "not attached to the cell")
          : context.image(image, alt)
      }
      const written = dataPicture(address) ?? servedPicture(address, side, context)
      if (written === undefined) return missingPicture(alt, pictureReason(address))
      return html`<img src="${written}" alt="${safeText(alt)}" loading="lazy">`
    },
  }
}

function servedPicture(
  address: string,
  side: "before" | "after",
  { names, options }: FileContext,
): string | undefined {
  const isRelative = !/^(?:[a-z][a-z0-9+.-]*:|\/|#|\?)/i.test(address)
  return isRelative
    ? options.addresses?.file(names, side, decoded(address.replace(/[?#].*$/s, "")))
    : undefined
}

function attachedImage(cell: Cell | undefined, name: string): Image | undefined {
  const bundle = cell?.attachments && memberOf(cell.attachments, name)
  const entry = bundle && membersOf(bundle).find(({ key }) => key.startsWith("image/"))
  return entry && imageOf(entry.key, entry.value)
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
