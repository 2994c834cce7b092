import type { Similarity } from "../notebooks/raw-diff.js"

/** What git hands to an external diff. */
export type DiffRequest =
  | { readonly kind: "pair"; readonly pair: FilePair }
  | { readonly kind: "unmerged"; readonly path: string }

export interface FilePair {
  /** The path before, relative to the worktree's top. */
  readonly oldPath: string
  /** The path after; another one where the file was renamed or copied. */
  readonly path: string
  readonly before: FileSide
  readonly after: FileSide
  /** Set where git paired two paths because their contents are alike. */
  readonly similarity?: Similarity
}

export type FileSide =
  | { readonly kind: "absent" }
  | {
      readonly kind: "present"
      /** Where the bytes are: a temporary file, or the worktree's own. */
      readonly file: string
      /** The blob's name; undefined for a file of the worktree, which has none yet. */
      readonly blob: string | undefined
      /** As in git's tree, such as "100644". */
      readonly mode: string
    }

/** Reads `path old-file old-hex old-mode new-file new-hex new-mode`, to which git adds the new name and lines
 *  for its header when the two paths differ, or one path alone, which is unmerged. Undefined for any other
 *  number of arguments. */
export function parseDiffArguments(args: readonly string[]): DiffRequest | undefined {
  const [path, oldFile, oldHex, oldMode, newFile, newHex, newMode, newPath, header] = args
  if (path === undefined) return undefined
  if (args.length === 1) return { kind: "unmerged", path }
  if (newMode === undefined || args.length > 9) return undefined
  const pair = {
    oldPath: path,
    path: newPath ?? path,
    before: side(oldFile, oldHex, oldMode),
    after: side(newFile, newHex, newMode),
  }
  const similarity = parseSimilarity(header ?? "")
  return { kind: "pair", pair: similarity === undefined ? pair : { ...pair, similarity } }
}

/** The mode tells that a side is missing: on Windows its file, /dev/null, is renamed on the way. */
function side(file = "", hex = "", mode = ""): FileSide {
  if (mode === ".") return { kind: "absent" }
  return { kind: "present", file, blob: /^0*$/.test(hex) ? undefined : hex, mode }
}

/** The header lines come from git, one a line; under --no-index they say nothing of the kind. */
function parseSimilarity(header: string): Similarity | undefined {
  const percent = /^similarity index (\d+)%$/m.exec(header)?.[1]
  if (percent === undefined) return undefined
  return { kind: /^copy from /m.test(header) ? "copied" : "renamed", percent: Number(percent) }
}
