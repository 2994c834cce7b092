import { isLfsPointer } from "../../node/input-file.js"
import { isNotebookName } from "../../node/notebook-name.js"
import { type FileVersion, parseRawDiff, type RawEntry } from "../notebooks/raw-diff.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { GitError } from "../repository/repository.js"
import { firstLine, versionBytes } from "./staged-bytes.js"

/** A notebook of which parts can be moved between two places. */
export interface StagedChange {
  /** From the worktree's top. */
  readonly path: string
  /** The content as git stores it; undefined where there is no such file. */
  readonly before: Uint8Array | undefined
  readonly after: Uint8Array | undefined
  readonly modes: { readonly before: string | undefined; readonly after: string | undefined }
  readonly oids: { readonly before: string | undefined; readonly after: string | undefined }
  /** The worktree's file as it is, where `after` is what git would store of it. */
  readonly raw: Uint8Array | undefined
}

export type StagedEntry =
  | { readonly kind: "change"; readonly change: StagedChange }
  | { readonly kind: "skipped"; readonly path: string; readonly reason: string }
  | { readonly kind: "trouble"; readonly path: string; readonly message: string }

/** Between which two versions parts are moved. */
export type Comparison =
  | { readonly kind: "index-worktree" }
  | { readonly kind: "revision-index"; readonly revision: string | undefined }
  | { readonly kind: "revision-worktree"; readonly revision: string }

/** Returns the notebooks that differ between two versions, in git's order. `place` is the worktree's top, and `pathspecs`
 *  are relative to `cwd` in it.
 *  @throws GitError in git's words. */
export async function stagedChanges(
  comparison: Comparison,
  pathspecs: readonly string[],
  place: GitPlace,
): Promise<readonly StagedEntry[]> {
  await runGit(["update-index", "-q", "--refresh"], place)
  const args = await rawDiffArguments(comparison, place)
  const { status, output, message } = await runGit([...args, "--", ...pathspecs], place)
  if (status !== 0) throw new GitError(firstLine(message))
  const entries: StagedEntry[] = []
  const seen = new Set<string>()
  for (const entry of parseRawDiff(output)) {
    const path = pathOf(entry)
    if (!isNotebookName(path) || seen.has(path)) continue
    seen.add(path)
    entries.push(await stagedEntry(entry, path, place, comparison))
  }
  return entries
}

/** Returns the untracked notebooks among `paths`, from the worktree's top: all of each is new. */
export async function untrackedChanges(
  paths: readonly string[],
  place: GitPlace,
): Promise<readonly StagedEntry[]> {
  const named = new Set(paths.filter(isNotebookName))
  if (named.size === 0) return []
  const args = ["--literal-pathspecs", "ls-files", "-z", "--others", "--exclude-standard", "--", ...named]
  const { output } = await runGit(args, place)
  const found = output
    .toString()
    .split("\0")
    .filter((path) => named.has(path))
  const version: FileVersion = { kind: "worktree", mode: "100644" }
  return Promise.all(
    found.map((path) => readChange({ before: { kind: "absent" }, after: version }, path, place)),
  )
}

function pathOf(entry: RawEntry): string {
  return entry.kind === "unmerged" ? entry.path : entry.file.path
}

async function rawDiffArguments(comparison: Comparison, place: GitPlace): Promise<readonly string[]> {
  const raw = ["--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules"]
  switch (comparison.kind) {
    case "index-worktree":
      return ["diff-files", ...raw]
    case "revision-index":
      return ["diff-index", "--cached", ...raw, comparison.revision ?? (await headTree(place))]
    case "revision-worktree":
      return ["diff-index", ...raw, comparison.revision]
  }
}

/** The tree of HEAD; before the first commit the empty tree. */
async function headTree(place: GitPlace): Promise<string> {
  const head = await runGit(["rev-parse", "--verify", "-q", "HEAD^{tree}"], place)
  if (head.status === 0) return head.output.toString().trim()
  return (await runGit(["hash-object", "-t", "tree", "--stdin"], place)).output.toString().trim()
}

async function stagedEntry(
  entry: RawEntry,
  path: string,
  place: GitPlace,
  { kind }: Comparison,
): Promise<StagedEntry> {
  if (entry.kind === "unmerged") return { kind: "skipped", path, reason: "in conflict" }
  const { before, after } = entry.file
  if (!isRegular(before) || !isRegular(after))
    return { kind: "skipped", path, reason: "a link or a submodule" }
  // git names the blob of a worktree's file that is up to date; it is the file that changes
  const isWorktree = kind === "revision-worktree" && after.kind === "blob"
  return readChange(
    { before, after: isWorktree ? { kind: "worktree", mode: after.mode } : after },
    path,
    place,
  )
}

function isRegular(version: FileVersion): boolean {
  return version.kind === "absent" || version.mode.startsWith("100")
}

interface Versions {
  readonly before: FileVersion
  readonly after: FileVersion
}

async function readChange({ before, after }: Versions, path: string, place: GitPlace): Promise<StagedEntry> {
  try {
    const a = await versionBytes(before, path, place)
    const b = await versionBytes(after, path, place)
    if ([a.bytes, b.bytes].some((bytes) => bytes !== undefined && isLfsPointer(bytes)))
      return { kind: "skipped", path, reason: "a Git LFS pointer" }
    return {
      kind: "change",
      change: {
        path,
        before: a.bytes,
        after: b.bytes,
        raw: b.raw,
        modes: { before: modeOf(before), after: modeOf(after) },
        oids: { before: a.oid, after: b.oid },
      },
    }
  } catch (error) {
    return {
      kind: "trouble",
      path,
      message: error instanceof Error ? firstLine(error.message) : String(error),
    }
  }
}

function modeOf(version: FileVersion): string | undefined {
  return version.kind === "absent" ? undefined : version.mode
}
