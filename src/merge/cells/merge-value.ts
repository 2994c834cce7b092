import { isEquivalent } from "../../normalize/equivalence.js"
import { isVolatile, type RuleSet } from "../../normalize/rules/rule-set.js"
import type { Scope } from "../../normalize/rules/rules.js"
import type { KeyOrder } from "../../notebook/dialect.js"
import { type Draft, type DraftMember, draftMembers, span, withMember } from "../../notebook/draft.js"
import { sameBytes, sameValue } from "../../notebook/json/json-equality.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  memberMap,
  memberOf,
  stringOf,
  stringsOf,
  textOf,
} from "../../notebook/json/json-value.js"
import type { DecisionKind, FieldConflict } from "../decisions/decision.js"
import type { Resolution } from "../text/line-merge.js"
import type { Side, ThreeWay } from "../text/side.js"
import { mergeAtom } from "./atom.js"

/** One JSON value in three versions; undefined where a version has none. */
export type Versions = ThreeWay<JsonValue | undefined>

/** What a field's merge needs to know, and where it says what it decided. */
export interface FieldMerge {
  readonly scope: Scope
  /** What of the fields is volatile. */
  readonly rules: RuleSet
  readonly keys: KeyOrder
  /** The side whose members' order and layout are kept. */
  readonly like: Side
  /** The side whose volatile fields are taken where both changed them: the side whose outputs are. */
  readonly volatileFrom: Side
  /** The side that wins a field which both set, where a setting says so. */
  readonly preferred: (path: readonly string[]) => Side | undefined
  readonly note: (kind: DecisionKind, path: readonly string[]) => void
  /** Takes a conflict and returns the version that it is resolved for, undefined where it stays unresolved. */
  readonly conflict: (conflict: FieldConflict) => Resolution | undefined
}

/** Merges a value by key, down to the atoms; undefined when the result has no such value. An atom that both
 *  sides set two ways keeps ours: a volatile one with a note, any other as a conflict. */
export function mergeValue(
  merge: FieldMerge,
  path: readonly string[],
  versions: Versions,
): Draft | undefined {
  const { base, ours, theirs } = versions
  const atom = mergeVersions(versions)
  if (atom.kind === "resolved") return atom.value && span(atom.value)
  const key = path.at(-1) ?? ""
  if (isWhole(path)) return decided(merge, "metadata-whole", path, wholeOf(versions))
  if (isVolatile(merge.scope, path, merge.rules)) {
    return decided(merge, "metadata-volatile", path, merge.volatileFrom === "ours" ? ours : theirs)
  }
  if (path.length < DEEPEST_DIVISION && isObject(ours) && isObject(theirs)) {
    const members = mergeMembers(merge, path, { base: isObject(base) ? base : undefined, ours, theirs })
    return { kind: "object", like: merge.like === "ours" ? ours : theirs, members }
  }
  if (key === "tags" && ours && theirs && stringsOf(ours) && stringsOf(theirs))
    return mergeTags(base, ours, theirs)
  const equivalent = mergeEquivalent(merge, path, versions)
  if (equivalent !== undefined) return decided(merge, "metadata-volatile", path, versions[equivalent])
  const preferred = merge.preferred(path)
  if (preferred !== undefined) return decided(merge, "metadata-policy", path, versions[preferred])
  const resolution = merge.conflict({ path, base, ours, theirs })
  const value = resolution === undefined || resolution === "union" ? ours : versions[resolution]
  return value && span(value)
}

/** The side that is taken where the other one differs from the base in nothing but volatile parts: it took an object
 *  of them away, say, in which this one changed some. */
function mergeEquivalent(
  { scope, rules, volatileFrom }: FieldMerge,
  path: readonly string[],
  { base, ours, theirs }: Versions,
): Side | undefined {
  const atom = mergeAtom(base, ours, theirs, (a, b) => isEquivalent(scope, path, a, b, rules))
  if (atom.kind === "conflict") return undefined
  return atom.from === "both" ? volatileFrom : atom.from
}

/** Keys down to which an object is merged by its members; what lies deeper is one value. Metadata that people or
 *  programs write is a few levels deep, and each level looks at the whole. */
const DEEPEST_DIVISION = 12

/** The three-way rule on a whole value: by bytes first, so that a side's spelling is kept where it alone
 *  respelt it, then by what the bytes mean. */
export function mergeVersions({
  base,
  ours,
  theirs,
}: Versions): ReturnType<typeof mergeAtom<JsonValue | undefined>> {
  const byBytes = mergeAtom(base, ours, theirs, sameBytes)
  return byBytes.kind === "resolved" ? byBytes : mergeAtom(base, ours, theirs, sameValue)
}

/** The members of an object in both sides, merged one by one: in the order of the side that the result is laid
 *  out like, the other's new ones put among them. `except` names members that somebody else merges. */
export function mergeMembers(
  merge: FieldMerge,
  path: readonly string[],
  {
    base,
    ours,
    theirs,
  }: { readonly base: JsonValue | undefined; readonly ours: JsonValue; readonly theirs: JsonValue },
  except: ReadonlySet<string> = NONE,
): readonly DraftMember[] {
  const [template, other] = merge.like === "ours" ? [ours, theirs] : [theirs, ours]
  const values = { base: valuesOf(base), ours: valuesOf(ours), theirs: valuesOf(theirs) }
  const merged = (key: string): Draft | undefined =>
    mergeValue(merge, [...path, key], {
      base: values.base.get(key),
      ours: values.ours.get(key),
      theirs: values.theirs.get(key),
    })
  const kept = lastOfEach(draftMembers(template)).flatMap((member) => {
    if (except.has(member.key)) return [member]
    const value = merged(member.key)
    return value === undefined ? [] : [{ ...member, value }]
  })
  const own = values[merge.like]
  const added = [...valuesOf(other).keys()].flatMap((key) => {
    const value = own.has(key) || except.has(key) ? undefined : merged(key)
    return value === undefined ? [] : [{ key, value }]
  })
  return withAll(kept, added, merge.keys)
}

function valuesOf(object: JsonValue | undefined): ReadonlyMap<string, JsonValue> {
  return object === undefined ? new Map() : memberMap(object)
}

/** New members up to which each looks for its place among the others; more come after them, in their own order. */
const PLACED = 1000

function withAll(
  members: readonly DraftMember[],
  added: readonly DraftMember[],
  keys: KeyOrder,
): readonly DraftMember[] {
  if (added.length > PLACED) return [...members, ...added]
  return added.reduce((all, { key, value }) => withMember(all, key, value, keys), members)
}

const NONE: ReadonlySet<string> = new Set()

/** Of a key that is twice only the last counts, to every reader. */
function lastOfEach(members: readonly DraftMember[]): readonly DraftMember[] {
  const last = new Map(members.map((member, i) => [member.key, i]))
  return last.size === members.length ? members : members.filter((member, i) => last.get(member.key) === i)
}

/** Fields that describe one kernel: half of each side's would describe none. */
function isWhole(path: readonly string[]): boolean {
  return (
    path.length === 2 && path[0] === "metadata" && (path[1] === "kernelspec" || path[1] === "language_info")
  )
}

/** A kernel is its name, and a language its own: the side that changed that wins over one that changed what is said
 *  about it. Where both did, or neither, ours is taken. */
function wholeOf({ base, ours, theirs }: Versions): JsonValue | undefined {
  const [b, o, t] = [base, ours, theirs].map((value) => textOf(value && memberOf(value, "name")))
  return b === o && t !== o && theirs !== undefined ? theirs : ours
}

function isObject(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && kindOf(value) === "object"
}

function decided(
  merge: FieldMerge,
  kind: DecisionKind,
  path: readonly string[],
  value: JsonValue | undefined,
): Draft | undefined {
  merge.note(kind, path)
  return value && span(value)
}

/** Tags are a set: those of ours that theirs did not remove, then those that theirs added. */
function mergeTags(base: JsonValue | undefined, ours: JsonValue, theirs: JsonValue): Draft {
  const before = new Set(base === undefined ? [] : (stringsOf(base) ?? []))
  const own = new Set(stringsOf(ours))
  const other = new Set(stringsOf(theirs))
  const isKept = (tag: string): boolean => other.has(tag) || !before.has(tag)
  const isAdded = (tag: string): boolean => !own.has(tag) && !before.has(tag)
  const kept = itemsOf(ours).filter((item) => isKept(stringOf(item)))
  const added = itemsOf(theirs).filter((item) => isAdded(stringOf(item)))
  const items = [
    ...kept.map((item) => ({ value: span(item), at: item })),
    ...added.map((item) => ({ value: span(item) })),
  ]
  return { kind: "array", like: ours, items }
}
