import { type Dialect, type Escapes, NBFORMAT_DIALECT } from "../../notebook/dialect.js"
import type { Draft } from "../../notebook/draft.js"
import { type JsonValue, memberOf, textOf } from "../../notebook/json/json-value.js"
import { splitText } from "../../notebook/text-style.js"
import {
  draftInOrder,
  draftItems,
  draftLines,
  draftObject,
  draftPlain,
  type Redraft,
} from "./canonical-draft.js"

/** A notebook of nbformat 1 to 3 as nbformat's writer for that version has it. */
export function draftOldNotebook(root: JsonValue, major: number): Draft {
  if (major === 1) return draftInOrder(root)
  const style: SheetsCanonical = major === 3 ? V3 : V2
  return draftObject(root, (key) => {
    if (key === "worksheets") return (sheets) => draftItems(sheets, (sheet) => draftSheet(sheet, style))
    return style.transient.has(key) ? undefined : draftPlain
  })
}

/** How nbformat spells a notebook of major version 1 to 3. */
export function oldDialect(major: number): Dialect {
  const { layout } = NBFORMAT_DIALECT
  return {
    ...NBFORMAT_DIALECT,
    escapes: ASCII_ONLY,
    layout: major === 1 ? { ...layout, indent: "    " } : layout,
  }
}

/** Python's `ensure_ascii`, which counts DEL among what is not ASCII text. */
const ASCII_ONLY: Escapes = { nonAscii: true, ascii: "\x7f", slash: false, upperHex: false }

interface SheetsCanonical {
  readonly transient: ReadonlySet<string>
  readonly cellTransient: ReadonlySet<string>
  readonly lines: Redraft
}

const V3: SheetsCanonical = {
  transient: new Set(["orig_nbformat", "orig_nbformat_minor"]),
  cellTransient: new Set(["trusted"]),
  lines: (value) => draftLines(value, joinOldLines),
}

/** nbformat 2 leaves the line endings out of its lists. */
const V2: SheetsCanonical = {
  transient: new Set(),
  cellTransient: new Set(),
  lines: (value) => draftLines(value, (lines) => lines.join("\n"), bareLines),
}

/** Reads lists of lines as nbformat 3 does: with line endings, or without them if the first line has none. */
function joinOldLines(lines: readonly string[]): string {
  return lines.join(/[\n\r]$/.test(lines[0] ?? "") ? "" : "\n")
}

function bareLines(text: string): readonly string[] {
  return splitText(text, "python").map((line) => line.replace(LINE_END, ""))
}

const LINE_END = /(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/

function draftSheet(sheet: JsonValue, style: SheetsCanonical): Draft {
  return draftObject(sheet, (key) =>
    key === "cells" ? (cells) => draftItems(cells, (cell) => draftCell(cell, style)) : draftPlain,
  )
}

const CODE_TEXTS: ReadonlySet<string> = new Set(["input"])
const PROSE_TEXTS: ReadonlySet<string> = new Set(["source", "rendered"])
const OUTPUT_TEXTS: ReadonlySet<string> = new Set(["text", "html", "svg", "latex", "javascript", "json"])

function draftCell(cell: JsonValue, style: SheetsCanonical): Draft {
  const isCode = textOf(memberOf(cell, "cell_type")) === "code"
  const texts = isCode ? CODE_TEXTS : PROSE_TEXTS
  const without = (key: string): Redraft | undefined =>
    style.cellTransient.has(key) ? undefined : draftPlain
  return draftObject(cell, (key) => {
    if (texts.has(key)) return style.lines
    if (key === "metadata") return (metadata) => draftObject(metadata, without)
    if (key === "outputs" && isCode)
      return (outputs) => draftItems(outputs, (output) => draftOutput(output, style))
    return without(key)
  })
}

function draftOutput(output: JsonValue, { lines }: SheetsCanonical): Draft {
  return draftObject(output, (key) => (OUTPUT_TEXTS.has(key) ? lines : draftPlain))
}
