import type { ValueChange } from "../diff/model/change.js"
import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { significantChanges } from "../diff/noise.js"
import { mimeContent } from "../diff/outputs/mime-change.js"
import { diffLines } from "../diff/text/line-diff.js"
import type { JsonValue } from "../notebook/json/json-value.js"
import { safeText } from "../render/ink/safe-text.js"
import { jsonLine, jsonLines } from "../render/words/json-words.js"
import { counted } from "../render/words/quantity.js"
import { changeWords } from "../render/words/value-parts.js"
import { codeView } from "./code/code-view.js"
import { sourceSpans } from "./code/source-spans.js"
import type { FileContext } from "./file-context.js"
import { type Html, html, NOTHING } from "./markup/html.js"
import { imageView } from "./outputs/image-view.js"

/** What changed of a cell beside its source and outputs. */
export function cellMetadata({ changes }: CellDiff, { options }: FileContext): Html {
  if (options.metadata === "hide") return NOTHING
  const { id, executionCount } = changes
  const isIdTold = id !== undefined && (options.all || (id.before !== undefined && id.after !== undefined))
  const count = options.all ? executionCount : undefined
  const notes = [
    isIdTold && html`<li>id ${safeText(id.before ?? "none")} → ${safeText(id.after ?? "none")}</li>`,
    count !== undefined && html`<li>execution count ${words(count.before)} → ${words(count.after)}</li>`,
  ].filter((one) => one !== false)
  return valueList([...changes.metadata, ...changes.others], notes, options)
}

function words(value: JsonValue | undefined): string {
  return value === undefined ? "none" : safeText(jsonLine(value).slice(0, 100))
}

/** The notebook's own metadata, folded: it is seldom what somebody looks for. */
export function notebookMetadata(diff: NotebookDiff, { options }: FileContext): Html {
  const told = options.all ? diff.notebook : significantChanges(diff.notebook)
  if (told.length === 0 || options.metadata === "hide") return NOTHING
  return html`<details class="same meta"${options.metadata === "show" && html` open`}><summary><b>Notebook metadata</b><span>${counted(told.length, "change")}</span></summary>${valueList(told, [], options)}</details>`
}

function valueList(
  changes: readonly ValueChange[],
  notes: readonly Html[],
  options: FileContext["options"],
): Html {
  const told = options.all ? changes : significantChanges(changes)
  if (told.length + notes.length === 0) return NOTHING
  if (options.metadata === "show")
    return html`${notes.length > 0 && html`<ul class="values meta">${notes}</ul>`}${told.map(wholeValue)}`
  return html`<ul class="values meta">${notes}${told.map((change) => html`<li>${safeText(changeWords(change))}</li>`)}</ul>`
}

function wholeValue({ path, before, after }: ValueChange): Html {
  const [from, to] = [linesOf(before), linesOf(after)]
  const change = {
    before: from,
    after: to,
    hunks: diffLines(from, to),
    spansBefore: sourceSpans(from, "json"),
    spansAfter: sourceSpans(to, "json"),
  }
  return html`<div class="meta"><p class="note"><code>${safeText(path.join("."))}</code></p>${codeView(change, { context: 3, bare: true })}</div>`
}

function linesOf(value: JsonValue | undefined): string {
  return value === undefined ? "" : jsonLines(value)
}

/** The files attached to a cell that changed: pictures, mostly. */
export function attachmentViews({ changes }: CellDiff, context: FileContext): readonly Html[] {
  return changes.attachments.map(({ path, before, after }) => {
    const name = path.slice(1, 2).map((part) => safeText(part))
    const [x, y] = [imageIn(path[2], before), imageIn(path[2], after)]
    if (x === undefined && y === undefined)
      return html`<p class="note">attachment ${safeText(path.slice(1).join(" "))} ${eventOf(before, after)}</p>`
    return html`<section class="out ${eventOf(before, after)}"><h4>Attachment <span>${name}</span></h4>${imageView(x, y, context)}</section>`
  })
}

function eventOf(before: JsonValue | undefined, after: JsonValue | undefined): string {
  return before === undefined ? "added" : after === undefined ? "removed" : "changed"
}

function imageIn(mime: string | undefined, value: JsonValue | undefined) {
  const content = mime === undefined || value === undefined ? undefined : mimeContent({ mime, value })
  return content?.kind === "image" ? content.image : undefined
}
