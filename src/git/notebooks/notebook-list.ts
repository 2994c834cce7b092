import { existsSync, readdirSync, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { ALL_NOTEBOOKS, isNotebookName, isPassedOver } from "../../node/notebook-name.js"
import { isUnreadable, pathText, readablePath } from "../../node/path-text.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { outsideOfHook } from "../repository/worktree.js"

/** Which notebooks: those in git's index, or also those that are neither in it nor ignored. */
export type Known = "tracked" | "not-ignored"

/** The paths, relative to the place's directory, or git's words on why there are none. */
export type ListedNotebooks =
  | { readonly kind: "paths"; readonly paths: readonly string[] }
  | { readonly kind: "trouble"; readonly message: string }

/** Lists the notebooks of the whole repository, wherever in it the place is. Untracked ones in a folder that is
 *  always skipped are left out. */
export function notebooksOfRepository(known: Known, place: GitPlace): Promise<ListedNotebooks> {
  return askGit(known === "tracked" ? TRACKED : NOT_IGNORED, ALL_NOTEBOOKS, place)
}

/** Lists the notebooks that git neither tracks nor ignores. */
export function untrackedNotebooks(place: GitPlace): Promise<ListedNotebooks> {
  return askGit(UNTRACKED, ALL_NOTEBOOKS, place)
}

/** Lists the notebooks below a folder, sorted; their paths begin with it. Git says which are ignored, unless the folder
 *  itself is: whoever names it means what is in it. Without a repository nothing is ignored. Links to directories are
 *  not followed.
 *  @throws the system's error for a folder that cannot be read */
export async function notebooksBelow(folder: string, place: GitPlace): Promise<readonly string[]> {
  const below = resolve(place.cwd, folder)
  const names = (await namesKnown(below, place)) ?? (await namesOnDisk(below, place))
  const paths = names.filter((name) => !isPassedOver(name)).map((name) => join(folder, name))
  return paths.filter((path) => isFile(resolve(place.cwd, path))).sort()
}

/** Lists the notebooks at or below the paths whose names are not UTF-8, as people are shown them: no program of ours can
 *  open one. All of the repository without a path; none outside of one. */
export async function unreadableNames(paths: readonly string[], place: GitPlace): Promise<readonly string[]> {
  const specs = paths.length > 0 ? paths : [ALL_NOTEBOOKS]
  const { output } = await runGit(["ls-files", "-z", "--deduplicate", ...NOT_IGNORED, "--", ...specs], place)
  const names = output
    .toString("latin1")
    .split("\0")
    .map((name) => pathText(Buffer.from(name, "latin1")))
  return names.filter(isUnreadable).map(readablePath).filter(isNotebookName)
}

const TRACKED = ["--cached"] as const
const UNTRACKED = ["--others", "--exclude-standard"] as const
const NOT_IGNORED = [...TRACKED, ...UNTRACKED] as const

/** Returns undefined outside of a repository. A hook's variables are those of another repository, perhaps; a worktree
 *  that was set apart from its repository is found by them alone. */
async function namesKnown(folder: string, place: GitPlace): Promise<readonly string[] | undefined> {
  const places = [outsideOfHook(place), ...(place.environment.GIT_WORK_TREE ? [place] : [])]
  for (const { environment } of places) {
    const there = { cwd: folder, environment }
    const isIgnored = (await runGit(["check-ignore", "-q", "."], there)).status === 0
    const listed = await askGit(isIgnored ? ["--cached", "--others"] : NOT_IGNORED, ".", there)
    if (listed.kind === "paths") return withNested(listed.paths, folder, place)
  }
  return undefined
}

/** Adds what is in the repositories below: git names only their folders. */
async function withNested(
  names: readonly string[],
  folder: string,
  place: GitPlace,
): Promise<readonly string[]> {
  const nested = names.filter((name) => name.endsWith("/") && name !== "./" && !isPassedOver(name))
  const within = await Promise.all(
    nested.map(async (name) => {
      const own = (await namesKnown(join(folder, name), place)) ?? []
      return own.map((below) => join(name, below))
    }),
  )
  return [...names.filter(isNotebookName), ...within.flat()]
}

/** A repository below the folder says itself what it ignores. */
async function namesOnDisk(folder: string, place: GitPlace): Promise<readonly string[]> {
  const names: string[] = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) names.push(...(isNotebookName(entry.name) ? [entry.name] : []))
    else if (!isPassedOver(`${entry.name}/`)) {
      const path = join(folder, entry.name)
      const isRepository = existsSync(join(path, ".git"))
      const known = isRepository ? await namesKnown(path, place) : undefined
      const below = known ?? (await namesOnDisk(path, place))
      names.push(...below.map((name) => join(entry.name, name)))
    }
  }
  return names
}

async function askGit(which: readonly string[], pathspec: string, place: GitPlace): Promise<ListedNotebooks> {
  const args = ["ls-files", "-z", "--deduplicate", ...which, "--", pathspec]
  const { status, output, message } = await runGit(args, place)
  if (status !== 0) return { kind: "trouble", message }
  const names = output.toString().split("\0").filter(Boolean)
  const isWanted = (name: string): boolean => !which.includes("--others") || !isPassedOver(name)
  return { kind: "paths", paths: names.filter(isWanted) }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
