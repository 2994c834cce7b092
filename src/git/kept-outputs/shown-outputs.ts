import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { isTable } from "../settings/settings-file.js"
import { type SharedModes, shareFile } from "./shared-modes.js"

/** Where it stands with which outputs the notebooks of one worktree were last seen: what is empty there now has
 *  been cleared only if it was filled there before. */
export interface ShownRecords {
  /** The worktree's own, in which they lie, so that they go with it. */
  readonly gitDirectory: string
  /** The worktree's top: one git directory may serve several, and be copied. */
  readonly top: string
  /** The modes of what is written, where the repository is shared. */
  readonly shared: SharedModes | undefined
}

/** By a cell's key (see `cellKeys`), the hash of the outputs that it has shown (see `hashOf`). */
export type ShownOutputs = ReadonlyMap<string, string>

/** Empty where nothing is recorded, or the record is damaged: then nothing counts as cleared. */
export function readShown(records: ShownRecords, path: string): ShownOutputs {
  try {
    const record: unknown = JSON.parse(readFileSync(recordFile(records, path, "shown"), "utf8"))
    if (!isTable(record) || record.version !== VERSION || record.path !== path || !isTable(record.cells)) {
      return new Map()
    }
    return new Map(Object.entries(record.cells).filter((cell): cell is [string, string] => isText(cell[1])))
  } catch {
    return new Map()
  }
}

/** Records what a notebook shows in place of what it has shown before. A record that cannot be written is taken
 *  away: a wrong one would let outputs go. */
export function writeShown(records: ShownRecords, path: string, shown: ShownOutputs): void {
  const file = recordFile(records, path, "shown")
  try {
    if (shown.size === 0) rmSync(file, { force: true })
    else
      writeRecord(file, JSON.stringify({ version: VERSION, path, cells: Object.fromEntries(shown) }), records)
  } catch {
    removeQuietly(file)
  }
}

const VERSION = 1

/** The file of one notebook's record. */
export function recordFile(
  { gitDirectory, top }: ShownRecords,
  path: string,
  kind: "shown" | "checked-out",
): string {
  const name = createHash("sha256").update(`${top.length}:${top}${path}`).digest("hex").slice(0, 24)
  return join(gitDirectory, "nbdiff", kind, `${name}.json`)
}

/** The directory is there but for the first time. */
export function writeRecord(file: string, text: string, { shared }: ShownRecords): void {
  try {
    writeFileSync(file, text, { mode: 0o600 })
  } catch {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if (shared !== undefined) shareFile(dirname(file), shared.directory)
    writeFileSync(file, text, { mode: 0o600 })
  }
  if (shared !== undefined) shareFile(file, shared.file)
}

function isText(value: unknown): value is string {
  return typeof value === "string"
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // a directory in which nothing can be written
  }
}
