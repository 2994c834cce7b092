import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { isTable } from "../settings/settings-file.js"
import { recordFile, type ShownRecords, writeRecord } from "./shown-outputs.js"

/** Records which file was made from a blob that is not in normal form, by putting outputs back: unless somebody
 *  changes the file, it is unmodified. If the record cannot be written, the file counts as modified. */
export function writeCheckedOut(records: ShownRecords, path: string, bytes: Uint8Array, blob: string): void {
  const record = { version: VERSION, path, blob, content: contentName(bytes) }
  try {
    writeRecord(recordFile(records, path, "checked-out"), JSON.stringify(record), records)
  } catch {
    // git will take the file for modified, which loses nothing
  }
}

/** Returns the blob that a file was made from; undefined if none is recorded, or the file has changed. */
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
