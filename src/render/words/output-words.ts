import type { ValueChange } from "../../diff/model/change.js"
import type {
  ErrorReport,
  Image,
  MimeContent,
  OutputChange,
  Table,
  TableChange,
} from "../../diff/model/output-diff.js"
import { errorReport } from "../../diff/outputs/error-report.js"
import { mimeContent } from "../../diff/outputs/mime-change.js"
import { isReordered } from "../../diff/outputs/table-change.js"
import type { Hunk } from "../../diff/text/hunk.js"
import { splitLines } from "../../diff/text/lines.js"
import { streamText } from "../../normalize/outputs/output-run.js"
import type { MimeEntry, Output } from "../../notebook/model.js"
import { byteSize, counted } from "./quantity.js"
import { changeWords } from "./value-parts.js"
import type { PixelDifference, ViewOptions } from "./view-options.js"

/** One output in a few words: `stdout, 12 lines`, `table, 298 rows × 5 columns`. A short text is its own. */
export function outputWords(outputs: readonly Output[]): string {
  const [output] = outputs
  if (output === undefined) return "nothing"
  if (output.type === "stream") return textWords(output.name || "stream", streamText(outputs))
  if (output.type === "error") return `error, ${errorWords(errorReport(output))}`
  const entry = richest(output.data)
  return entry === undefined ? "nothing" : contentWords(entry.mime, mimeContent(entry))
}

/** How an output differs, in a few words: `table, 312 → 298 rows, 4 values changed`. */
export function changeOfOutput(
  change: OutputChange,
  { comparePixels }: Pick<ViewOptions, "comparePixels">,
): string {
  switch (change.kind) {
    case "stream":
      return `${change.name || "stream"}, ${lineCount(change.text.hunks)}`
    case "error":
      return `error, ${arrow(errorWords(change.before), errorWords(change.after))}`
    case "mime":
      return mimeChangeWords(change, comparePixels)
    case "field":
      return changeWords(change.change)
  }
}

/** The entry of a bundle that a notebook would show; of two that are alike rich the same one whatever their order. */
export function richest(entries: readonly MimeEntry[]): MimeEntry | undefined {
  return entries.toSorted((x, y) => rank(x.mime) - rank(y.mime) || (x.mime < y.mime ? -1 : 1))[0]
}

/** Lower is richer: a picture of the data, then the data, then words for it. */
export function rank(mime: string): number {
  const at = RANKS.findIndex((pattern) => pattern.test(mime))
  return at < 0 ? RANKS.length : at
}

const RANKS = [
  /^image\//,
  /^(?:audio|video)\/|pdf$/,
  /^application\/vnd\.(?!jupyter\.widget)/,
  /^text\/html$/,
  /^text\/(?:latex|markdown)$/,
  /^application\/json$/,
  /^application\/(?!vnd\.jupyter\.widget)/,
  /^text\/plain$/,
  /^application\/vnd\.jupyter\.widget/,
]

function mimeChangeWords(
  { mime, content }: OutputChange & { readonly kind: "mime" },
  comparePixels: ViewOptions["comparePixels"],
): string {
  switch (content.kind) {
    case "text":
      return `${mimeName(mime)}, ${lineCount(content.text.hunks)}`
    case "image":
      return imageChangeWords(content.before, content.after, comparePixels)
    case "table":
      return tableChangeWords(content.table)
    case "json":
      return `${mimeName(mime)}, ${valueCount(content.changes)}`
    case "binary":
      return `${mimeName(mime)}, ${arrow(sizeOrNothing(content.before), sizeOrNothing(content.after))}`
  }
}

function contentWords(mime: string, content: MimeContent): string {
  switch (content.kind) {
    case "text":
      return mime === "text/plain" ? textWords("", content.text) : `${mimeName(mime)}, ${lines(content.text)}`
    case "image":
      return imageWords(content.image)
    case "table":
      return tableWords(content.table)
    case "json":
      return mimeName(mime)
    case "binary":
      return `${mimeName(mime)}, ${byteSize(content.size)}`
  }
}

/** A text of one line stands for itself: `stdout "ok"`, `42`. */
function textWords(name: string, text: string): string {
  const trimmed = text.trim()
  if (!isShortText(text)) return `${name || "text"}, ${lines(text)}`
  return name === "" ? trimmed : `${name} "${trimmed}"`
}

/** Whether a text is said whole rather than by its number of lines. */
export function isShortText(text: string): boolean {
  const trimmed = text.trim()
  return trimmed !== "" && trimmed.length <= SHORT_TEXT && !trimmed.includes("\n")
}

const SHORT_TEXT = 60

function lines(text: string): string {
  return counted(splitLines(text).length, "line")
}

function lineCount(hunks: readonly Hunk[]): string {
  const added = hunks.reduce((sum, { fromB, toB }) => sum + toB - fromB, 0)
  const deleted = hunks.reduce((sum, { fromA, toA }) => sum + toA - fromA, 0)
  const counts = [`+${added}`, `-${deleted}`].filter((part) => part.slice(1) !== "0").join(" ")
  return `${counts} ${added + deleted === 1 ? "line" : "lines"}`
}

function errorWords({ name, value, lastFrame }: ErrorReport): string {
  const message = value.trim() === "" ? name : `${name}: ${value.trim().split("\n")[0]}`
  return lastFrame === undefined ? message : `${message} in ${lastFrame}`
}

function imageWords({ format, width, height, size: bytes }: Image): string {
  return ["image", [format, dimensions(width, height)].filter(Boolean).join(" "), byteSize(bytes)].join(", ")
}

export function imageChangeWords(
  before: Image | undefined,
  after: Image | undefined,
  comparePixels: ViewOptions["comparePixels"],
): string {
  if (before === undefined || after === undefined) {
    const there = after ?? before
    return there === undefined ? "image" : `${imageWords(there)} ${after === undefined ? "removed" : "added"}`
  }
  const difference = comparePixels?.(before, after)
  return [
    "image",
    arrow(before.format, after.format),
    arrow(dimensions(before.width, before.height), dimensions(after.width, after.height)),
    arrow(byteSize(before.size), byteSize(after.size)),
    difference === undefined ? "" : differenceWords(difference),
  ]
    .filter((part) => part !== "")
    .join(", ")
    .replace(/^image, (\S+), (?=\d+×)/, "image, $1 ")
}

function differenceWords({ share, isRedrawn }: PixelDifference): string {
  return isRedrawn ? "redrawn" : `${percent(share)} of pixels differ`
}

function dimensions(width: number | undefined, height: number | undefined): string {
  return width === undefined || height === undefined ? "" : `${width}×${height}`
}

function percent(share: number): string {
  const value = share * 100
  if (value === 0) return "none"
  return value < 0.1 ? "under 0.1 %" : `${value < 10 ? value.toFixed(1) : Math.round(value)} %`
}

function tableWords({ shape }: Table): string {
  return `table, ${counted(shape.rows, "row")} × ${counted(shape.columns, "column")}`
}

function tableChangeWords({ before, after, ...change }: TableChange): string {
  if (before === undefined || after === undefined) {
    const there = after ?? before
    return there === undefined ? "table" : `${tableWords(there)} ${after === undefined ? "removed" : "added"}`
  }
  const words = [
    rowWords(before.shape.rows, after.shape.rows, change),
    before.shape.columns === after.shape.columns
      ? ""
      : `${before.shape.columns} → ${after.shape.columns} columns`,
    columnNames("+", change.columnsAdded),
    columnNames("-", change.columnsDeleted),
    change.values === 0 ? "" : `${counted(change.values, "value")} changed`,
  ].filter((part) => part !== "")
  const order = isReordered(change.rows) || isReordered(change.columns) ? ["its order changed"] : []
  const around = change.surroundings ? [aroundWords(words.length + order.length)] : []
  return ["table", ...words, ...order, ...around].join(", ").replace(/^table, (?=markup around)/, "")
}

function aroundWords(changes: number): string {
  return changes === 0 ? "markup around an equal table" : "the text around it changed"
}

/** As many rows as before may still be others. */
function rowWords(
  before: number,
  after: number,
  { rowsAdded, rowsDeleted }: Pick<TableChange, "rowsAdded" | "rowsDeleted">,
): string {
  if (before !== after) return `${before} → ${after} rows`
  return rowsAdded + rowsDeleted === 0 ? "" : `+${rowsAdded} -${rowsDeleted} rows`
}

/** Names of columns that are listed one by one. */
const MOST_COLUMNS = 4

function columnNames(sign: string, names: readonly string[]): string {
  if (names.length === 0) return ""
  const rest = names.length > MOST_COLUMNS ? ` ⋯ ${names.length - MOST_COLUMNS} more` : ""
  return (
    names
      .slice(0, MOST_COLUMNS)
      .map((name) => `${sign}${name || "(no name)"}`)
      .join(" ") + rest
  )
}

function valueCount(changes: readonly ValueChange[]): string {
  const [first] = changes
  return first !== undefined && changes.length === 1
    ? changeWords(first)
    : `${counted(changes.length, "value")} changed`
}

/** `application/vnd.plotly.v1+json` is `plotly.v1`, other types are what they are. */
function mimeName(mime: string): string {
  return /^application\/vnd\.(.+?)(?:\+json)?$/.exec(mime)?.[1] ?? mime.replace(/^text\//, "")
}

function sizeOrNothing(bytes: number | undefined): string {
  return bytes === undefined ? "nothing" : byteSize(bytes)
}

function arrow(before: string, after: string): string {
  return before === after ? before : `${before} → ${after}`
}
