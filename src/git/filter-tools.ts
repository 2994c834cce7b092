import { statSync } from "node:fs"
import { join, resolve } from "node:path"
import { lastValue, readConfig } from "./config.js"
import type { FilterTools } from "./filter.js"
import { type GitPlace, runGit } from "./git-process.js"
import { type NormalizeSettings, readByteSize, readNormalizeSettings } from "./normalize-settings.js"
import {
  DEFAULT_LIMIT,
  type OutputStore,
  removeSnapshots,
  storeDirectory,
  surplusFiles,
} from "./output-store.js"
import { SETTINGS_FILES } from "./settings-file.js"

export interface FilterRequest {
  /** git starts a filter at the worktree's top. */
  readonly place: GitPlace
  readonly keepLocal: boolean
  warn(message: string): void
}

/** What a filter works with in this repository. Settings are read when a file first asks for them, and again
 *  when their file has changed: one process serves a whole rebase. */
export async function openFilterTools({ place, keepLocal, warn }: FilterRequest): Promise<FilterTools> {
  const store = keepLocal ? await openOutputStore(place) : undefined
  let read: { readonly settings: Promise<NormalizeSettings>; readonly state: string } | undefined
  return {
    store,
    warn,
    settings() {
      const state = settingsState(place.cwd)
      if (read?.state !== state) read = { settings: readNormalizeSettings(place.cwd, place), state }
      return read.settings
    },
  }
}

/** Ends the work with the tools: the store goes back to its limit. */
export function closeFilterTools({ store }: FilterTools): void {
  if (store !== undefined) removeSnapshots(surplusFiles(store))
}

/** The repository's store of outputs; undefined where git knows of no repository. */
export async function openOutputStore(place: GitPlace): Promise<OutputStore | undefined> {
  const config = readConfig("^nbdiff\\.outputs\\.limit$", place)
  const { status, output } = await runGit(["rev-parse", "--git-common-dir"], place)
  if (status !== 0) return undefined
  const limit = readByteSize(lastValue(await config, "nbdiff.outputs.limit") ?? "")
  const directory = storeDirectory(resolve(place.cwd, output.toString().replace(/\n$/, "")))
  return { directory, limit: limit ?? DEFAULT_LIMIT }
}

/** What a change of the settings' files changes. */
function settingsState(top: string): string {
  const stats = SETTINGS_FILES.map((name) => statSync(join(top, name), { throwIfNoEntry: false }))
  return stats.map((stat) => `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`).join()
}
