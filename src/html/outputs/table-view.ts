import type { Table, TableChange, TablePair } from "../../diff/model/output-diff.js"
import { inReadingOrder } from "../../diff/reading-order.js"
import { safeText } from "../../render/ink/safe-text.js"
import { counted } from "../../render/words/quantity.js"
import { type Html, html, NOTHING } from "../markup/html.js"

/** Two data frames as one table: the changed values are above each other, and rows and columns that came or went are
 *  marked from end to end. */
export function tableView({ before, after, rows, columns }: TableChange): Html {
  const a = before ?? NO_TABLE
  const b = after ?? NO_TABLE
  const state = before === undefined ? "ins" : after === undefined ? "del" : ""
  const frame: Frame = {
    a,
    b,
    columns: merged(columns, a.columns.length, b.columns.length),
    isLone: state !== "",
  }
  const body = merged(rows, a.rows.length, b.rows.length).map((place) => rowHtml(frame, place))
  const head = frame.columns.map((place) => headHtml(frame, place))
  return html`<div class="scroll" tabindex="0" role="group" aria-label="table"><table class="data ${state}"><thead><tr><td></td>${head}</tr></thead><tbody>${folded(body, frame.columns.length + 1)}</tbody></table></div>`
}

const NO_TABLE: Table = { columns: [], index: [], rows: [], shape: { rows: 0, columns: 0 } }

interface Frame {
  readonly a: Table
  readonly b: Table
  readonly columns: readonly Place[]
  /** There is one version only. */
  readonly isLone: boolean
}

/** Indices of a row or column in both tables. */
interface Place {
  readonly a: number | undefined
  readonly b: number | undefined
}

/** All of both sides in b's order, what only a has where it was. */
function merged(pairs: readonly TablePair[], sizeA: number, sizeB: number): readonly Place[] {
  const pairOfB = new Map(pairs.map(([a, b]) => [b, a]))
  const inPairs = new Set(pairs.map(([a]) => a))
  const ofB = Array.from({ length: sizeB }, (_, b) => placed(pairOfB.get(b), b))
  const onlyA = Array.from({ length: sizeA }, (_, a) => a).filter((a) => !inPairs.has(a))
  return inReadingOrder([...ofB, ...onlyA.map((a) => placed(a, undefined))]).map(({ before, after }) => ({
    a: before[0],
    b: after[0],
  }))
}

function placed(a: number | undefined, b: number | undefined) {
  return { before: a === undefined ? [] : [a], after: b === undefined ? [] : [b], moved: false }
}

function headHtml({ a, b, isLone }: Frame, place: Place): Html {
  const name = b.columns[place.b ?? -1] ?? a.columns[place.a ?? -1] ?? ""
  return html`<th${stateClass(isLone ? "" : stateOf(place))} scope="col">${safeText(name)}</th>`
}

function stateOf({ a, b }: Place): string {
  return a === undefined ? "ins" : b === undefined ? "del" : ""
}

function stateClass(state: string): Html {
  return state === "" ? NOTHING : html` class="${state}"`
}

interface RowHtml {
  readonly html: Html
  readonly isChanged: boolean
}

function rowHtml(frame: Frame, row: Place): RowHtml {
  const { a, b, columns, isLone } = frame
  const state = isLone ? "" : stateOf(row)
  let isChanged = state !== ""
  const cells = columns.map((column) => {
    const was = a.rows[row.a ?? -1]?.[column.a ?? -1]
    const is = b.rows[row.b ?? -1]?.[column.b ?? -1]
    if (was !== undefined && is !== undefined && was !== is) {
      isChanged = true
      return changedValue(was, is)
    }
    return html`<td${stateClass(isLone || state !== "" ? "" : stateOf(column))}>${safeText(is ?? was ?? "")}</td>`
  })
  const label = b.index[row.b ?? -1] ?? a.index[row.a ?? -1] ?? ""
  const head = label === "" ? html`<td></td>` : html`<th scope="row">${safeText(label)}</th>`
  return { html: html`<tr${stateClass(state)}>${head}${cells}</tr>`, isChanged }
}

function changedValue(was: string, is: string): Html {
  const change = relativeChange(was, is)
  const words = change === "" ? NOTHING : html`<small>${change}</small>`
  return html`<td class="chg"><span>${words}<del>${shownValue(was)}</del></span><ins>${shownValue(is)}</ins></td>`
}

function shownValue(value: string): string {
  return value === "" ? "(empty)" : safeText(value)
}

/** By how much a number changed, where that says something: `+4.2 %`. */
function relativeChange(was: string, is: string): string {
  const [x, y] = [numberIn(was), numberIn(is)]
  if (x === undefined || y === undefined || x === 0) return ""
  const percent = ((y - x) / Math.abs(x)) * 100
  const size = Math.abs(percent)
  if (size === 0 || size > LARGEST_PERCENT) return ""
  const words = size < 0.1 ? "<0.1" : size < 10 ? size.toFixed(1) : size.toFixed(0)
  return `${percent < 0 ? "−" : "+"}${words} %`
}

/** Beyond it a factor would say more than a share. */
const LARGEST_PERCENT = 999

function numberIn(text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 40 || !/^-?(?:\d[\d,_]*)?\.?\d+(?:e[+-]?\d+)?$/i.test(trimmed)) return undefined
  const value = Number(trimmed.replace(/[,_]/g, ""))
  return Number.isFinite(value) ? value : undefined
}

/** Rows of a table that are shown whatever changed. */
const SHORT_TABLE = 14

/** Long runs of unchanged rows are counted. */
function folded(rows: readonly RowHtml[], width: number): readonly Html[] {
  if (rows.length <= SHORT_TABLE || rows.every(({ isChanged }) => !isChanged))
    return rows.map((row) => row.html)
  const out: Html[] = []
  let hidden = 0
  const flush = (): void => {
    if (hidden > 0)
      out.push(html`<tr class="skip"><td colspan="${width}">${counted(hidden, "unchanged row")}</td></tr>`)
    hidden = 0
  }
  for (const [i, row] of rows.entries()) {
    const isNear = rows.slice(Math.max(0, i - 1), i + 2).some(({ isChanged }) => isChanged)
    if (isNear) {
      flush()
      out.push(row.html)
    } else hidden++
  }
  flush()
  return out
}
