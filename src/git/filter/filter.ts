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

/** What a filter works with. */
export interface FilterTools {
  /** @throws SettingsError when they cannot be followed. */
  settings(): Promise<NormalizeSettings>
  /** The outputs that stay on this disk; undefined where stripped outputs are let go. */
  readonly local: LocalOutputs | undefined
  /** Whether a .gitattributes leaves the path to another filter, or to none, over which our line wins.
   *  @throws Error where git is to call that filter. */
  isLeftAlone?(path: string): Promise<boolean>
  /** What the index has of a file that git has put into the worktree; undefined where that does not matter. */
  readonly indexed?: IndexedVersion | undefined
  /** Where files are many. */
  readonly room?: FilterRoom | undefined
  /** Tells the person at git's other end something, in one line. */
  warn(message: string): void
}

/** Memory that serves file after file: what is made of one is let go before the next one comes. Fresh memory for
 *  each is a fifth of the filter's own work. */
export interface FilterRoom {
  readonly tape: Int32Array
  readonly result: Uint8Array
}

/** Room for a notebook of a megabyte; only what is written takes memory, and a larger one gets its own. */
export function filterRoom(): FilterRoom {
  return { tape: new Int32Array(1 << 18), result: new Uint8Array(1 << 20) }
}

/** A file as it goes into the repository: a notebook in its normal form, anything else as it is. What git has just put
 *  into the worktree goes back as it came, whatever its form: git would take it for modified otherwise, and refuse to
 *  leave a version that was committed without the filter. It stands in the room where there is one, until the next file
 *  comes.
 *  @throws SettingsError; Error in one line for what is refused */
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

/** The index's blob of a file that is still as it was checked out, perhaps with outputs that were put back. */
async function checkedOutVersion(
  path: string,
  bytes: Uint8Array,
  { indexed, local }: FilterTools,
): Promise<Uint8Array | undefined> {
  const version = await indexed?.of(path, bytes)
  const blob = version === undefined ? local?.checkedOutBlob(path, bytes) : undefined
  return blob === undefined ? version : await indexed?.named(path, blob)
}

/** What cannot be read cannot be stripped: it is said, or refused, as `normalize.unreadable` has it. Nothing is said of
 *  a file without outputs, nor of a text that git has made of a notebook for a person, as \`git blame\` does. */
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

/** A notebook begins with a brace, and the text for a person with a rule. */
const ASCII = 0x7f

/** git starts the filter at the worktree's top. */
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

/** Who asks for a clean file may be about to take the worktree's away, as a stash or a switch is: what cannot be kept is
 *  an error, and git stops. Where git can write nothing either, nothing can be lost.
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

/** A file as it goes into the worktree: as it is, or with the outputs that this disk has for it. */
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
    // a checkout goes on without outputs
    warn(`${quotedPath(path)}: its outputs are not put back: ${systemReason(error)}`)
    return bytes
  }
}

function foreignText(cells: number): string {
  const which = cells === 1 ? "1 cell shows its outputs" : `${cells} cells show their outputs`
  return `${which} of another version of the notebook, without a count: run it again to be sure`
}

const UNKNOWN_ORIGIN: Origin = { blob: false, treeish: false }
