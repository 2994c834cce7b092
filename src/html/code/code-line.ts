import { safeText } from "../../render/ink/safe-text.js"
import type { HighlightSpan } from "../../render/ink/syntax.js"
import type { TextLine } from "../../render/words/section.js"
import { escapeHtml, type Html, trustedHtml } from "../markup/html.js"

/** A stretch of a line and the class that it is shown in. */
export interface LineSpan {
  readonly from: number
  readonly to: number
  readonly look: string
}

/** The spans of each line of a text, by its index from 0. */
export type LineSpans = (line: number) => readonly LineSpan[]

/** A line without its ending: changed words outside, syntax inside. A blank line keeps its height, and is copied. */
export function lineHtml(
  { text, changed }: Pick<TextLine, "text" | "changed">,
  spans: readonly LineSpan[],
): Html {
  if (text === "") return BLANK_LINE
  let written = ""
  let at = 0
  for (const [from, to] of changed) {
    written += `${stretch(text, at, from, spans)}<mark>${stretch(text, from, to, spans)}</mark>`
    at = to
  }
  return trustedHtml(written + stretch(text, at, text.length, spans))
}

const BLANK_LINE = trustedHtml("<br>")

function stretch(text: string, from: number, to: number, spans: readonly LineSpan[]): string {
  let written = ""
  let at = from
  for (const span of spans) {
    if (span.to <= at || span.from >= to) continue
    const start = Math.max(span.from, at)
    const end = Math.min(span.to, to)
    if (start > at) written += shown(text.slice(at, start))
    written += `<i class="${span.look}">${shown(text.slice(start, end))}</i>`
    at = end
  }
  return at < to ? written + shown(text.slice(at, to)) : written
}

function shown(text: string): string {
  return escapeHtml(safeText(text, "\t"))
}

/** One letter a slot: they are in the page thousands of times. */
const LOOKS: { readonly [slot: string]: string } = {
  keyword: "k",
  string: "s",
  number: "n",
  comment: "c",
  title: "t",
  type: "y",
  magic: "m",
  strong: "x",
  emphasis: "e",
}

export function syntaxSpans(spans: (line: number) => readonly HighlightSpan[]): LineSpans {
  return (line) => spans(line).map(({ from, to, slot }) => ({ from, to, look: LOOKS[slot] ?? "o" }))
}
