import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { languageOf } from "../notebook/cell-language.js"
import { counted } from "../render/words/quantity.js"
import { type FileContext, markdownOf } from "./file-context.js"
import { contentHash } from "./markup/content-hash.js"
import { type Html, html, htmlText } from "./markup/html.js"
import { outlineCell } from "./outline.js"
import { wholeOutputs } from "./outputs/output-view.js"
import type { FileParts } from "./review-options.js"
import { quietSource } from "./source-view.js"

/** A notebook that is new or deleted as a whole: shown as it reads, under one line that says so, and not all in one
 *  color. It is one thing to look at. */
export function plainNotebook(diff: NotebookDiff, side: "before" | "after", context: FileContext): FileParts {
  const notebook = side === "after" ? diff.b : diff.a
  const cells = diff.cells.flatMap((one) => {
    const index = side === "after" ? one.after[0] : one.before[0]
    const cell = index === undefined ? undefined : notebook.cells[index]
    return index === undefined || cell === undefined ? [] : [{ cell, index }]
  })
  const outputContext = {
    image: context.image,
    nextName: context.nextName,
    comparePixels: undefined,
    markdown: markdownOf(undefined, side, context),
    isBrief: context.options.outputs === "summary",
  }
  const isShown = context.options.outputs !== "hide"
  const bodies = cells.map(({ cell, index }): Html => {
    const outputs = isShown ? wholeOutputs(cell.outputs, side, outputContext) : []
    const source = quietSource(cell, languageOf(notebook, cell), context)
    return html`<div class="cell quiet" id="${context.id}n${index + 1}"><div class="pos"><span>${index + 1}</span></div><div class="main">${source}${outputs.length > 0 && html`<div class="outs plain">${outputs}</div>`}</div></div>`
  })
  const kind = side === "after" ? "added" : "deleted"
  const words = side === "after" ? "new notebook" : "deleted notebook"
  const key = contentHash(
    bodies.map(htmlText).join("\n") + context.pictures.map(({ html: own }) => contentHash(own)).join(" "),
  )
  const id = `${context.id}c1`
  const card = (body: Html): string =>
    htmlText(
      html`<article class="cell ${kind} whole" id="${id}" data-k="${key}" tabindex="-1" aria-label="${words}, ${counted(cells.length, "cell")}"><div class="pos"></div><div class="main"><header class="ch"><i aria-hidden="true" data-t="${side === "after" ? "+" : "−"}"></i><h3><b>${words}</b> ${counted(cells.length, "cell")}</h3><div class="acts"><button type="button" class="flip2" data-act="note" aria-label="Write a note on this notebook">Note</button><a class="ln" href="#${id}" aria-label="Link to this notebook">#</a><label class="seen"><input type="checkbox" data-act="seen"> Viewed</label></div></header><div class="cb">${body}</div></div></article>`,
    )
  const brief = html`<p class="note">Left out to keep the page small (--max-size).</p>`
  return {
    changes: 1,
    outline: [outlineCell(id, kind, { positions: "", type: "", name: words })],
    parts: [{ hash: key, html: card(html`${bodies}`), brief: card(brief) }],
  }
}
