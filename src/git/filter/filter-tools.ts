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
  /** git starts a filter at the worktree's top. */
  readonly place: GitPlace
  readonly keepLocal: boolean
  readonly room: FilterRoom | undefined
  warn(message: string): void
}

/** What a filter works with in this repository. Settings are read when a file first asks for them, and again
 *  when their file has changed: one process serves a whole rebase. Where the file is no TOML, git's version holds. */
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

/** What a change of one of the files changes. */
function stateOf(files: readonly string[]): string {
  const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }))
  return stats.map((stat) => `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`).join()
}
