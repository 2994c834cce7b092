import type { Place, Scope } from "./attributes-file.js"
import { type GitConfig, lastValue, parseConfig } from "./config.js"
import { driverName, type FilterMode } from "./registration.js"

/** What is registered under our name in one scope, or wherever git looks. */
export async function registered(scope: Scope | "any", { git }: Place): Promise<GitConfig> {
  const where = scope === "any" ? [] : [`--${scope}`]
  const pattern = `^(diff|merge|mergetool|difftool|filter)\\.${driverName}\\.`
  return parseConfig(await git("config", "-z", ...where, "--get-regexp", pattern))
}

export function registeredFilter(config: GitConfig): FilterMode {
  const command = lastValue(config, `filter.${driverName}.process`)
  if (command === undefined) return "off"
  return command.includes(" --keep-local") ? "keep-local" : "strip"
}

/** As git prints it: only a subsection keeps its capitals, and ours has none. */
export function canonicalKey(key: string): string {
  return key.toLowerCase()
}
