import { sameBytes, sameValue } from "../notebook/json/json-equality.js"
import { itemsOf, type JsonValue, kindOf, memberOf, membersOf } from "../notebook/json/json-value.js"
import type { Cell, Notebook } from "../notebook/model.js"
import { isDropped } from "./apply-rules.js"
import { sameOutputs } from "./outputs/output-canonical.js"
import { DEFAULT_RULES, placeAt, placeOf, type RulePlace, type RuleSet } from "./rules/rule-set.js"
import type { Scope } from "./rules/rules.js"

/** Whether two notebooks differ in nothing but what the rules call volatile and in formatting: white space, key
 *  order, the spelling of escapes, whether a text is a string or a list. Outputs count, in the normal form in
 *  which they are compared (output-form.ts). */
export function equivalent(a: Notebook, b: Notebook, rules: RuleSet = DEFAULT_RULES): boolean {
  if (a.root.text === b.root.text) return true
  return (
    a.major === b.major &&
    a.cells.length === b.cells.length &&
    sameMembers(placeOf(rules, "notebook"), a.root, b.root, CELL_LISTS) &&
    sameSheets(memberOf(a.root, "worksheets"), memberOf(b.root, "worksheets")) &&
    a.cells.every((cell, i) => equivalentCells(cell, b.cells[i] as Cell, rules))
  )
}

/** Whether two cells differ in nothing but what the rules call volatile, and in formatting. */
function equivalentCells(a: Cell, b: Cell, rules: RuleSet = DEFAULT_RULES): boolean {
  if (sameBytes(a.value, b.value)) return true
  return (
    a.sourceKey === b.sourceKey &&
    a.source === b.source &&
    sameMembers(placeOf(rules, "cell"), a.value, b.value, new Set([a.sourceKey, "outputs"])) &&
    sameOutputs(a.outputs, b.outputs, rules)
  )
}

/** Whether two values at a path (see `isVolatile`) differ in nothing that the rules would keep: `undefined`
 *  stands for a value that is not there. */
export function isEquivalent(
  scope: Scope,
  path: readonly string[],
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  rules: RuleSet = DEFAULT_RULES,
): boolean {
  return equivalentAt(path.reduce(placeAt, placeOf(rules, scope)), a, b)
}

const NOTHING: ReadonlySet<string> = new Set()
const CELL_LISTS: ReadonlySet<string> = new Set(["cells", "worksheets"])

function sameSheets(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  const sheetsA = a === undefined ? [] : itemsOf(a)
  const sheetsB = b === undefined ? [] : itemsOf(b)
  const cellCount = (sheet: JsonValue): number | undefined => {
    const cells = memberOf(sheet, "cells")
    return cells && itemsOf(cells).length
  }
  const same = (sheet: JsonValue, other: JsonValue): boolean =>
    cellCount(sheet) === cellCount(other) && sameMembers(NOWHERE, sheet, other, CELL_LISTS)
  return (
    sheetsA.length === sheetsB.length && sheetsA.every((sheet, i) => same(sheet, sheetsB[i] as JsonValue))
  )
}

/** A place that no rule speaks of. */
const NOWHERE: RulePlace = {
  nodes: [],
  depth: 0,
  rule: undefined,
  ruleIfEmpty: undefined,
  order: -1,
  hasRulesBelow: false,
  isDroppedWhenEmpty: false,
  known: new Map(),
  spelt: [],
}

function sameMembers(place: RulePlace, a: JsonValue, b: JsonValue, except: ReadonlySet<string>): boolean {
  const membersA = lastMembers(a)
  const membersB = lastMembers(b)
  const keys = new Set([...membersA.keys(), ...membersB.keys()])
  for (const key of keys) {
    if (except.has(key)) {
      if (membersA.has(key) !== membersB.has(key)) return false
    } else if (!equivalentAt(placeAt(place, key), membersA.get(key), membersB.get(key))) return false
  }
  return true
}

function lastMembers(value: JsonValue): ReadonlyMap<string, JsonValue> {
  return new Map(membersOf(value).map((member) => [member.key, member.value]))
}

function equivalentAt(place: RulePlace, a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  const nested = place.hasRulesBelow
  if (place.rule?.action === "alike" && !nested) return true
  const dropA = a === undefined || isDropped(place, a)
  const dropB = b === undefined || isDropped(place, b)
  if (dropA || dropB) return dropA && dropB
  if (place.rule?.action === "clear" && !nested) return true
  const divided = nested && kindOf(a) === "object" && kindOf(b) === "object"
  return divided ? sameMembers(place, a, b, NOTHING) : sameValue(a, b)
}
