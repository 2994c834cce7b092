import { NBFORMAT_DIALECT } from "../../notebook/dialect.js"
import { type Draft, writeValue } from "../../notebook/draft.js"
import { type JsonValue, kindOf, memberOf, stringOf } from "../../notebook/json/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import { draftItems, draftJoined, draftLines, draftObject, draftPlain } from "./canonical-draft.js"
import { draftOldNotebook, oldDialect } from "./canonical-worksheets.js"

/** The notebook as Python's nbformat writes it once it has read it, in its own version: keys sorted, texts cut
 *  into lines, floats and escapes in Python's spelling, of a duplicate key the last one, the marks that nbformat
 *  calls transient gone. Where nbformat would make up an id or fail, the value is written as it is.
 *  The rules are those of nbformat 5: its `v2`, `v3` and `v4` writers. */
export function canonicalNotebook({ root, major }: Notebook): Uint8Array {
  const body =
    major < 4
      ? writeValue(draftOldNotebook(root, major), oldDialect(major))
      : writeValue(draftNotebook(root), NBFORMAT_DIALECT)
  const file = new Uint8Array(body.length + 1)
  file.set(body)
  file[body.length] = LINE_FEED
  return file
}

const LINE_FEED = 0x0a

const TRANSIENT: ReadonlySet<string> = new Set(["orig_nbformat", "orig_nbformat_minor", "signature"])

function draftNotebook(root: JsonValue): Draft {
  return draftObject(root, (key) => {
    if (key === "cells") return (cells) => draftItems(cells, draftCell)
    return key === "metadata" ? (metadata) => draftWithout(metadata, TRANSIENT) : draftPlain
  })
}

function draftWithout(value: JsonValue, keys: ReadonlySet<string>): Draft {
  return draftObject(value, (key) => (keys.has(key) ? undefined : draftPlain))
}

const TRUSTED: ReadonlySet<string> = new Set(["trusted"])

function draftCell(cell: JsonValue): Draft {
  const isCode = stringAt(cell, "cell_type") === "code"
  return draftObject(cell, (key) => {
    if (key === "source") return draftLines
    if (key === "metadata") return (metadata) => draftWithout(metadata, TRUSTED)
    if (key === "attachments") return (files) => draftObject(files, () => draftMimeBundle)
    return key === "outputs" && isCode ? (outputs) => draftItems(outputs, draftOutput) : draftPlain
  })
}

function draftOutput(output: JsonValue): Draft {
  const type = stringAt(output, "output_type")
  if (type === "execute_result" || type === "display_data") {
    return draftObject(output, (key) => (key === "data" ? draftMimeBundle : draftPlain))
  }
  const draftText = type === "stream" ? draftLines : type === "" ? draftPlain : draftJoined
  return draftObject(output, (key) => (key === "text" ? draftText : draftPlain))
}

function draftMimeBundle(bundle: JsonValue): Draft {
  return draftObject(bundle, (mime) =>
    isJsonMime(mime) ? draftPlain : isLinesMime(mime) ? draftLines : draftJoined,
  )
}

/** Any JSON is under these: a list there is no text cut into lines. */
function isJsonMime(mime: string): boolean {
  return mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"))
}

function isLinesMime(mime: string): boolean {
  return mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml"
}

function stringAt(value: JsonValue, key: string): string {
  const member = memberOf(value, key)
  return member !== undefined && kindOf(member) === "string" ? stringOf(member) : ""
}
