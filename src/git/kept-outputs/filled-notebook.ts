import {
  type Normalized,
  type NormalizeOptions,
  normalBytes,
  normalizeNotebook,
} from "../../normalize/normalize.js"
import { layoutOf } from "../../notebook/dialect.js"
import { equalBytes } from "../../notebook/json/json-equality.js"
import {
  bytesOf,
  endOf,
  itemsOf,
  type JsonValue,
  kindOf,
  memberOf,
  startOf,
} from "../../notebook/json/json-value.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import { type Cell, type Notebook, parseNotebook } from "../../notebook/model.js"
import { cellKeys } from "./cell-key.js"
import type { VersionOutputs } from "./kept-versions.js"
import { type KeptOutputs, readKept } from "./output-snapshot.js"
import { reformat } from "./reformat.js"
import type { ShownOutputs } from "./shown-outputs.js"
import { type Stray, withDroppedCells } from "./tagged-cells.js"

/** Holds a notebook with the outputs that are kept for its cells. */
export interface FilledNotebook {
  /** The file's own bytes (the same array) if nothing is put back. */
  readonly bytes: Uint8Array
  /** What was put back. */
  readonly shown: ShownOutputs
  /** The keys of all its cells. */
  readonly keys: readonly string[]
  /** Cells whose outputs were made after other code than the code above them now. */
  readonly foreign: number
  /** Cells that stay empty, since normalizing would not remove their outputs again: they would be committed. */
  readonly left: number
}

/** Returns the file with the outputs that are kept for its cells, for each cell as much as normalizing removes
 *  again, and with the cells that were dropped: the result has the same normal form as the file. A cell with outputs
 *  that normalizing would remove keeps them: they may be kept nowhere else. Outputs made after other code come
 *  without their count, as Jupyter shows a cell that has not been run. */
export function filledNotebook(
  { entries, foreign }: VersionOutputs,
  bytes: Uint8Array,
  options: NormalizeOptions,
  stray: Stray = "is-left",
): FilledNotebook {
  const notebook = readNotebook(bytes)
  if (notebook === undefined) return { bytes, shown: new Map(), keys: [], foreign: 0, left: 0 }
  const keys = cellKeys(notebook)
  const fillings = fillingsFor(notebook, keys, { entries, foreign }, options)
  const { notebook: filled, chosen } = withFitting(notebook, fillings, options)
  const whole = withDroppedCells(filled, entries, options, stray)
  const empty = fillings.filter((filling) => filling.empty).length
  return {
    bytes: whole.bytes,
    shown: new Map([...chosen.map(({ key, hash }) => [key, hash] as const), ...whole.shown]),
    keys,
    foreign: chosen.filter(({ key }) => foreign.has(key)).length,
    left: empty - chosen.filter((filling) => filling.empty).length,
  }
}

/** Describes a notebook's layout: outputs can be copied unchanged only into a notebook with the same layout. */
export function layoutName({ root, major }: Notebook): string {
  return JSON.stringify([major < 4, layoutOf(root)])
}

/** Returns undefined for what is not a notebook. */
export function readNotebook(bytes: Uint8Array): Notebook | undefined {
  try {
    return parseNotebook(bytes)
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}

/** Holds what can be put into a cell. */
interface Filling {
  /** The cell's place in the notebook. */
  readonly cell: number
  readonly key: string
  readonly hash: string
  /** The cell has no output in the file. */
  readonly empty: boolean
  readonly outputs: Replacement
  readonly count: Replacement | undefined
}

/** Describes bytes that replace others. */
interface Replacement {
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array
}

function fillingsFor(
  notebook: Notebook,
  keys: readonly string[],
  { entries, foreign }: VersionOutputs,
  options: NormalizeOptions,
): readonly Filling[] {
  if (entries.size === 0) return []
  const stripped = strippedCells(notebook, options)
  const layout = layoutName(notebook)
  return notebook.cells.flatMap((cell, i): readonly Filling[] => {
    const key = keys[i] as string
    const outputs = memberOf(cell.value, "outputs")
    const entry = entries.get(key)
    if (outputs === undefined || kindOf(outputs) !== "array" || entry === undefined || entry.outputs === 0)
      return []
    if (stripped.has(i)) return []
    const kept = readKept(entry)
    const list = kept && (kept.layout === layout ? kept.outputs : reformat(kept.outputs, notebook))
    if (kept === undefined || list === undefined) return []
    const empty = itemsOf(outputs).length === 0
    const count = foreign.has(key) ? undefined : countReplacement(cell, kept)
    return [{ cell: i, key, hash: entry.hash, empty, outputs: replacement(outputs, list), count }]
  })
}

/** Returns the places of the cells with outputs that normalizing removes. */
function strippedCells(notebook: Notebook, options: NormalizeOptions): ReadonlySet<number | undefined> {
  const { steps } = normalizeNotebook(notebook, options)
  return new Set(steps.flatMap(({ kind, cell }) => (kind === "strip" ? [cell] : [])))
}

function replacement(value: JsonValue, bytes: Uint8Array): Replacement {
  return { from: startOf(value), to: endOf(value), bytes }
}

/** Returns the count only if the file has none: a committed count stays. */
function countReplacement({ executionCount }: Cell, { count }: KeptOutputs): Replacement | undefined {
  if (executionCount === undefined || kindOf(executionCount) !== "null" || count.length === 0)
    return undefined
  return replacement(executionCount, count)
}

/** Returns the notebook with as many of the fillings as leave its normal form unchanged. */
function withFitting(
  notebook: Notebook,
  fillings: readonly Filling[],
  options: NormalizeOptions,
): { readonly notebook: Notebook; readonly chosen: readonly Filling[] } {
  const { bytes } = notebook.root.text
  const normal = fillings.length === 0 ? bytes : normalBytes(notebook, options)
  let chosen = fillings
  for (let round = 0; round < MOST_ROUNDS && chosen.length > 0; round++) {
    const filled = readNotebook(spliced(bytes, chosen))
    if (filled === undefined) break
    if (equalBytes(normalBytes(filled, options), normal)) return { notebook: filled, chosen }
    const changed = changedCells(notebook, filled, options)
    chosen = chosen.flatMap((filling) => (changed.has(filling.cell) ? weaker(filling) : [filling]))
  }
  return { notebook, chosen: [] }
}

/** Limits the rounds. A cell is filled, filled without its count, or left: two rounds and one that finds nothing to
 *  do, and some more for cells that depend on each other. */
const MOST_ROUNDS = 6

function weaker(filling: Filling): readonly Filling[] {
  return filling.count === undefined ? [] : [{ ...filling, count: undefined }]
}

/** Returns the places of the cells whose normal form differs; all of them if that cannot be determined. */
function changedCells(before: Notebook, after: Notebook, options: NormalizeOptions): ReadonlySet<number> {
  const [normal, other] = [normalCells(before, options), normalCells(after, options)]
  const places = before.cells.map((_, i) => i)
  if (normal === undefined || other === undefined) return new Set(places)
  return new Set(places.filter((i) => !isSame(normal[i], other[i])))
}

/** Returns each cell's normal form, undefined for a dropped cell; undefined as a whole if they cannot be determined
 *  separately. */
function normalCells(
  notebook: Notebook,
  options: NormalizeOptions,
): readonly (Uint8Array | undefined)[] | undefined {
  const { bytes, steps }: Normalized = normalizeNotebook(notebook, options)
  const dropped = new Set(steps.flatMap(({ kind, cell }) => (kind === "drop-cell" ? [cell] : [])))
  const cells = readNotebook(bytes)?.cells.map(({ value }) => bytesOf(value))
  if (cells?.length !== notebook.cells.length - dropped.size) return undefined
  let at = 0
  return notebook.cells.map((_, i) => (dropped.has(i) ? undefined : cells[at++]))
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b)
}

function spliced(bytes: Uint8Array, fillings: readonly Filling[]): Uint8Array {
  const replacements = fillings
    .flatMap(({ outputs, count }) => (count === undefined ? [outputs] : [outputs, count]))
    .sort((a, b) => a.from - b.from)
  const chunks: Uint8Array[] = []
  let at = 0
  for (const { from, to, bytes: put } of replacements) {
    chunks.push(bytes.subarray(at, from), put)
    at = to
  }
  return Buffer.concat([...chunks, bytes.subarray(at)])
}
