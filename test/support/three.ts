import { DEFAULT_POLICY, type MergePolicy } from "../../src/merge/decisions/policy.js"
import { DEFAULT_MARKER_STYLE, type FileMerge, mergeFiles } from "../../src/merge/merge-files.js"
import { type Cell, parseNotebook } from "../../src/notebook/model.js"

/** A cell as JSON: code with this source, and what is given beside it. */
export function codeCell(source: string, more: object = {}): object {
  return { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source, ...more }
}

export function textCell(source: string, more: object = {}): object {
  return { cell_type: "markdown", metadata: {}, source, ...more }
}

/** What a run of the cell prints, and its count. */
export function ran(text: string, count: number): object {
  return { outputs: [{ output_type: "stream", name: "stdout", text }], execution_count: count }
}

/** A notebook file of nbformat 4, of 4.5 where the cells have ids. */
export function notebookFile(cells: readonly object[], more: object = {}): Uint8Array {
  const minor = cells.some((cell) => "id" in cell) ? 5 : 4
  return Buffer.from(
    `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: minor, ...more }, null, 1)}\n`,
  )
}

/** A merge in short: its cells, and the kinds of decisions in the order of the result. */
interface ToldMerge {
  readonly cells: readonly Cell[]
  readonly sources: readonly string[]
  readonly decisions: readonly string[]
  readonly json: { readonly [key: string]: unknown }
  readonly bytes: Uint8Array
}

export function mergeOf(
  base: readonly object[] | Uint8Array,
  ours: readonly object[] | Uint8Array,
  theirs: readonly object[] | Uint8Array,
  policy: Partial<MergePolicy> = {},
): ToldMerge {
  const [b, o, t] = [base, ours, theirs].map((side) =>
    side instanceof Uint8Array ? side : notebookFile(side),
  )
  const options = { policy: { ...DEFAULT_POLICY, ...policy }, form: DEFAULT_MARKER_STYLE, shortcut: false }
  const { bytes, decisions }: FileMerge = mergeFiles(b!, o!, t!, options)
  const { cells } = parseNotebook(bytes)
  return {
    cells,
    sources: cells.map(({ source }) => source),
    decisions: decisions.map(({ kind }) => kind),
    json: JSON.parse(Buffer.from(bytes).toString()),
    bytes,
  }
}
