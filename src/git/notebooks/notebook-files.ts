import { realpathSync, statSync } from "node:fs"
import { relative, resolve, sep } from "node:path"
import { systemReason } from "../../node/input-file.js"
import { ALL_NOTEBOOKS, isNotebookName } from "../../node/notebook-name.js"
import { readDiskFile } from "../../node/regular-file.js"
import { readAttributes } from "../repository/attributes.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { openObjects } from "../repository/object-reader.js"
import { hasOtherForm, storedForm, worktreeForm } from "../repository/stored-bytes.js"
import { worktreeTop } from "../repository/worktree.js"
import { notebooksBelow, notebooksOfRepository, unreadableNames } from "./notebook-list.js"

/** A notebook that was asked for, by the name that the caller knows it by. */
export type NotebookFile =
  | { readonly kind: "bytes"; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: "unmerged"; readonly name: string }
  | { readonly kind: "trouble"; readonly name: string; readonly message: string }

export type NotebookFiles =
  | { readonly kind: "files"; readonly files: AsyncIterable<NotebookFile> }
  /** What git had to say, in its words. */
  | { readonly kind: "trouble"; readonly message: string }

/** Lists the notebooks below the paths, or all of the repository, one after the other: in the worktree those that git
 *  does not ignore, or as the index or a revision has them. A file that is named is one whatever its name ends in. */
export async function listNotebooks(
  paths: readonly string[],
  from: "worktree" | "index" | { readonly revision: string },
  place: GitPlace,
): Promise<NotebookFiles> {
  if (typeof from === "object") return revisionFiles(from.revision, paths, place)
  if (from === "index") return indexFiles(paths, place)
  const unreadable = await unreadableNames(paths, place)
  if (paths.length > 0) {
    const named = await Promise.all(paths.map((path) => namedFiles(path, place)))
    return { kind: "files", files: readAll(named.flat(), unreadable, place) }
  }
  const listed = await notebooksOfRepository("not-ignored", place)
  if (listed.kind === "trouble") return listed
  const names = listed.paths.filter((name) => isThere(name, place)).sort()
  if (names.length === 0 && listed.paths.length > 0 && isElsewhere(place))
    return {
      kind: "trouble",
      message: "GIT_DIR is set, and no notebook of its repository is in this directory",
    }
  return { kind: "files", files: readAll(names, unreadable, place) }
}

/** Whether the environment names the repository and not its worktree: git then takes any directory for that. */
function isElsewhere({ environment }: GitPlace): boolean {
  return Boolean(environment.GIT_DIR) && !environment.GIT_WORK_TREE
}

/** A tracked file that is deleted, or left out of a sparse checkout, is nothing to check. */
function isThere(name: string, { cwd }: GitPlace): boolean {
  return statSync(resolve(cwd, name), { throwIfNoEntry: false }) !== undefined
}

async function namedFiles(path: string, place: GitPlace): Promise<readonly string[]> {
  const isFolder = statSync(resolve(place.cwd, path), { throwIfNoEntry: false })?.isDirectory() === true
  return isFolder ? notebooksBelow(path, place) : [path]
}

async function* readAll(
  names: readonly string[],
  unreadable: readonly string[],
  place: GitPlace,
): AsyncGenerator<NotebookFile> {
  for (const name of unreadable)
    yield { kind: "trouble", name, message: "could not be read: its name is not UTF-8" }
  for (const name of names) yield await readOne(name, place)
}

async function readOne(name: string, place: GitPlace): Promise<NotebookFile> {
  try {
    const bytes = readDiskFile(resolve(place.cwd, name))
    return { kind: "bytes", name, bytes: isEncoded(bytes) ? await decoded(name, bytes, place) : bytes }
  } catch (error) {
    return { kind: "trouble", name, message: systemReason(error) }
  }
}

/** Whether a file begins as those in UTF-16 do. */
function isEncoded([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

/** What git stores of it, where the attribute working-tree-encoding is set. */
async function decoded(name: string, bytes: Uint8Array, place: GitPlace): Promise<Uint8Array> {
  const attributes = (await readAttributes([name], place)).get(name)
  return hasOtherForm(attributes) ? storedForm(name, bytes, place) : bytes
}

async function indexFiles(paths: readonly string[], place: GitPlace): Promise<NotebookFiles> {
  const specs = paths.length > 0 ? paths : [ALL_NOTEBOOKS]
  const { status, output, message } = await runGit(["ls-files", "-z", "--stage", "--", ...specs], place)
  if (status !== 0) return { kind: "trouble", message }
  const top = await worktreeTop(place)
  if (top === undefined) return { kind: "trouble", message: "this operation must be run in a work tree" }
  const entries = new Map<string, { readonly blob: string; readonly isMerged: boolean }>()
  for (const entry of output.toString().split("\0")) {
    const [, blob = "", stage, name] = /^100\d{3} ([0-9a-f]+) ([0-3])\t(.*)$/s.exec(entry) ?? []
    const isNotebook = name !== undefined && (isNotebookName(name) || paths.includes(name))
    if (isNotebook) entries.set(name, { blob, isMerged: stage === "0" })
  }
  return { kind: "files", files: readBlobs(entries, place.cwd, { ...place, cwd: top }) }
}

/** Lists the notebooks of a revision, whatever is in the worktree. */
async function revisionFiles(
  revision: string,
  paths: readonly string[],
  place: GitPlace,
): Promise<NotebookFiles> {
  const tree = await runGit(["rev-parse", "--verify", "--end-of-options", `${revision}^{tree}`], place)
  if (tree.status !== 0) return { kind: "trouble", message: tree.message }
  const top = (await worktreeTop(place)) ?? place.cwd
  const here = realpathSync(place.cwd)
  const below = paths.map((path) => relative(top, resolve(here, path)).split(sep).join("/"))
  const atTop = { ...place, cwd: top }
  const args = [
    "ls-tree",
    "-r",
    "-z",
    tree.output.toString().trim(),
    "--",
    ...(below.includes("") ? [] : below),
  ]
  const { status, output, message } = await runGit(args, atTop)
  if (status !== 0) return { kind: "trouble", message }
  const entries = new Map<string, { readonly blob: string; readonly isMerged: boolean }>()
  for (const entry of output.toString().split("\0")) {
    const [, blob = "", name] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? []
    if (name === undefined || !(isNotebookName(name) || below.includes(name))) continue
    entries.set(relative(here, resolve(top, name)), { blob, isMerged: true })
  }
  return { kind: "files", files: readBlobs(entries, place.cwd, atTop) }
}

async function* readBlobs(
  entries: ReadonlyMap<string, { readonly blob: string; readonly isMerged: boolean }>,
  cwd: string,
  place: GitPlace,
): AsyncGenerator<NotebookFile> {
  const here = realpathSync(cwd)
  const pathOf = (name: string) => relative(place.cwd, resolve(here, name)).split(sep).join("/")
  const objects = openObjects(place)
  try {
    for (const [name, { blob, isMerged }] of entries) {
      const object = isMerged ? await objects.read(blob) : undefined
      if (!isMerged) yield { kind: "unmerged", name }
      else if (object !== undefined)
        yield { kind: "bytes", name, bytes: await worktreeForm(blob, object.bytes, pathOf(name), place) }
      else yield { kind: "trouble", name, message: `git has no object ${blob}` }
    }
  } finally {
    objects.close()
  }
}
