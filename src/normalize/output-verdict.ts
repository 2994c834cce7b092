import {
  isListOfStrings,
  type JsonValue,
  memberOf,
  rawTextOf,
  stringsOf,
} from "../notebook/json/json-value.js"
import { isDropped, isEmpty } from "./apply-rules.js"
import { placeAt, placeOf, type RuleSet } from "./rules/rule-set.js"
import type { Scope } from "./rules/rules.js"

/** Whether a cell's outputs stay, and who says so. `why` is a clause, undefined where the setting alone decides. */
export interface OutputVerdict {
  readonly keep: boolean
  readonly why: string | undefined
}

/** The notebook's own word, in its metadata, or the setting. */
export function notebookVerdict(
  metadata: JsonValue | undefined,
  keep: boolean,
  rules: RuleSet,
): OutputVerdict {
  const stated = flag("notebook", metadata, "keep_output", rules)
  if (stated === undefined) return { keep, why: undefined }
  return { keep: stated, why: `the notebook's keep_output is ${stated}` }
}

/** The cell's own word: the tag before the metadata, since nothing is lost by it, both before the notebook's. A
 *  mark that the rules take out of the file has no say: the next run would not see it. */
export function cellVerdict(
  metadata: JsonValue | undefined,
  notebook: OutputVerdict,
  rules: RuleSet,
): OutputVerdict {
  if (metadata === undefined || isEmpty(metadata)) return notebook
  if (tagsOf(metadata, rules).includes("keep_output"))
    return { keep: true, why: "the cell's tag keep_output" }
  const stated = flag("cell", metadata, "keep_output", rules)
  if (stated !== undefined) return { keep: stated, why: `the cell's keep_output is ${stated}` }
  if (flag("cell", metadata, "init_cell", rules) === true)
    return { keep: true, why: "the cell's init_cell is true" }
  return notebook
}

/** A cell's tags; none where the rules remove them. */
export function tagsOf(metadata: JsonValue | undefined, rules: RuleSet): readonly string[] {
  const tags = surviving("cell", metadata, "tags", rules)
  return tags !== undefined && isListOfStrings(tags) ? (stringsOf(tags) ?? []) : []
}

function flag(
  scope: Scope,
  metadata: JsonValue | undefined,
  key: string,
  rules: RuleSet,
): boolean | undefined {
  const value = surviving(scope, metadata, key, rules)
  const text = value === undefined ? undefined : rawTextOf(value)
  return text === "true" ? true : text === "false" ? false : undefined
}

function surviving(
  scope: Scope,
  metadata: JsonValue | undefined,
  key: string,
  rules: RuleSet,
): JsonValue | undefined {
  const value = memberOf(metadata, key)
  if (value === undefined) return undefined
  return isDropped(["metadata", key].reduce(placeAt, placeOf(rules, scope)), value) ? undefined : value
}
