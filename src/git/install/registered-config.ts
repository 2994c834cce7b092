import { type GitConfig, lastValue, parseConfig } from "../repository/config.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import type { Place, Scope } from "../repository/repository.js"
import { type FilterMode, filterModeOf } from "./registration.js"

/** What is registered under our name in one scope. */
export async function registered(scope: Scope, { git }: Place): Promise<GitConfig> {
  const pattern = `^(diff|merge|mergetool|difftool|filter)\\.${DRIVER_NAME}(-web)?\\.`
  return parseConfig(await git("config", "-z", `--${scope}`, "--get-regexp", pattern))
}

export function registeredFilter(config: GitConfig): FilterMode {
  return filterModeOf(lastValue(config, `filter.${DRIVER_NAME}.process`))
}

/** As git prints it: only a subsection keeps its capitals, and ours has none. */
export function canonicalKey(key: string): string {
  return key.toLowerCase()
}
