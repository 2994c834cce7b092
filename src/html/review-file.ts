import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { countLines, isShown, summarize } from "../diff/summary.js"
import { safeText } from "../render/ink/safe-text.js"
import { cellTitle } from "../render/words/cell-title.js"
import { diffOfFile, fileEvents, pathWords } from "../render/words/file-names.js"
import { summaryWords } from "../render/words/summary-words.js"
import { cellKind } from "./cell-kind.js"
import { cellCard } from "./cell-view.js"
import { type FileContext, newFileContext } from "./file-context.js"
import { contentHash } from "./markup/content-hash.js"
import { type Html, html, htmlText, isEmpty, NOTHING } from "./markup/html.js"
import { notebookMetadata } from "./metadata-view.js"
import { outlineCell, outlineFile, outlineUnchanged } from "./outline.js"
import { patchView } from "./patch-view.js"
import { plainNotebook } from "./plain-notebook.js"
import type { FileParts, ReviewEntry, ReviewFile, ReviewOptions, ReviewPart } from "./review-options.js"
import { shortName } from "./short-name.js"
import { unchangedRun } from "./unchanged-view.js"

/** What the page holds of one file. `number` counts the review's files from 1. */
export function reviewFile(entry: ReviewEntry, number: number, options: ReviewOptions): ReviewFile {
  switch (entry.kind) {
    case "notebooks": {
      const context = newFileContext(entry.names, number, options, entry.comparePixels)
      return notebookFile(diffOfFile(entry.diff, entry.names), context)
    }
    case "text": {
      const context = newFileContext(entry.names, number, options, undefined)
      return plainFile(context, "shown as text", part(patchView(entry.patch)), options)
    }
    case "unmerged": {
      const context = newFileContext({ path: entry.path, status: "modified" }, number, options, undefined)
      const words = html`<p class="note lone">Not merged yet: <code>nbdiff resolve --web ${safeText(entry.path)}</code> shows its conflicts.</p>`
      return plainFile(context, "unmerged", part(words), options)
    }
  }
}

function part(body: Html): ReviewPart {
  const written = htmlText(body)
  return {
    hash: contentHash(written),
    html: written,
    brief: htmlText(html`<p class="note lone">Left out to keep the page small (--max-size).</p>`),
  }
}

function plainFile(
  context: FileContext,
  words: string,
  only: ReviewPart,
  options: ReviewOptions,
): ReviewFile {
  const { id, names } = context
  return {
    id,
    path: names.path,
    changes: 0,
    lines: 0,
    outline: htmlText(outlineFile({ ...context, path: names.path, words, lines: 0, cells: [] })),
    head: htmlText(fileHead(context, [...fileEvents(names), words], NOTHING, options)),
    parts: [only],
    pictures: [],
  }
}

function notebookFile(diff: NotebookDiff, context: FileContext): ReviewFile {
  const { id, names, options } = context
  const lines = countLines(diff)
  const isWhole = names.status === "added" || names.status === "deleted"
  const walk = isWhole
    ? plainNotebook(diff, names.status === "added" ? "after" : "before", context)
    : walkCells(diff, context)
  const metadata = isWhole ? NOTHING : notebookMetadata(diff, context)
  const events = [...fileEvents(names), ...summaryWords(summarize(diff)).map(({ text }) => text)]
  return {
    id,
    path: names.path,
    changes: walk.changes,
    lines: lines.added + lines.deleted,
    outline: htmlText(
      outlineFile({
        ...context,
        path: names.path,
        words: events.join(", "),
        lines: lines.added + lines.deleted,
        cells: walk.outline,
      }),
    ),
    head: htmlText(fileHead(context, events, lineCounts(lines), options)),
    parts: [...(isEmpty(metadata) ? [] : [part(metadata)]), ...walk.parts],
    pictures: context.pictures,
  }
}

function lineCounts({ added, deleted }: ReturnType<typeof countLines>): Html {
  if (added + deleted === 0) return NOTHING
  return html`<span class="lc"><ins>+${added}</ins> <del>−${deleted}</del> lines</span>`
}

function fileHead(
  { id, names }: FileContext,
  events: readonly string[],
  counts: Html,
  { versions }: ReviewOptions,
): Html {
  const chips = events.map((words) => html`<li>${words}</li>`)
  const between =
    versions !== undefined &&
    html`<span class="rev">${safeText(versions.before)}</span><span aria-label="to">→</span><span class="rev">${safeText(versions.after)}</span>`
  return html`<header class="nbh"><h2 id="${id}h">${pathWords(names)}</h2><p class="revs">${between}${counts}</p><ul class="sum">${chips}</ul></header>`
}

function walkCells(diff: NotebookDiff, context: FileContext): FileParts {
  const outline: Html[] = []
  const parts: ReviewPart[] = []
  const shown = diff.cells.filter((cell) => isInReview(cell, context.options))
  const numbers = new Map(shown.map((cell, i) => [cell, i + 1]))
  const traces = tracesOf(diff, numbers, context)
  let run: CellDiff[] = []
  const flush = (): void => {
    if (run.length === 0) return
    outline.push(outlineUnchanged(run))
    parts.push(unchangedRun(diff, run, context))
    run = []
  }
  for (const cell of diff.cells) {
    const number = numbers.get(cell)
    if (number === undefined) run.push(cell)
    else {
      flush()
      outline.push(outlineCell(`${context.id}c${number}`, cellKind(cell), cellTitle(diff, cell)))
      parts.push(cellCard(diff, cell, number, context))
    }
    const behind = traces.get(cell) ?? []
    if (behind.length > 0) flush()
    parts.push(...behind.map(part))
  }
  flush()
  return { outline, parts, changes: shown.length }
}

function isInReview(cell: CellDiff, { all }: ReviewOptions): boolean {
  return isShown(cell) || (all && cell.kind !== "unchanged")
}

/** Where a moved cell was: a line that leads to where it is now, after the cell that was before it. */
function tracesOf(
  diff: NotebookDiff,
  numbers: ReadonlyMap<CellDiff, number>,
  context: FileContext,
): ReadonlyMap<CellDiff, readonly Html[]> {
  const traces = new Map<CellDiff, readonly Html[]>()
  const inPlace = diff.cells.filter(({ moved, before }) => !moved && before.length > 0).sort(byPlaceBefore)
  for (const cell of diff.cells
    .filter(({ moved, before }) => moved && before.length > 0)
    .sort(byPlaceBefore)) {
    const anchor = inPlace.findLast(({ before }) => (before.at(-1) ?? 0) < (cell.before[0] ?? 0))
    const number = numbers.get(cell)
    if (anchor === undefined || number === undefined) continue
    const { name, type } = cellTitle(diff, cell)
    const [from, to] = [(cell.before[0] ?? 0) + 1, (cell.after[0] ?? 0) + 1]
    const line = html`<p class="ghost"><a href="#${context.id}c${number}"><i aria-hidden="true" data-t="↕"></i> Cell ${from} was here; it is now cell ${to}: <span>${shortName(name, type)}</span></a></p>`
    traces.set(anchor, [...(traces.get(anchor) ?? []), line])
  }
  return traces
}

function byPlaceBefore(x: CellDiff, y: CellDiff): number {
  return (x.before[0] ?? 0) - (y.before[0] ?? 0)
}
