import type { GitConfig } from "../../git/repository/config.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { comparisonRules, pathFromTop, type RulesFor } from "../../git/settings/comparison-rules.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import { DEFAULT_RULES } from "../../normalize/rules/rule-set.js"
import { warn } from "../terminal/exit-code.js"
import type { FoundNotebooks } from "./found-notebooks.js"

/** Returns the function that gives the fields to ignore in a notebook, by the name it is shown under (git's names
 *  start at the worktree's top). A mistake in the settings is reported, and the notebooks are compared anyway. */
export async function rulesOfFound(
  { source }: FoundNotebooks,
  config: GitConfig,
  place: GitPlace,
): Promise<RulesFor> {
  try {
    if (source.kind === "range") return await comparisonRules(source.top, config)
    const top = await worktreeTop(place)
    const rulesFor = await comparisonRules(top, config)
    return (name) => rulesFor(pathFromTop(top, place.cwd, name))
  } catch (error) {
    if (!isSettingsError(error)) throw error
    warn(error.message)
    return () => DEFAULT_RULES
  }
}
