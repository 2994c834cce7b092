import { parseJson } from "../../notebook/json/json-text.js"
import { membersOf, rootOf, textOf } from "../../notebook/json/json-value.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import type { MimeEntry, Output } from "../../notebook/model.js"
import { base64Of } from "./base64.js"
import { jsonCanonical } from "./json-canonical.js"
import { type IdName, maskedIdName, renumberIds } from "./markup-ids.js"
import { isJsonMime, mimeKind } from "./mime-kind.js"
import { playCarriageReturns } from "./terminal-text.js"
import { maskText } from "./text-masks.js"

/** The normal form of one value of a mime bundle. */
export interface MimeCanonical {
  readonly entry: MimeEntry
  /** Of text that is not a JSON type's: line for line with `mimeText`. */
  readonly canonical: string
}

/** The normal forms of a bundle's entries, sorted by mime type; of a duplicate type the last.
 *  Made-up ids are called as `nameOf` says. */
export function mimeCanonicals(output: Output, nameOf: IdName = maskedIdName): readonly MimeCanonical[] {
  const old = isOldBundle(output)
  const entries = [...new Map(output.data.map((entry) => [entry.mime, entry])).values()]
  const sorted = entries.sort((a, b) => (a.mime < b.mime ? -1 : 1))
  const canonicals = sorted.map((entry) => entryCanonical(entry, old))
  const withIds = sorted.flatMap(({ mime, value }, i) =>
    mimeKind(mime, value) === "markup" || SCRIPTED.test(mime) ? [i] : [],
  )
  const renumbered = renumberIds(
    withIds.map((i) => canonicals[i] as string),
    nameOf,
  )
  for (const [n, i] of withIds.entries()) canonicals[i] = renumbered[n] as string
  return sorted.map((entry, i) => ({ entry, canonical: canonicals[i] as string }))
}

/** A text mime's value as a reader saw it. */
export function mimeText({ mime, value }: MimeEntry): string {
  return mimeKind(mime, value) === "plain" ? playCarriageReturns(textOf(value)) : textOf(value)
}

/** JSON that names ids of the markup beside it. */
export const SCRIPTED = /^application\/vnd\.(?:bokehjs|holoviews)/

/** Whether the bundle's entries are in the output itself, as nbformat 1 to 3 had it. */
export function isOldBundle({ data, value }: Output): boolean {
  return data.length > 0 && membersOf(value).every(({ key }) => key !== "data")
}

function entryCanonical(entry: MimeEntry, old: boolean): string {
  const { mime, value } = entry
  switch (mimeKind(mime, value)) {
    case "plain":
    case "text":
      if (!isJsonMime(mime)) return maskText(mimeText(entry))
      return old ? quotedJsonCanonical(entry) : jsonCanonical(value)
    case "markup":
      return maskText(mimeText(entry).replace(SVG_DATE, "<dc:date>"))
    case "base64": {
      const base64 = base64Of(value)
      return base64 === undefined ? textOf(value) : ASCII.decode(base64)
    }
    case "json":
      return jsonCanonical(value, MADE_UP_MEMBERS.get(mime))
  }
}

const ASCII = new TextDecoder()

/** matplotlib writes the time into an SVG's metadata, unless SOURCE_DATE_EPOCH is set. */
const SVG_DATE = /<dc:date>[^<\n]{0,99}(?=<\/dc:date>)/g

/** nbformat 3 held JSON as a string, nbformat 4 holds the JSON itself. */
function quotedJsonCanonical({ value }: MimeEntry): string {
  const text = textOf(value)
  try {
    return jsonCanonical(rootOf(parseJson(ENCODER.encode(text))))
  } catch (error) {
    if (error instanceof NotebookError) return text
    throw error
  }
}

const ENCODER = new TextEncoder()

/** Members of JSON types that every run makes up again. */
const MADE_UP_MEMBERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["application/vnd.jupyter.widget-view+json", new Set(["model_id"])],
  ["application/vnd.plotly.v1+json", new Set(["uid"])],
])

/** Whether every run makes up again what is at this path in a value of a JSON type. */
export function isMadeUpMember(mime: string, path: readonly string[]): boolean {
  return path.some((key) => MADE_UP_MEMBERS.get(mime)?.has(key))
}
