import { NORMALIZE_DEFAULTS, type NormalizeOptions } from "../../normalize/normalize.js"
import { withRules } from "../../normalize/rules/rule-set.js"
import type { Action, Rule } from "../../normalize/rules/rules.js"
import { type GitConfig, readConfig } from "../repository/config.js"
import type { GitPlace } from "../repository/git-process.js"
import { matchesPath, type PathPattern, parsePathPattern } from "./path-pattern.js"
import { hasRuleFor, problemWithRule, withNeededParts } from "./rule-setting.js"
import {
  type FallbackSettings,
  isTable,
  readSettingsFile,
  SettingsError,
  settingTexts,
} from "./settings-file.js"
import type { TomlTable } from "./toml.lazy.js"

/** Holds what one source says about normalizing: its settings, and rules that come after those of weaker sources. */
export interface SettingsLayer {
  readonly options: Partial<Omit<NormalizeOptions, "rules">>
  /** The later ones decide: first `alike`, then what drops, then what keeps, in whatever order they were written. */
  readonly rules: readonly Rule[]
  /** The paths that it brings a rule for, and those that it keeps or drops, which need one. */
  readonly brought: readonly string[]
  readonly claims: readonly Claim[]
  readonly unreadable: Unreadable | undefined
  /** The paths that it is for; undefined for all. */
  readonly paths: readonly PathPattern[] | undefined
}

/** A path, and what a message calls the setting that it stands in. */
interface Claim {
  readonly setting: string
  readonly path: string
}

/** The layers from the weakest to the strongest. */
export type NormalizeSettings = readonly SettingsLayer[]

/** Reads the settings of a repository: its file's, then those of git's config, which is the user's own.
 *  @throws SettingsError in one line that names the source and the key. */
export async function readNormalizeSettings(
  top: string,
  place: GitPlace,
  fallback?: FallbackSettings,
): Promise<NormalizeSettings> {
  const config = readConfig(NORMALIZE_KEYS, place)
  const committed = await committedLayers(top, fallback)
  return layered(committed, configLayers(await config))
}

/** The same where git's config has been read already; its other keys do not matter. Without a top there is no file. */
export async function normalizeSettings(
  top: string | undefined,
  config: GitConfig,
  fallback?: FallbackSettings,
): Promise<NormalizeSettings> {
  return layered(top === undefined ? [] : await committedLayers(top, fallback), configLayers(config))
}

/** Appends stronger settings to weaker ones. A path that one of them keeps or drops needs a rule, from the table or
 *  added by another.
 *  @throws SettingsError */
export function layered(settings: NormalizeSettings, stronger: readonly SettingsLayer[]): NormalizeSettings {
  const layers = [...settings, ...stronger]
  const brought = layers.flatMap((layer) => layer.brought)
  for (const { setting, path } of layers.flatMap(({ claims }) => claims)) {
    if (!hasRuleFor(path, brought))
      throw new SettingsError(`${setting}: no rule is for '${path}'; 'extra' adds one`)
  }
  return layers
}

async function committedLayers(
  top: string,
  fallback: FallbackSettings | undefined,
): Promise<NormalizeSettings> {
  const file = await readSettingsFile(top, fallback)
  const section = file?.sections.normalize
  return section === undefined ? [] : fileLayers(`${file?.prefix}normalize.`, section)
}

/** Returns the options for one path, relative to the repository's top, with forward slashes. */
export function optionsFor(settings: NormalizeSettings, path: string): NormalizeOptions {
  const layers = settings.filter(({ paths }) => paths?.some((pattern) => matchesPath(pattern, path)) ?? true)
  const known = made.get(settings) ?? new Map<string, NormalizeOptions>()
  made.set(settings, known)
  const key = layers.map((layer) => settings.indexOf(layer)).join()
  const options = known.get(key) ?? optionsOf(layers)
  known.set(key, options)
  return options
}

/** Says whether a file that cannot be read, and so not be stripped, passes with a warning or is refused. */
export type Unreadable = "pass" | "refuse"

export function unreadableFor(settings: NormalizeSettings, path: string): Unreadable {
  const layers = settings.filter(({ paths }) => paths?.some((pattern) => matchesPath(pattern, path)) ?? true)
  return layers.findLast(({ unreadable }) => unreadable !== undefined)?.unreadable ?? "pass"
}

/** What the layers of some settings made up before: file after file is asked for, and reading the rules takes as long
 *  as reading a small notebook. */
const made = new WeakMap<NormalizeSettings, Map<string, NormalizeOptions>>()

function optionsOf(layers: NormalizeSettings): NormalizeOptions {
  const options = Object.assign({}, NORMALIZE_DEFAULTS, ...layers.map((layer) => layer.options))
  const rules = layers.flatMap((layer) => layer.rules)
  return rules.length === 0
    ? options
    : { ...options, rules: withNeededParts(withRules(NORMALIZE_DEFAULTS.rules, rules)) }
}

const SECTION = "nbdiff.normalize."
const NORMALIZE_KEYS = "^nbdiff\\.normalize\\."

/** A layer from keys and texts, as the command line and git's config have them. `prefix` is what a message
 *  has before a key. */
export function settingsLayer(
  prefix: string,
  settings: Iterable<readonly [key: string, texts: readonly string[]]>,
  paths?: readonly PathPattern[],
): SettingsLayer {
  let options: Options = {}
  let unreadable: Unreadable | undefined
  const rules = new Map<string, readonly Rule[]>()
  const brought: string[] = []
  const claims: Claim[] = []
  for (const [key, texts] of settings) {
    const read = READERS.get(key)
    if (read === undefined) throw new SettingsError(`${prefix}${key}: there is no such setting`)
    const setting = read(texts)
    if (typeof setting === "string") throw new SettingsError(`${prefix}${key}: ${setting}`)
    options = { ...options, ...setting.options }
    rules.set(key, setting.rules ?? [])
    unreadable = setting.unreadable ?? unreadable
    if (key === "alike" || key === "extra") brought.push(...texts)
    if (key === "keep" || key === "drop")
      claims.push(...texts.map((path) => ({ setting: `${prefix}${key}`, path })))
  }
  return {
    options,
    rules: RULE_KEYS.flatMap((key) => rules.get(key) ?? []),
    brought,
    claims,
    paths,
    unreadable,
  }
}

/** The keys that bring rules, from the weakest to the strongest: what is kept in a source is kept, whatever else it
 *  says. */
const RULE_KEYS = ["alike", "extra", "drop", "keep"] as const

/** Returns what a setting's texts mean, or what is wrong with them. */
type Reading =
  | string
  | {
      readonly options?: SettingsLayer["options"]
      readonly rules?: readonly Rule[]
      readonly unreadable?: Unreadable
    }

const READERS: ReadonlyMap<string, (texts: readonly string[]) => Reading> = new Map(
  Object.entries({
    outputs: (texts) => readChoice(texts, ["strip", "keep"], (outputs) => ({ outputs })),
    "max-output": (texts) => readSize(texts),
    counts: (texts) => readChoice(texts, ["clear", "keep"], (counts) => ({ counts })),
    keep: (texts) => readRules(texts, "keep"),
    drop: (texts) => readRules(texts, "drop"),
    alike: (texts) => readRules(texts, "alike"),
    extra: (texts) => readRules(texts, "drop"),
    "drop-empty-cells": (texts) => readFlag(texts, (dropEmptyCells) => ({ dropEmptyCells })),
    "drop-tagged": (texts) => ({
      options: { dropTagged: texts.flatMap((text) => text.split(",")).filter(Boolean) },
    }),
    "stable-outputs": (texts) => readFlag(texts, (stableOutputs) => ({ stableOutputs })),
    canonical: (texts) => readFlag(texts, (canonical) => ({ canonical })),
    unreadable: (texts) => readUnreadable(texts),
  }),
)

/** The names of all settings. */
export const NORMALIZE_SETTINGS: readonly string[] = [...READERS.keys()]

type Options = SettingsLayer["options"]

/** Where a setting has several values the last counts, as in git's config. */
function readChoice<T extends string>(
  texts: readonly string[],
  choices: readonly T[],
  put: (choice: T) => Options,
): Reading {
  const text = texts.at(-1)
  const choice = choices.find((name) => name === text)
  return choice === undefined ? `'${text}' is not one of ${choices.join(" and ")}` : { options: put(choice) }
}

function readUnreadable(texts: readonly string[]): Reading {
  const text = texts.at(-1)
  if (text === "pass" || text === "refuse") return { unreadable: text }
  return `'${text}' is not one of pass and refuse`
}

function readFlag(texts: readonly string[], put: (flag: boolean) => Options): Reading {
  const flag = FLAGS.get(texts.at(-1)?.toLowerCase() ?? "")
  return flag === undefined ? `'${texts.at(-1)}' is neither true nor false` : { options: put(flag) }
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "on", "1"].map((text) => [text, true] as const),
  ...["false", "no", "off", "0"].map((text) => [text, false] as const),
])

function readSize(texts: readonly string[]): Reading {
  const size = readByteSize(texts.at(-1) ?? "")
  return size === undefined
    ? `'${texts.at(-1)}' is not a size, such as 500, 10k or 2m`
    : { options: { maxOutput: size } }
}

/** Returns a size in bytes; undefined for what is not a size. */
export function readByteSize(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,12})([kmg]?)b?$/i.exec(text) ?? []
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit.toLowerCase()] ?? 1)
}

/** git's units: powers of 1024. */
const UNITS: { readonly [unit: string]: number } = { k: 1 << 10, m: 1 << 20, g: 1 << 30 }

function readRules(texts: readonly string[], action: Action): Reading {
  for (const text of texts) {
    const problem = problemWithRule(text, action)
    if (problem !== undefined) return problem
  }
  return {
    rules: texts.map((path) => ({ path, action, writer: "your settings", reason: `${action}: ${path}` })),
  }
}

function fileLayers(prefix: string, { path: perPath, ...table }: TomlTable): readonly SettingsLayer[] {
  const general = settingsLayer(
    prefix,
    Object.entries(table).map((entry) => tableSetting(prefix, entry)),
  )
  if (perPath === undefined) return [general]
  if (!Array.isArray(perPath) || !perPath.every(isTable)) {
    throw new SettingsError(`${prefix}path: is not a list of tables, each written [[…normalize.path]]`)
  }
  return [general, ...perPath.map((entry) => pathLayer(`${prefix}path.`, entry))]
}

function pathLayer(prefix: string, { match, ...table }: TomlTable): SettingsLayer {
  const texts = match === undefined ? undefined : settingTexts(match)
  if (texts === undefined)
    throw new SettingsError(`${prefix}match: is not a pattern for paths, nor a list of them`)
  const patterns = texts.map((text) => {
    const pattern = parsePathPattern(text)
    if (pattern === undefined)
      throw new SettingsError(`${prefix}match: '${text}' is not a pattern of .gitattributes`)
    return pattern
  })
  return settingsLayer(
    prefix,
    Object.entries(table).map((entry) => tableSetting(prefix, entry)),
    patterns,
  )
}

function tableSetting(
  prefix: string,
  [key, value]: readonly [string, unknown],
): readonly [string, readonly string[]] {
  const texts = settingTexts(value)
  if (texts === undefined) throw new SettingsError(`${prefix}${key}: is neither a value nor a list of values`)
  return [key, texts]
}

function configLayers(config: GitConfig): readonly SettingsLayer[] {
  const settings = [...config].flatMap(([key, values]) =>
    key.startsWith(SECTION)
      ? [[key.slice(SECTION.length), values.map((value) => value ?? "true")] as const]
      : [],
  )
  return settings.length === 0 ? [] : [settingsLayer(`git config: ${SECTION}`, settings)]
}
