import { base64Of, decodedSize } from "../normalize/base64.js"
import { isMadeUpMember, type MimeForm, mimeText } from "../normalize/mime-form.js"
import { isJsonMime, mimeSort } from "../normalize/mime-sort.js"
import { textOf } from "../notebook/json-value.js"
import type { MimeEntry } from "../notebook/model.js"
import type { ValueChange } from "./change.js"
import { htmlTable } from "./html-table.js"
import { imageOf } from "./image.js"
import type { MimeChange, MimeContent } from "./output-diff.js"
import { diffTables, isTableChanged } from "./table-change.js"
import { type ComparedText, diffComparedText } from "./text-change.js"
import { diffValues } from "./value-changes.js"

/** What one entry of a mime bundle holds. */
export function mimeContent(entry: MimeEntry): MimeContent {
  const { mime, value } = entry
  const sort = mimeSort(mime, value)
  if (mime.startsWith("image/") && sort !== "json") {
    const image = imageOf(mime, value)
    return image === undefined ? { kind: "text", text: textOf(value) } : { kind: "image", image }
  }
  switch (sort) {
    case "json":
      return { kind: "json", value }
    case "base64": {
      const base64 = base64Of(value)
      return base64 === undefined
        ? { kind: "text", text: textOf(value) }
        : { kind: "binary", size: decodedSize(base64) }
    }
    case "markup": {
      const table = mime === "text/html" ? htmlTable(textOf(value))?.table : undefined
      return table === undefined ? { kind: "text", text: textOf(value) } : { kind: "table", table }
    }
    case "plain":
    case "text":
      return { kind: "text", text: mimeText(entry) }
  }
}

/** What differs between two entries of one mime type, either of which may not be there. */
export function diffMime(before: MimeForm | undefined, after: MimeForm | undefined): MimeChange {
  const a = before && mimeContent(before.entry)
  const b = after && mimeContent(after.entry)
  const kind = a?.kind ?? b?.kind ?? "text"
  if (a !== undefined && b !== undefined && a.kind !== b.kind) return textChange(before, after)
  switch (kind) {
    case "text":
      return textChange(before, after)
    case "image":
      return {
        kind,
        before: a?.kind === kind ? a.image : undefined,
        after: b?.kind === kind ? b.image : undefined,
      }
    case "table":
      return tableChange(before, after)
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

function textChange(before: MimeForm | undefined, after: MimeForm | undefined): MimeChange {
  return { kind: "text", text: diffComparedText(compared(before), compared(after)) }
}

function compared(side: MimeForm | undefined): ComparedText {
  if (side === undefined) return { text: "", form: "" }
  const text = mimeText(side.entry)
  const { mime, value } = side.entry
  const sort = mimeSort(mime, value)
  const isData = sort === "json" || sort === "base64" || isJsonMime(mime)
  return { text, form: isData ? text : side.form }
}

/** A change in the table where that is the whole change; else the HTML's lines. */
function tableChange(before: MimeForm | undefined, after: MimeForm | undefined): MimeChange {
  const a = before && htmlTable(textOf(before.entry.value))
  const b = after && htmlTable(textOf(after.entry.value))
  const table = diffTables(a?.table, b?.table)
  const alone = a === undefined || b === undefined || a.around === b.around
  return alone && isTableChanged(table) ? { kind: "table", table } : textChange(before, after)
}

function jsonChanges(before: MimeEntry | undefined, after: MimeEntry | undefined): readonly ValueChange[] {
  const mime = before?.mime ?? after?.mime ?? ""
  return diffValues(before?.value, after?.value, [], (path) => isMadeUpMember(mime, path))
}
