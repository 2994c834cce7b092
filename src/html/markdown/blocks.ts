import { safeText } from "../../render/ink/safe-text.js"
import {
  type ElementName,
  element,
  type Html,
  html,
  htmlText,
  joined,
  NOTHING,
  trustedHtml,
} from "../markup/html.js"

/** A word, a picture or a formula of a paragraph, with the marks that it is in. */
export interface Atom {
  readonly html: Html
  readonly text: string
  readonly marks: readonly Mark[]
  /** Atoms of one key read alike. */
  readonly key: string
}

export interface Mark {
  readonly name: ElementName
  /** With the space before them. */
  readonly attributes: Html
}

/** A block of Markdown as it reads. `raw` is its source. */
export type Block =
  | (Read & { readonly kind: "text"; readonly level: number; readonly atoms: readonly Atom[] })
  | (Read & { readonly kind: "list"; readonly start: number | undefined; readonly items: readonly Item[] })
  | (Read & { readonly kind: "quote"; readonly blocks: readonly Block[] })
  | (Read & { readonly kind: "code"; readonly language: string })
  | (Read & { readonly kind: "table"; readonly head: Row; readonly rows: readonly Row[] })
  | (Read & { readonly kind: "html"; readonly html: Html; readonly leftOut: readonly string[] })
  /** A comment, the definition of a link: nothing of it is seen. */
  | (Read & { readonly kind: "hidden" })

interface Read {
  readonly raw: string
  readonly text: string
  /** Blocks of one key read alike. */
  readonly key: string
}

export interface Item extends Read {
  readonly blocks: readonly Block[]
  readonly isDone: boolean | undefined
}

export type Row = readonly (readonly Atom[])[]

export type AtomState = "same" | "del" | "ins"

export function blockHtml(block: Block): Html {
  switch (block.kind) {
    case "text":
      return textHtml(block.level, sameAtoms(block.atoms))
    case "html":
      return html`<div class="foreign">${block.html}</div>`
    case "code":
      return html`<pre tabindex="0"><code>${safeText(block.text, "\t\n")}</code></pre>`
    case "quote":
      return html`<blockquote>${block.blocks.map(blockHtml)}</blockquote>`
    case "list":
      return listHtml(
        block.start,
        block.items.map((item) => html`<li>${itemHtml(item)}</li>`),
      )
    case "table":
      return tableHtml(
        block.head.map((cell) => html`<th>${sameAtoms(cell)}</th>`),
        block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${sameAtoms(cell)}</td>`)}</tr>`),
      )
    case "hidden":
      return NOTHING
  }
}

/** A paragraph, or a heading: those of cells are not headings of the page, and all of one level in its outline. */
export function textHtml(level: number, body: Html): Html {
  return level === 0 ? html`<p>${body}</p>` : html`<h4 class="h${level}">${body}</h4>`
}

export function itemHtml({ blocks, isDone }: Item): Html {
  const [first, ...rest] = blocks
  const isPlain = first?.kind === "text" && first.level === 0
  const body = isPlain ? [sameAtoms(first.atoms), ...rest.map(blockHtml)] : blocks.map(blockHtml)
  return joined([checkBox(isDone), ...body])
}

export function checkBox(isDone: boolean | undefined): Html {
  if (isDone === undefined) return NOTHING
  return html`<span class="box" role="img" aria-label="${isDone ? "done" : "to do"}">${isDone ? "☑" : "☐"}</span> `
}

export function listHtml(start: number | undefined, items: readonly Html[]): Html {
  if (start === undefined) return html`<ul>${items}</ul>`
  return start === 1 ? html`<ol>${items}</ol>` : html`<ol start="${start}">${items}</ol>`
}

/** A wide table scrolls by itself, with the keyboard too. */
export function tableHtml(head: readonly Html[], rows: readonly Html[]): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="table"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`
}

export function sameAtoms(atoms: readonly Atom[]): Html {
  return atomsHtml(atoms.map((atom) => [atom, "same"] as const))
}

/** Atoms and what became of each: changes outermost, marks inside, neighbors in one element where they agree. */
export function atomsHtml(atoms: readonly (readonly [Atom, AtomState])[]): Html {
  const pieces: Html[] = []
  for (let i = 0; i < atoms.length; ) {
    const state = atoms[i]?.[1] ?? "same"
    let end = i
    while (atoms[end]?.[1] === state) end++
    const run = markedAtoms(atoms.slice(i, end).map(([atom]) => atom))
    pieces.push(state === "same" ? run : element(state, NOTHING, run))
    i = end
  }
  return joined(pieces)
}

function markedAtoms(atoms: readonly Atom[]): Html {
  let written = ""
  let open: readonly Mark[] = []
  const change = (to: readonly Mark[]): void => {
    let common = 0
    while (common < open.length && common < to.length && isSameMark(open[common], to[common])) common++
    for (const { name } of open.slice(common).toReversed()) written += `</${name}>`
    for (const { name, attributes } of to.slice(common)) written += `<${name}${htmlText(attributes)}>`
    open = to
  }
  for (const { html: own, marks } of atoms) {
    change(marks)
    written += htmlText(own)
  }
  change([])
  return trustedHtml(written)
}

function isSameMark(x: Mark | undefined, y: Mark | undefined): boolean {
  return x !== undefined && y !== undefined && markKey(x) === markKey(y)
}

export function markKey({ name, attributes }: Mark): string {
  return `<${name}${htmlText(attributes)}>`
}
