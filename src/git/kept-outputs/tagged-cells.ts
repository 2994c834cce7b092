import { createHash } from "node:crypto"
import { type NormalizeOptions, normalBytes } from "../../normalize/normalize.js"
import { equalBytes } from "../../notebook/json/json-equality.js"
import { bytesOf, endOf, itemsOf, kindOf, memberOf, startOf } from "../../notebook/json/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../../notebook/model.js"
import { cellKeys } from "./cell-key.js"
import { type KeptOutputs, readKept, type SnapshotEntry } from "./output-snapshot.js"
import { reformat } from "./reformat.js"

/** The cells that normalizing took out of a notebook, as entries of the store, each under a key that says between
 *  which cells it was. A cell with nothing in it is let go. */
export function droppedCells(
  { cells }: Notebook,
  keys: readonly (string | undefined)[],
  layout: string,
): readonly KeptOutputs[] {
  return cells.flatMap((cell, i): readonly KeptOutputs[] => {
    if (keys[i] !== undefined || isBlank(cell)) return []
    const previous = keys.findLastIndex((key, j) => j < i && key !== undefined)
    const next = keys.findIndex((key, j) => j > i && key !== undefined)
    const neighbors = [keys[previous] ?? "", keys[next] ?? ""]
    const key = [PREFIX, ...neighbors, i - previous, identityOf(cell)].join(":")
    return [{ key, outputs: bytesOf(cell.value), count: new Uint8Array(0), layout }]
  })
}

/** The key of each cell among those that stay, undefined for one that is dropped. */
export function stayingKeys(
  { cells }: Notebook,
  dropped: ReadonlySet<number | undefined>,
): readonly (string | undefined)[] {
  const keys = cellKeys({ cells: cells.filter((_, i) => !dropped.has(i)) })
  let at = 0
  return cells.map((_, i) => (dropped.has(i) ? undefined : keys[at++]))
}

const PREFIX = "dropped"

export function isDroppedCell(key: string): boolean {
  return key.startsWith(`${PREFIX}:`)
}

/** Where a dropped cell goes none of whose neighbors is there. */
export type Stray = "is-left" | "goes-last"

export interface WithDroppedCells {
  readonly bytes: Uint8Array
  /** By its key, the hash of each cell that was put back. */
  readonly shown: ReadonlyMap<string, string>
}

/** The notebook with the dropped cells that are kept for it, each after the cell that it was after, else before
 *  the one that it was before; only such as normalizing removes again. */
export function withDroppedCells(
  notebook: Notebook,
  entries: ReadonlyMap<string, SnapshotEntry>,
  options: NormalizeOptions,
  stray: Stray,
): WithDroppedCells {
  const { bytes } = notebook.root.text
  const insertions = insertionsFor(notebook, entries, stray)
  const normal = insertions.length === 0 ? bytes : normalBytes(notebook, options)
  let result: WithDroppedCells = { bytes, shown: new Map() }
  let chosen: readonly Insertion[] = []
  for (const tried of [insertions, ...insertions.slice(0, MOST_TRIED).map((one) => [one])]) {
    if (tried.length === 0) continue
    const together = insertions.filter((one) => chosen.includes(one) || tried.includes(one))
    const filled = inserted(notebook, together)
    if (!equalBytes(normalBytes(parseNotebook(filled), options), normal)) continue
    chosen = together
    result = { bytes: filled, shown: new Map(chosen.map(({ key, hash }) => [key, hash])) }
    if (chosen.length === insertions.length) break
  }
  return result
}

/** Cells that are tried one by one where not all of them can be put back: each costs a normal form. */
const MOST_TRIED = 16

interface Insertion {
  readonly key: string
  readonly hash: string
  /** Before which cell it goes; after all of them where it is their number. */
  readonly at: number
  /** Which it was of those that was together. */
  readonly place: number
  readonly cell: Uint8Array
}

function insertionsFor(
  notebook: Notebook,
  entries: ReadonlyMap<string, SnapshotEntry>,
  stray: Stray,
): readonly Insertion[] {
  const kept = [...entries.values()].filter(({ key, outputs }) => outputs > 0 && isDroppedCell(key))
  const list = memberOf(notebook.root, "cells")
  if (kept.length === 0 || list === undefined || kindOf(list) !== "array") return []
  if (notebook.cells.length === 0 || notebook.cells.length !== itemsOf(list).length) return []
  const keys = cellKeys(notebook)
  const there = new Set(notebook.cells.map(identityOf))
  // the newest first: an older one of the same cell is skipped
  const byAge = kept.toSorted((a, b) => (a.file < b.file ? 1 : -1))
  const insertions = byAge.flatMap((entry): readonly Insertion[] => {
    const [, previous = "", next = "", place = "", identity = ""] = entry.key.split(":")
    const at = placeAmong(keys, previous, next) ?? (stray === "goes-last" ? keys.length : undefined)
    const cell = at === undefined || there.has(identity) ? undefined : laidOut(entry, notebook)
    if (at === undefined || cell === undefined) return []
    there.add(identity)
    return [{ key: entry.key, hash: entry.hash, at, place: Number(place), cell }]
  })
  return insertions.toSorted((a, b) => a.at - b.at || a.place - b.place)
}

/** An empty key is that of a notebook's edge. */
function placeAmong(keys: readonly string[], previous: string, next: string): number | undefined {
  const [after, before] = [keys.indexOf(previous), keys.indexOf(next)]
  if (after >= 0) return after + 1
  if (before >= 0) return before
  if (previous === "") return 0
  return next === "" ? keys.length : undefined
}

function laidOut(entry: SnapshotEntry, notebook: Notebook): Uint8Array | undefined {
  const kept = readKept(entry)
  return kept && reformat(kept.outputs, notebook, "cell")
}

function inserted({ root, cells }: Notebook, insertions: readonly Insertion[]): Uint8Array {
  const { bytes } = root.text
  const starts = cells.map(({ value }) => startOf(value))
  const list = memberOf(root, "cells")
  const lead = list === undefined ? NOTHING : bytes.subarray(startOf(list) + 1, starts[0])
  const end = Math.max(...cells.map(({ value }) => endOf(value)))
  const chunks: Uint8Array[] = []
  let from = 0
  for (const { at, cell } of insertions) {
    const to = starts[at] ?? end
    chunks.push(bytes.subarray(from, to))
    chunks.push(...(at < starts.length ? [cell, COMMA, lead] : [COMMA, lead, cell]))
    from = to
  }
  return Buffer.concat([...chunks, bytes.subarray(from)])
}

const NOTHING = new Uint8Array(0)
const COMMA = Buffer.from(",")

function isBlank({ source, attachments, value }: Cell): boolean {
  const outputs = memberOf(value, "outputs")
  return source.trim() === "" && attachments === undefined && (!outputs || itemsOf(outputs).length === 0)
}

/** Two cells that are in one notebook have two of these, but for copies. */
function identityOf({ id, value }: Cell): string {
  const hash = createHash("sha256")
  return (id === undefined ? hash.update(bytesOf(value)) : hash.update("id:").update(id))
    .digest("hex")
    .slice(0, 16)
}
