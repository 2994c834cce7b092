import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join, resolve } from "node:path"

export interface ReplaceOptions {
  /** Wait until the bytes are on the disk. Needless for a file that git made for us and reads at once. */
  readonly durable?: boolean
}

/** Puts `bytes` in the place of the file's content, or makes the file. Who reads it sees the old bytes or the
 *  new ones and never a part, whenever this process ends: they are written beside it and renamed. Keeps the
 *  permissions and, where that is allowed, the owner; follows symbolic links. Throws the system's error, and
 *  the file is then as it was. */
export function replaceFile(path: string, bytes: Uint8Array | string, options: ReplaceOptions = {}): void {
  replaceWhere(path, bytes, () => true, options)
}

/** Replaces the file's content as `replaceFile` does, but only where it still is what was read (undefined for a file
 *  that was not there). Returns false, and writes nothing, where somebody has saved it in the meantime: that version is
 *  kept nowhere else. */
export function replaceUnchanged(path: string, read: Uint8Array | undefined, bytes: Uint8Array): boolean {
  return replaceWhere(path, bytes, () => isUnchanged(path, read), {})
}

/** What to say of a file for which `replaceUnchanged` returned false. */
export const CHANGED_MEANWHILE =
  "it was changed in the meantime, so nothing was written: run the command again"

/** Returns whether the file still is what was read of it; undefined stands for a file that was not there. */
export function isUnchanged(path: string, read: Uint8Array | undefined): boolean {
  const now = contentIfThere(path)
  if (now === undefined || read === undefined) return now === read
  return now.length === read.length && Buffer.compare(now, read) === 0
}

/** Returns the file's bytes; undefined where there is no file. Throws the system's error for one that cannot be read. */
export function contentIfThere(path: string): Uint8Array | undefined {
  return existsSync(path) ? readFileSync(path) : undefined
}

/** Looks at `isWanted` as late as possible: after the bytes are on the disk, right before the rename. */
function replaceWhere(
  path: string,
  bytes: Uint8Array | string,
  isWanted: () => boolean,
  options: ReplaceOptions,
): boolean {
  const target = linkTarget(path)
  const old = statSync(target, { throwIfNoEntry: false })
  const beside = temporaryName(target)
  removeQuietly(beside)
  try {
    writeBeside(beside, bytes, old, options.durable ?? true)
    if (!isWanted()) {
      removeQuietly(beside)
      return false
    }
    renameSync(beside, target)
    return true
  } catch (error) {
    removeQuietly(beside)
    throw error
  }
}

/** As many as Linux follows. */
const LINKS_FOLLOWED = 40

/** Where the last link leads, though nothing may be there yet. */
function linkTarget(path: string, left = LINKS_FOLLOWED): string {
  const next = readLink(path)
  if (next === undefined || left === 0) return path
  return linkTarget(resolve(dirname(path), next), left - 1)
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

/** Beside the file, since a rename does not cross file systems. The registered merge command clears such names
 *  away after a driver that was killed. Cut so that it stays within 255 bytes. */
function temporaryName(target: string): string {
  return join(dirname(target), `${basename(target).slice(0, 60)}.nbdiff-${process.pid}`)
}

function writeBeside(
  file: string,
  bytes: Uint8Array | string,
  old: Stats | undefined,
  durable: boolean,
): void {
  const descriptor = openSync(file, "wx", 0o666)
  try {
    if (old !== undefined) keepOwnerAndMode(descriptor, old)
    writeFileSync(descriptor, bytes)
    if (durable) fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The owner first: to change it clears some bits of the mode. */
function keepOwnerAndMode(descriptor: number, old: Stats): void {
  if (process.getuid !== undefined && (old.uid !== process.getuid() || old.gid !== process.getgid?.())) {
    try {
      fchownSync(descriptor, old.uid, old.gid)
    } catch {
      // only root may give a file away
    }
  }
  fchmodSync(descriptor, old.mode & 0o7777)
}

function removeQuietly(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // there is none
  }
}
