import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { countLines, isShown, type LineCounts, summarize } from "../diff/summary.js"
import type { Palette } from "./ink/palette.js"
import { padded, paint, run, type StyledLine } from "./ink/styled-line.js"
import { clippedStart, displayWidth } from "./ink/width.js"
import { type FileNames, fileEvents, pathWords } from "./words/file-names.js"
import { counted } from "./words/quantity.js"

/** What `--stat` shows of one notebook. */
export interface FileStat {
  readonly names: FileNames
  readonly lines: LineCounts
  /** Cells that a view shows, outputs that changed, cells that were merely re-run. */
  readonly cells: number
  readonly outputs: number
  readonly rerun: number
  /** Cells whose code was edited and not run again. */
  readonly stale: number
}

export function fileStat(names: FileNames, diff: NotebookDiff): FileStat {
  const { outputs, rerun, stale } = summarize(diff)
  return { names, lines: countLines(diff), cells: diff.cells.filter(isShown).length, outputs, rerun, stale }
}

/** `git diff --stat` for notebooks: source lines that came and went as git draws them, then cells and outputs.
 *  No row is longer than `width` columns, unless by its words. */
export function renderStat(files: readonly FileStat[], width: number, palette: Palette): string {
  if (files.length === 0) return ""
  const columns = columnsOf(files, width)
  const rows = files.map((file) => `${paint(statRow(file, columns, palette))}\n`)
  return `${rows.join("")} ${totalWords(files)}\n`
}

interface StatColumns {
  readonly path: number
  readonly count: number
  /** Columns of the longest graph, and the lines that it stands for. */
  readonly graph: number
  readonly mostLines: number
}

/** Columns that the words after a graph are left. */
const WORDS_WIDTH = 24

/** Columns of the longest graph, beyond which it only grows. */
const LONGEST_GRAPH = 40

function columnsOf(files: readonly FileStat[], width: number): StatColumns {
  const mostLines = Math.max(...files.map(lineCount))
  const count = String(mostLines).length
  const widestPath = Math.max(...files.map(({ names }) => displayWidth(pathWords(names))))
  const path = Math.min(widestPath, Math.max(10, Math.floor(width / 2)))
  const room = Math.max(6, Math.min(LONGEST_GRAPH, width - path - count - WORDS_WIDTH))
  return { path, count, graph: Math.min(room, mostLines), mostLines }
}

function lineCount({ lines }: FileStat): number {
  return lines.added + lines.deleted
}

function statRow(file: FileStat, columns: StatColumns, palette: Palette): StyledLine {
  const graph = graphRuns(file.lines, columns, palette)
  const words = rowWords(file)
  return [
    ...padded([run(` ${clippedStart(pathWords(file.names), columns.path)}`)], columns.path + 1),
    run(` | ${String(lineCount(file)).padStart(columns.count)} `),
    ...(words === "" ? graph : padded(graph, columns.graph + (columns.graph > 0 ? 1 : 0))),
    run(words, palette.contextDimmed),
  ]
}

/** Pluses and minuses in proportion, at least one of each kind that there is. */
function graphRuns(
  { added, deleted }: LineCounts,
  { graph, mostLines }: StatColumns,
  palette: Palette,
): StyledLine {
  const scaled = (lines: number): number =>
    lines === 0 ? 0 : mostLines <= graph ? lines : Math.max(1, Math.floor((lines * graph) / mostLines))
  return [run("+".repeat(scaled(added)), palette.new), run("-".repeat(scaled(deleted)), palette.old)]
}

function rowWords({ names, cells, outputs, rerun, stale }: FileStat): string {
  const words = [
    ...fileEvents(names),
    cells > 0 ? counted(cells, "cell") : "",
    outputs > 0 ? counted(outputs, "output") : "",
    stale > 0 ? `${stale} not run again` : "",
    cells === 0 && outputs === 0 && rerun > 0 ? `${rerun} only re-run` : "",
  ]
  return words.filter((word) => word !== "").join(", ")
}

/** ` 3 notebooks changed, 12 cells, 30 insertions(+), 4 deletions(-)`, git's words where git has one. */
function totalWords(files: readonly FileStat[]): string {
  const total = (size: (file: FileStat) => number): number => files.reduce((sum, file) => sum + size(file), 0)
  const [added, deleted, cells] = [
    total(({ lines }) => lines.added),
    total(({ lines }) => lines.deleted),
    total((file) => file.cells),
  ]
  return [
    `${counted(files.length, "notebook")} changed`,
    cells > 0 ? counted(cells, "cell") : "",
    added > 0 ? `${counted(added, "insertion")}(+)` : "",
    deleted > 0 ? `${counted(deleted, "deletion")}(-)` : "",
  ]
    .filter((word) => word !== "")
    .join(", ")
}
