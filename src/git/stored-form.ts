import type { PathAttributes } from "./attributes.js"
import type { GitConfig } from "./config.js"
import { clean } from "./filter.js"
import type { GitPlace } from "./git-process.js"
import { withStoredEndings } from "./line-endings.js"
import { type NormalizeSettings, readNormalizeSettings } from "./normalize-settings.js"
import { driverName } from "./registration.js"
import { SettingsError } from "./settings-file.js"

/** Makes of a worktree's file what git would store of it, through our filter and line endings: what they take
 *  away on the way in is no change. `other` is the version that it is compared with. */
export type ToStoredForm = (
  path: string,
  bytes: Uint8Array,
  other: Uint8Array | undefined,
  attributes: PathAttributes | undefined,
) => Promise<Uint8Array>

/** `warn` is told, in one line, of settings that cannot be followed; the filter then leaves files as they are. */
export function toStoredForm(
  top: string,
  config: GitConfig,
  place: GitPlace,
  warn: (message: string) => void,
): ToStoredForm {
  let settings: Promise<NormalizeSettings> | undefined
  const tools = {
    settings: () => {
      settings ??= readNormalizeSettings(top, place)
      return settings
    },
    store: undefined,
    // what is no notebook is told of where it is compared
    warn: () => undefined,
  }
  return async (path, bytes, other, attributes) => {
    const isFiltered = attributes?.filter === driverName
    const cleaned = isFiltered ? await clean(path, bytes, tools).catch(unfiltered(bytes, warn)) : bytes
    return other === undefined ? cleaned : withStoredEndings(cleaned, other, attributes, config)
  }
}

function unfiltered(bytes: Uint8Array, warn: (message: string) => void): (error: unknown) => Uint8Array {
  return (error) => {
    if (!(error instanceof SettingsError)) throw error
    warn(error.message)
    return bytes
  }
}
