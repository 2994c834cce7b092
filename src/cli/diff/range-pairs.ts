import { join } from "node:path"
import type { ToStoredForm } from "../../git/filter/stored-form.lazy.js"
import type { ChangedFile, FileVersion, RawEntry } from "../../git/notebooks/raw-diff.js"
import { distinctPaths, type Range, type RangeQuery } from "../../git/notebooks/revisions.js"
import { textDiff } from "../../git/notebooks/text-diff.js"
import type { PathAttributes } from "../../git/repository/attributes.js"
import type { GitConfig } from "../../git/repository/config.js"
import { DRIVER_NAME } from "../../git/repository/driver-name.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { withStoredEndings } from "../../git/repository/line-endings.js"
import { type ObjectReader, openObjects } from "../../git/repository/object-reader.js"
import { hasOtherForm, storedForm, worktreeForm } from "../../git/repository/stored-bytes.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { readDiskFile } from "../../node/regular-file.js"
import type { FileStatus } from "../../render/words/file-names.js"
import { warn } from "../terminal/exit-code.js"
import type { ComparedFile, Content, NotebookPair } from "./notebook-pair.js"

export type RangeEntry =
  | { readonly kind: "pair"; readonly pair: NotebookPair }
  /** What git knows about a file without reading it. */
  | { readonly kind: "listed"; readonly file: ComparedFile }
  | { readonly kind: "unmerged"; readonly path: string }

/** Lists the notebooks of a range without reading them. */
export function listRange({ entries }: Range & { readonly kind: "changes" }): readonly RangeEntry[] {
  return entries.map((entry) =>
    entry.kind === "unmerged" ? entry : { kind: "listed", file: comparedFile(entry.file) },
  )
}

/** Reads the notebooks of a range in order, a few ahead. All objects come from one git process. */
export async function* readRange(
  range: Range & { readonly kind: "changes" },
  query: RangeQuery,
  config: GitConfig,
  place: GitPlace,
): AsyncGenerator<RangeEntry> {
  const objects = openObjects(place)
  let loaded: Promise<ToStoredForm> | undefined
  const toStored: ToStoredForm = async (path, bytes) => {
    loaded ??= loadStoredForm(range.top ?? "", place)
    return (await loaded)(path, bytes)
  }
  const reading = { range, query, config, place, objects, toStored }
  const ahead: Promise<RangeEntry>[] = []
  try {
    for (const entry of range.entries) {
      ahead.push(readEntry(entry, reading))
      const due = ahead.length > READ_AHEAD ? ahead.shift() : undefined
      if (due !== undefined) yield due
    }
    yield* ahead
  } finally {
    objects.close()
    // a caller that stops early leaves reads that nobody awaits
    await Promise.allSettled(ahead)
  }
}

/** Sets how many notebooks git reads while one is compared: enough to keep it busy, few enough to hold in memory. */
const READ_AHEAD = 4

interface Reading {
  readonly range: Range & { readonly kind: "changes" }
  readonly query: RangeQuery
  readonly config: GitConfig
  readonly place: GitPlace
  readonly objects: ObjectReader
  readonly toStored: ToStoredForm
}

async function readEntry(entry: RawEntry, reading: Reading): Promise<RangeEntry> {
  if (entry.kind === "unmerged") return entry
  const { file } = entry
  const [before, after] = await Promise.all([
    readVersion(file.before, file.oldPath, "before", reading),
    readVersion(file.after, file.path, "after", reading),
  ])
  const pair: NotebookPair = {
    ...comparedFile(file),
    before: await inStoredForm(before, file.before, file.oldPath, after, reading),
    after: await inStoredForm(after, file.after, file.path, before, reading),
    textDiff: (options) => textDiff(reading.query, distinctPaths(file), options, reading.place),
  }
  return { kind: "pair", pair }
}

async function loadStoredForm(top: string, place: GitPlace): Promise<ToStoredForm> {
  const { toStoredForm } = await import("../../git/filter/stored-form.lazy.js")
  return toStoredForm(top, place, warn)
}

/** Returns what git would store for a worktree's file, so that what git strips and converts is not shown as a
 *  change. An object is stored already. */
async function inStoredForm(
  content: Content,
  version: FileVersion,
  path: string,
  other: Content,
  { range, config, toStored, place }: Reading,
): Promise<Content> {
  if (version.kind !== "worktree" || content.kind !== "bytes") return content
  const attributes = range.attributes.get(path)
  const bytes = await storedBytes(path, content.bytes, attributes, { range, toStored, place })
  if (other.kind !== "bytes") return { ...content, bytes }
  return { ...content, bytes: withStoredEndings(bytes, other.bytes, attributes, config) }
}

async function storedBytes(
  path: string,
  bytes: Uint8Array,
  attributes: PathAttributes | undefined,
  { range, toStored, place }: Pick<Reading, "range" | "toStored" | "place">,
): Promise<Uint8Array> {
  if (attributes?.filter === DRIVER_NAME) return toStored(path, bytes)
  const top = range.top ?? place.cwd
  return hasOtherForm(attributes) ? storedForm(path, bytes, { ...place, cwd: top }) : bytes
}

async function readVersion(
  version: FileVersion,
  path: string,
  side: "before" | "after",
  { range, objects, place }: Reading,
): Promise<Content> {
  if (version.kind === "absent") return version
  if (!version.mode.startsWith(REGULAR_FILE)) return { kind: "no-file" }
  const name = `${path} (${side})`
  if (version.kind === "worktree") return readWorktree(join(range.top ?? "", path), name)
  try {
    // a damaged object ends the git process, and later reads fail with it
    const object = await objects.read(version.oid).catch(() => readAlone(version.oid, place))
    if (object !== undefined)
      return { kind: "bytes", name, bytes: await worktreeForm(version.oid, object.bytes, path, place) }
    return unreadable(name, `git has no object ${version.oid}`)
  } catch (error) {
    return unreadable(name, systemReason(error))
  }
}

async function readAlone(oid: string, place: GitPlace): ReturnType<ObjectReader["read"]> {
  const objects = openObjects(place)
  try {
    return await objects.read(oid)
  } finally {
    objects.close()
  }
}

/** Begins the mode of a regular file in git's trees, unlike that of links and submodules. */
const REGULAR_FILE = "100"

function readWorktree(file: string, name: string): Content {
  try {
    return { kind: "bytes", name, bytes: readDiskFile(file) }
  } catch (error) {
    return unreadable(name, systemReason(error))
  }
}

function unreadable(name: string, reason: string): Content {
  return { kind: "trouble", message: `${quotedPath(name)}: ${reason}` }
}

function comparedFile(file: ChangedFile): ComparedFile {
  const { status, oldPath, path, before, after, similarity } = file
  const percent = similarity === undefined ? "" : String(similarity.percent).padStart(3, "0")
  return {
    names: { path, oldPath, status: STATUS_NAMES[status], oldMode: modeOf(before), newMode: modeOf(after) },
    status: status + percent,
  }
}

const STATUS_NAMES = {
  A: "added",
  C: "copied",
  D: "deleted",
  M: "modified",
  R: "renamed",
  T: "modified",
} as const satisfies Record<ChangedFile["status"], FileStatus>

function modeOf(version: FileVersion): string | undefined {
  return version.kind === "absent" ? undefined : version.mode
}
