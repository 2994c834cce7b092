import type { GitPlace } from "../repository/git-process.js"
import { type NormalizeSettings, readNormalizeSettings } from "../settings/normalize-settings.js"
import { type FallbackSettings, isSettingsError } from "../settings/settings-file.js"
import { clean } from "./filter.js"
import { openIndexedVersion } from "./indexed-version.js"

/** Returns what our filter would store for a worktree's file. */
export type ToStoredForm = (path: string, bytes: Uint8Array) => Promise<Uint8Array>

/** Is loaded only if a path has the filter, since it loads the normalizer too. `warn` receives one line about
 *  settings that cannot be followed; files then stay as they are. */
export function toStoredForm(
  top: string,
  place: GitPlace,
  warn: (message: string) => void,
  fallback?: FallbackSettings,
): ToStoredForm {
  let settings: Promise<NormalizeSettings> | undefined
  const tools = {
    settings: () => {
      settings ??= readNormalizeSettings(top, place, fallback)
      return settings
    },
    local: undefined,
    indexed: openIndexedVersion({ ...place, cwd: top }),
    // a file that is not a notebook is reported where it is compared
    warn: () => undefined,
  }
  return async (path, bytes) => {
    try {
      return await clean(path, bytes, tools)
    } catch (error) {
      if (!isSettingsError(error)) throw error
      warn(error.message)
      return bytes
    }
  }
}
