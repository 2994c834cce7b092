import type { Notebook } from "../notebook/model.js"
import type { Change, ValueChange } from "./model/change.js"
import type { CellDiff, NotebookDiff } from "./model/notebook-diff.js"
import {
  isOnlyIdentified,
  isOnlyReformatted,
  isOnlyRerun,
  isSignificantOutput,
  significantChanges,
} from "./noise.js"
import { isStale } from "./stale.js"
import type { Hunk } from "./text/hunk.js"
import { splitLines } from "./text/lines.js"

/** What happened to a notebook, counted. Every difference is in one of the counts at least. */
export interface Summary {
  /** Cells of both versions whose source differs; those that were split, joined or retyped are counted there. */
  readonly edited: number
  /** Those of the edited ones that were not run again: their outputs are of the code before. */
  readonly stale: number
  readonly added: number
  readonly deleted: number
  /** Cells that are elsewhere, edited or not. */
  readonly moved: number
  /** Cells that became several, and cells that several became. */
  readonly split: number
  readonly joined: number
  /** Cells whose type changed. */
  readonly retyped: number
  /** Outputs that were added, deleted or edited in cells of both versions. */
  readonly outputs: number
  /** Cells with a change of metadata, or of a key that nbformat does not know, that is not volatile. */
  readonly metadata: number
  /** Cells with a change of attachments. */
  readonly attachments: number
  /** Cells whose id changed, and cells that got their first or lost their only one. */
  readonly ids: number
  readonly idsAdded: number
  readonly idsDeleted: number
  /** Cells that were run again and are otherwise the same. */
  readonly rerun: number
  /** Cells that are only written differently. */
  readonly reformatted: number
  /** The format's version, "4.4", where it changed. */
  readonly format: Change<string> | undefined
  /** Changes of the notebook's own metadata and keys: those that somebody made, and volatile ones. */
  readonly notebook: number
  readonly notebookVolatile: number
  /** The bytes differ and nothing else does. */
  readonly formatting: boolean
}

export function summarize(diff: NotebookDiff): Summary {
  const { cells } = diff
  const count = (holds: (cell: CellDiff) => boolean): number => cells.filter(holds).length
  const own = diff.notebook.filter((change) => !isOfFormat(change))
  return {
    edited: count(({ kind, changes }) => kind === "edited" && isEdited(changes)),
    stale: count((cell) => isStale(diff, cell)),
    added: count(({ kind }) => kind === "added"),
    deleted: count(({ kind }) => kind === "deleted"),
    moved: count(({ moved }) => moved),
    split: count(({ kind }) => kind === "split"),
    joined: count(({ kind }) => kind === "joined"),
    retyped: count(({ changes }) => changes.type !== undefined),
    outputs: sum(cells, ({ changes }) => changes.outputs.filter(isSignificantOutput).length),
    metadata: count(({ changes }) => significantChanges([...changes.metadata, ...changes.others]).length > 0),
    attachments: count(({ changes }) => changes.attachments.length > 0),
    ids: count(({ changes: { id } }) => id?.before !== undefined && id.after !== undefined),
    idsAdded: count(({ changes: { id } }) => id !== undefined && id.before === undefined),
    idsDeleted: count(({ changes: { id } }) => id !== undefined && id.after === undefined),
    rerun: count(isOnlyRerun),
    reformatted: count(isOnlyReformatted),
    format: formatChange(diff),
    notebook: significantChanges(own).length,
    notebookVolatile: own.length - significantChanges(own).length,
    formatting: diff.formatting,
  }
}

/** Whether a view shows the cell: something of it differs that somebody made, other than its id. */
export function isShown(cell: CellDiff): boolean {
  return cell.kind !== "unchanged" || cell.moved
    ? !isOnlyRerun(cell) && !isOnlyReformatted(cell) && !isOnlyIdentified(cell)
    : false
}

/** Whether the change is one of the format's version, which a summary tells. */
export function isOfFormat({ path }: ValueChange): boolean {
  return path.length === 1 && FORMAT_KEYS.has(path[0] ?? "")
}

/** Lines of source that came and went: those of added and deleted cells too. */
export interface LineCounts {
  readonly added: number
  readonly deleted: number
}

export function countLines({ a, b, cells }: NotebookDiff): LineCounts {
  const changed = cells.flatMap((cell) => cell.changes.source?.hunks ?? [])
  const inCells = (notebook: Notebook, indices: readonly number[]): number =>
    sum(indices, (index) => splitLines(notebook.cells[index]?.source ?? "").length)
  return {
    added:
      sum(changed, ({ fromB, toB }: Hunk) => toB - fromB) +
      sum(cells, ({ kind, after }) => (kind === "added" ? inCells(b, after) : 0)),
    deleted:
      sum(changed, ({ fromA, toA }: Hunk) => toA - fromA) +
      sum(cells, ({ kind, before }) => (kind === "deleted" ? inCells(a, before) : 0)),
  }
}

/** The keys that hold the format's version, today's and those of nbformat 3. */
const FORMAT_KEYS: ReadonlySet<string> = new Set(["nbformat", "nbformat_minor"])

function isEdited({ source, type }: CellDiff["changes"]): boolean {
  return source !== undefined && type === undefined
}

function formatChange({ a, b, notebook }: NotebookDiff): Change<string> | undefined {
  const changed = notebook.some(isOfFormat)
  return changed ? { before: formatOf(a), after: formatOf(b) } : undefined
}

function formatOf({ major, minor }: Notebook): string {
  return `${major}.${minor}`
}

function sum<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((total, item) => total + size(item), 0)
}
