/** A file's name as a text. One that is not UTF-8 becomes a text that no other name has, and by which no file can be
 *  opened: two such names are never taken for one another. */
export function pathText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    return UNREADABLE + Buffer.from(bytes).toString("latin1")
  }
}

/** Whether a text stands for a name that is not UTF-8. */
export function isUnreadable(path: string): boolean {
  return path.startsWith(UNREADABLE)
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
/** No name holds it. */
const UNREADABLE = "\0"

/** The name that such a text stands for. */
export function pathBytes(path: string): Uint8Array {
  return Buffer.from(path.slice(UNREADABLE.length), "latin1")
}

/** The text by which settings know the file. */
export function readablePath(path: string): string {
  return isUnreadable(path) ? new TextDecoder().decode(pathBytes(path)) : path
}
