import { base64Of, decodedSize } from "../../normalize/outputs/base64.js"
import { isMadeUpMember, type MimeCanonical, mimeText } from "../../normalize/outputs/mime-canonical.js"
import { isJsonMime, mimeKind } from "../../normalize/outputs/mime-kind.js"
import { textOf } from "../../notebook/json/json-value.js"
import type { MimeEntry } from "../../notebook/model.js"
import type { ValueChange } from "../model/change.js"
import type { MimeChange, MimeContent } from "../model/output-diff.js"
import { diffValues } from "../model/value-changes.js"
import { type HtmlTable, htmlTable } from "./html-table.js"
import { imageOf } from "./image.js"
import { diffTables, isTableChanged } from "./table-change.js"
import { type ComparedText, diffComparedText } from "./text-change.js"

/** What one entry of a mime bundle holds. */
export function mimeContent(entry: MimeEntry): MimeContent {
  const table = tableIn(entry)?.table
  return table === undefined ? contentButTable(entry) : { kind: "table", table }
}

/** What differs between two entries of one mime type, either of which may not be there. */
export function diffMime(before: MimeCanonical | undefined, after: MimeCanonical | undefined): MimeChange {
  const table = tableChange(before?.entry, after?.entry)
  if (table !== undefined) return table
  const a = before && contentButTable(before.entry)
  const b = after && contentButTable(after.entry)
  if (a !== undefined && b !== undefined && a.kind !== b.kind) return textChange(before, after)
  const kind = a?.kind ?? b?.kind ?? "text"
  switch (kind) {
    case "text":
      return textChange(before, after)
    case "image":
      return {
        kind,
        before: a?.kind === kind ? a.image : undefined,
        after: b?.kind === kind ? b.image : undefined,
      }
    case "binary":
      return {
        kind,
        before: a?.kind === kind ? a.size : undefined,
        after: b?.kind === kind ? b.size : undefined,
      }
    case "json":
      return { kind, changes: jsonChanges(before?.entry, after?.entry) }
  }
}

function tableIn({ mime, value }: MimeEntry): HtmlTable | undefined {
  return mime === "text/html" && mimeKind(mime, value) === "markup" ? htmlTable(textOf(value)) : undefined
}

/** A change between two tables, or around them; undefined where not both versions are a table. */
function tableChange(before: MimeEntry | undefined, after: MimeEntry | undefined): MimeChange | undefined {
  const a = before && tableIn(before)
  const b = after && tableIn(after)
  if ((before !== undefined && a === undefined) || (after !== undefined && b === undefined)) return undefined
  if (a === undefined && b === undefined) return undefined
  const isSameAround = a === undefined || b === undefined || a.around === b.around
  const table = diffTables(a?.table, b?.table, !isSameAround)
  // they were compared because their HTML differs
  return { kind: "table", table: { ...table, surroundings: table.surroundings || !isTableChanged(table) } }
}

type ContentButTable = Exclude<MimeContent, { readonly kind: "table" }>

function contentButTable(entry: MimeEntry): ContentButTable {
  const { mime, value } = entry
  const sort = mimeKind(mime, value)
  if (sort === "json") return { kind: "json", value }
  const image = mime.startsWith("image/") ? imageOf(mime, value) : undefined
  if (image !== undefined) return { kind: "image", image }
  const base64 = sort === "base64" ? base64Of(value) : undefined
  if (base64 !== undefined) return { kind: "binary", size: decodedSize(base64) }
  return { kind: "text", text: mimeText(entry) }
}

function textChange(before: MimeCanonical | undefined, after: MimeCanonical | undefined): MimeChange {
  return { kind: "text", text: diffComparedText(compared(before), compared(after)) }
}

function compared(side: MimeCanonical | undefined): ComparedText {
  if (side === undefined) return { text: "", canonical: "" }
  const text = mimeText(side.entry)
  const { mime, value } = side.entry
  const sort = mimeKind(mime, value)
  const isData = sort === "json" || sort === "base64" || isJsonMime(mime)
  return { text, canonical: isData ? text : side.canonical }
}

function jsonChanges(before: MimeEntry | undefined, after: MimeEntry | undefined): readonly ValueChange[] {
  const mime = before?.mime ?? after?.mime ?? ""
  return diffValues(before?.value, after?.value, [], (path) => isMadeUpMember(mime, path))
}
