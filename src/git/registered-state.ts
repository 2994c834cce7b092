import { configEntries, driverName, type FilterMode, filterModeOf } from "./registration.js"
import type { ScopedValue } from "./scoped-values.js"
import { writtenBy } from "./shell-command.js"
import type { StatusFacts } from "./status-facts.js"

/** Whether anything of an installation is here: a value in git's config, or an attribute that names our driver. */
export function isInstalled(facts: StatusFacts): boolean {
  return facts.registered.length > 0 || isApplied(facts, "diff") || isApplied(facts, "merge")
}

/** Whether git applies our driver, or our filter, to any notebook that is here or would be made here. */
export function isApplied(
  { newNotebook, notebooks }: StatusFacts,
  name: "diff" | "merge" | "filter",
): boolean {
  return (
    newNotebook?.[name] === driverName || notebooks.some(({ attributes }) => attributes[name] === driverName)
  )
}

/** The value that counts: the last. */
export function registeredValue({ registered }: StatusFacts, key: string): string | undefined {
  return lastOf(registered, key)?.value
}

export function registeredMode(facts: StatusFacts): FilterMode {
  const command =
    registeredValue(facts, "filter.nbdiff.process") ?? registeredValue(facts, "filter.nbdiff.clean")
  return filterModeOf(command)
}

/** The version that wrote the commands. */
export function registeredVersion(facts: StatusFacts): string | undefined {
  return writtenBy(registeredValue(facts, "diff.nbdiff.textconv") ?? "")
}

/** The keys whose value `install` of this version would write otherwise, for the very program that is registered.
 *  None where another version has written them. */
export function changedKeys(facts: StatusFacts): readonly string[] {
  const { running, registered, programs } = facts
  if ((registeredVersion(facts) ?? running.version) !== running.version) return []
  const makes = programs.map(({ node, script }) =>
    configEntries({ node, script, version: running.version }, registeredMode(facts)),
  )
  const written = new Set(makes.flat().map(({ key, value }) => `${key.toLowerCase()}\n${value}`))
  const own = new Set(configEntries(running, "strip").map(({ key }) => key.toLowerCase()))
  return registered
    .filter(({ key, value }) => own.has(key) && !written.has(`${key}\n${value}`))
    .map(({ key }) => key)
}

export interface Shadowing {
  readonly winner: string
  readonly loser: string
}

/** Where two scopes register different merge drivers. */
export function shadowedScopes({ registered }: StatusFacts): readonly Shadowing[] {
  const drivers = registered.filter(({ key }) => key === "merge.nbdiff.driver")
  const winner = drivers.at(-1)
  if (winner === undefined) return []
  return drivers
    .filter(({ scope, value }) => scope !== winner.scope && value !== winner.value)
    .map(({ scope }) => ({ winner: winner.scope, loser: scope }))
}

/** `nbdiff install` for the scope in which the drivers are registered. */
export function installCommand({ registered }: StatusFacts): string {
  const { scope } = lastOf(registered, "merge.nbdiff.driver") ?? registered.at(-1) ?? { scope: "local" }
  return scope === "global" || scope === "system" ? `nbdiff install --${scope}` : "nbdiff install"
}

/** git's reading of a value that is set. */
export function isTrue(value: string | undefined): boolean {
  return ["true", "yes", "on", "1"].includes(value?.toLowerCase() ?? "")
}

export type GitVersion = readonly [major: number, minor: number]

/** Before, git starts a filter for each file. */
export const LONG_RUNNING_FILTER: GitVersion = [2, 11]

/** What a git of this version does not do, of what the drivers would use. */
export function gitLacks(version: string): readonly string[] {
  return abilities.flatMap(({ since, what }) =>
    gitIsAtLeast(version, since) ? [] : [`${what} (since ${since.join(".")})`],
  )
}

export function gitIsAtLeast(version: string, [major, minor]: GitVersion): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map((part) => Number.parseInt(part, 10))
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

const abilities: readonly { readonly since: GitVersion; readonly what: string }[] = [
  { since: LONG_RUNNING_FILTER, what: "one filter process for all files" },
  { since: [2, 35], what: "the conflict style zdiff3" },
  { since: [2, 44], what: "the names of the sides in a merge driver's conflicts" },
]

function lastOf(registered: readonly ScopedValue[], key: string): ScopedValue | undefined {
  return registered.findLast((entry) => entry.key === key.toLowerCase())
}
