import { statSync } from "node:fs"
import { isLfsPointer, systemReason } from "../../node/input-file.js"
import { readablePath } from "../../node/path-text.js"
import { quotedPath } from "../../node/quoted-path.js"
import { type Normalized, normalBytes, normalizeNotebook } from "../../normalize/normalize.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import { type Notebook, parseBriefly, parseNotebook } from "../../notebook/model.js"
import type { LocalOutputs, Origin } from "../kept-outputs/local-outputs.js"
import { type NormalizeSettings, optionsFor, unreadableFor } from "../settings/normalize-settings.js"
import type { IndexedVersion } from "./indexed-version.js"

/** Holds what a filter needs. */
export interface FilterTools {
  /** @throws SettingsError if they cannot be followed. */
  settings(): Promise<NormalizeSettings>
  /** The outputs that are kept on this disk; undefined if stripped outputs are dropped. */
  readonly local: LocalOutputs | undefined
  /** Whether a .gitattributes gives the path to another filter, or to none, although our line overrides it.
   *  @throws Error if git has to call that filter. */
  isLeftAlone?(path: string): Promise<boolean>
  /** Finds the index's version of a file that git wrote into the worktree; undefined where that does not matter. */
  readonly indexed?: IndexedVersion | undefined
  /** For many files: a buffer to reuse. */
  readonly room?: FilterRoom | undefined
  /** Shows the user of git a warning of one line. */
  warn(message: string): void
}

/** Holds memory that is reused for each file, since the result for one is written before the next one comes. Fresh
 *  memory for each would be a fifth of the filter's own work. */
export interface FilterRoom {
  readonly tape: Int32Array
  readonly result: Uint8Array
}

/** Sets room for a notebook of a megabyte; only what is written takes memory, and a larger one gets its own. */
export function filterRoom(): FilterRoom {
  return { tape: new Int32Array(1 << 18), result: new Uint8Array(1 << 20) }
}

/** Returns a file as it goes into the repository: a notebook in its normal form, anything else as it is. What git
 *  has just written into the worktree goes back unchanged, whatever its form: otherwise git would take it for
 *  modified, and refuse to leave a version that was committed without the filter. The result may be in the reused
 *  memory, and is valid until the next file.
 *  @throws SettingsError; Error in one line for a file that is refused */
export async function clean(path: string, bytes: Uint8Array, tools: FilterTools): Promise<Uint8Array> {
  if (await tools.isLeftAlone?.(path)) return bytes
  // git reads its config while the first notebook is parsed
  const [settings, notebook] = await Promise.all([tools.settings(), readNotebook(bytes, tools.room)])
  const options = optionsFor(settings, readablePath(path))
  if (notebook instanceof NotebookError) {
    if ((await tools.indexed?.of(path, bytes)) === undefined)
      reportUnreadable(path, bytes, notebook.message, { settings, tools })
    return bytes
  }
  if (tools.local === undefined) {
    const normal = normalBytes(notebook, options, tools.room?.result)
    return normal === bytes ? bytes : ((await tools.indexed?.of(path, bytes)) ?? normal)
  }
  const normal = normalizeNotebook(notebook, options)
  const checkedOut = normal.bytes === bytes ? undefined : await checkedOutVersion(path, bytes, tools)
  if (checkedOut !== undefined) return checkedOut
  keep(path, notebook, normal, tools)
  return normal.bytes
}

/** Returns the index's blob for a file that is still as it was checked out, perhaps with outputs that were put back. */
async function checkedOutVersion(
  path: string,
  bytes: Uint8Array,
  { indexed, local }: FilterTools,
): Promise<Uint8Array | undefined> {
  const version = await indexed?.of(path, bytes)
  const blob = version === undefined ? local?.checkedOutBlob(path, bytes) : undefined
  return blob === undefined ? version : await indexed?.named(path, blob)
}

/** Warns about a file that cannot be read, and so not be stripped, or refuses it, by `normalize.unreadable`. Ignores
 *  a file without outputs, and a text that git made from a notebook, as `git blame` does. */
function reportUnreadable(
  path: string,
  bytes: Uint8Array,
  reason: string,
  { settings, tools }: { readonly settings: NormalizeSettings; readonly tools: FilterTools },
): void {
  if (bytes.length === 0 || isLfsPointer(bytes) || ((bytes[0] ?? 0) > ASCII && !isFileOf(path, bytes))) return
  if (unreadableFor(settings, readablePath(path)) === "refuse")
    throw new Error(
      `it is not a notebook, so its outputs cannot be stripped, and normalize.unreadable refuses it: ${reason}`,
    )
  tools.warn(
    `${quotedPath(path)}: it is not a notebook, so it is taken as it is and may hold outputs: ${reason}`,
  )
}

/** Returns whether a text may be a notebook: it begins with a brace, and the text of our textconv with a rule. */
const ASCII = 0x7f

/** Returns the worktree's top, where git starts the filter. */
function isFileOf(path: string, bytes: Uint8Array): boolean {
  return statSync(path, { throwIfNoEntry: false })?.size === bytes.length
}

async function readNotebook(
  bytes: Uint8Array,
  room: FilterRoom | undefined,
): Promise<Notebook | NotebookError> {
  try {
    return room === undefined ? parseNotebook(bytes) : parseBriefly(bytes, room.tape)
  } catch (error) {
    if (error instanceof NotebookError) return error
    throw error
  }
}

/** Keeps the outputs that were stripped. git may be about to replace the worktree's file, as in a stash or a switch,
 *  so failing to keep them is an error, and git stops. If git cannot write either, nothing can be lost.
 *  @throws Error in one line */
function keep(path: string, notebook: Notebook, normal: Normalized, { local, warn }: FilterTools): void {
  try {
    local?.keep(path, notebook, normal)
  } catch (error) {
    const reason = `its outputs could not be kept (${systemReason(error)})`
    if (local?.canGitWrite() !== false)
      throw new Error(`${reason}, so git stops: make ${local?.directory} writable`)
    warn(`${quotedPath(path)}: ${reason}`)
  }
}

/** Returns a file as it goes into the worktree: as it is, or with the outputs that are kept for it on this disk. */
export async function smudge(
  path: string,
  bytes: Uint8Array,
  { local, settings, warn }: FilterTools,
  origin: Origin = UNKNOWN_ORIGIN,
): Promise<Uint8Array> {
  if (local === undefined) return bytes
  try {
    const options = optionsFor(await settings(), readablePath(path))
    const { bytes: filled, foreign } = local.putBack(path, bytes, options, origin)
    if (foreign > 0) warn(`${quotedPath(path)}: ${foreignText(foreign)}`)
    return filled
  } catch (error) {
    // the checkout continues without outputs
    warn(`${quotedPath(path)}: its outputs are not put back: ${systemReason(error)}`)
    return bytes
  }
}

function foreignText(cells: number): string {
  const which = cells === 1 ? "1 cell shows its outputs" : `${cells} cells show their outputs`
  return `${which} of another version of the notebook, without a count: run it again to be sure`
}

const UNKNOWN_ORIGIN: Origin = { blob: false, treeish: false }
