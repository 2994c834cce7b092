import { ansiLines } from "../../render/ink/ansi-text.js"
import type { LineSpans } from "./code-line.js"

/** A text with the escape sequences that color it taken out, and put into spans. */
export interface ColoredText {
  readonly text: string
  readonly spans: LineSpans
}

/** Reads the colors of an output as the terminal view does: by six hues, bold and the like. */
export function coloredText(text: string): ColoredText {
  if (!text.includes("\x1b")) return { text, spans: () => [] }
  const lines = ansiLines(text.split("\n"), "")
  return {
    text: lines.map((runs) => runs.map(({ text: words }) => words).join("")).join("\n"),
    spans: (line) => spansOf(lines[line] ?? []),
  }
}

function spansOf(runs: ReturnType<typeof ansiLines>[number]): ReturnType<LineSpans> {
  let at = 0
  return runs.flatMap(({ text, style }) => {
    const from = at
    at += text.length
    const look = looksOf(style)
    return look === "" ? [] : [{ from, to: at, look }]
  })
}

/** `\x1b[1;31m` is "x a1". */
function looksOf(sequence: string): string {
  const codes = /\[([\d;]*)m/.exec(sequence)?.[1]?.split(";") ?? []
  return codes.flatMap((code) => LOOKS[code] ?? []).join(" ")
}

const LOOKS: { readonly [code: string]: string } = {
  "1": "x",
  "3": "e",
  "4": "ul",
  "31": "a1",
  "32": "a2",
  "33": "a3",
  "34": "a4",
  "35": "a5",
  "36": "a6",
}
