import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { isTable } from "../settings/settings-file.js"
import { recordFile, type ShownRecords, writeRecord } from "./shown-outputs.js"

/** Records which file was made of a blob that is not in normal form, by putting outputs back: unless somebody changes the
 *  file, it still is that blob. A record that cannot be written is missed: the file then counts as modified. */
export function writeCheckedOut(records: ShownRecords, path: string, bytes: Uint8Array, blob: string): void {
  const record = { version: VERSION, path, blob, content: contentName(bytes) }
  try {
    writeRecord(recordFile(records, path, "checked-out"), JSON.stringify(record), records)
  } catch {
    // git is about to take the file for modified, which loses nothing
  }
}

/** The blob that a file was made of; undefined where it is not recorded, or the file is another. */
export function readCheckedOut(records: ShownRecords, path: string, bytes: Uint8Array): string | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(recordFile(records, path, "checked-out"), "utf8"))
    if (!isTable(record) || record.version !== VERSION || record.path !== path) return undefined
    const isSame = record.content === contentName(bytes)
    return isSame && typeof record.blob === "string" ? record.blob : undefined
  } catch {
    return undefined
  }
}

const VERSION = 1

function contentName(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex")
}
