import { existsSync, realpathSync } from "node:fs"
import { join, resolve } from "node:path"
import type { Normalized, NormalizeOptions } from "../../normalize/normalize.js"
import { bytesOf, itemsOf, memberOf } from "../../notebook/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import { lastValue, readConfig } from "../repository/config.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { readByteSize } from "../settings/normalize-settings.js"
import { type FilledNotebook, filledNotebook, layoutName } from "./filled-notebook.js"
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
import { type RenamedOutputs, renamedOutputs } from "./renamed-outputs.js"
import { readShown, type ShownOutputs, type ShownRecords, writeShown } from "./shown-outputs.js"
import { droppedCells, isDroppedCell, stayingKeys } from "./tagged-cells.js"

/** The outputs of one repository that stay on this disk. A filter without them does not load this file. */
export interface LocalOutputs {
  /** Keeps the outputs that normalising took away from a notebook, and notes which of its cells have shown some and
   *  show none any more: what somebody cleared does not come back. Throws the system's error when they cannot be
   *  written. */
  keep(path: string, notebook: Notebook, normal: Normalized): void
  /** The file as it goes into the worktree (see `filledNotebook`): the same array where nothing is put back, and for
   *  an archive. */
  putBack(path: string, bytes: Uint8Array, options: NormalizeOptions, origin: Origin): Uint8Array
  /** Brings the store back to its limit. */
  close(): void
}

/** What git says of where a file comes from, when it asks for it to be smudged. */
export interface Origin {
  readonly blob: boolean
  /** It is of a commit or tree that was named. */
  readonly treeish: boolean
}

/** Undefined where git knows of no repository. */
export async function openLocalOutputs(place: GitPlace): Promise<LocalOutputs | undefined> {
  const [store, records] = await Promise.all([openOutputStore(place), openShownRecords(place)])
  if (store === undefined || records === undefined) return undefined
  const renamed = renamedOutputs(store, place.cwd)
  const local: Local = { store, records, renamed, index: indexFile(records, place) }
  return {
    keep: (path, notebook, normal) => keepOutputs(local, path, notebook, normal),
    putBack: (path, bytes, options, origin) => putBackOutputs(local, path, bytes, options, origin),
    close: () => removeSnapshots(surplusFiles(store)),
  }
}

/** The repository's store of outputs; undefined where git knows of no repository. */
export async function openOutputStore(place: GitPlace): Promise<OutputStore | undefined> {
  const config = readConfig("^nbdiff\\.outputs\\.limit$", place)
  const common = await directoryOf("--git-common-dir", place)
  if (common === undefined) return undefined
  const limit = readByteSize(lastValue(await config, "nbdiff.outputs.limit") ?? "")
  return { directory: storeDirectory(common), limit: limit ?? DEFAULT_LIMIT }
}

/** What is recorded of the worktree whose top this place is; undefined where git knows of no repository. */
export async function openShownRecords(place: GitPlace): Promise<ShownRecords | undefined> {
  const gitDirectory = await directoryOf("--git-dir", place)
  return gitDirectory === undefined ? undefined : { gitDirectory, top: place.cwd }
}

async function directoryOf(which: string, place: GitPlace): Promise<string | undefined> {
  const { status, output } = await runGit(["rev-parse", which], place)
  return status === 0 ? resolve(place.cwd, output.toString().replace(/\n$/, "")) : undefined
}

interface Local {
  readonly store: OutputStore
  readonly records: ShownRecords
  readonly renamed: RenamedOutputs
  readonly index: string
}

function indexFile({ gitDirectory }: ShownRecords, { cwd, environment }: GitPlace): string {
  const file = resolve(cwd, environment.GIT_INDEX_FILE ?? join(gitDirectory, "index"))
  try {
    // git locks the file behind a link
    return realpathSync(file)
  } catch {
    return file
  }
}

function keepOutputs(
  { store, records, renamed }: Local,
  path: string,
  notebook: Notebook,
  { steps }: Normalized,
): void {
  const stripped = new Set(steps.flatMap(({ kind, cell }) => (kind === "strip" ? [cell] : [])))
  const dropped = new Set(steps.flatMap(({ kind, cell }) => (kind === "drop-cell" ? [cell] : [])))
  const known = keptEntries(store, path)
  const before = readShown(records, path)
  if (stripped.size + dropped.size + known.size + before.size === 0) return
  const keys = stayingKeys(notebook, dropped)
  const layout = layoutName(notebook)
  const ofCells = notebook.cells.flatMap((cell, i): readonly KeptOutputs[] => {
    const key = keys[i]
    const outputs = memberOf(cell.value, "outputs")
    if (key === undefined || outputs === undefined) return []
    const newest = known.get(key)
    if (!stripped.has(i)) {
      const isEmpty = itemsOf(outputs).length === 0
      return isEmpty && isNewest(before.get(key), newest) ? [clearedOutputs(key, layout)] : []
    }
    const count = cell.executionCount === undefined ? NOTHING : bytesOf(cell.executionCount)
    return [{ key, outputs: bytesOf(outputs), count, layout }]
  })
  const whole = droppedCells(notebook, keys, layout)
  const gone = [...before.keys()].filter(
    (key) =>
      isDroppedCell(key) &&
      !whole.some((cell) => cell.key === key) &&
      isNewest(before.get(key), known.get(key)),
  )
  const filled = [...ofCells, ...whole].filter(({ outputs }) => outputs.length > 0)
  const shown = new Map(filled.map((kept) => [kept.key, hashOf(kept)]))
  const cleared = ofCells.filter(({ outputs }) => outputs.length === 0)
  const news = [
    ...filled.filter(({ key }) => known.get(key)?.hash !== shown.get(key)),
    ...cleared,
    ...gone.map((key) => clearedOutputs(key, layout)),
  ]
  if (news.length > 0) {
    addSnapshot(store, path, news)
    mergeSnapshots(store, path)
    renamed.forget()
  }
  record(records, path, before, shown)
}

/** Whether nothing has been kept since: of a notebook that was renamed nothing is kept yet. */
function isNewest(shown: string | undefined, newest: SnapshotEntry | undefined): boolean {
  return shown !== undefined && (newest === undefined || newest.hash === shown)
}

function clearedOutputs(key: string, layout: string): KeptOutputs {
  return { key, outputs: NOTHING, count: NOTHING, layout }
}

const NOTHING = new Uint8Array(0)

function putBackOutputs(
  { store, records, renamed, index }: Local,
  path: string,
  bytes: Uint8Array,
  options: NormalizeOptions,
  origin: Origin,
): Uint8Array {
  const destination = destinationOf(origin, existsSync(`${index}.lock`))
  const before = readShown(records, path)
  const entries = destination === "archive" ? NO_ENTRIES : entriesFor(store, renamed, path, bytes)
  if (entries.size === 0 && before.size === 0) return bytes
  const filled = filledNotebook(entries, bytes, options)
  record(records, path, before, destination === "worktree" ? filled.shown : stillShown(before, filled))
  return filled.bytes
}

const NO_ENTRIES: ReadonlyMap<string, SnapshotEntry> = new Map()

function entriesFor(
  store: OutputStore,
  renamed: RenamedOutputs,
  path: string,
  bytes: Uint8Array,
): ReadonlyMap<string, SnapshotEntry> {
  const own = keptEntries(store, path)
  return own.size > 0 ? own : renamed.entriesFor(bytes)
}

/** Where the file goes: a commit that git writes into the worktree it writes while it holds the index, an archive
 *  without. Of a mere blob it may be making a temporary file, for a diff, and what is no blob it may be about to
 *  normalise for a merge. */
function destinationOf(
  { blob, treeish }: Origin,
  isIndexLocked: boolean,
): "worktree" | "archive" | "unknown" {
  if (treeish && !isIndexLocked) return "archive"
  return blob && isIndexLocked ? "worktree" : "unknown"
}

/** What a worktree shows in any case, whether the file has gone there or elsewhere. */
function stillShown(before: ShownOutputs, { keys, shown }: FilledNotebook): ShownOutputs {
  const empty = new Set(keys.filter((key) => !shown.has(key)))
  return new Map([...before].filter(([key]) => (isDroppedCell(key) ? shown.has(key) : !empty.has(key))))
}

function record(records: ShownRecords, path: string, before: ShownOutputs, now: ShownOutputs): void {
  const isSame = before.size === now.size && [...now].every(([key, hash]) => before.get(key) === hash)
  if (!isSame) writeShown(records, path, now)
}

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
