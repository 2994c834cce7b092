import { blobId } from "../../node/blob-id.js"
import { readAttributes } from "../repository/attributes.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import type { GitPlace } from "../repository/git-process.js"
import { hasOtherForm, storedForm } from "../repository/stored-bytes.js"
import type { FallbackSettings } from "../settings/settings-file.js"
import type { FilePair, FileSide } from "./diff-arguments.js"

/** Holds the contents of a pair's two files; undefined for a missing one. */
export interface SideBytes {
  readonly before: Uint8Array | undefined
  readonly after: Uint8Array | undefined
}

/** Both sides as git stores them, the same arrays where they are so already: what a filter removes on the way into
 *  the repository, or puts back on the way out, is not a change. `place` is the worktree's top; `warn` receives one
 *  line about settings that cannot be followed. */
export async function storedSides(
  pair: FilePair,
  bytes: SideBytes,
  place: GitPlace,
  warn: (message: string) => void,
  fallback?: FallbackSettings,
): Promise<SideBytes> {
  // two files outside of history, which `git diff --no-index` compares
  if (isNew(pair.before) && isNew(pair.after)) return bytes
  const paths = {
    before: filteredPath(pair.before, pair.oldPath, bytes.before),
    after: filteredPath(pair.after, pair.path, bytes.after),
  }
  const asked = [paths.before, paths.after].filter((path) => path !== undefined)
  if (asked.length === 0) return bytes
  // meanwhile git looks up the attributes, which usually name the registered filter
  const [attributes, { toStoredForm }] = await Promise.all([
    readAttributes([...new Set(asked)], place),
    import("../filter/stored-form.lazy.js"),
  ])
  const toStored = toStoredForm(place.cwd, place, warn, fallback)
  const stored = async (path: string | undefined, read: Uint8Array | undefined) => {
    if (path === undefined || read === undefined) return read
    const own = attributes.get(path)
    if (own?.filter === DRIVER_NAME) return toStored(path, read)
    return hasOtherForm(own) ? storedForm(path, read, place) : read
  }
  return {
    before: await stored(paths.before, bytes.before),
    after: await stored(paths.after, bytes.after),
  }
}

function isNew(side: FileSide): boolean {
  return side.kind === "present" && side.blob === undefined
}

/** Returns the path whose filter applies to the file; undefined if the file is the blob itself, byte for byte. For a
 *  blob git passes the worktree's file if that is known to be up to date, or a temporary file that has been through
 *  smudge. */
function filteredPath(side: FileSide, path: string, bytes: Uint8Array | undefined): string | undefined {
  if (side.kind === "absent" || bytes === undefined) return undefined
  // with `git diff --relative` the other paths start at another folder
  if (side.blob === undefined) return side.file
  return blobId(bytes, side.blob.length === SHA1_DIGITS ? "sha1" : "sha256") === side.blob ? undefined : path
}

const SHA1_DIGITS = 40
