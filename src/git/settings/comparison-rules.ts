import { existsSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import { DEFAULT_RULES, type RuleSet } from "../../normalize/rules/rule-set.js"
import type { GitConfig } from "../repository/config.js"
import { type FallbackSettings, SETTINGS_FILES } from "./settings-file.js"

/** The rules for the notebook at a path, from the repository's top with forward slashes: what is quiet in a diff of it,
 *  and never a conflict in a merge. */
export type RulesFor = (path: string) => RuleSet

/** What a repository's settings for normalizing make of the rules; without a top (outside a repository, or in a bare
 *  one) there is no file of settings. `config` is what git says of nbdiff's keys.
 *  @throws SettingsError in one line that names the source and the key. */
export async function comparisonRules(
  top: string | undefined,
  config: GitConfig,
  fallback?: FallbackSettings,
): Promise<RulesFor> {
  const inConfig = [...config.keys()].some((key) => key.startsWith("nbdiff.normalize."))
  const inFile = top !== undefined && SETTINGS_FILES.some((name) => existsSync(join(top, name)))
  if (!inConfig && !inFile) return () => DEFAULT_RULES
  const { normalizeSettings, optionsFor } = await import("./normalize-settings.lazy.js")
  const settings = await normalizeSettings(top, config, fallback)
  return (path) => optionsFor(settings, path).rules
}

/** The path from the top of what is named here; as it is where there is no top. */
export function pathFromTop(top: string | undefined, cwd: string, name: string): string {
  return top === undefined ? name : relative(top, resolve(cwd, name)).split(sep).join("/")
}
