import { readAttributes } from "./attributes.js"
import { type GitPlace, runGit } from "./git-process.js"
import { quotedPath } from "./quoted-path.js"
import { driverName } from "./registration.js"
import { openGit } from "./repository.js"

/** Makes git see which notebooks are unchanged in their normal form: a file of another size counts as modified
 *  to git, which then does not ask the filter, and a pull refuses to touch it. Answers the paths, relative to
 *  the worktree's top. Nothing is staged: an entry keeps its blob, and only what git remembers of the file is
 *  renewed.
 *  @throws GitError where there is no repository, or a pathspec is none. */
export async function refreshPhantoms(
  pathspecs: readonly string[],
  place: GitPlace,
): Promise<readonly string[]> {
  const git = openGit(place)
  const top = { ...place, cwd: (await git("rev-parse", "--show-toplevel")).replace(/\n$/, "") }
  await runGit(["update-index", "-q", "--refresh"], top)
  const modified = parseEntries(await git("diff-files", "--raw", "-z", "--no-abbrev", "--", ...pathspecs))
  const attributes = await readAttributes(
    modified.map(({ path }) => path),
    top,
  )
  const filtered = modified.filter(({ path }) => attributes.get(path)?.filter === driverName)
  const blobs = await filteredBlobs(
    filtered.map(({ path }) => path),
    top,
  )
  const same = filtered.filter(({ blob }, i) => blob === blobs[i])
  if (same.length === 0) return []
  // an entry that comes without a size is one that git has yet to compare
  const entries = same.map(({ mode, blob, path }) => `${mode} ${blob} 0\t${path}\0`).join("")
  await runGit(["update-index", "-z", "--index-info"], top, new TextEncoder().encode(entries))
  await runGit(["update-index", "-q", "--refresh"], top)
  return same.map(({ path }) => path)
}

interface IndexEntry {
  readonly mode: string
  readonly blob: string
  readonly path: string
}

/** Files whose content alone differs: `:<mode> <mode> <blob> <blob> M` NUL path NUL. */
function parseEntries(output: string): readonly IndexEntry[] {
  return [...output.matchAll(/:(100\d{3}) (100\d{3}) ([0-9a-f]+) [0-9a-f]+ M\0([^\0]*)\0/g)].flatMap(
    ([, mode = "", now, blob = "", path = ""]) => (mode === now ? [{ mode, blob, path }] : []),
  )
}

/** The names that the files' blobs would have, each file through its filter; fewer where git cannot read one. */
async function filteredBlobs(paths: readonly string[], top: GitPlace): Promise<readonly string[]> {
  if (paths.length === 0) return []
  const lines = paths.map((path) => `${/^"|[\n\\]/.test(path) ? quotedPath(path) : path}\n`).join("")
  const { output } = await runGit(["hash-object", "--stdin-paths"], top, new TextEncoder().encode(lines))
  return output.toString().split("\n")
}
