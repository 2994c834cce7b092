import { type Draft, span } from "../notebook/draft.js"
import { bytesOf, itemsOf, type JsonValue, kindOf, membersOf } from "../notebook/json-value.js"
import { redraftMembers } from "./redraft.js"
import { hasRulesBelow, isDroppedWhenEmpty, placeAt, type RulePlace } from "./rule-set.js"
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

/** How the rules are applied to one object: what stands for a cleared value, whether widgets' state is needed,
 *  and where to note what is done. */
export interface Reduction {
  readonly cleared: Draft | undefined
  readonly showsWidgets: boolean
  note(kind: Step["kind"], path: readonly string[], value: JsonValue, why: string): void
}

/** The value as the rules leave it: its own span where they leave it alone, undefined where it goes. */
export function reduceValue(
  reduction: Reduction,
  place: RulePlace,
  value: JsonValue,
  path: readonly string[],
): Draft | undefined {
  const rule = ruleFor(place, value)
  if (rule?.when === "unshown" && reduction.showsWidgets) {
    reduction.note("keep", path, value, "an output shows a widget")
    return span(value)
  }
  if (isDropped(place, value)) {
    noteDrops(reduction, place, value, path)
    return undefined
  }
  if (hasRulesBelow(place) && kindOf(value) === "object") {
    return redraftMembers(value, ({ key, value: child }) =>
      reduceValue(reduction, placeAt(place, key), child, [...path, key]),
    )
  }
  return rule?.action === "clear" ? clear(reduction, rule, value, path) : span(value)
}

/** Whether nothing is left of a value at this place once the rules are applied. */
export function isDropped(place: RulePlace, value: JsonValue): boolean {
  const members = membersOf(value)
  const nothingLeft = (): boolean =>
    members.every((member) => isDropped(placeAt(place, member.key), member.value))
  if (ruleFor(place, value)?.action === "drop") {
    return members.length === 0 || !hasRulesBelow(place) || nothingLeft()
  }
  return isDroppedWhenEmpty(place) && kindOf(value) === "object" && nothingLeft()
}

function ruleFor(place: RulePlace, value: JsonValue): Rule | undefined {
  return isEmpty(value) ? place.ruleIfEmpty : place.rule
}

function isEmpty(value: JsonValue): boolean {
  const kind = kindOf(value)
  return (
    (kind === "array" && itemsOf(value).length === 0) || (kind === "object" && membersOf(value).length === 0)
  )
}

/** Of an object that goes because all of its parts go, each part is told. */
function noteDrops(reduction: Reduction, place: RulePlace, value: JsonValue, path: readonly string[]): void {
  const rule = ruleFor(place, value)
  if (rule?.action === "drop") {
    reduction.note("drop", path, value, reasonOf(rule))
    return
  }
  const members = membersOf(value)
  if (members.length === 0) reduction.note("drop", path, value, "nothing is in it")
  for (const { key, value: child } of members)
    noteDrops(reduction, placeAt(place, key), child, [...path, key])
}

function clear(reduction: Reduction, rule: Rule, value: JsonValue, path: readonly string[]): Draft {
  const { cleared } = reduction
  if (cleared?.kind !== "literal" || isToken(value, cleared.text)) return span(value)
  reduction.note("clear", path, value, reasonOf(rule))
  return cleared
}

function isToken(value: JsonValue, token: string): boolean {
  const bytes = bytesOf(value)
  return (
    bytes.length === token.length && [...token].every((character, i) => bytes[i] === character.charCodeAt(0))
  )
}

function reasonOf({ reason, writer }: Rule): string {
  return `${reason} (${writer})`
}
