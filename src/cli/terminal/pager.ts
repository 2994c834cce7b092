import { booleanValue, type GitConfig, lastValue } from "../../git/repository/config.js"
import type { Environment } from "../../git/repository/git-process.js"

/** Returns the command line of the pager that git would use, or undefined for none: `pager.<command>` of the first
 *  of `commands` that has one, then GIT_PAGER, core.pager, PAGER, less. */
export function chosenPager(
  commands: readonly string[],
  config: GitConfig,
  environment: Environment,
): string | undefined {
  const own = commands.map((command) => `pager.${command}`).find((key) => config.has(key))
  const wanted = own === undefined ? true : (booleanValue(config, own) ?? lastValue(config, own))
  if (wanted === false) return undefined
  const general = environment.GIT_PAGER ?? lastValue(config, "core.pager") ?? environment.PAGER ?? "less"
  const pager = typeof wanted === "string" ? wanted : general
  return pager === "" || pager === "cat" ? undefined : pager
}

/** Holds what git sets for its pager unless the user has: less then quits if all fits on the screen, passes colors
 *  through, and leaves the output on the screen. */
export function pagerEnvironment(environment: Environment): Environment {
  return { LESS: "FRX", LV: "-c", ...environment, GIT_PAGER_IN_USE: "true" }
}
