import { isLfsPointer, systemReason } from "../../node/input-file.js"
import { readablePath } from "../../node/path-text.js"
import { quotedPath } from "../../node/quoted-path.js"
import { type Normalized, normalBytes, normalizeNotebook } from "../../normalize/normalize.js"
import { type Notebook, parseBriefly, parseNotebook } from "../../notebook/model.js"
import { NotebookError } from "../../notebook/notebook-error.js"
import type { LocalOutputs, Origin } from "../kept-outputs/local-outputs.js"
import { type NormalizeSettings, optionsFor } from "../settings/normalize-settings.js"

/** What a filter works with. */
export interface FilterTools {
  /** @throws SettingsError when they cannot be followed. */
  settings(): Promise<NormalizeSettings>
  /** The outputs that stay on this disk; undefined where stripped outputs are let go. */
  readonly local: LocalOutputs | undefined
  /** Whether a .gitattributes leaves the path to another filter, or to none, over which our line wins.
   *  @throws Error where git is to call that filter. */
  isLeftAlone?(path: string): Promise<boolean>
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

/** A file as it goes into the repository: a notebook in its normal form, anything else as it is. It stands in the
 *  room where there is one, until the next file comes.
 *  @throws SettingsError */
export async function clean(path: string, bytes: Uint8Array, tools: FilterTools): Promise<Uint8Array> {
  if (await tools.isLeftAlone?.(path)) return bytes
  // git reads its config while the first notebook is parsed
  const [settings, notebook] = await Promise.all([tools.settings(), readNotebook(bytes, tools.room)])
  const options = optionsFor(settings, readablePath(path))
  if (notebook instanceof NotebookError) {
    const reason = isLfsPointer(bytes) ? "a Git LFS pointer" : notebook.message
    tools.warn(`${quotedPath(path)}: taken as it is, since it is not a notebook: ${reason}`)
    return bytes
  }
  if (tools.local === undefined) return normalBytes(notebook, options, tools.room?.result)
  const normal = normalizeNotebook(notebook, options)
  keep(path, notebook, normal, tools)
  return normal.bytes
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
