import { quotedPath } from "./quoted-path.js"
import { readDiskFile } from "./regular-file.js"

/** A file's bytes, or why there are none to use: `message` is one line that names the file. */
export type InputFile =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "trouble"; readonly code: InputTrouble; readonly message: string }

type InputTrouble = "missing" | "directory" | "unreadable" | "empty" | "lfs-pointer"

/** Reads a file whole. `path` is where the bytes are, `name` what a person calls the file. A file of no bytes
 *  is trouble of its own kind: as a merge's base it means that both sides added the file. */
export function readInput(path: string, name: string = path): InputFile {
  try {
    return judge(readDiskFile(path), name)
  } catch (error) {
    const code = systemCode(error)
    return trouble(
      KINDS[code] ?? "unreadable",
      `could not read '${quotedPath(name)}': ${systemReason(error)}`,
    )
  }
}

/** What the system said, in its own words; never more than a line. */
export function systemReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return REASONS[systemCode(error)] ?? message.replace(/\n.*/s, "")
}

function judge(bytes: Uint8Array, name: string): InputFile {
  if (bytes.length === 0) return trouble("empty", `'${quotedPath(name)}' is empty`)
  if (!isLfsPointer(bytes)) return { kind: "bytes", bytes }
  return trouble("lfs-pointer", `'${quotedPath(name)}' is a Git LFS pointer; "git lfs pull" fetches the file`)
}

/** Pointers are smaller than this by their specification. */
export const LARGEST_POINTER = 1024
const POINTER_START = new TextEncoder().encode("version https://git-lfs.github.com/spec/")

export function isLfsPointer(bytes: Uint8Array): boolean {
  return bytes.length < LARGEST_POINTER && POINTER_START.every((byte, at) => bytes[at] === byte)
}

function trouble(code: InputTrouble, message: string): InputFile {
  return { kind: "trouble", code, message }
}

function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}

const KINDS: Readonly<Record<string, InputTrouble>> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  EISDIR: "directory",
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "Permission denied",
  EDQUOT: "Disk quota exceeded",
  EEXIST: "File exists",
  EISDIR: "Is a directory",
  ELOOP: "Too many levels of symbolic links",
  ENAMETOOLONG: "File name too long",
  ENOENT: "No such file or directory",
  ENOSPC: "No space left on device",
  ENOTDIR: "Not a directory",
  EPERM: "Operation not permitted",
  EROFS: "Read-only file system",
}
