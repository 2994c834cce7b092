import { safeText } from "../render/ink/safe-text.js"
import { byteSize, counted } from "../render/words/quantity.js"
import { contentHash } from "./markup/content-hash.js"
import { escapeHtml, type Html, html, htmlText, trustedHtml } from "./markup/html.js"
import { type Picture, withPictures } from "./markup/pictures.js"
import { PAGE_BUNDLE } from "./page-bundle.js"
import { LIVE_HEAD, pageHead } from "./page-head.js"
import type { PageOptions, ReviewFile, ReviewPart } from "./review-options.js"

/** The whole page, from `<!doctype html>` on. In a file nothing is loaded and nothing runs but the script that the policy
 *  names. A live page differs in what it lets the browser do: its script is `page.js` beside it, and it asks the server
 *  that sent it. */
export function reviewPage(files: readonly ReviewFile[], options: PageOptions): string {
  const frame = pageFrame(files, options)
  const fitted = fittedFiles(files, options.maxSize, byteLength(frame("", "", "")))
  const outline = fitted.files.map((file) => file.outline).join("")
  const sections = fitted.files.map(({ file, body }) => sectionOf(file, body)).join("")
  const body = files.length === 0 ? htmlText(html`<p class="none" id="none">No differences.</p>`) : sections
  return frame(outline, fitted.words, body)
}

/** The text of `page.js` and the rest that a server hands out beside the page. */
export function livePageFiles(): { readonly script: string } {
  return { script: PAGE_BUNDLE.liveScript }
}

type Frame = (outline: string, leftOut: string, sections: string) => string

function pageFrame(files: readonly ReviewFile[], options: PageOptions): Frame {
  const title = safeText(options.title)
  const id = contentHash([options.title, ...files.map(({ path }) => path)].join("\n"))
  const changes = files.reduce((sum, file) => sum + file.changes, 0)
  const head = pageHead(title, options.live ? LIVE_HEAD : filePolicy(), PAGE_BUNDLE.css)
  const script = options.live
    ? html`<script src="page.js" defer></script>`
    : html`<script>${trustedHtml(PAGE_BUNDLE.script)}</script>`
  const start = htmlText(
    html`<!doctype html>
<html lang="en">${head}
<body${options.live && html` data-live`} data-id="${id}"><a class="skip-link" href="#main">Skip to the changes</a>${topBar(title, files.length, changes)}<div class="lay"><nav class="side${files.length > MANY && " many"}" id="side" aria-label="Changes">${files.length > MANY && SORT}`,
  )
  const end = htmlText(html`</main></div>${STEPPER}${HELP}${script}</body></html>\n`)
  return (outline, leftOut, sections) =>
    `${start}${outline === "" ? "" : `<ol>${outline}</ol>`}</nav><main id="main" tabindex="-1">${leftOut}${sections}${end}`
}

/** Files beyond which the outline shows the cells of the one in sight only. */
const MANY = 6

const SORT = html`<button type="button" class="icon sort" data-act="sort" aria-pressed="false">Largest first</button>`

function filePolicy(): Html {
  const policy = `default-src 'none'; script-src '${PAGE_BUNDLE.scriptHash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-src 'none'`
  return html`<meta http-equiv="Content-Security-Policy" content="${trustedHtml(policy)}">`
}

function topBar(title: string, files: number, changes: number): Html {
  const words = files > 1 ? `${counted(files, "file")}, ${counted(changes, "change")}` : ""
  return html`<header class="top"><button type="button" class="icon nav" data-act="nav" aria-expanded="false" aria-controls="side" aria-label="List of changes">☰</button><h1>${title}</h1><span class="total">${words}</span><span class="prog" role="status"></span><button type="button" class="icon notes" data-act="notes" hidden></button><div class="seg" role="group" aria-label="Layout"><button type="button" data-layout="unified" aria-pressed="true">One column</button><button type="button" data-layout="split" aria-pressed="false">Two columns</button></div><button type="button" class="icon" data-act="theme" aria-label="Light or dark">◐</button><button type="button" class="icon" data-act="help" aria-label="Keys">?</button></header>`
}

const STEPPER = html`<nav class="step" aria-label="Changes one by one"><button type="button" data-act="prev" aria-label="Previous change">‹</button><span class="at"></span><button type="button" data-act="next" aria-label="Next change">›</button></nav>`

const KEYS = [
  ["j k", "next, previous change"],
  ["n p", "next, previous not viewed"],
  ["v", "viewed, and on to the next"],
  ["s", "source or rendered"],
  ["u", "one or two columns"],
  ["o m e", "outputs, metadata, unchanged cells"],
  ["c", "write a note"],
  ["[ ]", "previous, next file"],
  ["t", "light or dark"],
  ["?", "this list"],
] as const

const HELP = html`<dialog id="help" aria-labelledby="helph"><h2 id="helph">Keys</h2><dl>${KEYS.map(([keys, words]) => html`<dt>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${words}</dd>`)}</dl><form method="dialog"><label><input type="checkbox" data-act="keys" checked> Single keys are on</label><button class="icon">Close</button></form></dialog>`

function sectionOf({ id, head }: ReviewFile, body: string): string {
  return `<section class="nb" id="${id}" aria-labelledby="${id}h">${head}${body}</section>`
}

interface FittedFile {
  readonly file: ReviewFile
  readonly outline: string
  readonly body: string
}

interface Fitted {
  readonly files: readonly FittedFile[]
  /** What was left out, in a line at the top. */
  readonly words: string
}

/** What the page holds of the files: the largest pictures, and then the largest cells, are left out until it fits. */
function fittedFiles(files: readonly ReviewFile[], maxSize: number | undefined, frameSize: number): Fitted {
  const pictures = files.flatMap((file) => file.pictures)
  const parts = files.flatMap((file) => file.parts)
  const left = new Set<Picture | ReviewPart>()
  let size = frameSize + sizeOf(files, parts, pictures)
  for (const { item, saved } of [
    ...bySaving(pictures, ({ words }) => words),
    ...bySaving(parts, ({ brief }) => brief),
  ]) {
    if (maxSize === undefined || size <= maxSize) break
    if (saved <= 0) continue
    left.add(item)
    size -= saved
  }
  return {
    files: files.map((file) => ({ file, outline: file.outline, body: bodyOf(file, left) })),
    words: leftOutWords(
      pictures.filter((one) => left.has(one)).length,
      parts.filter((one) => left.has(one)).length,
      maxSize,
    ),
  }
}

function bodyOf({ parts, pictures }: ReviewFile, left: ReadonlySet<Picture | ReviewPart>): string {
  return parts
    .map((part) => {
      const written = left.has(part) ? part.brief : part.html
      return withPictures(withHash(written, part.hash), pictures, (picture) => !left.has(picture))
    })
    .join("")
}

/** The part's element with its hash. */
function withHash(written: string, hash: string): string {
  return written.replace(/^<[a-z]+/, (start) => `${start} data-h="${escapeHtml(hash)}"`)
}

function sizeOf(
  files: readonly ReviewFile[],
  parts: readonly ReviewPart[],
  pictures: readonly Picture[],
): number {
  const frames = files.reduce((sum, { outline, head }) => sum + byteLength(outline) + byteLength(head), 0)
  return (
    frames +
    parts.reduce((sum, part) => sum + byteLength(part.html), 0) +
    pictures.reduce((sum, picture) => sum + byteLength(picture.html), 0)
  )
}

interface Saving<T> {
  readonly item: T
  readonly saved: number
}

function bySaving<T extends { readonly html: string }>(
  items: readonly T[],
  briefOf: (item: T) => string,
): readonly Saving<T>[] {
  return items
    .map((item) => ({ item, saved: byteLength(item.html) - byteLength(briefOf(item)) }))
    .sort((x, y) => y.saved - x.saved)
}

const encoder = new TextEncoder()

function byteLength(text: string): number {
  return /[^\x00-\x7f]/.test(text) ? encoder.encode(text).length : text.length
}

function leftOutWords(pictures: number, parts: number, maxSize: number | undefined): string {
  const words = [
    ...(pictures > 0 ? [counted(pictures, "picture")] : []),
    ...(parts > 0 ? [counted(parts, "cell")] : []),
  ].join(" and ")
  if (words === "" || maxSize === undefined) return ""
  return htmlText(
    html`<p class="note lone" id="left-out">${words} left out to keep this page under ${byteSize(maxSize)} (<code>--max-size</code>): the largest ones.</p>`,
  )
}
