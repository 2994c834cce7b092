import { type Normalized, normalBytes, normalizeNotebook } from "../normalize/normalize.js"
import { type Notebook, parseNotebook } from "../notebook/model.js"
import { NotebookError } from "../notebook/notebook-error.js"
import { isLfsPointer, systemReason } from "./input-file.js"
import type { LocalOutputs } from "./local-outputs.js"
import { type NormalizeSettings, optionsFor } from "./normalize-settings.js"
import { quotedPath } from "./quoted-path.js"

/** What a filter works with. */
export interface FilterTools {
  /** @throws SettingsError when they cannot be followed. */
  settings(): Promise<NormalizeSettings>
  /** The outputs that stay on this disk; undefined where stripped outputs are let go. */
  readonly local: LocalOutputs | undefined
  /** Tells the person at git's other end something, in one line. */
  warn(message: string): void
}

/** A file as it goes into the repository: a notebook in its normal form, anything else as it is.
 *  @throws SettingsError */
export async function clean(path: string, bytes: Uint8Array, tools: FilterTools): Promise<Uint8Array> {
  const options = optionsFor(await tools.settings(), path)
  const notebook = readNotebook(path, bytes, tools)
  if (notebook === undefined) return bytes
  if (tools.local === undefined) return normalBytes(notebook, options)
  const normal = normalizeNotebook(notebook, options)
  keep(path, notebook, normal, tools)
  return normal.bytes
}

/** What cannot be kept is told and let go: it stays in the worktree for now, and the commit goes on. */
function keep(path: string, notebook: Notebook, normal: Normalized, { local, warn }: FilterTools): void {
  try {
    local?.keep(path, notebook, normal)
  } catch (error) {
    warn(`${quotedPath(path)}: its outputs are not kept: ${systemReason(error)}`)
  }
}

/** A file as it goes into the worktree: as it is, or with the outputs that this disk has for it. */
export async function smudge(
  path: string,
  bytes: Uint8Array,
  { local, settings, warn }: FilterTools,
): Promise<Uint8Array> {
  if (local === undefined) return bytes
  try {
    return local.putBack(path, bytes, optionsFor(await settings(), path))
  } catch (error) {
    // a checkout goes on without outputs
    warn(`${quotedPath(path)}: its outputs are not put back: ${systemReason(error)}`)
    return bytes
  }
}

function readNotebook(path: string, bytes: Uint8Array, { warn }: FilterTools): Notebook | undefined {
  try {
    return parseNotebook(bytes)
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    const reason = isLfsPointer(bytes) ? "a Git LFS pointer" : error.message
    warn(`${quotedPath(path)}: taken as it is, since it is no notebook: ${reason}`)
    return undefined
  }
}
