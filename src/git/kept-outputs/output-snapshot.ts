import { createHash } from "node:crypto"
import { closeSync, openSync, readSync } from "node:fs"
import { isTable } from "../settings/settings-file.js"

/** Holds a cell's outputs as they were in a notebook at one time. */
export interface KeptOutputs {
  /** See `cellKeys`. */
  readonly key: string
  /** The JSON text of the list of outputs; empty if somebody cleared them. */
  readonly outputs: Uint8Array
  /** The JSON text of the execution count; empty if the cell has none. */
  readonly count: Uint8Array
  /** The notebook's layout: outputs can be copied unchanged only into a notebook with the same layout. */
  readonly layout: string
}

/** Describes where an entry of a snapshot is, and its checksum. */
export interface SnapshotEntry {
  readonly key: string
  readonly file: string
  readonly from: number
  readonly outputs: number
  readonly count: number
  readonly layout: string
  readonly hash: string
}

/** Records which outputs a cell showed, and after which code. */
export interface ShownCell {
  readonly key: string
  /** See `hashOf`. */
  readonly hash: string
  /** See `codeContexts`. */
  readonly context: string
}

/** Records a version of a notebook, and what its cells showed then. */
export interface ShownVersion {
  /** See `stateOf`. */
  readonly state: string
  readonly cells: readonly ShownCell[]
}

export interface SnapshotHeader {
  /** The notebook's path from the repository's top, with forward slashes. */
  readonly path: string
  /** Milliseconds since 1970. */
  readonly time: number
  readonly entries: readonly SnapshotEntry[]
  /** The oldest first. */
  readonly versions: readonly ShownVersion[]
}

/** Holds the content of a snapshot. */
export interface SnapshotContent {
  readonly path: string
  readonly time: number
  readonly kept: readonly KeptOutputs[]
  readonly versions: readonly ShownVersion[]
}

/** Returns the parts of a snapshot's file: a line of JSON, then the kept outputs in order. Versions share most of
 *  their cells, so each cell is written once, and a version is a list of numbers. */
export function snapshotChunks({ path, time, kept, versions }: SnapshotContent): readonly Uint8Array[] {
  const entries = kept.map((one) => [one.key, one.outputs.length, one.count.length, one.layout, hashOf(one)])
  const places = new Map<string, number>()
  const placeOf = (text: string): number => {
    const place = places.get(text) ?? places.size
    places.set(text, place)
    return place
  }
  const numbered = versions.map(({ state, cells }) => [
    state,
    cells.map(({ key, hash, context }) => placeOf(JSON.stringify([key, hash, context]))),
  ])
  const cells = [...places.keys()].map((text): unknown => JSON.parse(text))
  const header = JSON.stringify({ version: VERSION, path, time, entries, cells, versions: numbered })
  return [Buffer.from(`${header}\n`), ...kept.flatMap(({ outputs, count }) => [outputs, count])]
}

const VERSION = 1

export function hashOf({ outputs, count }: Pick<KeptOutputs, "outputs" | "count">): string {
  return createHash("sha256")
    .update(`${outputs.length}:`)
    .update(outputs)
    .update(count)
    .digest("hex")
    .slice(0, 32)
}

/** Reads a snapshot's file; returns undefined if it cannot be read, is damaged or of another version. */
export function readSnapshot(file: string): SnapshotHeader | undefined {
  const line = readPart(file, readFirstLine)
  const header = line === undefined ? undefined : parseObject(line.toString())
  if (line === undefined || header?.version !== VERSION || !Array.isArray(header.entries)) return undefined
  const { path, time } = header
  if (typeof path !== "string" || typeof time !== "number") return undefined
  const entries: SnapshotEntry[] = []
  let from = line.length + 1
  for (const entry of header.entries) {
    if (!isEntry(entry)) return undefined
    const [key, outputs, count, layout, hash] = entry
    entries.push({ key, file, from, outputs, count, layout, hash })
    from += outputs + count
  }
  return { path, time, entries, versions: versionsIn(header) }
}

/** Reads the versions: none in a snapshot of an older release, and none that cannot be read. */
function versionsIn({ cells, versions }: { readonly [key: string]: unknown }): readonly ShownVersion[] {
  if (!Array.isArray(cells) || !Array.isArray(versions)) return []
  const shown = cells.map((cell): ShownCell | undefined => {
    if (!isTexts(cell)) return undefined
    const [key = "", hash = "", context = ""] = cell
    return { key, hash, context }
  })
  return versions.flatMap((version: unknown): readonly ShownVersion[] => {
    if (!Array.isArray(version)) return []
    const [state, places] = version as unknown[]
    if (typeof state !== "string" || !Array.isArray(places)) return []
    return [{ state, cells: places.flatMap((place: unknown) => shown[Number(place)] ?? []) }]
  })
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string")
}

/** Returns what is kept there; undefined if the file is damaged. */
export function readKept({
  key,
  file,
  from,
  outputs,
  count,
  layout,
  hash,
}: SnapshotEntry): KeptOutputs | undefined {
  const bytes = readPart(file, (descriptor) => readBytes(descriptor, from, outputs + count))
  if (bytes?.length !== outputs + count) return undefined
  const kept = { key, layout, outputs: bytes.subarray(0, outputs), count: bytes.subarray(outputs) }
  return hashOf(kept) === hash ? kept : undefined
}

function readPart<T>(file: string, read: (descriptor: number) => T): T | undefined {
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, "r")
    return read(descriptor)
  } catch {
    return undefined
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function readBytes(descriptor: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, from + filled)
    if (count === 0) break
    filled += count
  }
  return bytes.subarray(0, filled)
}

const LINE_FEED = 0x0a
/** Sets how much is read at first: the header for a notebook of a hundred cells is 10 KB. */
const FIRST_READ = 1 << 15

function readFirstLine(descriptor: number): Buffer | undefined {
  for (let size = FIRST_READ; ; size *= 4) {
    const bytes = readBytes(descriptor, 0, size)
    const end = bytes.indexOf(LINE_FEED)
    if (end >= 0) return bytes.subarray(0, end)
    if (bytes.length < size) return undefined
  }
}

function parseObject(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isTable(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isEntry(entry: unknown): entry is readonly [string, number, number, string, string] {
  if (!Array.isArray(entry) || entry.length !== 5) return false
  const [key, outputs, count, layout, hash] = entry as unknown[]
  return [key, layout, hash].every((text) => typeof text === "string") && isSize(outputs) && isSize(count)
}

/** Limits a snapshot: a notebook's outputs are not larger than a string can be. */
const LARGEST_SIZE = 1 << 29

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST_SIZE
}
