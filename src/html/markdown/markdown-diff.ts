import type { Hunk } from "../../diff/text/hunk.js"
import { diffLines } from "../../diff/text/line-diff.js"
import { pairLines } from "../../diff/text/line-pairs.js"
import { diffSequences } from "../../diff/text/sequence.js"
import { isSpace } from "../../diff/text/word-tokens.js"
import { counted } from "../../render/words/quantity.js"
import { codeView } from "../code/code-view.js"
import { sourceSpans } from "../code/source-spans.js"
import { type Html, html, htmlText, joined, NOTHING } from "../markup/html.js"
import {
  type Atom,
  type AtomState,
  atomsHtml,
  type Block,
  blockHtml,
  checkBox,
  type Item,
  itemHtml,
  listHtml,
  type Row,
  sameAtoms,
  tableHtml,
  textHtml,
} from "./blocks.js"

export interface MarkdownDiff {
  readonly html: Html
  /** Whether anything of it is marked. */
  readonly isMarked: boolean
}

/** Two versions of a text as they read: what came and went is marked in place, word by word. Where a block reads as before
 *  and its source differs, its source is there instead. */
export function markdownDiff(a: readonly Block[], b: readonly Block[]): MarkdownDiff {
  const body = joined(diffBlocks(a, b, true))
  return { html: body, isMarked: isMarked(body) }
}

/** Nothing else is written as one of these elements: foreign ones are `s` and `u`. */
function isMarked(body: Html): boolean {
  return /<(?:ins|del)[ >]/.test(htmlText(body))
}

/** Unchanged blocks that are not folded beside a change, and those that a fold has to save. */
const NEAR = 1
const LEAST_FOLDED = 3

function diffBlocks(a: readonly Block[], b: readonly Block[], isFolded: boolean): readonly Html[] {
  const out: Html[] = []
  let run: Html[] = []
  const flush = (isLast: boolean): void => {
    out.push(...(isFolded ? foldedRun(run, out.length === 0 ? 0 : NEAR, isLast ? 0 : NEAR) : run))
    run = []
  }
  for (const [x, y] of alignedByKey(a, b)) {
    if (x !== undefined && y !== undefined && x.key === y.key) run.push(blockHtml(y))
    else {
      flush(false)
      out.push(blockStep(x, y))
    }
  }
  flush(true)
  return out
}

function foldedRun(run: readonly Html[], top: number, bottom: number): readonly Html[] {
  const hidden = run.slice(top, Math.max(top, run.length - bottom))
  if (hidden.length < LEAST_FOLDED) return run
  const fold = html`<details class="gap"><summary>${counted(hidden.length, "unchanged paragraph")}</summary>${hidden}</details>`
  return [...run.slice(0, top), fold, ...(bottom > 0 ? run.slice(-bottom) : [])]
}

function blockStep(x: Block | undefined, y: Block | undefined): Html {
  if (x !== undefined && y !== undefined) {
    const changed = changedBlock(x, y)
    return changed !== undefined && isMarked(changed) ? changed : sourceOf(x, y)
  }
  if (x?.kind === "hidden" || y?.kind === "hidden") return sourceOf(x, y)
  if (x !== undefined) return html`<del class="blk">${blockHtml(x)}</del>`
  return y === undefined ? NOTHING : html`<ins class="blk">${blockHtml(y)}</ins>`
}

/** The lines of a block's source, where its rendering would not show what changed. */
function sourceOf(x: Block | undefined, y: Block | undefined): Html {
  const [before, after] = [ended(x?.raw), ended(y?.raw)]
  const change = {
    before,
    after,
    hunks: diffLines(before, after),
    spansBefore: sourceSpans(before, "markdown"),
    spansAfter: sourceSpans(after, "markdown"),
  }
  const words = html`<p class="asbefore" data-t="${x !== undefined && y !== undefined ? "It reads as before; its source differs" : "Not seen when rendered"}"></p>`
  return html`<div class="src">${words}${codeView(change, { context: 3, bare: true })}</div>`
}

function ended(source: string | undefined): string {
  return source === undefined ? "" : `${source.replace(/\n+$/, "")}\n`
}

interface Keyed {
  readonly key: string
  readonly text: string
}

type Step<T> = readonly [before: T | undefined, after: T | undefined]

/** Pairs in order: equal ones, then in each gap those that are alike. */
function alignedByKey<T extends Keyed>(a: readonly T[], b: readonly T[]): readonly Step<T>[] {
  const steps: Step<T>[] = []
  let i = 0
  let j = 0
  const pairsUntil = (toA: number): void => {
    while (i < toA) steps.push([a[i++], b[j++]])
  }
  const hunks = diffSequences(
    a.map(({ key }) => key),
    b.map(({ key }) => key),
  )
  for (const { fromA, toA, fromB, toB } of hunks) {
    pairsUntil(fromA)
    steps.push(...alikeSteps(a.slice(fromA, toA), b.slice(fromB, toB)))
    i = toA
    j = toB
  }
  pairsUntil(a.length)
  return steps
}

function alikeSteps<T extends Keyed>(a: readonly T[], b: readonly T[]): readonly Step<T>[] {
  const flat = ({ text }: T): string => text.replace(/\s+/g, " ")
  const steps: Step<T>[] = []
  let i = 0
  let j = 0
  const loneUntil = (toA: number, toB: number): void => {
    while (i < toA) steps.push([a[i++], undefined])
    while (j < toB) steps.push([undefined, b[j++]])
  }
  for (const pair of pairLines(a.map(flat), b.map(flat))) {
    loneUntil(pair.a, pair.b)
    steps.push([a[i++], b[j++]])
  }
  loneUntil(a.length, b.length)
  return steps
}

/** Two versions of a block in one; undefined where its rendering would hide a part of the change. */
function changedBlock(x: Block, y: Block): Html | undefined {
  if (x.kind === "text" && y.kind === "text") {
    const body = atomDiff(x.atoms, y.atoms)
    if (body !== undefined && x.level === y.level) return textHtml(y.level, body)
    if (body !== undefined && !isMarked(body)) return undefined
  }
  if (x.kind === "list" && y.kind === "list" && x.start === y.start) {
    return listHtml(y.start, alignedByKey(x.items, y.items).map(itemStep))
  }
  if (x.kind === "quote" && y.kind === "quote")
    return html`<blockquote>${diffBlocks(x.blocks, y.blocks, false)}</blockquote>`
  if (x.kind === "code" && y.kind === "code") return x.language === y.language ? codeDiff(x, y) : undefined
  if (x.kind === "table" && y.kind === "table" && x.head.length === y.head.length) return tableDiff(x, y)
  const [before, after] = [blockHtml(x), blockHtml(y)]
  if (htmlText(before) === htmlText(after)) return undefined
  return html`<del class="blk">${before}</del><ins class="blk">${after}</ins>`
}

function codeDiff(x: Block & { readonly kind: "code" }, y: Block & { readonly kind: "code" }): Html {
  const change = {
    before: x.text,
    after: y.text,
    hunks: diffLines(x.text, y.text),
    spansBefore: sourceSpans(x.text, x.language),
    spansAfter: sourceSpans(y.text, y.language),
  }
  return codeView(change, { context: 3, bare: true })
}

function itemStep([p, q]: Step<Item>): Html {
  if (p !== undefined && q !== undefined) {
    if (p.key === q.key) return html`<li>${itemHtml(q)}</li>`
    return itemDiff(p, q) ?? html`${wholeItem("del", p)}${wholeItem("ins", q)}`
  }
  if (p !== undefined) return wholeItem("del", p)
  return q === undefined ? NOTHING : wholeItem("ins", q)
}

/** Two versions of an item in one; undefined where their first paragraphs have too little in common. */
function itemDiff(p: Item, q: Item): Html | undefined {
  const [x, ...restX] = p.blocks
  const [y, ...restY] = q.blocks
  if (p.isDone !== q.isDone || x?.kind !== "text" || y?.kind !== "text" || x.level + y.level > 0)
    return undefined
  const first = x.key === y.key ? sameAtoms(y.atoms) : atomDiff(x.atoms, y.atoms)
  if (first === undefined) return undefined
  const body = html`${checkBox(q.isDone)}${first}${diffBlocks(restX, restY, false)}`
  return isMarked(body) ? html`<li>${body}</li>` : undefined
}

function wholeItem(state: "del" | "ins", item: Item): Html {
  return state === "del"
    ? html`<li class="del"><del>${itemHtml(item)}</del></li>`
    : html`<li class="ins"><ins>${itemHtml(item)}</ins></li>`
}

type Table = Block & { readonly kind: "table" }

function tableDiff(x: Table, y: Table): Html {
  const head = y.head.map((cell, i) => html`<th>${cellDiff(x.head[i] ?? [], cell)}</th>`)
  const rows = alignedByKey(x.rows.map(keyedRow), y.rows.map(keyedRow)).map(([p, q]) => {
    if (p !== undefined && q !== undefined) {
      return html`<tr>${q.row.map((cell, i) => html`<td>${cellDiff(p.row[i] ?? [], cell)}</td>`)}</tr>`
    }
    const state = p === undefined ? "ins" : "del"
    return html`<tr class="${state}">${(p ?? q)?.row.map((cell) => html`<td>${atomsIn(state, cell)}</td>`)}</tr>`
  })
  return tableHtml(head, rows)
}

function keyedRow(row: Row): Keyed & { readonly row: Row } {
  return {
    row,
    text: row.map((cell) => cell.map(({ text }) => text).join("")).join(" | "),
    key: row.map((cell) => cell.map(({ key }) => key).join("")).join("\0"),
  }
}

function cellDiff(x: Row[number], y: Row[number]): Html {
  return atomDiff(x, y) ?? joined([atomsIn("del", x), atomsIn("ins", y)])
}

function atomsIn(state: AtomState, atoms: readonly Atom[]): Html {
  return atomsHtml(atoms.map((atom) => [atom, state] as const))
}

/** Least share of characters that two paragraphs have in common for their words to be marked. */
const LEAST_COMMON = 0.3

function atomDiff(x: readonly Atom[], y: readonly Atom[]): Html | undefined {
  const script = diffSequences(
    x.map(({ key }) => key),
    y.map(({ key }) => key),
  )
  const hunks = withoutShortGaps(script, x)
  const all = sizeOf(x) + sizeOf(y)
  const changed = hunks.reduce(
    (sum, h) => sum + sizeOf(x.slice(h.fromA, h.toA)) + sizeOf(y.slice(h.fromB, h.toB)),
    0,
  )
  if (all > 0 && (all - changed) / all < LEAST_COMMON) return undefined
  const states: (readonly [Atom, AtomState])[] = []
  let at = 0
  for (const { fromA, toA, fromB, toB } of [...hunks, endHunk(x.length, y.length)]) {
    for (const atom of x.slice(at, fromA)) states.push([atom, "same"])
    for (const atom of x.slice(fromA, toA)) states.push([atom, "del"])
    for (const atom of y.slice(fromB, toB)) states.push([atom, "ins"])
    at = toA
  }
  return atomsHtml(states)
}

function endHunk(a: number, b: number): Hunk {
  return { fromA: a, toA: a, fromB: b, toB: b }
}

function sizeOf(atoms: readonly Atom[]): number {
  return atoms.reduce((sum, { text }) => sum + (isSpace(text) ? 0 : text.length), 0)
}

/** Changes with nothing but a space or a sign between them read as one. */
function withoutShortGaps(hunks: readonly Hunk[], x: readonly Atom[]): readonly Hunk[] {
  const out: Hunk[] = []
  for (const hunk of hunks) {
    const last = out.at(-1)
    if (last === undefined || !isShortGap(x.slice(last.toA, hunk.fromA))) out.push(hunk)
    else out[out.length - 1] = { fromA: last.fromA, toA: hunk.toA, fromB: last.fromB, toB: hunk.toB }
  }
  return out
}

function isShortGap(gap: readonly Atom[]): boolean {
  return gap.length <= 3 && gap.every(({ text }) => isSpace(text) || /^[^\p{L}\p{N}]$/u.test(text))
}
