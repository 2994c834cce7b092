import { existsSync, lstatSync, realpathSync, statSync } from "node:fs"
import { basename, dirname, join, resolve, sep } from "node:path"
import { notebooksBelow } from "../../git/notebooks/notebook-list.js"
import { stagedEntries } from "../../git/notebooks/staged-notebooks.js"
import { readAttributes } from "../../git/repository/attributes.js"
import { openObjects } from "../../git/repository/object-reader.js"
import { openGit } from "../../git/repository/repository.js"
import { pathFromTop } from "../../git/settings/comparison-rules.js"
import { readStream } from "../../node/file-content.js"
import { readInput } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { herePlace } from "../terminal/place.js"
import type { SourceRepositories, SourceRepository } from "./source-repository.js"

/** A notebook to be normalized. */
export interface Source {
  /** What a person calls it. */
  readonly name: string
  /** The path that its settings go by: from the repository's top, with forward slashes. */
  readonly path: string
  readonly repository: SourceRepository
  /** The file that it is written back to; undefined for standard input and for the index. */
  readonly file: string | undefined
  /** Its mode in the index, where it is the index's; `path` is then the index's too. */
  readonly mode?: string
  /** Its bytes, or in one line why there are none. */
  read(): Promise<Uint8Array | string>
}

/** The files, the notebooks below the directories, and standard input for `-`, which has the settings of `inputPath`. Of
 *  a directory's notebooks those are left out whose attribute `filter` is unset.
 *  Throws the system's error for a name that is neither. */
export async function fileSources(
  names: readonly string[],
  inputPath: string | undefined,
  repositories: SourceRepositories,
): Promise<readonly Source[]> {
  const found: Source[] = []
  for (const name of names) {
    if (name === "-") found.push(await standardInput(inputPath, repositories))
    else if (statSync(name).isDirectory()) found.push(...(await folderSources(name, repositories)))
    else found.push(await fileSource(name, repositories))
  }
  return found
}

async function standardInput(path: string | undefined, repositories: SourceRepositories): Promise<Source> {
  const file = path === undefined ? undefined : resolvedPath(resolve(path))
  const repository = file === undefined ? repositories.current : await repositories.of(dirname(file))
  return {
    name: "(standard input)",
    path: file === undefined ? "" : pathFromTop(repository.top, repository.top, file),
    repository,
    file: undefined,
    read: () => readStream(process.stdin as AsyncIterable<Uint8Array>),
  }
}

async function fileSource(file: string, repositories: SourceRepositories): Promise<Source> {
  const real = resolvedPath(resolve(file))
  const repository = await repositories.of(dirname(real))
  return {
    name: file,
    path: pathFromTop(repository.top, repository.top, real),
    repository,
    file,
    async read() {
      const input = readInput(file)
      return input.kind === "bytes" ? input.bytes : input.message
    },
  }
}

/** An absolute path with the links in its folders followed, as git sees it, as far as there are such folders. */
function resolvedPath(path: string): string {
  const folder = dirname(path)
  if (folder === path) return path
  return join(existsSync(folder) ? realpathSync(folder) : resolvedPath(folder), basename(path))
}

async function folderSources(folder: string, repositories: SourceRepositories): Promise<readonly Source[]> {
  const sources: Source[] = []
  // Links are not followed: what they lead to is found where it is.
  const files = (await notebooksBelow(folder, herePlace())).filter((file) => lstatSync(file).isFile())
  for (const file of files) sources.push(await fileSource(file, repositories))
  const optedOut = new Set<Source>()
  for (const repository of new Set(sources.map((source) => source.repository))) {
    const own = sources.filter((source) => source.repository === repository)
    for (const source of await withoutFilter(own, repository)) optedOut.add(source)
  }
  return sources.filter((source) => !optedOut.has(source))
}

async function withoutFilter(
  sources: readonly Source[],
  { top, place }: SourceRepository,
): Promise<readonly Source[]> {
  const here = realpathSync(place.cwd)
  const names = sources.map(({ path }) => pathFromTop(here, top, path))
  const attributes = await readAttributes(names, place)
  return sources.filter((_, i) => attributes.get(names[i] ?? "")?.filter === "unset")
}

/** The notebooks of the index at or below the names, each of its own repository; all of the current one where there
 *  is not a name. `close` when they are read. */
export async function indexSources(
  names: readonly string[],
  repositories: SourceRepositories,
): Promise<{ readonly sources: readonly Source[]; close(): void }> {
  const asked = new Map<SourceRepository, string[]>()
  for (const name of names) {
    const isFolder = statSync(name, { throwIfNoEntry: false })?.isDirectory() === true
    const real = isFolder ? realpathSync(name) : resolvedPath(resolve(name))
    const repository = await repositories.of(isFolder ? real : dirname(real))
    asked.set(repository, [...(asked.get(repository) ?? []), real])
  }
  if (names.length === 0) asked.set(repositories.current, [repositories.current.top])
  const indexes = await Promise.all([...asked].map(([repository, below]) => indexOf(repository, below)))
  return {
    sources: indexes.flatMap(({ sources }) => sources),
    close: () => {
      for (const { close } of indexes) close()
    },
  }
}

async function indexOf(
  repository: SourceRepository,
  below: readonly string[],
): ReturnType<typeof indexSources> {
  const { top, place } = repository
  const here = realpathSync(place.cwd)
  const objects = openObjects(place)
  const staged = await stagedEntries({ ...place, git: openGit(place) })
  const sources = [...staged].flatMap(([path, { blob, mode }]): readonly Source[] => {
    const name = pathFromTop(process.cwd(), here, path)
    const read = async (): Promise<Uint8Array | string> =>
      (await objects.read(blob))?.bytes ?? `'${quotedPath(name)}': its blob ${blob} is missing`
    const source = { name, path: pathFromTop(top, here, path), repository, file: undefined, mode, read }
    return below.some((folder) => isBelow(resolve(here, path), folder)) ? [source] : []
  })
  const optedOut = new Set(await withoutFilter(sources, repository))
  return { sources: sources.filter((source) => !optedOut.has(source)), close: () => objects.close() }
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(join(folder, sep))
}
