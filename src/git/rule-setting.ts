import { NORMALIZE_DEFAULTS } from "../normalize/normalize.js"
import { type KeyPattern, matchesParts, parseRulePath, type RulePath } from "../normalize/rule-path.js"
import type { Action, Scope } from "../normalize/rules.js"

/** What is wrong with a setting's path for an action, or undefined. `known`: it must be about a rule that the table
 *  has, so that a slip of the pen is told. */
export function ruleFault(text: string, action: Action, which: "known" | "any"): string | undefined {
  const paths = parseRulePath(text)
  if (paths === undefined) return `'${text}' is no path such as cell.metadata.name`
  if (which === "known" && !paths.every(isInTable)) return `no rule is for '${text}'; 'extra' adds one`
  return action === "keep" || paths.every(mayGo) ? undefined : `'${text}' holds what every notebook needs`
}

const tablePaths: readonly RulePath[] = NORMALIZE_DEFAULTS.rules.rules.flatMap(
  ({ path }) => parseRulePath(path) ?? [],
)

/** Whether a rule of the table is for the path, for something on it or something below. */
function isInTable(path: RulePath): boolean {
  return tablePaths.some((known) => known.scope === path.scope && overlap(known.keys, path.keys))
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
