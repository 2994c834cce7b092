import { splitLines, withoutEnding } from "../diff/text/lines.js"
import { outputRuns } from "../normalize/outputs/output-run.js"
import { languageOf } from "../notebook/cell-language.js"
import { itemsOf, stringOf, textOf, valueAt } from "../notebook/json/json-value.js"
import type { Cell, Notebook } from "../notebook/model.js"
import { codeLine } from "./code-line.js"
import type { Palette } from "./ink/palette.js"
import { safeText } from "./ink/safe-text.js"
import { paint, run, type StyledLine, wrapped } from "./ink/styled-line.js"
import { partSpans } from "./line-spans.js"
import { outputRows } from "./output-rows.js"
import { filledRuler } from "./ruler.js"
import { jsonLine } from "./words/json-words.js"
import { textPart } from "./words/part.js"
import { counted } from "./words/quantity.js"
import type { TerminalOptions } from "./words/view-options.js"

export interface NotebookLinesOptions extends TerminalOptions {
  /** Lines are cut at the width; for a pipe they stay whole. */
  readonly wrap: boolean
}

/** A notebook to be read, line by line: each cell under a ruler, its source numbered, its outputs as far as they
 *  are text. Each line is ended and leaves no color behind. */
export function* notebookLines(
  notebook: Notebook,
  path: string,
  options: NotebookLinesOptions,
): Generator<string> {
  yield `${paint(headerRow(notebook, path, options.palette))}\n`
  for (const [i, cell] of notebook.cells.entries()) {
    for (const row of cellRows(notebook, cell, i + 1, options)) yield `${paint(row)}\n`
  }
}

function headerRow(notebook: Notebook, path: string, palette: Palette): StyledLine {
  const { major, minor, metadata, cells } = notebook
  const kernel =
    textOf(valueAt(metadata, "kernelspec", "display_name")) || textOf(valueAt(metadata, "kernelspec", "name"))
  const words = [counted(cells.length, "cell"), safeText(kernel), `nbformat ${major}.${minor}`]
  return [run(safeText(path), palette.meta), run(`   ${words.filter((word) => word !== "").join(" · ")}`)]
}

function cellRows(
  notebook: Notebook,
  cell: Cell,
  position: number,
  options: NotebookLinesOptions,
): readonly StyledLine[] {
  const { palette, width } = options
  const count = cell.executionCount === undefined ? "" : jsonLine(cell.executionCount)
  const words = [
    cell.type,
    count === "" || count === "null" ? "" : `[${count}]`,
    ...tagsOf(cell).map((tag) => `#${tag}`),
  ]
  const title = words.filter((word) => word !== "").map((word) => ` · ${safeText(word)}`)
  return [
    filledRuler([run(String(position), palette.frag), run(title.join(""))], safeText(cell.id ?? ""), width, {
      ...palette,
      func: palette.contextDimmed,
    }),
    ...sourceRows(notebook, cell, options),
    ...(options.outputs === "hide"
      ? []
      : outputRuns(cell.outputs).flatMap((output) =>
          outputRows(output, options.wrap ? options : { ...options, width: Number.POSITIVE_INFINITY }),
        )),
  ]
}

function tagsOf({ metadata }: Cell): readonly string[] {
  const tags = valueAt(metadata, "tags")
  return tags === undefined ? [] : itemsOf(tags).map(stringOf)
}

function sourceRows(
  notebook: Notebook,
  cell: Cell,
  { palette, width, highlight, wrap }: NotebookLinesOptions,
): readonly StyledLine[] {
  const lines = splitLines(cell.source).map(withoutEnding)
  const part = { ...textPart([], "", cell.source), languageAfter: languageOf(notebook, cell) }
  const spans = partSpans(part, highlight)
  const digits = Math.max(2, String(lines.length).length)
  return lines.flatMap((text, index) => {
    const line = codeLine({ index, text, changed: [], end: "usual" }, "context", spans.after(index), palette)
    return wrapped(
      line,
      wrap ? Math.max(MINIMAL_ROOM, width - digits - GUTTER) : Number.POSITIVE_INFINITY,
    ).map((row, i) => [
      run((i === 0 ? String(index + 1) : "↪").padStart(digits + 1), palette.contextDimmed),
      run(" ".repeat(GUTTER - 1)),
      ...row,
    ])
  })
}

/** Columns beside a number's digits: one before it, two after it. */
const GUTTER = 3
const MINIMAL_ROOM = 10
