import { readAttributes } from "../repository/attributes.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import { type GitPlace, runGit } from "../repository/git-process.js"

import { openGit } from "../repository/repository.js"

export interface Refreshed {
  /** The paths that git now sees as unchanged, relative to the worktree's top. They are bytes, since a name may not
   *  be UTF-8. */
  readonly unchanged: readonly Uint8Array[]
  /** git's messages, one line each: files that it could not read, and settings that the filter cannot follow. */
  readonly troubles: readonly string[]
}

/** Makes git notice which notebooks are unchanged in their normal form. To git a file of another size is modified:
 *  it does not ask the filter then, and a pull refuses to touch the file. Nothing is staged: an entry keeps its
 *  blob, and only git's record of the file's size and times is updated.
 *  @throws GitError outside of a repository, or if a pathspec is invalid. */
export async function refreshIndex(pathspecs: readonly string[], place: GitPlace): Promise<Refreshed> {
  const shownTop = await openGit(place)("rev-parse", "--show-toplevel")
  const top = { ...place, cwd: shownTop.replace(/\n$/, "") }
  await runGit(["update-index", "-q", "--refresh"], top)
  const modified = await modifiedFiles(pathspecs, place)
  const paths = modified.map(({ path }) => path)
  const attributes = await readAttributes(paths, top, BYTES)
  const filtered = modified.filter(({ path }) => attributes.get(path)?.filter === DRIVER_NAME)
  const { blobs, troubles } = await filteredBlobs(
    filtered.map(({ path }) => path),
    top,
  )
  // the index may have changed while files were filtered
  const now = new Map((await modifiedFiles(pathspecs, place)).map(({ path, blob }) => [path, blob]))
  const same = filtered.filter(({ blob, path }) => blobs.get(path) === blob && now.get(path) === blob)
  if (same.length > 0) {
    // an entry without a size is one that git has yet to compare
    const entries = same.map(({ mode, blob, path }) => `${mode} ${blob} 0\t${path}\0`).join("")
    await runGit(["update-index", "-z", "--index-info"], top, Buffer.from(entries, BYTES))
    await runGit(["update-index", "-q", "--refresh"], top)
  }
  return { unchanged: same.map(({ path }) => Buffer.from(path, BYTES)), troubles }
}

/** Reads paths as bytes, one character for each, to pass them back to git unchanged. */
const BYTES = "latin1"

interface IndexEntry {
  readonly mode: string
  readonly blob: string
  readonly path: string
}

/** Returns the files that differ only in content. Skips unmerged paths, for which git writes the state `U` and also
 *  a difference from stage 2: an entry for one would resolve the conflict. git writes `:<mode> <mode> <blob> <blob>
 *  M` NUL path NUL.
 *  @throws GitError */
async function modifiedFiles(pathspecs: readonly string[], place: GitPlace): Promise<readonly IndexEntry[]> {
  const git = openGit(place, BYTES)
  const output = await git("diff-files", "--raw", "-z", "--no-abbrev", "--", ...pathspecs)
  const unmerged = new Set(
    [...output.matchAll(/:\d{6} \d{6} [0-9a-f]+ [0-9a-f]+ U\0([^\0]*)\0/g)].map(([, path]) => path),
  )
  const entries = output.matchAll(/:(100\d{3}) (100\d{3}) ([0-9a-f]+) [0-9a-f]+ M\0([^\0]*)\0/g)
  return [...entries].flatMap(([, mode = "", now, blob = "", path = ""]) =>
    mode === now && !unmerged.has(path) ? [{ mode, blob, path }] : [],
  )
}

interface FilteredBlobs {
  readonly blobs: ReadonlyMap<string, string>
  readonly troubles: readonly string[]
}

/** Limits how many files may fail before the rest is not tried: the error is then not about one file, and each
 *  failure starts the filter again. */
const MOST_TROUBLES = 10

/** Returns the ids that the files' blobs would have, each file through its filter. git stops at a file that it
 *  cannot read, and is started again for those after it. */
async function filteredBlobs(paths: readonly string[], top: GitPlace): Promise<FilteredBlobs> {
  const blobs = new Map<string, string>()
  const troubles: string[] = []
  for (let at = 0; at < paths.length && troubles.length < MOST_TROUBLES; at++) {
    const rest = paths.slice(at)
    const lines = rest.map((path) => `${quotedLine(path)}\n`).join("")
    const { output, message } = await runGit(["hash-object", "--stdin-paths"], top, Buffer.from(lines, BYTES))
    const named = output.toString().split("\n").filter(Boolean)
    for (const [i, blob] of named.entries()) blobs.set(rest[i] as string, blob)
    at += named.length
    if (named.length < rest.length) troubles.push(troubleIn(message))
  }
  return { blobs, troubles }
}

/** Returns a path as git reads it from a line: in quotes if it begins with one or holds a line end. */
function quotedLine(path: string): string {
  if (!/^"|[\n\\]/.test(path)) return path
  return `"${path.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n")}"`
}

/** Returns the filter's own line, which says more than git's, or else git's. */
function troubleIn(message: string): string {
  const lines = message.split("\n")
  const reported =
    lines.find((line) => line.startsWith("nbdiff: ")) ?? lines.find((line) => /^fatal: /.test(line))
  return reported?.replace(/^(nbdiff|fatal): /, "") ?? "git hash-object failed"
}
