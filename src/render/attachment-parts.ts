import type { ValueChange } from "../diff/change.js"
import { mimeContent } from "../diff/mime-change.js"
import type { Image } from "../diff/output-diff.js"
import type { JsonValue } from "../notebook/json-value.js"
import { imageChangeWords } from "./output-words.js"
import { note, type Part } from "./part.js"
import { changeWords } from "./value-parts.js"
import type { ViewOptions } from "./view-options.js"

/** A line for each file attached to a cell that came, went or changed. */
export function attachmentParts(changes: readonly ValueChange[], options: ViewOptions): readonly Part[] {
  return changes.map((change) => note("attachment", attachmentWords(change, options)))
}

function attachmentWords(change: ValueChange, { comparePixels }: ViewOptions): string {
  const [name = "", mime = ""] = change.path
  const [before, after] = [imageOf(mime, change.before), imageOf(mime, change.after)]
  if (before === undefined && after === undefined) return changeWords(change)
  return `${name}, ${imageChangeWords(before, after, comparePixels)}`
}

function imageOf(mime: string, value: JsonValue | undefined): Image | undefined {
  const content = value && mimeContent({ mime, value })
  return content?.kind === "image" ? content.image : undefined
}
