import { statSync } from "node:fs"
import { join } from "node:path"
import type { FilterTools } from "./filter.js"
import type { GitPlace } from "./git-process.js"
import { type NormalizeSettings, readNormalizeSettings } from "./normalize-settings.js"
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
  const local = keepLocal ? await (await import("./local-outputs.js")).openLocalOutputs(place) : undefined
  let read: { readonly settings: Promise<NormalizeSettings>; readonly state: string } | undefined
  return {
    local,
    warn,
    settings() {
      const state = settingsState(place.cwd)
      if (read?.state !== state) read = { settings: readNormalizeSettings(place.cwd, place), state }
      return read.settings
    },
  }
}

/** What a change of the settings' files changes. */
function settingsState(top: string): string {
  const stats = SETTINGS_FILES.map((name) => statSync(join(top, name), { throwIfNoEntry: false }))
  return stats.map((stat) => `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`).join()
}
