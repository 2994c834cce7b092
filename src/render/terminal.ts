import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { type Summary, summarize } from "../diff/summary.js"
import type { Palette } from "./ink/palette.js"
import { paint, type Run, run, type StyledLine, widthOf } from "./ink/styled-line.js"
import { type Block, blocksOf } from "./parts/blocks.js"
import { filledRuler, ruler } from "./ruler.js"
import { unifiedRows } from "./unified.js"
import { diffOfFile, type FileNames, fileEvents, pathWords } from "./words/file-names.js"
import type { Part } from "./words/part.js"
import { summaryWords, unchangedWords } from "./words/summary-words.js"
import type { TerminalOptions } from "./words/view-options.js"

/** A notebook's diff for a terminal: what happened in one line, then each changed cell under a ruler. Empty
 *  where neither the notebook nor the file changed. */
export function renderTerminal(diff: NotebookDiff, names: FileNames, options: TerminalOptions): string {
  return [...terminalLines(diff, names, options)].join("")
}

/** The same, line by line: each is ended and leaves no color behind. */
export function terminalLines(
  diff: NotebookDiff,
  names: FileNames,
  options: TerminalOptions,
): Generator<string> {
  return drawn(diff, names, options, (part) => unifiedRows(part, options))
}

/** A view with a summary, rulers, and the rows that `rowsOf` draws for each part. */
export function* drawn(
  whole: NotebookDiff,
  names: FileNames,
  options: TerminalOptions,
  rowsOf: (part: Part) => readonly StyledLine[],
): Generator<string> {
  const diff = diffOfFile(whole, names)
  const header = headerRows(names, summarize(diff), options)
  if (header.length > 0) yield `${paint(fileRule(options))}\n`
  for (const row of header) yield `${paint(row)}\n`
  let body = false
  for (const block of blocksOf(diff, options)) {
    if (!body) yield "\n"
    body = true
    for (const row of blockRows(block, options, rowsOf)) yield `${paint(row)}\n`
  }
  if (body) yield "\n"
}

/** A full rule where a file begins: among many it is seen, and found by searching for `━━`. */
function fileRule({ palette, width }: TerminalOptions): StyledLine {
  return [run("━".repeat(width), palette.meta)]
}

/** `pricing.ipynb   3 edited · 1 added`, over more rows where one does not hold it. */
function headerRows(
  names: FileNames,
  summary: Summary,
  { palette, width }: TerminalOptions,
): readonly StyledLine[] {
  const events = fileEvents(names).map((event) => run(event, palette.meta))
  const words = [...events, ...summaryWords(summary).map(({ text, slot }) => run(text, palette[slot]))]
  if (words.length === 0) return []
  const path = run(pathWords(names), palette.meta)
  const rows: Run[][] = [[path, run("   ")]]
  let isFirst = true
  for (const word of words) {
    const row = rows.at(-1) ?? []
    const separator = isFirst ? [] : [run(" · ", palette.contextDimmed)]
    if (widthOf([...row, ...separator, word]) <= width || widthOf(row) <= HEADER_INDENT)
      row.push(...separator, word)
    else rows.push([run(" ".repeat(HEADER_INDENT)), word])
    isFirst = false
  }
  return rows
}

const HEADER_INDENT = 4

function blockRows(
  block: Block,
  options: TerminalOptions,
  rowsOf: (part: Part) => readonly StyledLine[],
): readonly StyledLine[] {
  const { palette, width } = options
  switch (block.kind) {
    case "cell":
      return [ruler(block.title, width, palette), ...block.parts.flatMap(rowsOf)]
    case "notebook":
      return [notebookRuler(width, palette), ...block.parts.flatMap(rowsOf)]
    case "unchanged":
      return [[run(unchangedWords(block), palette.contextDimmed)]]
  }
}

function notebookRuler(width: number, palette: Palette): StyledLine {
  return filledRuler(
    [
      run("notebook", palette.frag),
      run(" · ", palette.contextDimmed),
      run("metadata changed", palette.contextBold),
    ],
    "",
    width,
    palette,
  )
}
