import { bytesOf, endOf, type JsonValue, kindOf, membersOf, startOf } from "../notebook/json-value.js"
import { NODE_SIZE } from "../notebook/tape.js"
import { type Edit, keepMembers, replaceValue } from "./edits.js"
import { hasRules, hasRulesBelow, isDroppedWhenEmpty, placeAt, type RulePlace } from "./rule-set.js"
import type { Rule } from "./rules.js"

/** What is done at one place of a file, and why. */
export interface Step {
  /** `strip`: outputs taken away. `rewrite`: outputs put into their stable form. `keep`: nothing is done here, and
   *  somebody may wonder why. */
  readonly kind: "drop" | "clear" | "strip" | "rewrite" | "drop-cell" | "keep"
  /** The cell's place in the notebook, from 0; undefined for the notebook's own fields. */
  readonly cell: number | undefined
  /** Keys (and indices) from the notebook's or the cell's object down; empty for the whole cell. */
  readonly path: readonly string[]
  /** Bytes that the value takes in the file. */
  readonly bytes: number
  /** A clause: "times of the last run (JupyterLab)". */
  readonly why: string
}

/** The rules' way through one notebook. */
export interface Reduction {
  readonly edits: Edit[]
  /** Undefined where nobody asks what is done. */
  readonly steps: Step[] | undefined
  /** The cell that is being gone through; undefined for the notebook's own fields. */
  cell: number | undefined
  /** The token that stands for a cleared value; undefined where none is cleared. */
  cleared: string | undefined
  showsWidgets: boolean
}

export function note(
  { steps, cell }: Reduction,
  kind: Step["kind"],
  path: readonly string[],
  value: JsonValue,
  why: string | Rule,
): void {
  const bytes = endOf(value) - startOf(value)
  steps?.push({
    kind,
    cell,
    path,
    bytes,
    why: typeof why === "string" ? why : `${why.reason} (${why.writer})`,
  })
}

/** Applies the rules to a value and all that is in it; answers whether it stays. */
export function reduceValue(
  reduction: Reduction,
  place: RulePlace,
  value: JsonValue,
  path: readonly string[],
): boolean {
  const rule = ruleFor(place, value)
  if (rule?.when === "unshown" && reduction.showsWidgets) {
    note(reduction, "keep", path, value, "an output shows a widget")
    return true
  }
  if (isDropped(place, value)) {
    noteDrops(reduction, place, value, path)
    return false
  }
  if (hasRulesBelow(place) && kindOf(value) === "object") reduceMembers(reduction, place, value, path)
  else if (rule?.action === "clear") clear(reduction, rule, value, path)
  return true
}

/** Applies the rules to all members of an object. */
export function reduceMembers(
  reduction: Reduction,
  place: RulePlace,
  object: JsonValue,
  path: readonly string[],
): void {
  keepMembers(reduction.edits, object, (key, value) => {
    const below = placeAt(place, key)
    return !hasRules(below) || reduceValue(reduction, below, value, [...path, key])
  })
}

/** Whether nothing is left of a value at this place once the rules are applied. */
export function isDropped(place: RulePlace, value: JsonValue): boolean {
  const nothingLeft = (): boolean =>
    membersOf(value).every((member) => isDropped(placeAt(place, member.key), member.value))
  if (ruleFor(place, value)?.action === "drop") return !hasRulesBelow(place) || nothingLeft()
  return isDroppedWhenEmpty(place) && kindOf(value) === "object" && nothingLeft()
}

function ruleFor(place: RulePlace, value: JsonValue): Rule | undefined {
  return isEmpty(value) ? place.ruleIfEmpty : place.rule
}

/** Whether a list or object holds nothing. */
function isEmpty(value: JsonValue): boolean {
  const kind = kindOf(value)
  return (kind === "array" || kind === "object") && value.text.tape[value.node + 2] === value.node + NODE_SIZE
}

/** Of an object that goes because all of its parts go, each part is told. */
function noteDrops(reduction: Reduction, place: RulePlace, value: JsonValue, path: readonly string[]): void {
  const rule = ruleFor(place, value)
  if (rule?.action === "drop") {
    note(reduction, "drop", path, value, rule)
    return
  }
  const members = membersOf(value)
  if (members.length === 0) note(reduction, "drop", path, value, "nothing is in it")
  for (const { key, value: child } of members)
    noteDrops(reduction, placeAt(place, key), child, [...path, key])
}

function clear(reduction: Reduction, rule: Rule, value: JsonValue, path: readonly string[]): void {
  const { cleared, edits } = reduction
  if (cleared === undefined || isToken(value, cleared)) return
  note(reduction, "clear", path, value, rule)
  replaceValue(edits, value, cleared)
}

function isToken(value: JsonValue, token: string): boolean {
  const bytes = bytesOf(value)
  return (
    bytes.length === token.length && [...token].every((character, i) => bytes[i] === character.charCodeAt(0))
  )
}
