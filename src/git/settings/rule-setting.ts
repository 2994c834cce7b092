import { NORMALIZE_DEFAULTS } from "../../normalize/normalize.js"
import {
  type KeyPattern,
  matchesParts,
  parseRulePath,
  type RulePath,
} from "../../normalize/rules/rule-path.js"
import { actionAt, placeAt, placeOf, type RuleSet, withRules } from "../../normalize/rules/rule-set.js"
import type { Action, Rule, Scope } from "../../normalize/rules/rules.js"

/** What is wrong with a setting's path for an action, or undefined. */
export function problemWithRule(text: string, action: Action): string | undefined {
  const paths = parseRulePath(text)
  if (paths === undefined) return `'${text}' is not a path such as cell.metadata.name`
  return action === "keep" || paths.every(mayGo) ? undefined : `'${text}' holds what every notebook needs`
}

/** Whether the table, or a rule for one of the `brought` paths, has something to say about all that a path stands for,
 *  about something on the way to it or something below. What has no rule is a slip of the pen. */
export function hasRuleFor(text: string, brought: readonly string[]): boolean {
  const known = [...TABLE_PATHS, ...brought.flatMap((path) => parseRulePath(path) ?? [])]
  return (parseRulePath(text) ?? []).every((path) => known.some((rule) => meet(rule, path)))
}

const TABLE_PATHS: readonly RulePath[] = NORMALIZE_DEFAULTS.rules.rules.flatMap(
  ({ path }) => parseRulePath(path) ?? [],
)

/** Whether one may be the other, or lie below it. */
function meet(a: RulePath, b: RulePath): boolean {
  return a.scope === b.scope && overlap(a.keys, b.keys)
}

function overlap(a: readonly KeyPattern[], b: readonly KeyPattern[]): boolean {
  return a.every((key, i) => {
    const other = b[i]
    return other === undefined || matchesKey(other, key) || matchesKey(key, other)
  })
}

function matchesKey(pattern: KeyPattern, key: KeyPattern): boolean {
  if (pattern.kind === "glob") return key.kind === "glob" || matchesParts(pattern.parts, key.key)
  return key.kind === "key" && key.key === pattern.key
}

/** Whether a valid notebook stays valid without it. */
function mayGo({ scope, keys }: RulePath): boolean {
  return !NEEDED[scope].some((needed) => {
    const path = parseRulePath(`${scope}.${needed}`)?.[0]
    return path !== undefined && path.keys.length === keys.length && overlap(path.keys, keys)
  })
}

/** What nbformat asks for, and what makes a cell a cell; kernelspec and language_info may go as wholes. */
const NEEDED: Readonly<Record<Scope, readonly string[]>> = {
  notebook: [
    ...["cells", "worksheets", "metadata", "nbformat", "nbformat_minor"],
    ...["metadata.kernelspec.name", "metadata.kernelspec.display_name", "metadata.language_info.name"],
  ],
  cell: [
    ...["cell_type", "id", "metadata", "source", "input", "language", "level", "outputs", "attachments"],
    ...["execution_count", "prompt_number"],
  ],
  output: [
    ...["output_type", "name", "stream", "text", "data", "metadata", "ename", "evalue", "traceback"],
    ...["execution_count", "prompt_number"],
  ],
}

/** The rules with what nbformat needs in an object that goes but for a part of it: where the language of kernelspec is
 *  kept, so are its name and display_name. */
export function withNeededParts(set: RuleSet): RuleSet {
  const metadata = placeAt(placeOf(set, "notebook"), "metadata")
  const needed = Object.entries(NEEDED_PARTS).flatMap(([object, names]) => {
    const { rule, order } = placeAt(metadata, object)
    if (rule?.action !== "drop" || !set.rules.some((part, i) => i > order && keepsPartOf(part, object)))
      return []
    return names
      .filter((name) => actionAt("notebook", ["metadata", object, name], set) === "drop")
      .map((name) => neededPart(object, name))
  })
  return withRules(set, needed)
}

/** The objects of a notebook's metadata that are valid only with these members, or not at all. */
const NEEDED_PARTS: Readonly<Record<string, readonly string[]>> = {
  kernelspec: ["name", "display_name"],
  language_info: ["name"],
  // nbformat 3
  kernel_info: ["name", "language"],
}

function keepsPartOf({ path, action }: Rule, object: string): boolean {
  const keys = ["metadata", object].map((key) => ({ kind: "key", key }) as const)
  const parts = action === "drop" ? [] : (parseRulePath(path) ?? [])
  return parts.some((part) => part.keys.length > keys.length && meet(part, { scope: "notebook", keys }))
}

function neededPart(object: string, name: string): Rule {
  const path = `notebook.metadata.${object}.${name}`
  return { path, action: "keep", writer: "nbformat", reason: `needed where a part of ${object} is kept` }
}
