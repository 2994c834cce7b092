import { DEFAULT_POLICY, type MergePolicy } from "../../merge/decisions/policy.js"
import { RULE_NAMES, type RuleName } from "../../merge/decisions/rule-name.js"
import type { Side } from "../../merge/text/side.js"
import {
  type KeyPattern,
  matchesParts,
  parseRulePath,
  type RulePath,
} from "../../normalize/rules/rule-path.js"
import type { Scope } from "../../normalize/rules/rules.js"
import { type GitConfig, readConfig } from "../repository/config.js"
import type { GitPlace } from "../repository/git-process.js"
import { comparisonRules } from "./comparison-rules.js"
import { type FallbackSettings, readSettingsFile, SettingsError, settingTexts } from "./settings-file.js"

/** What one source says about merging. */
export interface MergeLayer {
  readonly outputs?: MergePolicy["outputs"]
  readonly insertions?: MergePolicy["insertions"]
  readonly lineRules?: ReadonlySet<RuleName>
  readonly preferences?: readonly Preference[]
}

/** The side that wins a field which both sides set. */
interface Preference {
  readonly paths: readonly RulePath[]
  readonly side: Side
}

/** The policy for the notebook at a path, from the repository's top with forward slashes. */
export type PolicyFor = (path: string) => MergePolicy

/** The policies of a repository. From the weakest to the strongest: what the file in its top says, which is
 *  committed, what git's config says, which is the user's own, and what is `given`. Without a top there is no file.
 *  @throws SettingsError in one line that names the source and the key. */
export async function readPolicies(
  top: string | undefined,
  place: GitPlace,
  given: readonly MergeLayer[] = [],
): Promise<PolicyFor> {
  return policiesOf(top, await readConfig(POLICY_KEYS, place), given)
}

/** The same where git's config has been read already; its other keys do not matter. */
export async function policiesOf(
  top: string | undefined,
  config: GitConfig,
  given: readonly MergeLayer[] = [],
  fallback?: FallbackSettings,
): Promise<PolicyFor> {
  const committed = top === undefined ? [] : await fileLayers(top, fallback)
  const policy = mergePolicy([...committed, ...configLayers(config), ...given])
  const rulesFor = await comparisonRules(top, config, fallback)
  return (path) => ({ ...policy, rules: rulesFor(path) })
}

/** The policy that the layers make up, the last one the strongest, with the default rules. */
function mergePolicy(layers: readonly MergeLayer[]): MergePolicy {
  const { outputs, insertions, lineRules } = Object.assign({}, DEFAULT_POLICY, ...layers) as MergePolicy
  const preferences = layers.flatMap((layer) => layer.preferences ?? [])
  return {
    ...DEFAULT_POLICY,
    outputs,
    insertions,
    lineRules,
    preferred: (scope, path) =>
      preferences.findLast(({ paths }) => paths.some((pattern) => holds(pattern, scope, path)))?.side,
  }
}

/** A layer from keys and texts, as the command line, git's config and a file have them. `nameOf` is what a message
 *  calls a key. */
export function mergeLayer(
  settings: Iterable<readonly [key: string, texts: readonly string[]]>,
  nameOf: (key: string) => string,
): MergeLayer {
  let layer: MergeLayer = {}
  for (const [key, texts] of settings) {
    const read = READERS.get(key)
    if (read === undefined)
      throw new SettingsError(
        `${nameOf(key)}: there is no such setting; there are ${list([...READERS.keys()])}`,
      )
    const setting = read(texts)
    if (typeof setting === "string") throw new SettingsError(`${nameOf(key)}: ${setting}`)
    layer = { ...layer, ...setting }
  }
  return layer
}

const SECTION = "nbdiff.merge."
const POLICY_KEYS = "^nbdiff\\.(merge|normalize)\\."

/** What a setting's texts mean, or what is wrong with them. */
const READERS: ReadonlyMap<string, (texts: readonly string[]) => MergeLayer | string> = new Map(
  Object.entries({
    outputs: (texts: readonly string[]) =>
      readChoice(texts, ["follow", "ours", "theirs", "clear"], (outputs) => ({ outputs })),
    insertions: (texts: readonly string[]) =>
      readChoice(texts, ["keep-both", "conflict"], (insertions) => ({ insertions })),
    rules: readLineRules,
    prefer: readPreferences,
  }),
)

/** Of several values the last one counts, as in git's config. */
function readChoice<T extends string>(
  texts: readonly string[],
  choices: readonly T[],
  layerOf: (choice: T) => MergeLayer,
): MergeLayer | string {
  const text = texts.at(-1)
  const choice = choices.find((name) => name === text)
  return choice === undefined ? `'${text}' is not one of ${list(choices)}` : layerOf(choice)
}

/** The rules that are on, by name: all that are listed and no other; `all` and `none` stand alone. */
function readLineRules(texts: readonly string[]): MergeLayer | string {
  if (texts.length === 1 && texts[0] === "all") return { lineRules: new Set(RULE_NAMES) }
  if (texts.length === 0 || (texts.length === 1 && texts[0] === "none")) return { lineRules: new Set() }
  const unknown = texts.find((text) => !RULE_NAMES.some((name) => name === text))
  return unknown === undefined
    ? { lineRules: new Set(RULE_NAMES.filter((name) => texts.includes(name))) }
    : `'${unknown}' is not one of ${list(RULE_NAMES)}, nor 'all' or 'none' alone`
}

/** `cell.metadata.name=ours`, one or several. */
function readPreferences(texts: readonly string[]): MergeLayer | string {
  const preferences: Preference[] = []
  for (const text of texts) {
    const [, path = "", side] = /^(.*?)=(ours|theirs)$/s.exec(text) ?? []
    const paths = parseRulePath(path)
    if (side !== "ours" && side !== "theirs")
      return `'${text}' is not of the form <path>=ours or <path>=theirs`
    if (paths === undefined || paths.some(({ scope }) => scope === "output"))
      return `'${path}' is not a path such as cell.metadata.name or notebook.metadata.name`
    if (!paths.every(isDecided)) return `'${path}' is none of what it decides: ${DECIDED}`
    preferences.push({ paths, side })
  }
  return { preferences }
}

const DECIDED = "cell.cell_type, cell.metadata, and notebook.metadata but for kernelspec and language_info"

/** Whether a conflict can come to pass at the path: whoever makes a slip in it waits for that in vain. */
function isDecided({ scope, keys }: RulePath): boolean {
  const [first, second] = keys
  const isWhole = first?.kind === "key" && first.key === "metadata" && second?.kind === "key"
  if (scope === "notebook" && isWhole && ["kernelspec", "language_info"].includes(second.key)) return false
  return DECIDED_FIELDS.some(
    (field) =>
      field.scope === scope &&
      (field.isObject || keys.length <= field.keys.length) &&
      keys.every((pattern, i) => {
        const key = field.keys[i]
        return key === undefined || matchesKey(pattern, key)
      }),
  )
}

interface DecidedField {
  readonly scope: Scope
  readonly keys: readonly string[]
  readonly isObject: boolean
}

/** The format's third version has a language in its cells, and metadata in its one worksheet. */
const DECIDED_FIELDS: readonly DecidedField[] = [
  { scope: "cell", keys: ["cell_type"], isObject: false },
  { scope: "cell", keys: ["language"], isObject: false },
  { scope: "cell", keys: ["metadata"], isObject: true },
  { scope: "notebook", keys: ["metadata"], isObject: true },
  { scope: "notebook", keys: ["worksheets", "0", "metadata"], isObject: true },
]

function list(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`
}

/** Whether a path is the pattern's or lies below it. */
function holds({ scope, keys }: RulePath, at: Scope, path: readonly string[]): boolean {
  return (
    scope === at &&
    keys.every((pattern, i) => {
      const key = path[i]
      return key !== undefined && matchesKey(pattern, key)
    })
  )
}

function matchesKey(pattern: KeyPattern, key: string): boolean {
  return pattern.kind === "key" ? pattern.key === key : matchesParts(pattern.parts, key)
}

async function fileLayers(
  top: string,
  fallback: FallbackSettings | undefined,
): Promise<readonly MergeLayer[]> {
  const file = await readSettingsFile(top, fallback)
  const section = file?.sections.merge
  if (section === undefined) return []
  const nameOf = (key: string): string => `${file?.prefix}merge.${key}`
  const settings = Object.entries(section).map(([key, value]) => {
    const texts = settingTexts(value)
    if (texts === undefined)
      throw new SettingsError(`${nameOf(key)}: is neither a value nor a list of values`)
    return [key, texts] as const
  })
  return [mergeLayer(settings, nameOf)]
}

function configLayers(config: GitConfig): readonly MergeLayer[] {
  const settings = [...config].flatMap(([key, values]) =>
    key.startsWith(SECTION)
      ? [[key.slice(SECTION.length), values.map((value) => value ?? "true")] as const]
      : [],
  )
  return settings.length === 0 ? [] : [mergeLayer(settings, (key) => `git config: ${SECTION}${key}`)]
}
