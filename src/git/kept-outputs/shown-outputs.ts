import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { isTable } from "../settings/settings-file.js"
import { type SharedModes, shareFile } from "./shared-modes.js"

/** Records the outputs with which the notebooks of one worktree were last seen: a cell that is empty now was cleared
 *  only if it had outputs there before. */
export interface ShownRecords {
  /** The worktree's git directory, which holds the records, so that they are removed with it. */
  readonly gitDirectory: string
  /** The worktree's top, since one git directory may serve several, and may be copied. */
  readonly top: string
  /** The modes of new files, if the repository is shared. */
  readonly shared: SharedModes | undefined
}

/** Maps a cell's key (see `cellKeys`) to the hash of the outputs that it has shown (see `hashOf`). */
export type ShownOutputs = ReadonlyMap<string, string>

/** Returns an empty map if nothing is recorded or the record is damaged: then nothing counts as cleared. */
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

/** Records what a notebook shows, in place of what it showed before. Removes a record that cannot be written: an
 *  outdated one would drop outputs. */
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

/** Returns the file of one notebook's record. */
export function recordFile(
  { gitDirectory, top }: ShownRecords,
  path: string,
  kind: "shown" | "checked-out",
): string {
  const name = createHash("sha256").update(`${top.length}:${top}${path}`).digest("hex").slice(0, 24)
  return join(gitDirectory, "nbdiff", kind, `${name}.json`)
}

/** Makes the directory if it is missing, which it is only the first time. */
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
    // the directory cannot be written to
  }
}
