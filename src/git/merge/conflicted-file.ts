import type { MergePolicy } from "../../merge/decisions/policy.js"
import { mergeFiles } from "../../merge/merge-files.js"
import { type ConflictedNotebook, conflictedNotebook, type MergedFiles } from "../../merge/resolve/resolve.js"
import { mergeMarkedText } from "../../merge/resolve/resolve-text.js"
import type { Side } from "../../merge/text/side.js"
import { CHANGED_MEANWHILE, contentIfThere, replaceUnchanged } from "../../node/file-replacement.js"
import { systemReason } from "../../node/input-file.js"
import { readDiskFile } from "../../node/regular-file.js"
import { equalBytes } from "../../notebook/json/json-equality.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"

/** Holds a file and its unresolved conflicts. */
export interface ConflictedFile {
  readonly file: string
  /** The file's bytes as they were read; undefined if there was no file. */
  readonly read: Uint8Array | undefined
  readonly conflicted: ConflictedNotebook
  /** Whether `open.notebook` is not in the file yet: it was merged again from git's text markers. */
  readonly isRebuilt: boolean
  /** The side whose version the file is, without a mark: nobody has merged it. */
  readonly isSide: Side | undefined
  /** Whether the worktree's line endings are `\r ` and those of the merged files are not. */
  readonly hasCarriageReturns: boolean
}

/** Holds a file that was read, or what is wrong with it: `message` is one line. */
export type OpenedConflict =
  | { readonly kind: "open"; readonly file: ConflictedFile }
  /** `broken` has markers that cannot be read. */
  | { readonly kind: "unreadable" | "unmarked" | "broken"; readonly message: string }

/** Reads a file and its unresolved conflicts. `files` are the versions that git merged into it, if known. */
export function readConflictedFile(
  file: string,
  files: MergedFiles | undefined,
  policy: MergePolicy,
): OpenedConflict {
  let read: Uint8Array
  try {
    read = readDiskFile(file)
  } catch (error) {
    return { kind: "unreadable", message: systemReason(error) }
  }
  const hasCarriageReturns = files !== undefined && isConverted(read, files.ours)
  const bytes = hasCarriageReturns ? withoutCarriageReturns(read) : read
  try {
    const conflicted = conflictedNotebook(bytes, files, policy)
    const isSide = sideOf(bytes, files)
    return { kind: "open", file: { file, read, conflicted, isRebuilt: false, isSide, hasCarriageReturns } }
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    const rebuilt = rebuiltNotebook(bytes, files, policy, error)
    if (rebuilt.kind !== "open") return rebuilt
    const { conflicted } = rebuilt
    return {
      kind: "open",
      file: { file, read, conflicted, isRebuilt: true, isSide: undefined, hasCarriageReturns },
    }
  }
}

/** Replaces the file by the notebook, with the file's line endings. If the file has changed since it was read,
 *  writes nothing and returns a message of one line. */
export function writeConflictedFile(conflict: ConflictedFile, bytes: Uint8Array): string | undefined {
  const { file, read } = conflict
  return replaceUnchanged(file, read, contentOf(conflict, bytes)) ? undefined : CHANGED_MEANWHILE
}

/** Returns the same conflicts, of a file that now holds the notebook: it can be written once more. */
export function savedConflictedFile(conflict: ConflictedFile, bytes: Uint8Array): ConflictedFile {
  return { ...conflict, read: contentOf(conflict, bytes) }
}

/** The file's bytes for a notebook's. */
function contentOf({ hasCarriageReturns }: ConflictedFile, bytes: Uint8Array): Uint8Array {
  return hasCarriageReturns ? withCarriageReturns(bytes) : bytes
}

/** Returns the merge of the three files by cell, with its conflicts unresolved. */
export function openMerge(
  file: string,
  files: MergedFiles,
  markerStyle: Parameters<typeof mergeFiles>[3],
  policy: MergePolicy,
): ConflictedFile {
  const { bytes } = mergeFiles(files.base ?? new Uint8Array(0), files.ours, files.theirs, {
    ...markerStyle,
    policy,
  })
  const conflicted = conflictedNotebook(bytes, files, policy)
  const read = contentIfThere(file)
  return { file, read, conflicted, isRebuilt: true, isSide: undefined, hasCarriageReturns: false }
}

function rebuiltNotebook(
  bytes: Uint8Array,
  files: MergedFiles | undefined,
  policy: MergePolicy,
  error: NotebookError,
):
  | { readonly kind: "open"; readonly conflicted: ConflictedNotebook }
  | Exclude<OpenedConflict, { readonly kind: "open" }> {
  const rebuilt = mergeMarkedText(bytes, files, policy)
  switch (rebuilt.kind) {
    case "merged":
      return {
        kind: "open",
        conflicted: conflictedNotebook(rebuilt.merge.bytes, rebuilt.files, rebuilt.policy),
      }
    case "unmarked":
      return { kind: "unmarked", message: `no notebook: ${error.message}` }
    case "broken":
      return {
        kind: "broken",
        message: `${rebuilt.reason}; "git checkout --merge" puts the conflict back as it was`,
      }
  }
}

function sideOf(bytes: Uint8Array, files: MergedFiles | undefined): Side | undefined {
  if (files === undefined) return undefined
  return (["ours", "theirs"] as const).find((side) => equalBytes(files[side], bytes))
}

const CARRIAGE_RETURN = 0x0d
const NEWLINE = 0x0a

function isConverted(bytes: Uint8Array, stored: Uint8Array): boolean {
  return bytes.includes(CARRIAGE_RETURN) && !stored.includes(CARRIAGE_RETURN)
}

/** Converts the line endings: in JSON, every raw one is between two tokens. */
function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => byte !== CARRIAGE_RETURN || bytes[at + 1] !== NEWLINE)
}

function withCarriageReturns(bytes: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("\n", "\r\n"), "latin1")
}
