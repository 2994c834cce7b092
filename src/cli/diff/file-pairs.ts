import { readFileSync, statSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { notebooksBelow } from "../../git/notebooks/notebook-list.js"
import { textDiffOfFiles } from "../../git/notebooks/text-diff.js"
import { type GitPlace, runGit } from "../../git/repository/git-process.js"
import { type ObjectReader, openObjects } from "../../git/repository/object-reader.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { readDiskFile } from "../../node/regular-file.js"
import type { ComparedFile, Content, NotebookPair } from "./notebook-pair.js"

/** Describes two operands: two versions of one notebook, something that git has to read, or an ambiguous name. */
export type TwoOperands =
  | { readonly kind: "pair"; readonly pair: NotebookPair }
  | { readonly kind: "range" }
  | { readonly kind: "ambiguous"; readonly message: string }
  | { readonly kind: "no-repository" }

/** Pairs two files, two blobs such as `HEAD:a.ipynb`, or one of each. */
export async function readOperands(before: string, after: string, place: GitPlace): Promise<TwoOperands> {
  const objects = openObjects(place)
  try {
    const [a, b] = await Promise.all([readOperand(before, objects), readOperand(after, objects)])
    const ambiguous = [a, b].find(({ isFile, isObject }) => isFile && isObject)
    if (ambiguous !== undefined) {
      if (!(await hasFiles(place))) return { kind: "range" }
      return { kind: "ambiguous", message: ambiguousWords(ambiguous.name) }
    }
    if (a.content === undefined || b.content === undefined) return { kind: "range" }
    return { kind: "pair", pair: pairOf(a.name, a.content, b.name, b.content, noTextDiff) }
  } catch {
    return { kind: "no-repository" }
  } finally {
    objects.close()
  }
}

/** Pairs two files, a file with the one of its name in a directory, or, by name, the notebooks of two
 *  directories. A repository is asked only what it ignores. */
export async function readPaths(before: string, after: string, place: GitPlace): Promise<Paths> {
  if (isDirectory(before) && isDirectory(after)) {
    return { kind: "directories", pairs: await directoryPairs(before, after, place) }
  }
  const a = isDirectory(before) ? join(before, basename(after)) : before
  const b = isDirectory(after) ? join(after, basename(before)) : after
  return { kind: "files", pairs: [filePair(a, b, place)] }
}

interface Paths {
  readonly kind: "files" | "directories"
  readonly pairs: Iterable<NotebookPair>
}

interface Operand {
  readonly name: string
  readonly isFile: boolean
  readonly isObject: boolean
  /** Undefined if it is neither a file nor a blob. */
  readonly content: Content | undefined
}

/** Rejects outside of a repository. */
export async function readOperand(name: string, objects: ObjectReader): Promise<Operand> {
  const isFile = !isDirectory(name) && exists(name)
  const object = await readObject(name, objects)
  const blob = object?.type === "blob" ? object.bytes : undefined
  const stored: Content | undefined = blob && { kind: "bytes", name, bytes: blob }
  return { name, isFile, isObject: object !== undefined, content: isFile ? readFile(name) : stored }
}

/** Whether a name here may be a file of the worktree: in a bare repository and in git's own directory it is a revision,
 *  as `HEAD` is. */
export async function hasFiles(place: GitPlace): Promise<boolean> {
  const { output } = await runGit(["rev-parse", "--is-inside-work-tree"], place)
  return output.toString().trim() === "true"
}

/** Returns undefined for a name with a newline, which no object has. */
function readObject(name: string, objects: ObjectReader): ReturnType<ObjectReader["read"]> {
  return name.includes("\n") ? Promise.resolve(undefined) : objects.read(name)
}

export function ambiguousWords(name: string): string {
  return `'${quotedPath(name)}' is both a revision and a file: put -- before paths, or use --no-index for files`
}

const STANDARD_INPUT = "-"

function exists(path: string): boolean {
  return path === STANDARD_INPUT || statSync(path, { throwIfNoEntry: false }) !== undefined
}

export function isDirectory(path: string): boolean {
  return path !== STANDARD_INPUT && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

export function readFile(path: string): Content {
  if (path === "/dev/null") return { kind: "absent" }
  try {
    return {
      kind: "bytes",
      name: path,
      bytes: path === STANDARD_INPUT ? readFileSync(0) : readDiskFile(path),
    }
  } catch (error) {
    return { kind: "trouble", message: `${quotedPath(path)}: ${systemReason(error)}` }
  }
}

function filePair(before: string, after: string, place: GitPlace): NotebookPair {
  const textDiff = (options: readonly string[]) => textDiffOfFiles(before, after, options, place)
  return pairOf(before, readFile(before), after, readFile(after), textDiff)
}

/** Returns the pair; a named file that is not a notebook is an error. */
function noTextDiff(): Promise<string> {
  return Promise.resolve("")
}

function pairOf(
  oldName: string,
  before: Content,
  name: string,
  after: Content,
  textDiff: NotebookPair["textDiff"],
): NotebookPair {
  return { ...fileOf(oldName, before, name, after), before, after, textDiff }
}

function fileOf(oldName: string, before: Content, name: string, after: Content): ComparedFile {
  if (before.kind === "absent") return { names: { path: name, status: "added" }, status: "A" }
  if (after.kind === "absent") return { names: { path: oldName, status: "deleted" }, status: "D" }
  return { names: { path: name, oldPath: oldName, status: "modified" }, status: "M" }
}

/** Names each pair by its path in both directories. */
async function directoryPairs(
  before: string,
  after: string,
  place: GitPlace,
): Promise<Iterable<NotebookPair>> {
  const names = [new Set(await notebooksIn(before, place)), new Set(await notebooksIn(after, place))] as const
  return pairsByName(names, (name, side) => join(side === 0 ? before : after, name), place)
}

function* pairsByName(
  names: readonly [ReadonlySet<string>, ReadonlySet<string>],
  pathOf: (name: string, side: 0 | 1) => string,
  place: GitPlace,
): Generator<NotebookPair> {
  for (const name of [...new Set([...names[0], ...names[1]])].sort()) {
    const a = names[0].has(name) ? pathOf(name, 0) : "/dev/null"
    const b = names[1].has(name) ? pathOf(name, 1) : "/dev/null"
    const pair = filePair(a, b, place)
    yield { ...pair, names: { path: name, status: pair.names.status } }
  }
}

/** Returns the paths below the directory that git does not ignore. Follows links, since `git difftool --dir-diff`
 *  makes many. */
async function notebooksIn(directory: string, place: GitPlace): Promise<readonly string[]> {
  const paths = await notebooksBelow(directory, place)
  return paths.map((path) => relative(directory, path))
}
