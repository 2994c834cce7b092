import { blobId } from "../../node/blob-id.js"
import type { PathAttributes } from "./attributes.js"
import { DRIVER_NAME } from "./driver-name.js"
import { type GitPlace, runGit } from "./git-process.js"

/** The blob as the worktree has it, where a filter such as Git LFS or git-crypt keeps something else than the notebook;
 *  else its own bytes. `path` is from the worktree's top. */
export async function worktreeForm(
  blob: string,
  bytes: Uint8Array,
  path: string,
  place: GitPlace,
): Promise<Uint8Array> {
  if (mayBeNotebook(bytes)) return bytes
  const { status, output } = await runGit(["cat-file", "--filters", `--path=${path}`, blob], place)
  return status === 0 && mayBeNotebook(output) ? output : bytes
}

/** A worktree's file as git would store it, through another filter than ours and the encoding of its path; the file's own
 *  bytes where that is not a notebook: what Git LFS or git-crypt stores is not to be compared. `place` is the worktree's
 *  top. */
export async function storedForm(path: string, bytes: Uint8Array, place: GitPlace): Promise<Uint8Array> {
  const args = ["hash-object", "--stdin", `--path=${path}`]
  const hashed = await runGit(args, place, bytes)
  const oid = hashed.output.toString().trim()
  if (hashed.status !== 0 || oid === blobId(bytes, oid.length === SHA1_DIGITS ? "sha1" : "sha256"))
    return bytes
  const written = await runGit([...args, "-w"], place, bytes)
  const stored = written.status === 0 ? await runGit(["cat-file", "blob", oid], place) : written
  return stored.status === 0 && mayBeNotebook(stored.output) ? stored.output : bytes
}

const SHA1_DIGITS = 40

/** Whether git changes a file on its way into the repository by something else than our filter and line endings. Git LFS
 *  and git-crypt do, and what they store is for no reader. */
export function hasOtherForm(attributes: PathAttributes | undefined): boolean {
  if (attributes === undefined) return false
  const { filter } = attributes
  if (KEEPERS.has(filter)) return false
  const isFiltered = !NO_FILTERS.has(filter) && filter !== DRIVER_NAME
  return isFiltered || !NO_ENCODINGS.has(attributes["working-tree-encoding"] ?? "unspecified")
}

const NO_FILTERS: ReadonlySet<string> = new Set(["unspecified", "unset", "set"])
const NO_ENCODINGS: ReadonlySet<string> = new Set(["unspecified", "unset", "set", "", "UTF-8", "utf-8"])
const KEEPERS: ReadonlySet<string> = new Set(["lfs", "git-crypt", "crypt"])

/** Whether the bytes begin as JSON's objects do. An empty file has no other form. */
function mayBeNotebook(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > SPACE)
  return first === undefined || first === OPENING_BRACE || first === BYTE_ORDER_MARK
}

const SPACE = 0x20
const OPENING_BRACE = 0x7b
const BYTE_ORDER_MARK = 0xef
