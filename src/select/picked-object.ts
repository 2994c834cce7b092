import { type Draft, type DraftMember, draftMembers, span } from "../notebook/draft.js"
import { type JsonValue, kindOf, memberMap, membersOf } from "../notebook/json/json-value.js"

/** Returns the object `a` with the values of `b` where their keys are taken; new keys come where they are in `b`. The key
 *  "" is the object as a whole. */
export function pickKeys(
  isTaken: (key: string) => boolean,
  a: JsonValue | undefined,
  b: JsonValue | undefined,
): Draft | undefined {
  if (isTaken("")) return draftOf(b)
  if (a === undefined || b === undefined || kindOf(a) !== "object" || kindOf(b) !== "object")
    return draftOf(a)
  const valuesB = memberMap(b)
  const keys = unionKeys(
    membersOf(a).map(({ key }) => key),
    [...valuesB.keys()],
  )
  if (!keys.some(isTaken)) return span(a)
  const own = new Map(draftMembers(a).map((member) => [member.key, member]))
  const members = keys.flatMap((key): readonly DraftMember[] => {
    const member = own.get(key)
    if (!isTaken(key)) return member === undefined ? [] : [member]
    const value = valuesB.get(key)
    if (value === undefined) return []
    return [member === undefined ? { key, value: span(value) } : { ...member, value: span(value) }]
  })
  return { kind: "object", like: a, members }
}

export function draftOf(value: JsonValue | undefined): Draft | undefined {
  return value && span(value)
}

/** a's keys in their order, and each other key of b after the key that precedes it in b.
 *
 *      a: x y    b: x n y z    →  x n y z */
function unionKeys(a: readonly string[], b: readonly string[]): readonly string[] {
  const inA = new Set(a)
  const followers = new Map<string | undefined, string[]>()
  let anchor: string | undefined
  for (const key of new Set(b)) {
    if (inA.has(key)) anchor = key
    else followers.set(anchor, [...(followers.get(anchor) ?? []), key])
  }
  return [
    ...(followers.get(undefined) ?? []),
    ...[...inA].flatMap((key) => [key, ...(followers.get(key) ?? [])]),
  ]
}
