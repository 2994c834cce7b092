import { accessSync, constants, existsSync, realpathSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import type { Step } from "../../normalize/apply-rules.js"
import { type Normalized, type NormalizeOptions, normalBytes } from "../../normalize/normalize.js"
import { equalBytes } from "../../notebook/json/json-equality.js"
import { bytesOf, itemsOf, memberOf } from "../../notebook/json/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import { lastValue, readConfig } from "../repository/config.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { readByteSize } from "../settings/normalize-settings.js"
import { cellKeys } from "./cell-key.js"
import { readCheckedOut, writeCheckedOut } from "./checked-out.js"
import { type FilledNotebook, filledNotebook, layoutName, readNotebook } from "./filled-notebook.js"
import {
  CLEARED,
  codeContexts,
  isNews,
  NO_OUTPUTS,
  nameOf,
  newestEntries,
  outputsOfVersion,
  stateOf,
  type VersionOutputs,
} from "./kept-versions.js"
import { isHeldByCaller } from "./lock-holder.js"
import { hashOf, type KeptOutputs, readKept, type ShownCell, type SnapshotEntry } from "./output-snapshot.js"
import {
  addSnapshot,
  DEFAULT_LIMIT,
  type OutputStore,
  type StoredSnapshot,
  snapshotsOf,
  storeDirectory,
} from "./output-store.js"
import { type RenamedOutputs, renamedOutputs } from "./renamed-outputs.js"
import { sharedModes } from "./shared-modes.js"
import { readShown, type ShownOutputs, type ShownRecords, writeShown } from "./shown-outputs.js"
import { joinEarlier, withinLimit } from "./store-limit.js"
import { droppedCells, isDroppedCell, stayingKeys } from "./tagged-cells.js"

/** Manages the outputs of one repository that are kept on this disk. A filter that keeps none does not load this
 *  file. */
export interface LocalOutputs {
  readonly directory: string
  /** Whether git can write to its own directory: where it cannot, it replaces no file of the worktree. */
  canGitWrite(): boolean
  /** Keeps the outputs that normalizing removed from a notebook, and records which of its cells had outputs and have
   *  none now: what somebody cleared does not come back. Throws the system's error if they cannot be written. */
  keep(path: string, notebook: Notebook, normal: Normalized): void
  /** The blob that this file was made from when it was last checked out, if its own normal form differs. */
  checkedOutBlob(path: string, bytes: Uint8Array): string | undefined
  /** The file as it goes into the worktree (see `filledNotebook`): the same array if nothing is put back, and for an
   *  archive. */
  putBack(path: string, bytes: Uint8Array, options: NormalizeOptions, origin: Origin): PutBack
  /** Reduces the store to its limit, or returns in one line why it cannot. */
  close(): string | undefined
}

interface PutBack {
  readonly bytes: Uint8Array
  /** The number of cells whose outputs were made after other code, to warn the reader. */
  readonly foreign: number
}

/** Holds what git says about a file's origin when it asks for smudging. */
export interface Origin {
  readonly blob: boolean
  /** Its id. */
  readonly name?: string | undefined
  /** It belongs to a commit or tree that was named. */
  readonly treeish: boolean
}

/** Returns undefined outside of a repository. */
export async function openLocalOutputs(place: GitPlace): Promise<LocalOutputs | undefined> {
  const [store, records] = await Promise.all([openOutputStore(place), openShownRecords(place)])
  if (store === undefined || records === undefined) return undefined
  const renamed = renamedOutputs(store, place.cwd)
  const local: Local = { store, records, renamed, index: indexFile(records, place), hasGrown: false }
  return {
    directory: store.directory,
    canGitWrite: () => isWritable(records.gitDirectory),
    keep: (path, notebook, normal) => keepOutputs(local, path, notebook, normal),
    checkedOutBlob: (path, bytes) => readCheckedOut(records, path, bytes),
    putBack: (path, bytes, options, origin) => putBackOutputs(local, path, bytes, options, origin),
    close: () => (local.hasGrown ? withinLimit(store) : undefined),
  }
}

/** Returns the repository's store of outputs; undefined outside of a repository. */
export async function openOutputStore(place: GitPlace): Promise<OutputStore | undefined> {
  const read = readConfig("^(nbdiff\\.outputs\\.limit|core\\.sharedrepository)$", place)
  const common = await directoryOf("--git-common-dir", place)
  if (common === undefined) return undefined
  const config = await read
  const limit = readByteSize(lastValue(config, "nbdiff.outputs.limit") ?? "")
  const shared = sharedModes(lastValue(config, "core.sharedrepository"))
  return { directory: storeDirectory(common), limit: limit ?? DEFAULT_LIMIT, shared }
}

/** Returns the records of the worktree whose top this place is; undefined outside of a repository. */
export async function openShownRecords(place: GitPlace): Promise<ShownRecords | undefined> {
  const read = readConfig("^core\\.sharedrepository$", place)
  const gitDirectory = await directoryOf("--git-dir", place)
  const shared = sharedModes(lastValue(await read, "core.sharedrepository"))
  return gitDirectory === undefined ? undefined : { gitDirectory, top: place.cwd, shared }
}

async function directoryOf(which: string, place: GitPlace): Promise<string | undefined> {
  const { status, output } = await runGit(["rev-parse", which], place)
  return status === 0 ? resolve(place.cwd, output.toString().replace(/\n$/, "")) : undefined
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false
  }
}

interface Local {
  readonly store: OutputStore
  readonly records: ShownRecords
  readonly renamed: RenamedOutputs
  readonly index: string
  /** Whether something was kept that may bring the store above its limit. */
  hasGrown: boolean
}

function indexFile({ gitDirectory }: ShownRecords, { cwd, environment }: GitPlace): string {
  const file = resolve(cwd, environment.GIT_INDEX_FILE ?? join(gitDirectory, "index"))
  try {
    // git locks the target of a link
    return realpathSync(file)
  } catch {
    return join(realDirectory(dirname(file)), basename(file))
  }
}

function realDirectory(directory: string): string {
  return existsSync(directory) ? realpathSync(directory) : directory
}

function keepOutputs(local: Local, path: string, notebook: Notebook, normal: Normalized): void {
  const { store, records, renamed } = local
  const stripped = cellsOf(normal, "strip")
  const dropped = cellsOf(normal, "drop-cell")
  const snapshots = snapshotsOf(store, path)
  const known = newestEntries(snapshots)
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
  const foreign = new Set(
    ofCells.filter((kept) => isForeign(kept, known.get(kept.key))).map(({ key }) => key),
  )
  const filled = [...ofCells, ...whole].filter(({ key, outputs }) => outputs.length > 0 && !foreign.has(key))
  const shown = new Map(filled.map((kept) => [kept.key, hashOf(kept)]))
  const cleared = ofCells.filter(({ outputs }) => outputs.length === 0)
  const contexts = codeContexts(notebook, dropped)
  const emptied = new Set(cleared.map(({ key }) => key))
  const cells = keys.flatMap((key = "", i): readonly ShownCell[] => {
    const hash = emptied.has(key) ? CLEARED : shown.get(key)
    return hash === undefined ? [] : [{ key, hash, context: contexts[i] ?? "" }]
  })
  const version = { state: stateOf(normal.bytes), cells }
  const held = new Set(snapshots.flatMap(({ entries }) => entries.map(nameOf)))
  const isKept = ({ key }: KeptOutputs): boolean => {
    const hash = shown.get(key) ?? ""
    // a version records which of its cells' outputs are the newest, except for dropped cells
    return isDroppedCell(key) ? known.get(key)?.hash === hash : held.has(nameOf({ key, hash }))
  }
  const news = [
    ...filled.filter((kept) => !isKept(kept)),
    ...cleared,
    ...gone.map((key) => clearedOutputs(key, layout)),
  ]
  if (news.length > 0 || isNews(snapshots, version)) {
    addSnapshot(store, path, news, [version])
    joinEarlier(store, path)
    renamed.forget()
    local.hasGrown = true
  }
  const stillForeign = [...foreign].map((key) => [key, known.get(key)?.hash ?? ""] as const)
  record(records, path, before, new Map([...shown, ...stillForeign]))
}

function cellsOf({ steps }: Normalized, kind: Step["kind"]): ReadonlySet<number | undefined> {
  return new Set(steps.flatMap((step) => (step.kind === kind ? [step.cell] : [])))
}

/** Returns whether a cell shows its newest outputs without the count that is kept with them: they were put back into
 *  another version, and nobody has run it since. */
function isForeign({ outputs, count }: KeptOutputs, newest: SnapshotEntry | undefined): boolean {
  const isCandidate = newest !== undefined && newest.outputs > 0 && Buffer.from(count).toString() === "null"
  const kept = isCandidate ? readKept(newest) : undefined
  return kept !== undefined && !equalBytes(kept.count, count) && equalBytes(kept.outputs, outputs)
}

/** Returns whether nothing has been kept since; for a renamed notebook nothing is kept yet. */
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
): PutBack {
  const destination = destinationOf(origin, `${index}.lock`)
  const before = readShown(records, path)
  const snapshots = destination === "reader" ? [] : snapshotsFor(store, renamed, path, bytes)
  if (snapshots.length === 0 && before.size === 0) return { bytes, foreign: 0 }
  const filled = filledNotebook(versionOutputs(snapshots, bytes, options), bytes, options)
  record(records, path, before, destination === "worktree" ? filled.shown : stillShown(before, filled))
  if (destination !== "worktree") return { bytes: filled.bytes, foreign: 0 }
  if (origin.name !== undefined && filled.bytes !== bytes && !isNormal(bytes, options))
    writeCheckedOut(records, path, filled.bytes, origin.name)
  return { bytes: filled.bytes, foreign: filled.foreign }
}

function isNormal(bytes: Uint8Array, options: NormalizeOptions): boolean {
  const notebook = readNotebook(bytes)
  return notebook === undefined || normalBytes(notebook, options) === bytes
}

/** Returns what is kept for a notebook with these bytes. */
export function versionOutputs(
  snapshots: readonly StoredSnapshot[],
  bytes: Uint8Array,
  options: NormalizeOptions,
  cleared: "counts" | "passed-over" = "counts",
): VersionOutputs {
  const notebook = snapshots.length === 0 ? undefined : readNotebook(bytes)
  if (notebook === undefined) return NO_OUTPUTS
  const state = stateOf(normalBytes(notebook, options))
  const version = { state, keys: cellKeys(notebook), contexts: codeContexts(notebook) }
  return outputsOfVersion(snapshots, version, cleared)
}

function snapshotsFor(
  store: OutputStore,
  renamed: RenamedOutputs,
  path: string,
  bytes: Uint8Array,
): readonly StoredSnapshot[] {
  const own = snapshotsOf(store, path)
  return own.length > 0 ? own : renamed.snapshotsFor(bytes)
}

/** Returns where the file goes. git names a blob when it writes one into the worktree, for which it locks the index,
 *  and when it makes an archive, an export or a temporary file to show history: all of those show what is committed.
 *  Without a name, it may be writing the result of a patch to a worktree's file. */
function destinationOf({ blob, treeish }: Origin, lock: string): "worktree" | "reader" | "unknown" {
  if (!blob && !treeish) return "unknown"
  return existsSync(lock) && isHeldByCaller(lock) ? "worktree" : "reader"
}

/** Returns what a worktree shows either way, whether the file went there or elsewhere. */
function stillShown(before: ShownOutputs, { keys, shown }: FilledNotebook): ShownOutputs {
  const empty = new Set(keys.filter((key) => !shown.has(key)))
  return new Map([...before].filter(([key]) => (isDroppedCell(key) ? shown.has(key) : !empty.has(key))))
}

function record(records: ShownRecords, path: string, before: ShownOutputs, now: ShownOutputs): void {
  const isSame = before.size === now.size && [...now].every(([key, hash]) => before.get(key) === hash)
  if (!isSame) writeShown(records, path, now)
}
