import { type JsonValue, kindOf, membersOf } from "../notebook/json/json-value.js"
import { isDropped, isEmpty } from "./apply-rules.js"
import { jsonCanonical } from "./outputs/json-canonical.js"
import { placeAt, placeOf, type RulePlace, type RuleSet } from "./rules/rule-set.js"
import type { Scope } from "./rules/rules.js"

/** A value that somebody meant: what the rules do not call volatile. */
export interface KeptField {
  /** Keys from the scope's object down. */
  readonly path: readonly string[]
  /** As JSON, one text for all values that mean the same. */
  readonly form: string
}

/** Everything below a value that is not volatile, each object's members by themselves and in the order of their keys;
 *  a list is one value. Two values that differ in nothing but what is volatile have the same fields. */
export function keptFields(
  scope: Scope,
  path: readonly string[],
  value: JsonValue,
  rules: RuleSet,
): readonly KeptField[] {
  return fieldsAt(path.reduce(placeAt, placeOf(rules, scope)), path, value)
}

function fieldsAt(place: RulePlace, path: readonly string[], value: JsonValue): readonly KeptField[] {
  if (isDropped(place, value) || isIgnored(place)) return []
  if (kindOf(value) !== "object" || isEmpty(value)) return [{ path, form: jsonCanonical(value) }]
  return sortedMembers(value).flatMap(([key, child]) => fieldsAt(placeAt(place, key), [...path, key], child))
}

/** An object's members in the order of their keys; of a key that is there twice the last. */
export function sortedMembers(value: JsonValue): readonly (readonly [key: string, value: JsonValue])[] {
  const members = new Map(membersOf(value).map((member) => [member.key, member.value]))
  return [...members].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function isIgnored({ rule, hasRulesBelow }: RulePlace): boolean {
  return !hasRulesBelow && (rule?.action === "alike" || rule?.action === "clear")
}
