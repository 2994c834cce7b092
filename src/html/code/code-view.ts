import type { LineHunk } from "../../diff/text/line-diff.js"
import { counted } from "../../render/words/quantity.js"
import { type SectionItem, sectionOf, type TextLine } from "../../render/words/section.js"
import { type Html, html, joined, NOTHING } from "../markup/html.js"
import { type LineSpans, lineHtml } from "./code-line.js"

/** A text in two versions. */
export interface CodeChange {
  readonly before: string
  readonly after: string
  readonly hunks: readonly LineHunk[]
  readonly spansBefore: LineSpans
  readonly spansAfter: LineSpans
  /** Where further cells begin in a text that is several: their positions from 1, by line from 0. */
  readonly cutsBefore?: ReadonlyMap<number, number>
  readonly cutsAfter?: ReadonlyMap<number, number>
}

export interface CodeOptions {
  /** Unchanged lines around a change that are not folded. */
  readonly context: number
  /** Lines are not numbered: an output's. */
  readonly bare: boolean
}

/** Two versions of a text, line by line, all of it: what is far from a change is folded. Deleted and added lines that are
 *  versions of each other are one row, so that one and two columns are the same elements. */
export function codeView(change: CodeChange, { context, bare }: CodeOptions): Html {
  const { before, after, hunks, cutsBefore = NO_CUTS, cutsAfter = NO_CUTS } = change
  const section = sectionOf(before, after, hunks, {
    context: Number.MAX_SAFE_INTEGER,
    words: true,
    cutsBefore: [...cutsBefore.keys()],
    cutsAfter: [...cutsAfter.keys()],
  })
  const rows: Html[] = []
  let run: Html[] = []
  const flush = (isLast: boolean): void => {
    rows.push(...foldedRun(run, rows.length === 0 ? 0 : context, isLast ? 0 : context))
    run = []
  }
  for (const item of section) {
    if (item.kind === "same") run.push(...sameRow(item, change))
    else if (item.kind === "hunk") {
      flush(false)
      rows.push(hunkRows(item, change))
    }
  }
  flush(true)
  return rows.length === 0 ? NOTHING : codeRows(rows, bare)
}

const NO_CUTS: ReadonlyMap<number, number> = new Map()

function codeRows(rows: readonly Html[], bare: boolean): Html {
  return html`<div class="${bare ? "rows bare" : "rows"}">${rows}</div>`
}

/** Lines that a fold has to save. */
const LEAST_FOLDED = 4

function foldedRun(run: readonly Html[], top: number, bottom: number): readonly Html[] {
  const hidden = run.slice(top, Math.max(top, run.length - bottom))
  if (hidden.length < LEAST_FOLDED) return run
  const fold = html`<details class="gap"><summary>${counted(hidden.length, "unchanged line")}</summary>${hidden}</details>`
  return [...run.slice(0, top), fold, ...(bottom > 0 ? run.slice(-bottom) : [])]
}

type Same = SectionItem & { readonly kind: "same" }
type HunkItem = SectionItem & { readonly kind: "hunk" }

function sameRow({ line, before, after }: Same, change: CodeChange): readonly Html[] {
  const code = lineHtml(line, change.spansAfter(line.index))
  const row = html`<div class="r"><b data-n="${before + 1}"></b><b data-n="${after + 1}"></b><code>${code}</code></div>`
  return [...cutRow(change, before, after), row]
}

/** A line of a pair, or one without a partner. */
type RowPair = readonly [deleted: TextLine | undefined, added: TextLine | undefined]

function hunkRows(item: HunkItem, change: CodeChange): Html {
  const rows = rowPairs(item).map(([deleted, added]) => [
    ...cutRow(change, deleted?.index, added?.index),
    html`<div class="p">${deleted && deletedRow(deleted, change)}${added && addedRow(added, change)}</div>`,
  ])
  return html`<div class="h">${rows}</div>`
}

/** Lines without a partner are beside each other up to the next pair. */
function rowPairs({ deleted, added, pairs }: HunkItem): readonly RowPair[] {
  const rows: RowPair[] = []
  let a = 0
  let b = 0
  for (const [i, j] of [...pairs, [deleted.length, added.length] as const]) {
    while (a < i || b < j) rows.push([a < i ? deleted[a++] : undefined, b < j ? added[b++] : undefined])
    if (i < deleted.length && j < added.length) rows.push([deleted[a++], added[b++]])
  }
  return rows
}

function deletedRow(line: TextLine, { spansBefore }: CodeChange): Html {
  return html`<del class="r"><b data-n="${line.index + 1}"></b><b></b><code>${lineHtml(line, spansBefore(line.index))}${lineEnd(line)}</code></del>`
}

function addedRow(line: TextLine, { spansAfter }: CodeChange): Html {
  return html`<ins class="r"><b></b><b data-n="${line.index + 1}"></b><code>${lineHtml(line, spansAfter(line.index))}${lineEnd(line)}</code></ins>`
}

function lineEnd({ end }: TextLine): Html {
  switch (end) {
    case "usual":
      return NOTHING
    case "open":
      return html`<em class="eof" data-t="no newline at end"></em>`
    case "return":
      return html`<em class="eof" data-t="CR"></em>`
  }
}

function cutRow(
  { cutsBefore, cutsAfter }: CodeChange,
  before: number | undefined,
  after: number | undefined,
): readonly Html[] {
  const position = cutsAfter?.get(after ?? -1) ?? cutsBefore?.get(before ?? -1)
  return position === undefined ? [] : [html`<div class="cut" data-t="cell ${position}"></div>`]
}

/** A text of one version, all of it added or deleted. */
export function wholeText(
  text: string,
  side: "before" | "after",
  spans: LineSpans,
  options: WholeTextOptions,
): Html {
  const lines = linesOf(text)
  const rows = lines.map((line, i) => wholeRow({ text: line, changed: [] }, i, side, spans))
  const { first, last } = options
  const hidden = rows.slice(first, Math.max(first, rows.length - last))
  const isFolded = hidden.length >= LEAST_FOLDED
  const shown = isFolded
    ? [
        ...rows.slice(0, first),
        html`<details class="gap"><summary>${counted(hidden.length, "more line")}</summary>${hidden}</details>`,
        ...rows.slice(rows.length - last),
      ]
    : rows
  return codeRows([joined(shown)], options.bare)
}

export interface WholeTextOptions {
  readonly bare: boolean
  /** Lines of a long text that are not folded. */
  readonly first: number
  readonly last: number
}

function wholeRow(
  line: Pick<TextLine, "text" | "changed">,
  index: number,
  side: "before" | "after",
  spans: LineSpans,
): Html {
  const code = lineHtml(line, spans(index))
  return side === "before"
    ? html`<div class="p"><del class="r"><b data-n="${index + 1}"></b><b></b><code>${code}</code></del></div>`
    : html`<div class="p"><ins class="r"><b></b><b data-n="${index + 1}"></b><code>${code}</code></ins></div>`
}

/** A text that did not change: one element, without a row for each line. */
export function quietText(text: string, spans: LineSpans): Html {
  const lines = linesOf(text).map((line, i) => [
    i > 0 && "\n",
    line === "" ? NOTHING : lineHtml({ text: line, changed: [] }, spans(i)),
  ])
  return html`<pre class="q">${lines}</pre>`
}

function linesOf(text: string): readonly string[] {
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""))
}
