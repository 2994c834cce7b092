import { diffVersions } from "../../diff/diff-notebooks.js"
import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { quotedPath } from "../../node/quoted-path.js"
import { sameMemory } from "../../node/same-memory.js"
import type { RuleSet } from "../../normalize/rules/rule-set.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import { type Notebook, parseVersion } from "../../notebook/model.js"
import type { FileNames, FileStatus } from "../../render/words/file-names.js"

export interface ComparedFile {
  readonly names: FileNames
  /** git's letter for what happened, with the similarity of a pair: "M", "R087". */
  readonly status: string
}

/** Holds two versions of one file, one of which may be missing. */
export interface NotebookPair extends ComparedFile {
  readonly before: Content
  readonly after: Content
  /** git's own text diff of the two, for what is not a notebook. */
  readonly textDiff: (options: readonly string[]) => Promise<string>
}

export type Content =
  | { readonly kind: "absent" }
  /** `name` is its name in messages. */
  | { readonly kind: "bytes"; readonly name: string; readonly bytes: Uint8Array }
  /** A symbolic link or a submodule: git shows its target. */
  | { readonly kind: "no-file" }
  | { readonly kind: "trouble"; readonly message: string }

export type Comparison =
  | { readonly kind: "notebooks"; readonly diff: NotebookDiff }
  /** Not both are notebooks: the problem, with its file and place, if there is one. */
  | { readonly kind: "text"; readonly warning: string | undefined }
  /** A version could not be read at all. */
  | { readonly kind: "unread"; readonly message: string }

export function comparePair(pair: NotebookPair, rules: RuleSet): Comparison {
  const a = readContent(pair.before)
  if (a.kind === "text" || a.kind === "unread") return a
  const b = sameBytes(pair) ? a : readContent(pair.after, notebookOf(a))
  if (b.kind === "text" || b.kind === "unread") return b
  const diff = diffVersions(notebookOf(a), notebookOf(b), rules)
  return diff === undefined ? { kind: "text", warning: undefined } : { kind: "notebooks", diff }
}

export type ReadContent =
  | { readonly kind: "absent" }
  | { readonly kind: "notebook"; readonly notebook: Notebook }
  | (Comparison & { readonly kind: "text" | "unread" })

/** Reads the notebook in the content, or returns what is wrong: "<name>: <place>: <reason>". `like` is another
 *  version of it, if one was read. */
export function readContent(content: Content, like?: Notebook): ReadContent {
  switch (content.kind) {
    case "absent":
      return content
    case "no-file":
      return { kind: "text", warning: undefined }
    case "trouble":
      return { kind: "unread", message: content.message }
    case "bytes":
      return readBytes(content.name, content.bytes, like)
  }
}

/** Renames the files of a pair: one name for both, or one for each; without names they keep their own. */
export function labeled(pair: NotebookPair, [before, after = before]: readonly string[]): NotebookPair {
  if (before === undefined || after === undefined) return pair
  const { status } = pair.names
  const paths =
    status === "modified" ? { path: after, oldPath: before } : { path: status === "deleted" ? before : after }
  return { ...pair, names: { status, ...paths } }
}

/** Swaps the two sides, for `-R`. */
export function reversed({ names, status, before, after, textDiff }: NotebookPair): NotebookPair {
  const { path, oldPath = path } = names
  const swapped = { ...names, path: oldPath, oldPath: path, status: OPPOSITES[names.status] }
  return {
    names: swapped,
    status: { A: "D", D: "A" }[status] ?? status,
    before: after,
    after: before,
    textDiff: (options) => textDiff([...options, "-R"]),
  }
}

const OPPOSITES = {
  modified: "modified",
  added: "deleted",
  deleted: "added",
  renamed: "renamed",
  copied: "copied",
} as const satisfies Record<FileStatus, FileStatus>

/** Returns whether both versions exist and have the same bytes. */
export function sameBytes({ before, after }: NotebookPair): boolean {
  if (before.kind !== "bytes" || after.kind !== "bytes") return false
  return Buffer.compare(before.bytes, after.bytes) === 0
}

function readBytes(name: string, bytes: Uint8Array, like: Notebook | undefined): ReadContent {
  try {
    return { kind: "notebook", notebook: parseVersion(bytes, like, sameMemory) }
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    return { kind: "text", warning: `${quotedPath(name)}: ${error.message}` }
  }
}

function notebookOf(read: Exclude<ReadContent, Comparison>): Notebook | undefined {
  return read.kind === "notebook" ? read.notebook : undefined
}
