import type { ValueChange } from "../../diff/model/change.js"
import type { Image } from "../../diff/model/output-diff.js"
import { mimeContent } from "../../diff/outputs/mime-change.js"
import { type JsonValue, memberOf, membersOf } from "../../notebook/json/json-value.js"
import { imageChangeWords } from "../words/output-words.js"
import { note, type Part } from "../words/part.js"
import { changeWords } from "../words/value-parts.js"
import type { ViewOptions } from "../words/view-options.js"

/** A line for each file attached to a cell that came, went or changed. */
export function attachmentParts(changes: readonly ValueChange[], options: ViewOptions): readonly Part[] {
  return changes.flatMap(singleValues).map((change) => note("attachment", attachmentWords(change, options)))
}

/** Keys from a cell to one attachment's value: "attachments", its name, its mime type. */
const DEPTH = 3

/** The change of each value, where that of several was one: of a whole file, or of a cell's first ones. */
function singleValues(change: ValueChange): readonly ValueChange[] {
  const members = [change.before, change.after].flatMap((value) =>
    value === undefined ? [] : membersOf(value),
  )
  if (change.path.length >= DEPTH || members.length === 0) return [change]
  return [...new Set(members.map(({ key }) => key))].flatMap((key) =>
    singleValues({
      ...change,
      path: [...change.path, key],
      before: memberOf(change.before, key),
      after: memberOf(change.after, key),
    }),
  )
}

function attachmentWords(change: ValueChange, { comparePixels }: ViewOptions): string {
  const [, name = "", mime = ""] = change.path
  const [before, after] = [imageOf(mime, change.before), imageOf(mime, change.after)]
  if (before === undefined && after === undefined)
    return changeWords({ ...change, path: change.path.slice(1) })
  return `${name}, ${imageChangeWords(before, after, comparePixels)}`
}

function imageOf(mime: string, value: JsonValue | undefined): Image | undefined {
  const content = value && mimeContent({ mime, value })
  return content?.kind === "image" ? content.image : undefined
}
