import { createHash } from "node:crypto"

/** git's id of a file with this content, as `git hash-object` gives it: in SHA-1 40 hexadecimal digits, in
 *  SHA-256 64. */
export function blobId(bytes: Uint8Array, algorithm: "sha1" | "sha256" = "sha1"): string {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex")
}
