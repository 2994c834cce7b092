import { createHash } from "node:crypto"

/** git's id of a file with this content, as `git hash-object` gives it: SHA-1, 40 hexadecimal digits. */
export function blobId(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex")
}
