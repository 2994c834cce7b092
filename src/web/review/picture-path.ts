import { posix } from "node:path"

/** Returns the path in the repository that a notebook's Markdown names by `address`, from the repository's top.
 *  Undefined for the web, for data, and for whatever leads out of the repository or into git's own directory. */
export function picturePath(notebook: string, address: string): string | undefined {
  const written = decoded(address.replace(/[?#].*$/s, ""))
  if (written === undefined || written === "" || !RELATIVE.test(written)) return undefined
  const path = posix.join(posix.dirname(notebook), written)
  const parts = path.split("/")
  const leaves = parts.some((part) => part === ".." || isGitDirectory(part))
  return leaves || path.endsWith("/") ? undefined : path
}

/** No scheme, no root, no other host; and nothing that some system would read as a separator. */
const RELATIVE = /^(?![a-z][a-z0-9+.-]*:)(?!\/)[^\\\x00-\x1f]+$/i

/** `.git` as any file system may spell it. */
function isGitDirectory(part: string): boolean {
  return /^(?:\.git|git~\d+)[ .]*(?::.*)?$/i.test(
    part.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, ""),
  )
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
