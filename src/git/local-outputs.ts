import { resolve } from "node:path"
import { type Normalized, type NormalizeOptions, normalBytes } from "../normalize/normalize.js"
import { layoutOf } from "../notebook/dialect.js"
import { equalBytes } from "../notebook/json-equality.js"
import { bytesOf, endOf, itemsOf, type JsonValue, kindOf, memberOf, startOf } from "../notebook/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../notebook/model.js"
import { NotebookError } from "../notebook/notebook-error.js"
import { cellKeys } from "./cell-key.js"
import { lastValue, readConfig } from "./config.js"
import { type GitPlace, runGit } from "./git-process.js"
import { readByteSize } from "./normalize-settings.js"
import { hashOf, type KeptOutputs, readKept, type SnapshotEntry } from "./output-snapshot.js"
import {
  addSnapshot,
  DEFAULT_LIMIT,
  keptEntries,
  type OutputStore,
  removeSnapshots,
  snapshotsOf,
  storeDirectory,
  surplusFiles,
} from "./output-store.js"
import { relaidValue } from "./relaid-value.js"

/** The outputs of one repository that stay on this disk. A filter without them does not load this file. */
export interface LocalOutputs {
  /** Keeps the outputs that normalising took away from a notebook, and notes which of its cells stand without
   *  any: what somebody cleared does not come back. Throws the system's error when they cannot be written. */
  keep(path: string, notebook: Notebook, normal: Normalized): void
  /** See `putBackOutputs`. */
  putBack(path: string, bytes: Uint8Array, options: NormalizeOptions): Uint8Array
  /** Brings the store back to its limit. */
  close(): void
}

/** Undefined where git knows of no repository. */
export async function openLocalOutputs(place: GitPlace): Promise<LocalOutputs | undefined> {
  const store = await openOutputStore(place)
  if (store === undefined) return undefined
  return {
    keep: (path, notebook, normal) => keepOutputs(store, path, notebook, normal),
    putBack: (path, bytes, options) => putBackOutputs(keptEntries(store, path), bytes, options),
    close: () => removeSnapshots(surplusFiles(store)),
  }
}

/** The repository's store of outputs; undefined where git knows of no repository. */
export async function openOutputStore(place: GitPlace): Promise<OutputStore | undefined> {
  const config = readConfig("^nbdiff\\.outputs\\.limit$", place)
  const { status, output } = await runGit(["rev-parse", "--git-common-dir"], place)
  if (status !== 0) return undefined
  const limit = readByteSize(lastValue(await config, "nbdiff.outputs.limit") ?? "")
  const directory = storeDirectory(resolve(place.cwd, output.toString().replace(/\n$/, "")))
  return { directory, limit: limit ?? DEFAULT_LIMIT }
}

function keepOutputs(store: OutputStore, path: string, notebook: Notebook, normal: Normalized): void {
  const stripped = new Set(normal.steps.flatMap(({ kind, cell }) => (kind === "strip" ? [cell] : [])))
  const known = keptEntries(store, path)
  if (stripped.size === 0 && known.size === 0) return
  const keys = cellKeys(notebook)
  const layout = layoutName(notebook)
  const kept = notebook.cells.flatMap((cell, i): readonly KeptOutputs[] => {
    const key = keys[i] as string
    const outputs = memberOf(cell.value, "outputs")
    if (outputs === undefined) return []
    const count = cell.executionCount === undefined ? NOTHING : bytesOf(cell.executionCount)
    if (stripped.has(i)) return [{ key, outputs: bytesOf(outputs), count, layout }]
    const cleared = known.has(key) && itemsOf(outputs).length === 0
    return cleared ? [{ key, outputs: NOTHING, count: NOTHING, layout }] : []
  })
  const news = kept.filter((one) => known.get(one.key)?.hash !== hashOf(one))
  if (news.length === 0) return
  addSnapshot(store, path, news)
  mergeSnapshots(store, path)
}

/** The file with the outputs that are kept for its cells, where normalising takes exactly those away again; else
 *  the file's own bytes, the same array. */
export function putBackOutputs(
  entries: ReadonlyMap<string, SnapshotEntry>,
  bytes: Uint8Array,
  options: NormalizeOptions,
): Uint8Array {
  if (entries.size === 0) return bytes
  const notebook = readNotebook(bytes)
  if (notebook === undefined) return bytes
  const normal = normalBytes(notebook, options)
  const replacements = replacementsFor(notebook, entries)
  const onlyEmpty = replacements.filter(({ empty }) => empty)
  for (const chosen of onlyEmpty.length < replacements.length ? [replacements, onlyEmpty] : [replacements]) {
    if (chosen.length === 0) continue
    const filled = spliced(bytes, chosen)
    const again = readNotebook(filled)
    if (again !== undefined && equalBytes(normalBytes(again, options), normal)) return filled
  }
  return bytes
}

const NOTHING = new Uint8Array(0)

/** Snapshots of one notebook from which a new one is made: reading each costs a file to open. */
const MOST_SNAPSHOTS = 16

/** Makes one snapshot of many, with the newest outputs of every cell. */
function mergeSnapshots(store: OutputStore, path: string): void {
  const snapshots = snapshotsOf(store, path)
  if (snapshots.length <= MOST_SNAPSHOTS) return
  const newest = [...keptEntries(store, path).values()].flatMap((entry) => readKept(entry) ?? [])
  addSnapshot(store, path, newest)
  removeSnapshots(snapshots.map(({ file }) => file))
}

function layoutName({ root, major }: Notebook): string {
  return JSON.stringify([major < 4, layoutOf(root)])
}

function readNotebook(bytes: Uint8Array): Notebook | undefined {
  try {
    return parseNotebook(bytes)
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}

/** Bytes that go where others stand. */
interface Replacement {
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array
  /** The cell has no output in the file. */
  readonly empty: boolean
}

function replacementsFor(
  notebook: Notebook,
  entries: ReadonlyMap<string, SnapshotEntry>,
): readonly Replacement[] {
  const keys = cellKeys(notebook)
  const layout = layoutName(notebook)
  const replacements = notebook.cells.flatMap((cell, i): readonly Replacement[] => {
    const outputs = memberOf(cell.value, "outputs")
    const entry = entries.get(keys[i] as string)
    if (outputs === undefined || kindOf(outputs) !== "array" || entry === undefined || entry.outputs === 0)
      return []
    const kept = readKept(entry)
    const list = kept && (kept.layout === layout ? kept.outputs : relaidValue(kept.outputs, notebook))
    if (kept === undefined || list === undefined) return []
    const empty = itemsOf(outputs).length === 0
    return [replacement(outputs, list, empty), ...countReplacement(cell, kept, empty)]
  })
  return replacements.toSorted((a, b) => a.from - b.from)
}

function replacement(value: JsonValue, bytes: Uint8Array, empty: boolean): Replacement {
  return { from: startOf(value), to: endOf(value), bytes, empty }
}

/** The count only where the file has none: a count that is committed stays. */
function countReplacement(
  { executionCount }: Cell,
  { count }: KeptOutputs,
  empty: boolean,
): readonly Replacement[] {
  if (executionCount === undefined || kindOf(executionCount) !== "null" || count.length === 0) return []
  return [replacement(executionCount, count, empty)]
}

function spliced(bytes: Uint8Array, replacements: readonly Replacement[]): Uint8Array {
  const chunks: Uint8Array[] = []
  let at = 0
  for (const { from, to, bytes: put } of replacements) {
    chunks.push(bytes.subarray(at, from), put)
    at = to
  }
  return Buffer.concat([...chunks, bytes.subarray(at)])
}
