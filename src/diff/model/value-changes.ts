import { sameBytes, sameValue } from "../../notebook/json/json-equality.js"
import { itemsOf, type JsonValue, kindOf, membersOf } from "../../notebook/json/json-value.js"
import type { ValueChange } from "./change.js"

/** What differs between two values, by key path from `path` down: objects by key, lists of objects or lists
 *  item by item where they are equally long (an item's index is in its path), anything else as a whole.
 *  Empty when they mean the same; `undefined` stands for a value that is not there. Keys come in a's order,
 *  then those that only b has. */
export function diffValues(
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  path: readonly string[] = [],
  isVolatile: (path: readonly string[]) => boolean = () => false,
): readonly ValueChange[] {
  const changes: ValueChange[] = []
  collect({ changes, isVolatile }, a, b, path)
  return changes
}

interface Collection {
  readonly changes: ValueChange[]
  readonly isVolatile: (path: readonly string[]) => boolean
}

function collect(
  collection: Collection,
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  path: readonly string[],
): void {
  if (path.length < LEVELS_BY_BYTES && sameBytes(a, b)) return
  const divided = parts(a, b)
  for (const { key, before, after } of divided ?? []) collect(collection, before, after, [...path, key])
  if (divided !== undefined || sameValue(a, b)) return
  collection.changes.push({ path, before: a, after: b, volatile: collection.isVolatile(path) })
}

/** Levels at which values are compared as bytes first: at every level it would cost the file times its depth. */
const LEVELS_BY_BYTES = 16

interface Part {
  readonly key: string
  readonly before: JsonValue | undefined
  readonly after: JsonValue | undefined
}

/** The parts by which two values are compared; undefined where they are compared as wholes. */
function parts(a: JsonValue | undefined, b: JsonValue | undefined): readonly Part[] | undefined {
  if (a === undefined || b === undefined) return undefined
  const kind = kindOf(a)
  if (kind !== kindOf(b)) return undefined
  if (kind === "object") return memberParts(a, b)
  return kind === "array" ? itemParts(itemsOf(a), itemsOf(b)) : undefined
}

function memberParts(a: JsonValue, b: JsonValue): readonly Part[] {
  const membersA = new Map(membersOf(a).map(({ key, value }) => [key, value]))
  const membersB = new Map(membersOf(b).map(({ key, value }) => [key, value]))
  const keys = new Set([...membersA.keys(), ...membersB.keys()])
  return [...keys].map((key) => ({ key, before: membersA.get(key), after: membersB.get(key) }))
}

function itemParts(a: readonly JsonValue[], b: readonly JsonValue[]): readonly Part[] | undefined {
  if (a.length !== b.length || ![...a, ...b].every(isContainer)) return undefined
  return a.map((before, i) => ({ key: String(i), before, after: b[i] }))
}

function isContainer(value: JsonValue): boolean {
  const kind = kindOf(value)
  return kind === "object" || kind === "array"
}
