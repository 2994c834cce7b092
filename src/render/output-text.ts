import type { Table } from "../diff/output-diff.js"
import { withoutEscapes } from "../normalize/terminal-text.js"
import type { MimeEntry, Output } from "../notebook/model.js"
import { jsonLines } from "./json-words.js"
import { mimeContent, streamText } from "./output-content.js"
import { richest } from "./output-words.js"
import { displayWidth } from "./width.js"

/** Outputs as a reader sees them: neighbouring chunks of one stream are one. */
export function streamsJoined(outputs: readonly Output[]): readonly (readonly Output[])[] {
  const groups: Output[][] = []
  for (const output of outputs) {
    const last = groups.at(-1)
    const first = last?.[0]
    if (output.type === "stream" && first?.type === "stream" && first.name === output.name) last?.push(output)
    else groups.push([output])
  }
  return groups
}

/** All of an output that can be shown as text, without escape sequences; "" for a picture or a sound. */
export function outputText(outputs: readonly Output[]): string {
  return withoutEscapes(styledOutputText(outputs))
}

/** The same, with the escape sequences that colour it. */
export function styledOutputText(outputs: readonly Output[]): string {
  const [output] = outputs
  if (output === undefined) return ""
  if (output.type === "stream") return streamText(outputs)
  if (output.type === "error") return output.traceback.map((frame) => `${frame}\n`).join("")
  const readable = output.data.filter(
    ({ mime }) => !/html|svg|javascript/.test(mime) || isTable(mime, output.data),
  )
  const entry = richest(readable.length > 0 ? readable : output.data)
  return entry === undefined ? "" : contentText(entry)
}

function isTable(mime: string, data: readonly MimeEntry[]): boolean {
  const entry = data.find((one) => one.mime === mime)
  return mime === "text/html" && entry !== undefined && mimeContent(entry).kind === "table"
}

/** A table in columns, a JSON value over its lines, a text as it is. */
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

/** A column of values that is wider is not filled up for their sake. */
const WIDEST_COLUMN = 32

function tableText({ columns, index, rows }: Table): string {
  const lines = [["", ...columns], ...rows.map((row, i) => [index[i] ?? "", ...row])].map((line) =>
    line.map((value) => value.replace(/\s+/g, " ")),
  )
  const widths = (lines[0] ?? []).map((_, at) =>
    Math.min(WIDEST_COLUMN, Math.max(...lines.map((line) => displayWidth(line[at] ?? "")))),
  )
  const filled = (value: string, at: number): string =>
    at === 0
      ? value + " ".repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(value)))
      : " ".repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(value))) + value
  return lines.map((line) => `${line.map(filled).join("  ").trimEnd()}\n`).join("")
}
