import { createHash } from "node:crypto"
import {
  closeSync,
  fchmodSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"
import {
  type KeptOutputs,
  readSnapshot,
  type ShownVersion,
  type SnapshotContent,
  type SnapshotHeader,
  snapshotChunks,
} from "./output-snapshot.js"
import { type SharedModes, shareFile } from "./shared-modes.js"

/** Stores the outputs that were stripped from a repository's notebooks, inside its git directory: a folder for each
 *  notebook, with snapshots that are written once and never changed. What is missing or damaged counts as never
 *  kept. */
export interface OutputStore {
  readonly directory: string
  /** Bytes that the store may take before older outputs are removed; a cell's newest ones always stay. */
  readonly limit: number
  /** The modes of new files, if the repository is shared (`core.sharedRepository`). */
  readonly shared: SharedModes | undefined
}

export interface StoredSnapshot extends SnapshotHeader {
  readonly file: string
  /** Bytes of the whole file. */
  readonly size: number
}

/** 1 GB. */
export const DEFAULT_LIMIT = 1 << 30

export function storeDirectory(commonDirectory: string): string {
  return join(commonDirectory, "nbdiff", "outputs")
}

/** Returns the readable snapshots of one notebook, the oldest first. */
export function snapshotsOf(store: OutputStore, path: string): readonly StoredSnapshot[] {
  return snapshotsIn(folderOf(store, path)).filter((snapshot) => snapshot.path === path)
}

/** Returns every readable snapshot, each notebook's oldest first. */
export function allSnapshots(store: OutputStore): readonly StoredSnapshot[] {
  return namesIn(store.directory).flatMap((folder) => snapshotsIn(join(store.directory, folder)))
}

/** Returns the newest readable snapshots, at most `count`, the oldest of them first. */
export function newestSnapshots(store: OutputStore, count: number): readonly StoredSnapshot[] {
  const files = wholeFiles(filesOf(store)).slice(-count)
  return files.flatMap(({ file }) => storedSnapshot(file))
}

/** Writes a snapshot completely or not at all. Throws the system's error. */
export function addSnapshot(
  store: OutputStore,
  path: string,
  kept: readonly KeptOutputs[],
  versions: readonly ShownVersion[],
): void {
  const folder = folderOf(store, path)
  makeDirectory(folder, store)
  const time = Date.now()
  writeSnapshot(store, join(folder, nextName(folder, time)), { path, time, kept, versions })
}

/** Replaces several consecutive snapshots, the oldest first, by one with what is to stay of them. Throws the
 *  system's error; whatever is then on disk holds all that was kept. */
export function joinSnapshots(
  store: OutputStore,
  joined: readonly StoredSnapshot[],
  kept: readonly KeptOutputs[],
  versions: readonly ShownVersion[],
): void {
  const last = joined.at(-1)
  if (last === undefined) return
  const { file, path, time } = last
  // sorts after the snapshots that it replaces and before the next one
  writeSnapshot(store, `${file}z`, { path, time, kept, versions })
  removeSnapshots(joined.map((snapshot) => snapshot.file))
}

function writeSnapshot(store: OutputStore, file: string, content: SnapshotContent): void {
  const beside = `${file}${UNFINISHED}`
  try {
    writeChunks(beside, snapshotChunks(content), store)
    renameSync(beside, file)
  } catch (error) {
    removeSnapshots([beside])
    throw error
  }
}

/** Makes the directory and its missing parents, with the modes of the repository. */
function makeDirectory(directory: string, { shared }: Pick<OutputStore, "shared">): void {
  const made = mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (shared === undefined) return
  const top = made === undefined ? directory : dirname(made)
  for (let each = directory; each.length > top.length || each === directory; each = dirname(each))
    shareFile(each, shared.directory)
}

/** Sets how much is gathered before it is written; larger outputs are not copied. */
const WRITTEN_AT_ONCE = 1 << 20

function writeChunks(
  file: string,
  chunks: readonly Uint8Array[],
  { shared }: Pick<OutputStore, "shared">,
): void {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const descriptor = openSync(file, "w", 0o600)
  try {
    if (shared !== undefined) fchmodSync(descriptor, shared.file)
    for (const chunk of size > WRITTEN_AT_ONCE ? chunks : [Buffer.concat(chunks)]) {
      writeFileSync(descriptor, chunk)
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Deletes snapshots; what cannot be deleted stays. */
export function removeSnapshots(files: readonly string[]): void {
  for (const file of files) {
    try {
      rmSync(file, { force: true })
    } catch {
      // on Windows another program may have it open
    }
  }
}

/** Returns the size of the whole store in bytes. */
export function storeSize(store: OutputStore): number {
  return filesOf(store).reduce((sum, { file }) => sum + sizeOf(file), 0)
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** Removes what a killed writer left. */
export function removeUnfinished(store: OutputStore, now: number = Date.now()): void {
  const left = filesOf(store).filter(
    ({ name, file }) => name.endsWith(UNFINISHED) && timeOf(file) < now - LONGEST_WRITE,
  )
  removeSnapshots(left.map(({ file }) => file))
}

interface StoreFile {
  readonly name: string
  readonly file: string
}

function filesOf({ directory }: OutputStore): readonly StoreFile[] {
  const folders = namesIn(directory).map((name) => join(directory, name))
  return folders.flatMap((folder) => namesIn(folder).map((name) => ({ name, file: join(folder, name) })))
}

/** Returns the completely written snapshots, the oldest first. */
function wholeFiles(files: readonly StoreFile[]): readonly StoreFile[] {
  return files.filter(({ name }) => !name.endsWith(UNFINISHED)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Sets the milliseconds after which a writer counts as gone. */
const LONGEST_WRITE = 3_600_000

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
}

const UNFINISHED = ".part"

/** Returns a name that sorts after all that exist, whatever the clock says. */
function nextName(folder: string, time: number): string {
  const newest = namesIn(folder).reduce((most, name) => Math.max(most, sequenceOf(name)), 0)
  const sequence = Math.max(time, newest + 1)
  return `${sequence.toString(36).padStart(SEQUENCE_DIGITS, "0")}-${process.pid.toString(36)}`
}

const SEQUENCE_DIGITS = 9

/** Returns 0 for a name that is not one of ours, or that has no next one. */
function sequenceOf(name: string): number {
  const digits = /^([0-9a-z]{9})-/.exec(name)?.[1]
  return digits === undefined ? 0 : Number.parseInt(digits, 36)
}

function folderOf({ directory }: OutputStore, path: string): string {
  return join(directory, createHash("sha256").update(path).digest("hex").slice(0, 24))
}

function snapshotsIn(folder: string): readonly StoredSnapshot[] {
  const names = namesIn(folder).filter((name) => !name.endsWith(UNFINISHED))
  return names.sort().flatMap((name) => storedSnapshot(join(folder, name)))
}

function storedSnapshot(file: string): readonly StoredSnapshot[] {
  const stat = statSync(file, { throwIfNoEntry: false })
  // reading something else, such as a pipe, might never end
  const header = stat?.isFile() === true ? readSnapshot(file) : undefined
  return header === undefined || stat === undefined ? [] : [{ ...header, file, size: stat.size }]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
