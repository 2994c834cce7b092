import { statSync } from "node:fs"
import { join } from "node:path"
import type { GitPlace } from "../repository/git-process.js"
import { fallbackSettings } from "../settings/fallback-settings.js"
import { type NormalizeSettings, readNormalizeSettings } from "../settings/normalize-settings.js"
import { SETTINGS_FILES } from "../settings/settings-file.js"
import type { FilterRoom, FilterTools } from "./filter.js"
import { openIndexedVersion } from "./indexed-version.js"
import { isLeftAlone } from "./later-filters.js"

export interface FilterRequest {
  /** The worktree's top, where git starts a filter. */
  readonly place: GitPlace
  readonly keepLocal: boolean
  readonly room: FilterRoom | undefined
  warn(message: string): void
}

/** Returns what a filter needs in this repository. Settings are read when first needed, and again when their file
 *  has changed, since one process serves a whole rebase. If the file is not valid TOML, git's version of it is used. */
export async function openFilterTools({ place, keepLocal, room, warn }: FilterRequest): Promise<FilterTools> {
  const local = keepLocal
    ? await (await import("../kept-outputs/local-outputs.lazy.js")).openLocalOutputs(place)
    : undefined
  let read: { readonly settings: Promise<NormalizeSettings>; readonly state: string } | undefined
  const fallback = fallbackSettings(place, warn)
  const files = SETTINGS_FILES.map((name) => join(place.cwd, name))
  return {
    local,
    room,
    warn,
    indexed: openIndexedVersion(place),
    isLeftAlone: (path) => isLeftAlone(path, place),
    settings() {
      const state = stateOf(files)
      if (read?.state !== state) {
        read = { settings: readNormalizeSettings(place.cwd, place, fallback), state }
      }
      return read.settings
    },
  }
}

/** Returns a text that changes whenever one of the files does. */
function stateOf(files: readonly string[]): string {
  const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }))
  return stats.map((stat) => `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`).join()
}
