import type { Cell, Notebook } from "../notebook/model.js"
import type { CellChanges, CellDiff, NotebookDiff, TextChange } from "./model/notebook-diff.js"
import type { MimeChange, OutputChange, OutputDiff } from "./model/output-diff.js"
import { diffLines, LINE_DIFF_DEFAULTS, type LineDiffOptions, type LineHunk } from "./text/line-diff.js"
import { splitLines } from "./text/lines.js"
import { isBlank, LINE_KEYS } from "./text/white-space.js"

/** What a cell is made of, as far as one may ask to see a part of it only. A cell's type and place go with its
 *  source, a notebook's own keys with the metadata. */
export type Aspect = "sources" | "outputs" | "metadata" | "attachments" | "ids" | "counts"

export const ASPECTS = [
  "sources",
  "outputs",
  "metadata",
  "attachments",
  "ids",
  "counts",
] as const satisfies readonly Aspect[]

export interface DiffFilter {
  readonly aspects: ReadonlySet<Aspect>
  /** White space and blank lines that do not count, in sources and in the text of outputs. */
  readonly lines: LineDiffOptions
}

/** @internal */
export const EVERYTHING: DiffFilter = { aspects: new Set(ASPECTS), lines: LINE_DIFF_DEFAULTS }

/** The diff without what the filter leaves out, and without how the file is laid out: that is none of what one may ask
 *  for. It is for showing: it no longer makes b of a. */
export function filterDiff(diff: NotebookDiff, filter: DiffFilter): NotebookDiff {
  if (isEverything(filter)) return diff
  const seen = (notebook: Notebook): Notebook => withAspects(notebook, filter.aspects)
  const filtered = { ...diff, a: seen(diff.a), b: seen(diff.b) }
  return {
    ...filtered,
    cells: diff.cells.flatMap((cell) => filterCell(cell, filtered, filter) ?? []),
    notebook: filter.aspects.has("metadata") ? diff.notebook : [],
    formatting: false,
  }
}

export function isEverything({ aspects: chosen, lines }: DiffFilter): boolean {
  return chosen.size === ASPECTS.length && lines.ignoredSpace === "none" && !lines.ignoreBlankLines
}

function withAspects(notebook: Notebook, chosen: ReadonlySet<Aspect>): Notebook {
  return chosen.size === ASPECTS.length
    ? notebook
    : { ...notebook, cells: notebook.cells.map((cell) => cellWithAspects(cell, chosen)) }
}

/** Nothing is decoded before it is asked for, as in the cell itself. */
function cellWithAspects(cell: Cell, chosen: ReadonlySet<Aspect>): Cell {
  return {
    value: cell.value,
    type: cell.type,
    sourceKey: cell.sourceKey,
    id: chosen.has("ids") ? cell.id : undefined,
    get source() {
      return chosen.has("sources") ? cell.source : ""
    },
    get outputs() {
      return chosen.has("outputs") ? cell.outputs : []
    },
    metadata: chosen.has("metadata") ? cell.metadata : undefined,
    attachments: chosen.has("attachments") ? cell.attachments : undefined,
    executionCount: chosen.has("counts") ? cell.executionCount : undefined,
  }
}

/** The cell's diff, or undefined for a cell that came or went and has nothing of what is asked for. */
function filterCell(cell: CellDiff, { a, b }: NotebookDiff, filter: DiffFilter): CellDiff | undefined {
  const sources = filter.aspects.has("sources")
  const moved = cell.moved && sources
  switch (cell.kind) {
    case "added":
    case "deleted": {
      const notebook = cell.kind === "added" ? b : a
      const there = [...cell.before, ...cell.after].map((index) => notebook.cells[index])
      return sources || there.some((one) => one !== undefined && hasSomething(one)) ? cell : undefined
    }
    case "unchanged":
      return { ...cell, moved }
    case "edited": {
      const changes = filterChanges(cell.changes, filter)
      return { ...cell, moved, changes, kind: isEmpty(changes) ? "unchanged" : "edited" }
    }
    case "split":
    case "joined":
      return sources ? { ...cell, changes: filterChanges(cell.changes, filter) } : undefined
  }
}

function hasSomething({ outputs, metadata, attachments, id, executionCount }: Cell): boolean {
  return outputs.length > 0 || [metadata, attachments, id, executionCount].some((part) => part !== undefined)
}

function filterChanges(changes: CellChanges, { aspects: chosen, lines }: DiffFilter): CellChanges {
  const source = chosen.has("sources") ? changes.source : undefined
  const outputs = chosen.has("outputs") ? changes.outputs : []
  return {
    type: chosen.has("sources") ? changes.type : undefined,
    id: chosen.has("ids") ? changes.id : undefined,
    source: source && filterSource(source, lines),
    metadata: chosen.has("metadata") ? changes.metadata : [],
    attachments: chosen.has("attachments") ? changes.attachments : [],
    others: chosen.has("metadata") ? changes.others : [],
    executionCount: chosen.has("counts") ? changes.executionCount : undefined,
    outputs: outputs.map((output) => filterOutput(output, lines)),
    formatting: false,
  }
}

function isEmpty(changes: CellChanges): boolean {
  return (
    changes.type === undefined &&
    changes.id === undefined &&
    changes.source === undefined &&
    changes.executionCount === undefined &&
    changes.metadata.length + changes.attachments.length + changes.others.length === 0 &&
    changes.outputs.every(({ kind }) => kind === "unchanged") &&
    !changes.formatting
  )
}

function filterSource({ before, after }: TextChange, lines: LineDiffOptions): TextChange | undefined {
  const hunks = diffLines(before, after, lines)
  return hunks.some((hunk) => hunk.ignorable !== true) ? { before, after, hunks } : undefined
}

/** An edited output with nothing left in it counts as unchanged. */
function filterOutput(output: OutputDiff, lines: LineDiffOptions): OutputDiff {
  if (output.kind !== "edited") return output
  const changes = output.changes.flatMap((change) => filterOutputChange(change, lines) ?? [])
  return { ...output, changes, kind: changes.length === 0 ? "unchanged" : "edited" }
}

function filterOutputChange(change: OutputChange, lines: LineDiffOptions): OutputChange | undefined {
  switch (change.kind) {
    case "stream":
    case "error": {
      const text = filterText(change.text, lines)
      return text && { ...change, text }
    }
    case "mime": {
      const content = filterMime(change.content, lines)
      return content && { ...change, content }
    }
    case "field":
      return change
  }
}

function filterMime(content: MimeChange, lines: LineDiffOptions): MimeChange | undefined {
  if (content.kind !== "text") return content
  const text = filterText(content.text, lines)
  return text && { ...content, text }
}

/** The hunks of an output already leave out what was only re-run: they are not made again. */
function filterText(text: TextChange, lines: LineDiffOptions): TextChange | undefined {
  const linesA = splitLines(text.before)
  const linesB = splitLines(text.after)
  const hunks = text.hunks.filter((hunk) => !isForgiven(hunk, linesA, linesB, lines))
  return hunks.length === 0 ? undefined : { ...text, hunks }
}

function isForgiven(
  { fromA, toA, fromB, toB }: LineHunk,
  linesA: readonly string[],
  linesB: readonly string[],
  { ignoredSpace, ignoreBlankLines }: LineDiffOptions,
): boolean {
  const counts = (line: string): boolean => !ignoreBlankLines || !isBlank(line, ignoredSpace)
  const key = ignoredSpace === "none" ? (line: string) => line : LINE_KEYS[ignoredSpace]
  const before = linesA.slice(fromA, toA).filter(counts).map(key)
  const after = linesB.slice(fromB, toB).filter(counts).map(key)
  return before.length === after.length && before.every((line, i) => line === after[i])
}
