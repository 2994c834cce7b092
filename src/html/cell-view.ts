import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { safeText } from "../render/ink/safe-text.js"
import { cellTitle } from "../render/words/cell-title.js"
import { cellKind, KIND_SIGNS } from "./cell-kind.js"
import { type FileContext, markdownOf } from "./file-context.js"
import { contentHash } from "./markup/content-hash.js"
import { type Html, html, htmlText, joined, NOTHING } from "./markup/html.js"
import { attachmentViews, cellMetadata } from "./metadata-view.js"
import { outputDiffs, wholeOutputs } from "./outputs/output-view.js"
import type { ReviewPart } from "./review-options.js"
import { type SourceViews, sourceViews } from "./source-view.js"

/** The card of a changed cell. */
export function cellCard(
  diff: NotebookDiff,
  cell: CellDiff,
  number: number,
  context: FileContext,
): ReviewPart {
  const views = sourceViews(diff, cell, context)
  const body = html`${viewsHtml(views)}${cellMetadata(cell, context)}${attachmentViews(cell, context)}${outputsHtml(diff, cell, context)}`
  const frame = newCardFrame(diff, cell, `${context.id}c${number}`, views)
  const key = contentHash(`${frame.kind}\n${htmlText(body)}\n${pictureHashes(body, context)}`)
  const card = (content: Html): string => htmlText(cardHtml(frame, key, content))
  const brief = html`<p class="note">Left out to keep the page small (--max-size). <code>nbdiff</code> shows it in the terminal.</p>`
  return { hash: contentHash(`${key}\n${htmlText(frame.header)}`), html: card(body), brief: card(brief) }
}

function viewsHtml({ rendered, source }: SourceViews): Html {
  if (rendered === undefined) return html`<div class="src">${source}</div>`
  return html`<div class="md view-r">${rendered}</div><div class="view-s" hidden>${source}</div>`
}

function outputsHtml(diff: NotebookDiff, cell: CellDiff, context: FileContext): Html {
  const { options, image, nextName } = context
  if (options.outputs === "hide") return NOTHING
  const outputContext = {
    image,
    nextName,
    comparePixels: context.comparePixels,
    markdown: markdownOf(undefined, "after", context),
    isBrief: options.outputs === "summary",
  }
  const outputs =
    cell.kind === "added"
      ? wholeOutputs(
          cell.after.flatMap((i) => diff.b.cells[i]?.outputs ?? []),
          "after",
          outputContext,
        )
      : cell.kind === "deleted"
        ? wholeOutputs(
            cell.before.flatMap((i) => diff.a.cells[i]?.outputs ?? []),
            "before",
            outputContext,
          )
        : outputDiffs(cell.changes.outputs, outputContext)
  return outputs.length === 0 ? NOTHING : html`<div class="outs">${outputs}</div>`
}

/** What surrounds the content of a card. */
interface CardFrame {
  readonly kind: string
  readonly id: string
  readonly label: string
  readonly header: Html
}

function newCardFrame(diff: NotebookDiff, cell: CellDiff, id: string, { rendered }: SourceViews): CardFrame {
  const kind = cellKind(cell)
  const { type, events } = cellTitle(diff, cell)
  const [old, now] = [positions(cell.before), positions(cell.after)]
  const toggle =
    rendered !== undefined &&
    html`<button type="button" class="flip" data-act="flip" aria-pressed="false">Source</button>`
  const actions = html`<div class="acts">${toggle}<button type="button" class="flip2" data-act="note" aria-label="Write a note on this cell">Note</button><a class="ln" href="#${id}" aria-label="Link to this cell">#</a><label class="seen"><input type="checkbox" data-act="seen"> Viewed</label></div>`
  const words = events.join(", ")
  return {
    kind,
    id,
    label: `cell ${now || old}, ${safeText(type)}, ${words}`,
    header: html`<div class="pos">${positionHtml(old, now)}</div><div class="main"><header class="ch"><i aria-hidden="true" data-t="${KIND_SIGNS[kind]}"></i><h3><b>${safeText(type)}</b> ${words}</h3>${actions}</header>`,
  }
}

function cardHtml({ kind, id, label, header }: CardFrame, key: string, content: Html): Html {
  return html`<article class="cell ${kind}" id="${id}" data-k="${key}" tabindex="-1" aria-label="${label}">${header}<div class="cb">${content}</div></div></article>`
}

function positions(indices: readonly number[]): string {
  return indices.map((index) => index + 1).join(", ")
}

function positionHtml(old: string, now: string): Html {
  if (old === now) return html`<span>${now}</span>`
  return joined([old !== "" && html`<del>${old}</del>`, now !== "" && html`<ins>${now}</ins>`])
}

/** The content of the pictures that the body has places for, so that a changed picture is a changed cell. */
function pictureHashes(body: Html, { pictures }: FileContext): string {
  const numbers = [...htmlText(body).matchAll(/\0(\d+)\0/g)].map(([, number]) => Number(number))
  return numbers.map((number) => contentHash(pictures[number]?.html ?? "")).join(" ")
}
