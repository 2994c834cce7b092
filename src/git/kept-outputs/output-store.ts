import { createHash } from "node:crypto"
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import {
  type KeptOutputs,
  readSnapshot,
  type SnapshotEntry,
  type SnapshotHeader,
  snapshotChunks,
} from "./output-snapshot.js"

/** Outputs that were stripped from a repository's notebooks and stay on this disk, inside its git directory:
 *  a folder a notebook, in it snapshots that are written once and never changed. What is missing or damaged is as
 *  if it had never been kept. */
export interface OutputStore {
  readonly directory: string
  /** Bytes that the store may take. */
  readonly limit: number
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

/** What is kept for the cells of one notebook, of each cell the newest. `cleared`: whether an entry counts that
 *  says somebody cleared the outputs, or what was there before. */
export function keptEntries(
  store: OutputStore,
  path: string,
  cleared: "counts" | "passed-over" = "counts",
): ReadonlyMap<string, SnapshotEntry> {
  const entries = snapshotsOf(store, path).flatMap((snapshot) => snapshot.entries)
  const counted = cleared === "counts" ? entries : entries.filter(({ outputs }) => outputs > 0)
  return new Map(counted.map((entry) => [entry.key, entry]))
}

/** The snapshots of one notebook that can be read, the oldest first. */
export function snapshotsOf(store: OutputStore, path: string): readonly StoredSnapshot[] {
  return snapshotsIn(folderOf(store, path)).filter((snapshot) => snapshot.path === path)
}

/** Every snapshot that can be read, each notebook's oldest first. */
export function allSnapshots(store: OutputStore): readonly StoredSnapshot[] {
  return namesIn(store.directory).flatMap((folder) => snapshotsIn(join(store.directory, folder)))
}

/** The newest snapshots that can be read, no more than `count`, the oldest of them first. */
export function newestSnapshots(store: OutputStore, count: number): readonly StoredSnapshot[] {
  const files = wholeFiles(filesOf(store)).slice(-count)
  return files.flatMap(({ file }) => storedSnapshot(file))
}

/** Writes a snapshot: whole, or not at all. Throws the system's error. */
export function addSnapshot(store: OutputStore, path: string, kept: readonly KeptOutputs[]): void {
  const folder = folderOf(store, path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const time = Date.now()
  const name = snapshotName(folder, time)
  const beside = join(folder, `${name}${UNFINISHED}`)
  writeChunks(beside, snapshotChunks(path, time, kept))
  renameSync(beside, join(folder, name))
}

/** What is gathered before it is written: a large file's outputs are not copied for it. */
const WRITTEN_AT_ONCE = 1 << 20

function writeChunks(file: string, chunks: readonly Uint8Array[]): void {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const descriptor = openSync(file, "w", 0o600)
  try {
    for (const chunk of size > WRITTEN_AT_ONCE ? chunks : [Buffer.concat(chunks)]) {
      writeFileSync(descriptor, chunk)
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Takes snapshots away; whatever cannot be deleted stays. */
export function removeSnapshots(files: readonly string[]): void {
  for (const file of files) {
    try {
      rmSync(file, { force: true })
    } catch {
      // on Windows somebody may have it open
    }
  }
}

/** The files that must go for the store to be within its limit, the oldest first, and what a writer that was
 *  killed left behind. */
export function surplusFiles(store: OutputStore, now: number = Date.now()): readonly string[] {
  const files = filesOf(store)
  const left = files.filter(({ name }) => name.endsWith(UNFINISHED) && timeOf(name) < now - LONGEST_WRITE)
  const sized = wholeFiles(files).map(({ file }) => ({
    file,
    size: statSync(file, { throwIfNoEntry: false })?.size ?? 0,
  }))
  let excess = sized.reduce((sum, { size }) => sum + size, 0) - store.limit
  const gone: string[] = left.map(({ file }) => file)
  for (const { file, size } of sized) {
    if (excess <= 0) break
    gone.push(file)
    excess -= size
  }
  return gone
}

interface StoreFile {
  readonly name: string
  readonly file: string
}

function filesOf({ directory }: OutputStore): readonly StoreFile[] {
  const folders = namesIn(directory).map((name) => join(directory, name))
  return folders.flatMap((folder) => namesIn(folder).map((name) => ({ name, file: join(folder, name) })))
}

/** Those that are written to their end, the oldest first. */
function wholeFiles(files: readonly StoreFile[]): readonly StoreFile[] {
  return files.filter(({ name }) => !name.endsWith(UNFINISHED)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Milliseconds after which nobody is still at it. */
const LONGEST_WRITE = 3_600_000

function timeOf(name: string): number {
  return Number.parseInt(name.split("-", 1)[0] ?? "", 36)
}

const UNFINISHED = ".part"

/** Names sort by time; a second one in one millisecond gets a letter behind it. */
function snapshotName(folder: string, time: number): string {
  const taken = new Set(namesIn(folder))
  let name = `${time.toString(36).padStart(9, "0")}-${process.pid.toString(36)}`
  while (taken.has(name)) name += "z"
  return name
}

function folderOf({ directory }: OutputStore, path: string): string {
  return join(directory, createHash("sha256").update(path).digest("hex").slice(0, 24))
}

function snapshotsIn(folder: string): readonly StoredSnapshot[] {
  const names = namesIn(folder).filter((name) => !name.endsWith(UNFINISHED))
  return names.sort().flatMap((name) => storedSnapshot(join(folder, name)))
}

function storedSnapshot(file: string): readonly StoredSnapshot[] {
  const header = readSnapshot(file)
  const size = statSync(file, { throwIfNoEntry: false })?.size
  return header === undefined || size === undefined ? [] : [{ ...header, file, size }]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
