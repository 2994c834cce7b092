import type { Table } from "../model/output-diff.js"

/** HTML that is one table and little else: what pandas, Styler, polars, R, Spark and .NET write for a data frame. */
export interface HtmlTable {
  readonly table: Table
  /** The text outside of the table, without the line that states its shape: where it differs, more than the
   *  table did. */
  readonly around: string
}

/** The table of a piece of HTML; undefined where it holds none, or more than one, or one too tangled to be data. */
export function htmlTable(html: string): HtmlTable | undefined {
  if (!/<table/i.test(html)) return undefined
  const scan = scanTable(withoutElement(withoutElement(html, "style"), "script"))
  const grid = scan && gridOf(scan.rows)
  if (grid === undefined || grid.length === 0) return undefined
  const outside = plainText(scan?.around ?? "")
  const stated = SHAPE.exec(outside)
  return { table: tableOf(grid, shapeIn(stated)), around: outside.replace(stated?.[0] ?? "", "") }
}

/** pandas: `312 rows × 5 columns`; polars: `shape: (312, 5)`. */
const SHAPE = /([\d,_]{1,20}) rows × ([\d,_]{1,20}) columns|shape: \(([\d,_]{1,20}), ?([\d,_]{1,20})\)/

function shapeIn(stated: RegExpExecArray | null): Table["shape"] | undefined {
  if (stated === null) return undefined
  const [rows = 0, columns = 0] = stated
    .slice(1)
    .filter((number) => number !== undefined)
    .map((number) => Number(number.replace(/[,_]/g, "")))
  return { rows, columns }
}

/** The text without the elements of this name, from tag to end tag. */
function withoutElement(html: string, name: string): string {
  let kept = ""
  let from = 0
  for (let start = html.indexOf(`<${name}`); start >= 0; start = html.indexOf(`<${name}`, from)) {
    const end = html.indexOf(`</${name}>`, start)
    if (end < 0) break
    kept += html.slice(from, start)
    from = end + name.length + 3
  }
  return kept + html.slice(from)
}

interface HtmlCell {
  readonly header: boolean
  readonly columns: number
  readonly rows: number
  text: string
}

interface HtmlRow {
  readonly inHead: boolean
  readonly cells: HtmlCell[]
}

const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b([^<>]*)>/g

/** Tags that hold something to be seen, which then is part of a value. */
const CONTENT: ReadonlySet<string> = new Set([
  "img",
  "svg",
  "iframe",
  "canvas",
  "video",
  "audio",
  "object",
  "input",
])

function scanTable(html: string): { readonly rows: readonly HtmlRow[]; readonly around: string } | undefined {
  const rows: HtmlRow[] = []
  let around = ""
  let cell: HtmlCell | undefined
  let tables = 0
  let inTable = false
  let inHead = false
  let from = 0
  for (const { 0: tag, 1: slash, 2: written = "", 3: attributes = "", index } of html.matchAll(TAG)) {
    const text = html.slice(from, index)
    from = index + tag.length
    if (cell !== undefined) cell.text += text
    else around += text
    const name = written.toLowerCase()
    const closing = slash === "/"
    if (name === "table") {
      if (!closing && ++tables > 1) return undefined
      inTable = !closing
      cell = undefined
      around += " "
    } else if (!inTable) around += " "
    else if (name === "thead") inHead = !closing
    else if (name === "tbody") inHead = false
    else if (name === "tr") {
      cell = undefined
      if (!closing) rows.push({ inHead, cells: [] })
    } else if (name === "td" || name === "th") {
      cell = closing ? undefined : newCell(name === "th", attributes)
      if (cell !== undefined) rows.at(-1)?.cells.push(cell)
    } else if (cell !== undefined) cell.text += CONTENT.has(name) ? tag.replace(/[<>]/g, "") : spaceFor(name)
  }
  return { rows: rows.filter(({ cells }) => cells.length > 0), around: around + html.slice(from) }
}

function newCell(header: boolean, attributes: string): HtmlCell {
  const span = (name: string): number =>
    Math.max(1, Number(new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,5})`, "i").exec(attributes)?.[1] ?? 1))
  return { header, columns: span("colspan"), rows: span("rowspan"), text: "" }
}

/** An end of line or of a block parts two words, an end of bold face does not. */
function spaceFor(name: string): string {
  return name === "br" || name === "p" || name === "div" || name === "li" ? " " : ""
}

interface GridCell {
  readonly header: boolean
  readonly text: string
}

interface GridRow {
  readonly inHead: boolean
  readonly cells: readonly GridCell[]
}

/** Cells of a grid for each cell of the HTML: a table that spans more than that holds no data. */
const LARGEST_SPREAD = 16

/** The rows with spanning cells repeated in every place that they cover. */
function gridOf(rows: readonly HtmlRow[]): readonly GridRow[] | undefined {
  let left = rows.reduce((count, { cells }) => count + cells.length, 0) * LARGEST_SPREAD
  const hanging = new Map<number, { readonly cell: GridCell; rows: number }>()
  const grid: GridRow[] = []
  for (const { inHead, cells } of rows) {
    const line: GridCell[] = []
    const hang = (): void => {
      for (let held = hanging.get(line.length); held !== undefined; held = hanging.get(line.length)) {
        if (--held.rows === 0) hanging.delete(line.length)
        line.push(held.cell)
      }
    }
    for (const { header, columns, rows: height, text } of cells) {
      hang()
      const cell = { header, text: plainText(text) }
      left -= columns
      if (left < 0) return undefined
      for (let i = 0; i < columns; i++) {
        if (height > 1) hanging.set(line.length, { cell, rows: height - 1 })
        line.push(cell)
      }
    }
    hang()
    left -= line.length
    if (left < 0) return undefined
    grid.push({ inHead, cells: line })
  }
  return grid
}

function tableOf(grid: readonly GridRow[], stated: Table["shape"] | undefined): Table {
  const heads = headRows(grid)
  const body = grid.slice(heads)
  const width = grid.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const labels = labelColumns(body)
  const columns = Array.from({ length: width - labels }, (_, i) =>
    joinLevels(grid.slice(0, heads).map(({ cells }) => cells[labels + i]?.text ?? "")),
  )
  return {
    columns,
    index: body.map(({ cells }) => joinLevels(cells.slice(0, labels).map(({ text }) => text))),
    rows: body.map(({ cells }) => columns.map((_, i) => cells[labels + i]?.text ?? "")),
    shape: stated ?? { rows: body.length, columns: columns.length },
  }
}

function headRows(grid: readonly GridRow[]): number {
  const first = grid.findIndex(({ inHead, cells }) => !inHead && !cells.every(({ header }) => header))
  return first < 0 ? grid.filter(({ inHead }) => inHead).length : first
}

/** How many header cells every row of the body starts with. */
function labelColumns(body: readonly GridRow[]): number {
  const counts = body.map(({ cells }) => {
    const values = cells.findIndex(({ header }) => !header)
    return values < 0 ? cells.length : values
  })
  return counts.length === 0 ? 0 : counts.reduce((least, count) => Math.min(least, count))
}

function joinLevels(levels: readonly string[]): string {
  return levels.filter((level) => level !== "").join(" ")
}

/** Text as a browser shows it: entities read, white space collapsed. */
function plainText(html: string): string {
  const text = html.includes("&") ? html.replace(ENTITY, entity) : html
  return text.replace(/[ \t\r\n\f]+/g, " ").trim()
}

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{1,8}));/g

const NAMED: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  times: "×",
  hellip: "…",
  minus: "−",
}

function entity(written: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] as string) : written
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? "", 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : written
}
