import { OWN_KEYS } from "../install/registration.js"
import { registeredMode, registeredScope } from "./registered-state.js"
import type { StatusFacts } from "./status-facts.js"

/** `nbdiff install` for the scope in which the drivers are registered. */
export function installCommand(facts: StatusFacts): string {
  const scope = registeredScope(facts)
  return scope === "local" ? "nbdiff install" : `nbdiff install --${scope}`
}

/** The same with the filter in the mode in which it is registered. */
export function filterCommand(facts: StatusFacts): string {
  return (
    installCommand(facts) +
    filterFlag(registeredMode(facts) === "keep-local" || wasKeepLocal(facts) ? "keep-local" : "strip")
  )
}

/** Whether the filter's section is gone and the outputs that it kept are not. */
function wasKeepLocal(facts: StatusFacts): boolean {
  return registeredMode(facts) === "off" && facts.keepsOutputs
}

/** `nbdiff install` for this repository, whose own attributes win over all others, with the filter that is
 *  registered. */
export function localCommand(facts: StatusFacts): string {
  return `nbdiff install${filterFlag(registeredMode(facts))}`
}

/** The commands after which these keys have the values that `install` writes. What is in a scope that is read
 *  later than the one of the installation is to go: no install would win over it. */
export function valuesFix(facts: StatusFacts, keys: readonly string[]): string {
  const fixes = keys.flatMap((key) => valueFixes(facts, key.toLowerCase()))
  // the one with a filter registers all that the one without does
  const install = fixes.filter(isInstall).toSorted((a, b) => b.length - a.length)[0]
  const others = new Set(fixes.filter((fix) => !isInstall(fix)))
  return [...others, ...(install === undefined ? [] : [install])].join(" && ")
}

function valueFixes(facts: StatusFacts, key: string): readonly string[] {
  const own = ORDER.indexOf(registeredScope(facts))
  const values = facts.registered.filter((entry) => entry.key === key)
  const later = [...new Set(values.map(({ scope }) => scope))].filter((scope) => ORDER.indexOf(scope) > own)
  const unset = later.map((scope) =>
    scope === "command" ? `take ${key} out of git's -c or GIT_CONFIG_COUNT` : unsetCommand(scope, key),
  )
  const isLeft = values.some(({ scope }) => ORDER.indexOf(scope) === own)
  if (unset.length > 0 && isLeft) return unset
  return [...unset, key.startsWith("filter.") ? filterCommand(facts) : installCommand(facts)]
}

/** The command that unsets a key where its value comes from. */
export function scopedCommand({ registered }: StatusFacts, key: string): string {
  return unsetCommand(registered.findLast((entry) => entry.key === key)?.scope ?? "local", key)
}

/** Returns the command that removes what is registered in this scope. */
export function scopeFix({ registered }: StatusFacts, scope: string): string {
  if (scope !== "worktree" && scope !== "command") return `nbdiff uninstall --${scope}`
  const present = new Set(registered.filter((entry) => entry.scope === scope).map(({ key }) => key))
  const keys = OWN_KEYS.filter((key) => present.has(key.toLowerCase()))
  return scope === "worktree"
    ? keys.map((key) => unsetCommand(scope, key)).join(" && ")
    : `take ${keys.join(", ")} out of git's -c or GIT_CONFIG_COUNT`
}

/** As git reads them: the last one that has a value wins. */
const ORDER: readonly string[] = ["system", "global", "local", "worktree", "command"]

function unsetCommand(scope: string, key: string): string {
  return `git config --${scope} --unset-all ${key}`
}

function isInstall(fix: string): boolean {
  return fix.startsWith("nbdiff install")
}

function filterFlag(mode: ReturnType<typeof registeredMode>): string {
  switch (mode) {
    case "off":
      return ""
    case "strip":
      return " --filter"
    case "keep-local":
      return " --filter=keep-local"
  }
}
