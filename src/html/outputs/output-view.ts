import type { ErrorReport, MimeChange, OutputChange, OutputDiff } from "../../diff/model/output-diff.js"
import { isSignificantOutput } from "../../diff/noise.js"
import { errorReport } from "../../diff/outputs/error-report.js"
import { mimeContent } from "../../diff/outputs/mime-change.js"
import { diffTables, isTableChanged } from "../../diff/outputs/table-change.js"
import { diffLines } from "../../diff/text/line-diff.js"
import { mimeText } from "../../normalize/outputs/mime-canonical.js"
import { type OutputRun, outputRuns } from "../../normalize/outputs/output-run.js"
import { type JsonValue, textOf } from "../../notebook/json/json-value.js"
import type { MimeEntry, Output } from "../../notebook/model.js"
import { safeText } from "../../render/ink/safe-text.js"
import { contentText, outputText } from "../../render/words/output-text.js"
import { changeOfOutput, outputWords, rank, richest } from "../../render/words/output-words.js"
import { byteSize } from "../../render/words/quantity.js"
import { changeWords } from "../../render/words/value-parts.js"
import type { ComparePixels } from "../../render/words/view-options.js"
import { blockHtml } from "../markdown/blocks.js"
import { markdownDiff } from "../markdown/markdown-diff.js"
import { type MarkdownOptions, readMarkdown } from "../markdown/read-markdown.js"
import { type Html, html, joined, NOTHING } from "../markup/html.js"
import { htmlFrame } from "./frame.js"
import { type ImageContext, imageView } from "./image-view.js"
import { tableView } from "./table-view.js"
import { textDiffView, wholeTextView } from "./text-view.js"

export interface OutputContext extends ImageContext {
  readonly comparePixels: ComparePixels | undefined
  readonly markdown: MarkdownOptions
  /** Pictures, tables and exceptions alone; of other outputs the words. */
  readonly isBrief: boolean
}

type Side = "before" | "after"

/** The outputs that a reader is shown that they differ. */
export function outputDiffs(outputs: readonly OutputDiff[], context: OutputContext): readonly Html[] {
  return outputs.filter(isSignificantOutput).map((output) => {
    if (output.kind === "added") return wholeOutput(output.after, "after", context)
    return output.kind === "deleted"
      ? wholeOutput(output.before, "before", context)
      : editedOutput(output, context)
  })
}

/** The outputs of a cell that came or went. */
export function wholeOutputs(
  outputs: readonly Output[],
  side: Side,
  context: OutputContext,
): readonly Html[] {
  return outputRuns(outputs).map((run) => wholeOutput(run, side, context))
}

function outputBox(state: "added" | "removed" | "changed", words: string, body: Html): Html {
  const title = state === "changed" ? "Output" : `Output ${state}`
  return html`<section class="out ${state}"><h4>${title} <span>${safeText(words)}</span></h4>${body}</section>`
}

function wholeOutput(run: OutputRun, side: Side, context: OutputContext): Html {
  const body = wholeBody(run, side, context)
  return outputBox(side === "before" ? "removed" : "added", outputWords(run), body)
}

function wholeBody(run: OutputRun, side: Side, context: OutputContext): Html {
  const output = run[0] as Output
  if (output.type === "error") return wholeError(output, side)
  const isBundle = output.type === "display_data" || output.type === "execute_result"
  const entry = isBundle ? richest(output.data) : undefined
  if (entry !== undefined) return entryHtml(entry, output.data, side, context)
  return context.isBrief ? NOTHING : wholeTextView(outputText(run), side, output.name)
}

function wholeError(output: Output, side: Side): Html {
  const line = errorLine(errorReport(output), side === "before" ? "del" : "ins")
  return html`${line}${folded("traceback", wholeTextView(outputText([output]), side))}`
}

function entryHtml(entry: MimeEntry, data: readonly MimeEntry[], side: Side, context: OutputContext): Html {
  const content = mimeContent(entry)
  switch (content.kind) {
    case "image":
      return side === "before"
        ? imageView(content.image, undefined, context)
        : imageView(undefined, content.image, context)
    case "table":
      return tableView(
        side === "before" ? diffTables(content.table, undefined) : diffTables(undefined, content.table),
      )
    case "binary":
      return html`<p class="note">${byteSize(content.size)}, not shown here</p>`
    case "json": {
      const plain = data.find(({ mime }) => mime === "text/plain")
      if (context.isBrief) return NOTHING
      return wholeTextView(plain === undefined ? contentText(entry) : textOf(plain.value), side)
    }
    case "text":
      return context.isBrief ? NOTHING : markupHtml(entry.mime, content.text, side, context)
  }
}

function markupHtml(mime: string, text: string, side: Side, { markdown }: OutputContext): Html {
  if (mime === "text/html")
    return html`<div class="${side === "before" ? "old" : "new"}">${htmlFrame(text)}${sourceFold(text, side)}</div>`
  const blocks = isRendered(mime) ? readMarkdown(renderedSource(mime, text), markdown) : undefined
  if (blocks === undefined) return wholeTextView(text, side)
  const body = blocks.map(blockHtml)
  return html`<div class="md">${side === "before" ? html`<del class="blk">${body}</del>` : html`<ins class="blk">${body}</ins>`}</div>`
}

function sourceFold(text: string, side: Side): Html {
  return folded("the HTML as source", wholeTextView(text, side))
}

function isRendered(mime: string): boolean {
  return mime === "text/markdown" || mime === "text/latex"
}

/** LaTeX is a formula to Markdown too, if it does not say so itself. */
function renderedSource(mime: string, text: string): string {
  return mime !== "text/latex" || /^\s*\$|\\begin\{/.test(text) ? text : `$$${text}$$`
}

function folded(words: string, body: Html): Html {
  return html`<details class="gap src"><summary>${words}</summary>${body}</details>`
}

/** The richest thing that changed, since the others say it in other words; these are folded. */
function editedOutput({ changes }: OutputDiff, context: OutputContext): Html {
  const [main, ...others] = changes.toSorted((x, y) => richness(x) - richness(y))
  if (main === undefined) return NOTHING
  const also = others
    .filter((change) => change.kind === "field" || (change.kind === "mime" && change.mime !== "text/plain"))
    .map((change) => folded(`also ${safeText(changeOfOutput(change, context))}`, changeHtml(change, context)))
  return outputBox("changed", changeOfOutput(main, context), joined([changeHtml(main, context), ...also]))
}

function richness(change: OutputChange): number {
  switch (change.kind) {
    case "stream":
    case "error":
      return 0
    case "mime":
      return rank(change.mime)
    case "field":
      return Number.POSITIVE_INFINITY
  }
}

function changeHtml(change: OutputChange, context: OutputContext): Html {
  switch (change.kind) {
    case "stream":
      return context.isBrief ? NOTHING : textDiffView(change.text, change.name)
    case "error":
      return html`${errorLines(change.before, change.after)}${folded("traceback", textDiffView(change.text))}`
    case "field":
      return html`<p class="note">${safeText(changeWords(change.change))}</p>`
    case "mime":
      return mimeHtml(change, context)
  }
}

function errorLines(before: ErrorReport, after: ErrorReport): Html {
  const isSame =
    before.name === after.name && before.value === after.value && before.lastFrame === after.lastFrame
  return isSame ? errorLine(after, undefined) : html`${errorLine(before, "del")}${errorLine(after, "ins")}`
}

function errorLine({ name, value, lastFrame }: ErrorReport, state: "del" | "ins" | undefined): Html {
  const message = value.split("\n")[0] ?? ""
  const body = html`<strong>${safeText(name)}</strong>${message !== "" && `: ${safeText(message)}`}${lastFrame !== undefined && html` <em>in ${safeText(lastFrame)}</em>`}`
  if (state === undefined) return html`<p class="err">${body}</p>`
  return state === "del"
    ? html`<p class="err"><del>${body}</del></p>`
    : html`<p class="err"><ins>${body}</ins></p>`
}

type MimeOutputChange = OutputChange & { readonly kind: "mime" }

function mimeHtml(change: MimeOutputChange, context: OutputContext): Html {
  const { content } = change
  switch (content.kind) {
    case "image":
      return imageView(content.before, content.after, context)
    case "table": {
      const source = writtenDiff(change)
      if (!content.table.surroundings) return tableView(content.table)
      if (isTableChanged(content.table))
        return html`${tableView(content.table)}${folded("the HTML around it changed too", source)}`
      return html`<p class="note">The table is as it was; the HTML around it changed.</p>${folded("the HTML as source", source)}`
    }
    case "json":
      return jsonHtml(content)
    case "binary":
      return NOTHING
    case "text":
      return context.isBrief ? NOTHING : textHtml(change, content, context)
  }
}

/** Values that are listed one by one. */
const MOST_VALUES = 60

function jsonHtml({ changes }: MimeChange & { readonly kind: "json" }): Html {
  const rest = changes.length - MOST_VALUES
  const items = changes
    .slice(0, MOST_VALUES)
    .map(
      (change) =>
        html`<li><code>${safeText(change.path.join("."))}</code> ${safeText(changeWords({ ...change, path: [] }))}</li>`,
    )
  return html`<ul class="values">${items}${rest > 0 && html`<li>${rest} more</li>`}</ul>`
}

/** Both versions of an entry as they are written. */
function writtenDiff({ mime, before, after }: MimeOutputChange): Html {
  const written = (value: JsonValue | undefined): string =>
    value === undefined ? "" : mimeText({ mime, value })
  const [a, b] = [written(before), written(after)]
  return textDiffView({ before: a, after: b, hunks: diffLines(a, b) })
}

function textHtml(
  { mime }: MimeOutputChange,
  { text }: MimeChange & { readonly kind: "text" },
  { markdown }: OutputContext,
): Html {
  const { before, after } = text
  if (mime === "text/html") {
    return html`<div class="pair">${before !== "" && html`<div class="old">${htmlFrame(before)}</div>`}${after !== "" && html`<div class="new">${htmlFrame(after)}</div>`}</div>${folded("the HTML as source", textDiffView(text))}`
  }
  if (isRendered(mime)) {
    const [a, b] = [
      readMarkdown(renderedSource(mime, before), markdown),
      readMarkdown(renderedSource(mime, after), markdown),
    ]
    const diff = a && b && markdownDiff(a, b)
    if (diff?.isMarked) return html`<div class="md">${diff.html}</div>`
  }
  return textDiffView(text)
}
