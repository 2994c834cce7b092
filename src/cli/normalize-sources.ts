import { readdirSync, realpathSync, statSync } from "node:fs"
import { basename, dirname, join, relative, sep } from "node:path"
import { readAttributes } from "../git/attributes.js"
import type { Place } from "../git/attributes-file.js"
import { readStream } from "../git/file-content.js"
import { readInput } from "../git/input-file.js"
import { openObjects } from "../git/object-reader.js"
import { quotedPath } from "../git/quoted-path.js"
import { stagedNotebooks } from "../git/staged-notebooks.js"
import { worktreeTop } from "../git/worktree.js"

/** A notebook to be normalised. */
export interface Source {
  /** What a person calls it. */
  readonly name: string
  /** The path that its settings go by: from the repository's top, with forward slashes. */
  readonly path: string
  /** The file that it is written back to; undefined for standard input and for the index. */
  readonly file: string | undefined
  /** Its bytes, or in one line why there are none. */
  read(): Promise<Uint8Array | string>
}

/** The repository's top, where its settings lie; the current directory where there is no repository. */
export async function topDirectory(place: Place): Promise<string> {
  return (await worktreeTop(place)) ?? place.cwd
}

/** The files, the notebooks below the directories, and standard input for `-`. Of a directory's notebooks those
 *  are left out whose attribute `filter` is unset.
 *  Throws the system's error for a name that is neither. */
export async function fileSources(
  names: readonly string[],
  top: string,
  inputPath: string | undefined,
  place: Place,
): Promise<readonly Source[]> {
  const found: Source[] = []
  for (const name of names) {
    if (name === "-") found.push(standardInput(inputPath))
    else if (statSync(name).isDirectory()) found.push(...(await folderSources(name, top, place)))
    else found.push(fileSource(name, top))
  }
  return found
}

function standardInput(path: string | undefined): Source {
  return {
    name: "(standard input)",
    path: path ?? "",
    file: undefined,
    read: () => readStream(process.stdin as AsyncIterable<Uint8Array>),
  }
}

function fileSource(file: string, top: string): Source {
  return {
    name: file,
    path: pathFrom(top, file),
    file,
    async read() {
      const input = readInput(file)
      return input.kind === "bytes" ? input.bytes : input.message
    },
  }
}

/** A name of the file from `top`, with links in its folders followed, as git sees it. */
function pathFrom(top: string, file: string): string {
  const real = join(realpathSync(dirname(file)), basename(file))
  return relative(realpathSync(top), real).split(sep).join("/")
}

async function folderSources(folder: string, top: string, place: Place): Promise<readonly Source[]> {
  const files = notebooksBelow(folder)
  const attributes = await readAttributes(files, place)
  return files.filter((file) => attributes.get(file)?.filter !== "unset").map((file) => fileSource(file, top))
}

/** Folders that hold copies, other programs' work, or git's own files. */
const PASSED_OVER: ReadonlySet<string> = new Set([".git", ".ipynb_checkpoints", "node_modules"])

/** Sorted by path. Links are not followed: what they lead to is found where it is. */
function notebooksBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return PASSED_OVER.has(entry.name) ? [] : notebooksBelow(path)
    return entry.isFile() && entry.name.endsWith(".ipynb") ? [path] : []
  })
}

/** The notebooks of the index at or below the names, all of it where there is none; `close` when they are read. */
export async function indexSources(
  names: readonly string[],
  top: string,
  place: Place,
): Promise<{ readonly sources: readonly Source[]; close(): void }> {
  const staged = [...(await stagedNotebooks(place))].filter(
    ([path]) => names.length === 0 || isBelow(path, names),
  )
  const attributes = await readAttributes(
    staged.map(([path]) => path),
    place,
  )
  const objects = openObjects(place)
  const sources = staged
    .filter(([path]) => attributes.get(path)?.filter !== "unset")
    .map(
      ([path, blob]): Source => ({
        name: path,
        path: pathBelow(top, join(place.cwd, path)),
        file: undefined,
        async read() {
          return (await objects.read(blob))?.bytes ?? `'${quotedPath(path)}': its blob ${blob} is missing`
        },
      }),
    )
  return { sources, close: () => objects.close() }
}

function isBelow(path: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const from = relative(name, path)
    return from === "" || !from.startsWith("..")
  })
}

/** The file may be gone from the worktree. */
function pathBelow(top: string, file: string): string {
  return relative(top, file).split(sep).join("/")
}
