import type { Notebook } from "../../notebook/model.js"
import type { Change, NotebookDiff } from "../model/notebook-diff.js"
import { type Summary, summarize } from "../summary.js"
import { byteDelta, deltaOf } from "./delta.js"
import type { BlobId } from "./encode-attachment.js"
import { type CellJson, encodeCell } from "./encode-cell.js"
import { type DeltaJson, encodeDelta } from "./encode-delta.js"
import { encodeValueChange, type ValueChangeJson } from "./encode-value.js"

/** A notebook's diff as JSON, in the form that `schema/notebook-diff.schema.json` describes: what a program
 *  wants to know of it in `cells` and `notebook`, and in `delta` all that makes either file of the other. */
export interface DiffJson {
  readonly version: typeof JSON_VERSION
  /** Null where the file is not there. */
  readonly before: FileJson | null
  readonly after: FileJson | null
  readonly summary: SummaryJson
  /** Changes of the notebook's version, metadata and unknown keys. */
  readonly notebook: readonly ValueChangeJson[]
  /** The bytes differ and nothing else does. */
  readonly formatting: boolean
  /** Each cell of either version, in reading order. */
  readonly cells: readonly CellJson[]
  readonly delta: DeltaJson
}

interface FileJson {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** git's id of the file. */
  readonly oid: string
  /** The format's version: "4.5". */
  readonly nbformat: string
  readonly cells: number
}

type SummaryJson = Omit<Summary, "format"> & { readonly format: Change<string> | null }

/** It changes when a program that reads the form would have to. */
export const JSON_VERSION = 1

/** The diff as JSON. A name that is undefined says that the file is not there, whatever stands for it in the
 *  diff. */
export function encodeDiff(diff: NotebookDiff, names: Change<string | undefined>, blobId: BlobId): DiffJson {
  const { a, b } = diff
  const isWhole = names.before !== undefined && names.after !== undefined
  const bytesOf = (notebook: Notebook, name: string | undefined): Uint8Array =>
    name === undefined ? NO_BYTES : notebook.root.text.bytes
  const delta = isWhole ? byteDelta(diff) : deltaOf(bytesOf(a, names.before), bytesOf(b, names.after), [])
  const { format, ...counts } = summarize(diff)
  return {
    version: JSON_VERSION,
    before: encodeFile(a, names.before, blobId),
    after: encodeFile(b, names.after, blobId),
    summary: { ...counts, format: format ?? null },
    notebook: diff.notebook.map(encodeValueChange),
    formatting: diff.formatting,
    cells: diff.cells.map((cell) => encodeCell(cell, a, b, blobId)),
    delta: encodeDelta(delta),
  }
}

const NO_BYTES = new Uint8Array(0)

function encodeFile(notebook: Notebook, path: string | undefined, blobId: BlobId): FileJson | null {
  if (path === undefined) return null
  const { bytes } = notebook.root.text
  return {
    path,
    size: bytes.length,
    oid: blobId(bytes),
    nbformat: `${notebook.major}.${notebook.minor}`,
    cells: notebook.cells.length,
  }
}
