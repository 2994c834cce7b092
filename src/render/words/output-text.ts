import { mimeContent } from "../../diff/outputs/mime-change.js"
import { splitLines } from "../../diff/text/lines.js"
import { errorText, streamText } from "../../normalize/outputs/output-run.js"
import { withoutEscapes } from "../../normalize/outputs/terminal-text.js"
import type { MimeEntry, Output } from "../../notebook/model.js"
import { jsonLines } from "./json-words.js"
import { richest } from "./output-words.js"
import { tableText } from "./table-text.js"

/** All of an output that can be read, with the escape sequences that color it; "" for a picture or a sound. */
export function outputText(outputs: readonly Output[]): string {
  const [output] = outputs
  if (output === undefined) return ""
  if (output.type === "stream") return streamText(outputs)
  if (output.type === "error")
    return output.traceback.length > 0 ? output.traceback.join("\n") : errorText(output)
  const entry = richest(output.data)
  return entry === undefined ? "" : contentText(readable(entry, output.data))
}

/** The plain text beside markup, which reads better; a table is read from the markup itself. */
function readable(entry: MimeEntry, data: readonly MimeEntry[]): MimeEntry {
  const isMarkup = mimeContent(entry).kind === "text" && entry.mime !== "text/plain"
  return (isMarkup && data.find(({ mime }) => mime === "text/plain")) || entry
}

/** A table in columns, a JSON value over its lines, a text as it is; "" for what is not text. */
export function contentText(entry: MimeEntry): string {
  const content = mimeContent(entry)
  switch (content.kind) {
    case "text":
      return content.text
    case "table":
      return tableText(content.table)
    case "json":
      return jsonLines(content.value)
    case "image":
    case "binary":
      return ""
  }
}

/** The text line for line without escape sequences. */
export function linesWithoutEscapes(text: string): string {
  return text.includes("\x1b") ? splitLines(text).map(withoutEscapes).join("") : text
}
