/** One entry of `git diff --raw -z --no-abbrev`. */
export type RawEntry =
  | { readonly kind: "changed"; readonly file: ChangedFile }
  | { readonly kind: "unmerged"; readonly path: string }

export interface ChangedFile {
  readonly status: FileStatus
  /** The path before, relative to the worktree's top. */
  readonly oldPath: string
  /** The path after; another one where the file was renamed or copied. */
  readonly path: string
  readonly before: FileVersion
  readonly after: FileVersion
  readonly similarity?: Similarity
}

/** git's letter: added, copied, deleted, modified, renamed, type changed (a file became a link, …). */
type FileStatus = "A" | "C" | "D" | "M" | "R" | "T"

/** Where a version's bytes are. `mode` is as in git's tree, such as "100644". */
export type FileVersion =
  | { readonly kind: "absent" }
  | { readonly kind: "blob"; readonly oid: string; readonly mode: string }
  /** The worktree's file at this version's path, which git has not hashed. */
  | { readonly kind: "worktree"; readonly mode: string }

/** Reads `:<mode> <mode> <oid> <oid> <status>` NUL path NUL, with a second path for a rename or a copy. */
export function parseRawDiff(output: Uint8Array): readonly RawEntry[] {
  const fields = new TextDecoder().decode(output).split("\0")
  const entries: RawEntry[] = []
  for (let at = 0; at + 1 < fields.length; ) {
    const [oldMode = "", mode = "", oldOid = "", oid = "", status = ""] =
      fields[at]?.slice(1).split(" ") ?? []
    const letter = status.slice(0, 1)
    const oldPath = fields[at + 1] ?? ""
    const isPair = letter === "R" || letter === "C"
    const path = isPair ? (fields[at + 2] ?? "") : oldPath
    at += isPair ? 3 : 2
    if (!isStatus(letter)) {
      entries.push({ kind: "unmerged", path })
      continue
    }
    const versions = { before: version(oldMode, oldOid), after: version(mode, oid) }
    const file = { status: letter, oldPath, path, ...versions }
    entries.push({ kind: "changed", file: isPair ? { ...file, similarity: similarity(status) } : file })
  }
  return entries
}

function isStatus(letter: string): letter is FileStatus {
  return /^[ACDMRT]$/.test(letter)
}

function version(mode: string, oid: string): FileVersion {
  if (/^0+$/.test(mode)) return { kind: "absent" }
  return /^0+$/.test(oid) ? { kind: "worktree", mode } : { kind: "blob", oid, mode }
}

function similarity(status: string): Similarity {
  return { kind: status.startsWith("R") ? "renamed" : "copied", percent: Number(status.slice(1)) }
}

export interface Similarity {
  readonly kind: "renamed" | "copied"
  readonly percent: number
}
