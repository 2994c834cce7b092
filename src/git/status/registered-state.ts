import type { Program } from "../install/program.js"
import { configEntries, type FilterMode, filterModeOf } from "../install/registration.js"
import { calledProgram, writtenBy } from "../install/shell-command.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import type { Scope } from "../repository/repository.js"
import type { ScopedValue } from "../repository/scoped-values.js"
import { plainCommand } from "./found-programs.js"
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
    newNotebook?.[name] === DRIVER_NAME ||
    notebooks.some(({ attributes }) => attributes[name] === DRIVER_NAME)
  )
}

/** The value that counts: the last. */
export function registeredValue({ registered }: StatusFacts, key: string): string | undefined {
  return lastOf(registered, key)?.value
}

/** The mode of a command that nbdiff has written, where one of the filter's is left. */
export function registeredMode({ registered }: StatusFacts): FilterMode {
  return modeOf(registered)
}

function modeOf(registered: readonly ScopedValue[]): FilterMode {
  const values = ["process", "clean", "smudge"].flatMap(
    (name) => lastOf(registered, `filter.${DRIVER_NAME}.${name}`)?.value ?? [],
  )
  return filterModeOf(values.find((value) => calledProgram(value) !== undefined) ?? values[0])
}

/** The version that wrote the commands. */
export function registeredVersion({ registered }: StatusFacts): string | undefined {
  return versionOf(registered)
}

function versionOf(registered: readonly ScopedValue[]): string | undefined {
  return writtenBy(lastOf(registered, `diff.${DRIVER_NAME}.textconv`)?.value ?? "")
}

/** The keys whose value, the one that counts, `install` of this version would write otherwise into that scope, for the
 *  very programs and the filter that are registered there. None where another version has written them. */
export function changedKeys({ running, registered }: StatusFacts): readonly string[] {
  return [...new Set(registered.map(({ scope }) => scope))].flatMap((scope) => {
    const values = registered.filter((entry) => entry.scope === scope)
    if ((versionOf(values) ?? running.version) !== running.version) return []
    const written = writtenValues(values, running)
    return (
      values
        .filter((entry) => entry === lastOf(registered, entry.key))
        // git has many words for true, and that this one is false is a finding of its own
        .filter(({ key }) => key !== `filter.${DRIVER_NAME}.required`)
        .filter(({ key, value }) => written.get(key)?.has(value) === false)
        .map(({ key }) => key)
    )
  })
}

/** By its key what `install` may have written. */
function writtenValues(
  values: readonly ScopedValue[],
  running: Program,
): ReadonlyMap<string, ReadonlySet<string>> {
  const called = values.flatMap(({ key, value }) => calledProgram(plainCommand(key, value)) ?? [])
  const mode = modeOf(values)
  const entries = [running, ...called].flatMap((program) =>
    configEntries({ ...program, version: running.version }, mode === "off" ? "strip" : mode, scopeOf(values)),
  )
  const written = new Map<string, Set<string>>()
  for (const { key, value } of entries) {
    const known = written.get(key.toLowerCase()) ?? new Set()
    written.set(key.toLowerCase(), known.add(value))
  }
  return written
}

export interface Shadowing {
  readonly winner: string
  readonly loser: string
}

/** Where two scopes register the merge driver of different programs. */
export function shadowedScopes({ registered }: StatusFacts): readonly Shadowing[] {
  const drivers = registered.filter(
    ({ key, value }) => key === "merge.nbdiff.driver" && calledProgram(value) !== undefined,
  )
  const winner = drivers.at(-1)
  if (winner === undefined) return []
  return drivers
    .filter(({ scope, value }) => scope !== winner.scope && value !== winner.value)
    .map(({ scope }) => ({ winner: winner.scope, loser: scope }))
}

/** The scope in which the drivers are registered, local where they are not. */
export function registeredScope({ registered }: StatusFacts): Scope {
  const installable = registered.filter(({ scope }) => SCOPES.some((known) => known === scope))
  const drivers = installable.filter(({ key }) => key === `merge.${DRIVER_NAME}.driver`)
  const own = drivers.findLast(({ value }) => calledProgram(value) !== undefined)
  return scopeOf([own ?? drivers.at(-1) ?? installable.at(-1)].filter((value) => value !== undefined))
}

/** Of values of one scope; local for one that no install writes to. */
function scopeOf([first]: readonly ScopedValue[]): Scope {
  return SCOPES.find((known) => known === first?.scope) ?? "local"
}

const SCOPES = ["local", "global", "system"] as const satisfies readonly Scope[]

/** git's reading of a value that is set: any number but 0 is true. */
export function isTrue(value: string | undefined): boolean {
  const text = value?.toLowerCase() ?? ""
  return ["true", "yes", "on"].includes(text) || /^[+-]?(?=0*x?0*[1-9a-f])(0x[\da-f]+|\d+)[kmg]?$/.test(text)
}

export type GitVersion = readonly [major: number, minor: number]

/** Before, git starts a filter for each file. */
export const LONG_RUNNING_FILTER: GitVersion = [2, 11]

/** What a git of this version does not do, of what the drivers would use. */
export function gitLacks(version: string): readonly string[] {
  return ABILITIES.flatMap(({ since, what }) =>
    gitIsAtLeast(version, since) ? [] : [`${what} (since ${since.join(".")})`],
  )
}

export function gitIsAtLeast(version: string, [major, minor]: GitVersion): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map((part) => Number.parseInt(part, 10))
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

const ABILITIES: readonly { readonly since: GitVersion; readonly what: string }[] = [
  { since: LONG_RUNNING_FILTER, what: "one filter process for all files" },
  { since: [2, 35], what: "the conflict style zdiff3" },
  { since: [2, 44], what: "branch names in conflict markers" },
]

function lastOf(registered: readonly ScopedValue[], key: string): ScopedValue | undefined {
  return registered.findLast((entry) => entry.key === key.toLowerCase())
}
