import { join, resolve } from "node:path"
import { notebooksOfRepository } from "../../git/notebooks/notebook-list.js"
import { type GitPlace, runGit } from "../../git/repository/git-process.js"
import type { Watched } from "./fingerprint.js"

/** Returns git's files that say what the revisions are now; none outside of a repository. */
export async function watchedRevisions(
  revisions: readonly string[],
  place: GitPlace,
): Promise<Omit<Watched, "files">> {
  const { status, output } = await runGit(["rev-parse", "--git-common-dir", ...GIT_FILES], place)
  if (status !== 0) return { gitFiles: [], commonDirectory: undefined }
  const [common = "", ...files] = output
    .toString()
    .trimEnd()
    .split("\n")
    .map((path) => resolve(place.cwd, path))
  const refs = (await refNames(revisions, place)).map((name) => join(common, name))
  return { gitFiles: [...files, ...refs], commonDirectory: common }
}

const GIT_FILES = ["HEAD", "index", "packed-refs"].flatMap((name) => ["--git-path", name])

async function refNames(revisions: readonly string[], place: GitPlace): Promise<readonly string[]> {
  if (revisions.length === 0) return []
  const { output } = await runGit(["rev-parse", "--symbolic-full-name", "--revs-only", ...revisions], place)
  const names = output
    .toString()
    .split("\n")
    .map((line) => line.replace(/^\^/, ""))
  return names.filter((name) => name.startsWith("refs/"))
}

/** Returns the notebooks of the worktree that git knows: any of them may be the next to change. */
export async function trackedNotebooks(top: string, place: GitPlace): Promise<readonly string[]> {
  const listed = await notebooksOfRepository("tracked", { ...place, cwd: top })
  return listed.kind === "paths" ? listed.paths.map((path) => join(top, path)) : []
}

/** Returns where marks are kept; undefined outside of a repository. */
export async function marksFile(place: GitPlace): Promise<string | undefined> {
  const { status, output } = await runGit(["rev-parse", "--git-common-dir"], place)
  if (status !== 0) return undefined
  return join(resolve(place.cwd, output.toString().replace(/\n$/, "")), "nbdiff", "review.json")
}
