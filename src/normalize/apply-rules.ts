import { endOf, type JsonValue, kindOf, membersOf, startOf } from "../notebook/json/json-value.js"
import { NODE_SIZE } from "../notebook/json/tape.js"
import { cutEntries, type Edit, replaceValue } from "./edits.js"
import { hasRules, keyAt, placeAt, type RulePlace } from "./rules/rule-set.js"
import type { Rule } from "./rules/rules.js"

/** What is done at one place of a file, and why. */
export interface Step {
  /** `strip`: outputs removed. `rewrite`: outputs put into their stable form. `keep`: nothing is done here, and
   *  somebody may wonder why. */
  readonly kind: "drop" | "clear" | "strip" | "rewrite" | "drop-cell" | "add-id" | "keep"
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
export interface RuleRun {
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
  { steps, cell }: RuleRun,
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

/** A member that is gone through in a way of its own. */
export interface OwnMember<R extends RuleRun> {
  readonly key: string
  readonly applyTo: (ruleRun: R, value: JsonValue) => void
}

/** Applies the rules to all members of an object. */
export function applyToMembers<R extends RuleRun>(
  ruleRun: R,
  place: RulePlace,
  object: JsonValue,
  path: readonly string[],
  own?: OwnMember<R>,
): void {
  if (kindOf(object) !== "object") return
  const { text, node } = object
  const end = text.tape[node + 2] as number
  const dropped: number[] = []
  for (let name = node + NODE_SIZE; name < end; ) {
    const { key, place: below } = keyAt(place, text, name)
    const member = text.tape[name + 2] as number
    if (key === own?.key) own.applyTo(ruleRun, { text, node: member })
    else if (hasRules(below)) {
      const value = { text, node: member }
      if (!applyToValue(ruleRun, below, value, pathTo(ruleRun, path, key))) dropped.push(name)
    }
    name = text.tape[member + 2] as number
  }
  if (dropped.length > 0) cutEntries(ruleRun.edits, object, dropped)
}

/** The path one key further down: nobody asks for it where nobody asks for steps. */
export function pathTo({ steps }: RuleRun, path: readonly string[], key: string): readonly string[] {
  return steps === undefined ? path : [...path, key]
}

/** Applies the rules to a value and all that is in it; returns whether it stays. */
function applyToValue(
  ruleRun: RuleRun,
  place: RulePlace,
  value: JsonValue,
  path: readonly string[],
): boolean {
  const rule = ruleFor(place, value)
  if (rule?.when === "unshown" && ruleRun.showsWidgets) {
    note(ruleRun, "keep", path, value, "an output shows a widget")
    return true
  }
  if (isDropped(place, value)) {
    if (ruleRun.steps !== undefined) noteDrops(ruleRun, place, value, path)
    return false
  }
  if (place.hasRulesBelow && kindOf(value) === "object") applyToMembers(ruleRun, place, value, path)
  else if (rule?.action === "clear") clear(ruleRun, rule, value, path)
  return true
}

/** Whether nothing is left of a value at this place once the rules are applied. */
export function isDropped(place: RulePlace, value: JsonValue): boolean {
  if (ruleFor(place, value)?.action === "drop") return !place.hasRulesBelow || isNothingLeft(place, value)
  return place.isDroppedWhenEmpty && kindOf(value) === "object" && isNothingLeft(place, value)
}

function isNothingLeft(place: RulePlace, value: JsonValue): boolean {
  return membersOf(value).every((member) => isDropped(placeAt(place, member.key), member.value))
}

function ruleFor(place: RulePlace, value: JsonValue): Rule | undefined {
  return isEmpty(value) ? place.ruleIfEmpty : place.rule
}

/** Whether a list or object holds nothing. */
export function isEmpty(value: JsonValue): boolean {
  const kind = kindOf(value)
  return (kind === "array" || kind === "object") && value.text.tape[value.node + 2] === value.node + NODE_SIZE
}

/** Of an object that goes because all of its parts go, each part is reported. */
function noteDrops(ruleRun: RuleRun, place: RulePlace, value: JsonValue, path: readonly string[]): void {
  const rule = ruleFor(place, value)
  if (rule?.action === "drop") {
    note(ruleRun, "drop", path, value, rule)
    return
  }
  const members = membersOf(value)
  if (members.length === 0) note(ruleRun, "drop", path, value, "nothing is in it")
  for (const { key, value: child } of members) noteDrops(ruleRun, placeAt(place, key), child, [...path, key])
}

function clear(ruleRun: RuleRun, rule: Rule, value: JsonValue, path: readonly string[]): void {
  const { cleared, edits } = ruleRun
  if (cleared === undefined || isToken(value, cleared)) return
  note(ruleRun, "clear", path, value, rule)
  replaceValue(edits, value, cleared)
}

function isToken(value: JsonValue, token: string): boolean {
  const start = startOf(value)
  if (endOf(value) - start !== token.length) return false
  for (let i = 0; i < token.length; i++) {
    if (value.text.bytes[start + i] !== token.charCodeAt(i)) return false
  }
  return true
}
