import type { DecodedDiff, FileId } from "./decode-diff.js"
import { applyDelta, invertDelta } from "./delta.js"
import type { BlobId } from "./encode-attachment.js"

/** What became of a file that a diff was applied to. */
export type Patched =
  /** No bytes: the diff deletes the file. */
  | { readonly kind: "patched"; readonly bytes: Uint8Array | undefined }
  /** The file is what the diff makes of another one. */
  | { readonly kind: "applied-already" }
  /** The diff is one of another file, or of another version of it. */
  | { readonly kind: "other-file"; readonly expected: FileId | undefined }
  /** The delta makes something else than the diff says. */
  | { readonly kind: "damaged" }

/** Applies the diff to a file, undefined for one that is not there. Nothing is made but what the diff says: both
 *  ids must agree, the file's before and the result's after. */
export function applyDiff(
  { files, delta }: DecodedDiff,
  bytes: Uint8Array | undefined,
  blobId: BlobId,
): Patched {
  const oid = bytes && blobId(bytes)
  if (!isFile(files.before, bytes, oid)) {
    return isFile(files.after, bytes, oid)
      ? { kind: "applied-already" }
      : { kind: "other-file", expected: files.before }
  }
  if (files.after === undefined) return { kind: "patched", bytes: undefined }
  const after = applyDelta(delta, bytes ?? NO_BYTES)
  return blobId(after) === files.after.oid ? { kind: "patched", bytes: after } : { kind: "damaged" }
}

/** The diff that undoes it. */
export function invertDecoded({ files, delta }: DecodedDiff): DecodedDiff {
  return { files: { before: files.after, after: files.before }, delta: invertDelta(delta) }
}

const NO_BYTES = new Uint8Array(0)

function isFile(file: FileId | undefined, bytes: Uint8Array | undefined, oid: string | undefined): boolean {
  return file === undefined ? bytes === undefined : file.size === bytes?.length && file.oid === oid
}
