import type { CellDiff, NotebookDiff } from "../../diff/model/notebook-diff.js"
import type { Hunk } from "../../diff/text/hunk.js"
import { diffLines } from "../../diff/text/line-diff.js"
import { splitLines, withoutEnding } from "../../diff/text/lines.js"
import { languageOf } from "../../notebook/cell-language.js"
import type { Cell } from "../../notebook/model.js"
import { cellName } from "../words/cell-title.js"
import { jsonLine } from "../words/json-words.js"
import { note, type Part, type TextPart } from "../words/part.js"
import { type Section, sectionOf } from "../words/section.js"
import { valueParts } from "../words/value-parts.js"
import type { ViewOptions } from "../words/view-options.js"
import { attachmentParts } from "./attachment-parts.js"
import { outputParts, wholeOutputParts } from "./output-parts.js"

/** What is shown of one cell below its ruler. */
export function cellParts(diff: NotebookDiff, cell: CellDiff, options: ViewOptions): readonly Part[] {
  const { changes } = cell
  return [
    ...sourceParts(diff, cell, options),
    ...idParts(cell, options),
    ...attachmentParts(changes.attachments, options),
    ...valueParts("key", [...changes.metadata, ...changes.others], options),
    ...(cell.kind === "added" || cell.kind === "deleted"
      ? cellsOf(diff, cell).flatMap(({ outputs }) =>
          wholeOutputParts(outputs, cell.kind === "added" ? "after" : "before", options),
        )
      : outputParts(changes.outputs, options)),
  ]
}

function cellsOf({ a, b }: NotebookDiff, { before, after }: CellDiff): readonly Cell[] {
  return [...before.map((i) => a.cells[i]), ...after.map((i) => b.cells[i])].filter(
    (cell) => cell !== undefined,
  )
}

function sourceParts(diff: NotebookDiff, cell: CellDiff, options: ViewOptions): readonly Part[] {
  switch (cell.kind) {
    case "added":
    case "deleted":
    case "split":
    case "joined":
      return textParts(diff, cell, options)
    case "edited":
    case "unchanged":
      if (cell.changes.source !== undefined) return textParts(diff, cell, options)
      return cell.moved ? movedParts(diff, cell, options.context) : []
  }
}

function textParts(diff: NotebookDiff, cell: CellDiff, { context, words }: ViewOptions): readonly Part[] {
  const a = joinedSource(cell.before.map((i) => diff.a.cells[i]?.source ?? ""))
  const b = joinedSource(cell.after.map((i) => diff.b.cells[i]?.source ?? ""))
  const section = sectionOf(a.text, b.text, hunksOf(cell, a.text, b.text), {
    context,
    words,
    cutsBefore: a.cuts,
    cutsAfter: b.cuts,
  })
  return section.length === 0 ? [] : [sourcePart(diff, cell, section, a, b)]
}

/** All lines of a cell that came or went; else those that the diff has, which may be fewer than differ. */
function hunksOf({ kind, changes }: CellDiff, before: string, after: string): readonly Hunk[] {
  return kind === "added" || kind === "deleted" ? diffLines(before, after) : (changes.source?.hunks ?? [])
}

function sourcePart(
  diff: NotebookDiff,
  cell: CellDiff,
  section: Section,
  a: JoinedSource,
  b: JoinedSource,
): TextPart {
  const [before, after] = [diff.a.cells[cell.before[0] ?? -1], diff.b.cells[cell.after[0] ?? -1]]
  return {
    kind: "text",
    section,
    before: a.text,
    after: b.text,
    languageBefore: before === undefined ? "" : languageOf(diff.a, before),
    languageAfter: after === undefined ? "" : languageOf(diff.b, after),
    moved: cell.moved,
    cutsBefore: new Map(a.cuts.map((at, i) => [at, (cell.before[i + 1] ?? 0) + 1])),
    cutsAfter: new Map(b.cuts.map((at, i) => [at, (cell.after[i + 1] ?? 0) + 1])),
  }
}

/** The sources of neighboring cells as one text, joined as the diff joins them, and the lines, from 0, at which
 *  all but the first begin. */
interface JoinedSource {
  readonly text: string
  readonly cuts: readonly number[]
}

function joinedSource(sources: readonly string[]): JoinedSource {
  const starts = sources.slice(1).map((_, i) => `${sources.slice(0, i + 1).join("\n")}\n`)
  return { text: sources.join("\n"), cuts: starts.map((start) => splitLines(start).length) }
}

/** The start of a cell that only moved: enough to know it again, and nothing where its name says it all. */
function movedParts(diff: NotebookDiff, cell: CellDiff, context: number): readonly Part[] {
  const now = diff.b.cells[cell.after[0] ?? -1]
  if (now === undefined) return []
  const lines = splitLines(now.source)
  if (lines.length <= 1 && now.source.trim() === cellName(now)) return []
  const first = lines.slice(0, context)
  const start: Section = first.map((line, i) => ({
    kind: "same",
    line: { index: i, text: withoutEnding(line), changed: [], end: "usual" },
    before: i,
    after: i,
  }))
  const rest = lines.length - first.length
  const section: Section = rest > 0 ? [...start, { kind: "more", lines: rest }] : start
  const source = joinedSource([now.source])
  return section.length === 0 ? [] : [sourcePart(diff, cell, section, source, source)]
}

/** An id is reported where the cell is shown anyway and keeps having one, or where all is reported. */
function idParts(
  { changes: { id, executionCount } }: CellDiff,
  { all, metadata }: ViewOptions,
): readonly Part[] {
  const ids =
    id !== undefined && (all || metadata === "show" || (id.before !== undefined && id.after !== undefined))
  return [
    ...(ids && metadata !== "hide" ? [note("id", `${id.before ?? "none"} → ${id.after ?? "none"}`)] : []),
    ...(all && executionCount !== undefined ? [note("execution count", countWords(executionCount))] : []),
  ]
}

function countWords({ before, after }: NonNullable<CellDiff["changes"]["executionCount"]>): string {
  const [from, to] = [before, after].map((value) => (value === undefined ? "none" : jsonLine(value)))
  return `${from} → ${to}`
}
