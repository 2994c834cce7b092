import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { diffLines } from "../diff/text/line-diff.js"
import { splitLines } from "../diff/text/lines.js"
import { languageOf } from "../notebook/cell-language.js"
import type { Cell } from "../notebook/model.js"
import { cellName } from "../render/words/cell-title.js"
import { counted } from "../render/words/quantity.js"
import { type CodeChange, codeView, quietText, wholeText } from "./code/code-view.js"
import { sourceSpans } from "./code/source-spans.js"
import { type FileContext, markdownOf } from "./file-context.js"
import { type Block, blockHtml } from "./markdown/blocks.js"
import { markdownDiff } from "./markdown/markdown-diff.js"
import { readMarkdown } from "./markdown/read-markdown.js"
import { type Html, html, isEmpty, joined } from "./markup/html.js"
import { leftOutNote } from "./outputs/frame.js"
import { shortName } from "./short-name.js"

/** The views of a cell's source: as it reads, for Markdown, and as it is written. */
export interface SourceViews {
  readonly rendered: Html | undefined
  readonly source: Html
}

export function sourceViews(diff: NotebookDiff, cell: CellDiff, context: FileContext): SourceViews {
  const sides = sidesOf(diff, cell)
  switch (cell.kind) {
    case "added":
    case "deleted":
      return wholeSource(sides, cell.kind === "added" ? "after" : "before", context)
    case "split":
    case "joined":
      return changedSource(sides, cell, context)
    case "edited":
    case "unchanged":
      return cell.changes.source === undefined && cell.changes.type === undefined
        ? { rendered: undefined, source: unchangedSource(sides, context) }
        : changedSource(sides, cell, context)
  }
}

interface Sides {
  readonly a: readonly Cell[]
  readonly b: readonly Cell[]
  readonly languageA: string
  readonly languageB: string
}

function sidesOf(diff: NotebookDiff, { before, after }: CellDiff): Sides {
  const a = before.flatMap((i) => diff.a.cells[i] ?? [])
  const b = after.flatMap((i) => diff.b.cells[i] ?? [])
  const language = (notebook: NotebookDiff["a"], cells: readonly Cell[]): string =>
    cells[0] === undefined ? "" : languageOf(notebook, cells[0])
  return { a, b, languageA: language(diff.a, a), languageB: language(diff.b, b) }
}

/** Lines of a long new source that are not folded. */
const FIRST = 60

function wholeSource(
  { a, b, languageA, languageB }: Sides,
  side: "before" | "after",
  context: FileContext,
): SourceViews {
  const cell = (side === "after" ? b[0] : a[0]) as Cell
  if (cell.source.trim() === "")
    return { rendered: undefined, source: html`<p class="note">an empty ${cell.type} cell</p>` }
  const spans = sourceSpans(cell.source, side === "after" ? languageB : languageA)
  const source = wholeText(cell.source, side, spans, { bare: false, first: FIRST, last: 0 })
  const blocks = renderable(cell, side, context)
  if (blocks === undefined || !isSeen(blocks)) return { rendered: undefined, source }
  const body = blocks.map(blockHtml)
  const marked =
    side === "after" ? html`<ins class="blk">${body}</ins>` : html`<del class="blk">${body}</del>`
  return { rendered: html`${marked}${leftOutNote(leftOutOf(blocks))}`, source }
}

function renderable(
  cell: Cell,
  side: "before" | "after",
  context: FileContext,
): readonly Block[] | undefined {
  return cell.type === "markdown" ? readMarkdown(cell.source, markdownOf(cell, side, context)) : undefined
}

function isSeen(blocks: readonly Block[]): boolean {
  return blocks.some(({ kind }) => kind !== "hidden")
}

function leftOutOf(blocks: readonly Block[]): readonly string[] {
  return [...new Set(blocks.flatMap((block) => (block.kind === "html" ? block.leftOut : [])))]
}

/** Lines of an unchanged source that are shown above a cell's outputs. */
const SHORT_SOURCE = 4

function unchangedSource(sides: Sides, context: FileContext): Html {
  const cell = sides.b[0] as Cell
  const body = quietSource(cell, sides.languageB, context)
  const lines = splitLines(cell.source).length
  if (lines <= SHORT_SOURCE) return body
  return html`<details class="gap src"><summary>source unchanged, ${counted(lines, "line")} <code>${shortName(cellName(cell), cell.type)}</code></summary>${body}</details>`
}

/** A source that did not change: Markdown as it reads, code in its colors. */
export function quietSource(cell: Cell, language: string, context: FileContext): Html {
  const blocks = renderable(cell, "after", context)
  if (blocks !== undefined) return html`<div class="md">${blocks.map(blockHtml)}</div>`
  return quietText(cell.source, sourceSpans(cell.source, language))
}

function changedSource(sides: Sides, cell: CellDiff, context: FileContext): SourceViews {
  const { a, b, languageA, languageB } = sides
  const [x, y] = [joinedSources(a), joinedSources(b)]
  const change: CodeChange = {
    before: x.text,
    after: y.text,
    hunks: cell.changes.source?.hunks ?? diffLines(x.text, y.text),
    spansBefore: sourceSpans(x.text, languageA),
    spansAfter: sourceSpans(y.text, languageB),
    cutsBefore: cutsOf(x.starts, cell.before),
    cutsAfter: cutsOf(y.starts, cell.after),
  }
  const view = codeView(change, { context: context.options.context, bare: false })
  const source = isEmpty(view) ? unchangedSource(sides, context) : view
  if (![...a, ...b].every(({ type }) => type === "markdown")) return { rendered: undefined, source }
  const before = readMarkdown(x.text, markdownOf(a[0], "before", context))
  const after = readMarkdown(y.text, markdownOf(b[0], "after", context))
  if (before === undefined || after === undefined) return { rendered: undefined, source }
  const diff = markdownDiff(before, after)
  if (!diff.isMarked) {
    return {
      rendered: undefined,
      source: html`<p class="note same">It reads as before; the source differs:</p>${source}`,
    }
  }
  const notes = [hasBlankHunk(change) && BLANK_NOTE, leftOutNote(leftOutOf([...before, ...after]))]
  return { rendered: joined([diff.html, ...notes]), source }
}

const BLANK_NOTE = html`<p class="note">Blank lines changed too: the source shows them.</p>`

/** Whether somewhere nothing but blank lines came or went, which no rendering shows. */
function hasBlankHunk({ before, after, hunks }: CodeChange): boolean {
  const [a, b] = [splitLines(before), splitLines(after)]
  const isBlank = (line: string): boolean => line.trim() === ""
  return hunks.some(
    ({ fromA, toA, fromB, toB }) => a.slice(fromA, toA).every(isBlank) && b.slice(fromB, toB).every(isBlank),
  )
}

interface JoinedSources {
  readonly text: string
  /** The lines at which the second cell and those after it begin. */
  readonly starts: readonly number[]
}

function joinedSources(cells: readonly Cell[]): JoinedSources {
  let text = ""
  const starts: number[] = []
  for (const [i, { source }] of cells.entries()) {
    if (i > 0) {
      text += "\n"
      starts.push(splitLines(text).length)
    }
    text += source
  }
  return { text, starts }
}

function cutsOf(starts: readonly number[], positions: readonly number[]): ReadonlyMap<number, number> {
  return new Map(starts.map((line, i) => [line, (positions[i + 1] ?? 0) + 1]))
}
