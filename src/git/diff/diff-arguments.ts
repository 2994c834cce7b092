import type { Similarity } from "../notebooks/raw-diff.js"

/** Holds what git passes to an external diff. */
export type DiffRequest =
  | { readonly kind: "pair"; readonly pair: FilePair }
  | { readonly kind: "unmerged"; readonly path: string }

export interface FilePair {
  /** The path before, relative to the worktree's top. */
  readonly oldPath: string
  /** The path after; it differs if the file was renamed or copied. */
  readonly path: string
  readonly before: FileSide
  readonly after: FileSide
  /** Set if git paired two paths because their contents are similar. */
  readonly similarity?: Similarity
}

export type FileSide =
  | { readonly kind: "absent" }
  | {
      readonly kind: "present"
      /** The file with the bytes: a temporary one, or the worktree's own. */
      readonly file: string
      /** The blob's id; undefined for a file of the worktree, which has none yet. */
      readonly blob: string | undefined
      /** As in git's tree, such as "100644". */
      readonly mode: string
    }

/** Reads `path old-file old-hex old-mode new-file new-hex new-mode`, to which git adds the new name and its header
 *  lines if the two paths differ; or a single path, which is unmerged. Returns undefined for any other number of
 *  arguments. */
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

/** Returns whether a side is missing, by its mode: on Windows, git changes the name of its file, /dev/null. */
function side(file = "", hex = "", mode = ""): FileSide {
  if (mode === ".") return { kind: "absent" }
  return { kind: "present", file, blob: /^0*$/.test(hex) ? undefined : hex, mode }
}

/** Reads git's header lines; with --no-index they do not mention a rename. */
function parseSimilarity(header: string): Similarity | undefined {
  const percent = /^similarity index (\d+)%$/m.exec(header)?.[1]
  if (percent === undefined) return undefined
  return { kind: /^copy from /m.test(header) ? "copied" : "renamed", percent: Number(percent) }
}
