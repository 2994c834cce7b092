import { readFileSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { blobId } from "../../node/blob-id.js"
import { isUnreadable } from "../../node/path-text.js"
import { type GitPlace, runGit } from "../repository/git-process.js"

/** Finds the index's version of a file that is exactly as git wrote it into the worktree. */
export interface IndexedVersion {
  /** The index's blob if the file holds it byte for byte, or with the line endings of the worktree. */
  of(path: string, bytes: Uint8Array): Promise<Uint8Array | undefined>
  /** The blob with this id if the index has it for the path. */
  named(path: string, blob: string): Promise<Uint8Array | undefined>
}

/** Asks git only about blobs whose ids are in the index's bytes, since most files differ from the index. `place` is
 *  the worktree's top. */
export function openIndexedVersion(place: GitPlace): IndexedVersion {
  let index: Promise<GitIndex | undefined> | undefined
  const opened = (): Promise<GitIndex | undefined> => {
    index ??= openIndex(place)
    return index
  }
  return {
    async of(path, bytes) {
      const { file, algorithm } = (await opened()) ?? NO_INDEX
      if (file === undefined || isUnreadable(path)) return undefined
      for (const version of [bytes, ...withGitsLineEndings(bytes)]) {
        const blob = blobId(version, algorithm)
        if (file.mayHold(blob) && (await isIndexed(path, blob, place))) return version
      }
      return undefined
    },
    async named(path, blob) {
      const { file } = (await opened()) ?? NO_INDEX
      if (file?.mayHold(blob) !== true || isUnreadable(path) || !(await isIndexed(path, blob, place)))
        return undefined
      const { status, output } = await runGit(["cat-file", "blob", blob], place)
      return status === 0 ? output : undefined
    },
  }
}

interface GitIndex {
  readonly file: IndexFile
  readonly algorithm: "sha1" | "sha256"
}

const NO_INDEX = { file: undefined, algorithm: "sha1" } as const

async function openIndex(place: GitPlace): Promise<GitIndex | undefined> {
  const asked = await runGit(["rev-parse", "--show-object-format", "--git-path", "index"], place)
  const [format, ...path] = asked.output.toString().replace(/\n$/, "").split("\n")
  if (asked.status !== 0) return undefined
  return {
    file: indexFile(resolve(place.cwd, path.join("\n"))),
    algorithm: format === "sha256" ? "sha256" : "sha1",
  }
}

interface IndexFile {
  mayHold(blob: string): boolean
}

/** Reads the index file again whenever git has written it. */
function indexFile(file: string): IndexFile {
  let read: { readonly bytes: Buffer; readonly state: string } | undefined
  return {
    mayHold(blob) {
      try {
        const { ino, size, mtimeMs } = statSync(file)
        const state = `${ino} ${size} ${mtimeMs}`
        if (read?.state !== state) read = { bytes: readFileSync(file), state }
        return read.bytes.includes(Buffer.from(blob, "hex")) || read.bytes.includes(SPLIT_INDEX)
      } catch {
        return false
      }
    },
  }
}

/** Names the extension by which an index says that another file holds most of it. */
const SPLIT_INDEX = "link"

async function isIndexed(path: string, blob: string, place: GitPlace): Promise<boolean> {
  const { output } = await runGit(["--literal-pathspecs", "ls-files", "-z", "--stage", "--", path], place)
  const entries = output.toString().split("\0")
  return entries.some((entry) => entry.endsWith(`\t${path}`) && entry.slice(7).startsWith(`${blob} 0\t`))
}

const CARRIAGE_RETURN = 0x0d
const LINE_FEED = 0x0a

/** Compares with the worktree's line endings: the filter gets a file before git converts them. */
function withGitsLineEndings(bytes: Uint8Array): readonly Uint8Array[] {
  if (!bytes.includes(CARRIAGE_RETURN)) return []
  return [bytes.filter((byte, at) => byte !== CARRIAGE_RETURN || bytes[at + 1] !== LINE_FEED)]
}
