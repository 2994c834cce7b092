import { type Draft, type DraftItem, objectDraft } from "../../notebook/draft.js"
import { sameBytes, sameValue } from "../../notebook/json/json-equality.js"
import { kindOf } from "../../notebook/json/json-value.js"
import { diffSequences } from "../text/sequence.js"
import { itemParts, joinedText, type Part, partDraft, partsOf } from "./nbdime-part.js"

/** An operation of nbdime's format, to be written as JSON. */
export type NbdimeOp = Draft

/** Indices of items that are one and the same in two lists, rising on both sides. Their values can be patched. */
export type ItemPairs = readonly (readonly [number, number])[]

/** The pairs that are known, by the node of the list in a. Other lists are paired by what is in them. */
export type KnownPairs = ReadonlyMap<number, ItemPairs>

/** The operations that make b of a: two objects, by key, or two lists. `depth` counts the levels above them. */
export function partOps(a: Part, b: Part, known: KnownPairs, depth = 0): readonly NbdimeOp[] {
  if (sameBytes(a.value, b.value)) return []
  return kindOf(a.value) === "object" ? memberOps(a, b, known, depth) : itemOps(a, b, known, depth)
}

/** Levels that are looked into: those of nbformat, and some of a JSON output or of metadata. What lies deeper is
 *  replaced, which bounds how often a byte is compared. */
const DEEPEST = 16

/** Keys are sorted, as nbdime has them. */
function memberOps(a: Part, b: Part, known: KnownPairs, depth: number): readonly NbdimeOp[] {
  const before = partsOf(a)
  const after = partsOf(b)
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
  return keys.flatMap((key) => memberOp(key, before.get(key), after.get(key), known, depth))
}

function memberOp(
  key: string,
  a: Part | undefined,
  b: Part | undefined,
  known: KnownPairs,
  depth: number,
): readonly NbdimeOp[] {
  if (a === undefined) return b === undefined ? [] : [op("add", key, { value: partDraft(b) })]
  if (b === undefined) return [op("remove", key, {})]
  if (sameBytes(a.value, b.value) && a.role === b.role) return []
  const isText = joinedText(a) !== undefined || joinedText(b) !== undefined
  const ops = isText ? textOps(a, b) : valueOps(a, b, known, depth)
  return ops === undefined ? [op("replace", key, { value: partDraft(b) })] : patchOp(key, ops)
}

/** None where the values mean the same; undefined where the one cannot be patched to become the other. */
function valueOps(a: Part, b: Part, known: KnownPairs, depth: number): readonly NbdimeOp[] | undefined {
  if (canPatch(a, b)) return depth < DEEPEST ? partOps(a, b, known, depth + 1) : undefined
  return a.role === b.role && sameValue(a.value, b.value) ? [] : undefined
}

/** Whether both are objects, or both are lists. */
function canPatch(a: Part, b: Part): boolean {
  const kind = kindOf(a.value)
  return a.role === b.role && kind === kindOf(b.value) && (kind === "object" || kind === "array")
}

/** What is added in a place is before what is removed there. */
function itemOps(listA: Part, listB: Part, known: KnownPairs, depth: number): readonly NbdimeOp[] {
  const a = itemParts(listA)
  const b = itemParts(listB)
  const pairs = known.get(listA.value.node) ?? pairEqual(a, b, depth < DEEPEST)
  const ops: NbdimeOp[] = []
  let i = 0
  let j = 0
  for (const [nextA, nextB] of [...pairs, [a.length, b.length] as const]) {
    ops.push(...rangeOps(i, nextA - i, b.slice(j, nextB).map(partDraft)))
    const [x, y] = [a[nextA], b[nextB]]
    if (x !== undefined && y !== undefined && canPatch(x, y))
      ops.push(...patchOp(nextA, partOps(x, y, known, depth + 1)))
    i = nextA + 1
    j = nextB + 1
  }
  return ops
}

/** The common start and end of two lists; between them, if they are looked into, containers in their order where
 *  there are as many. */
function pairEqual(a: readonly Part[], b: readonly Part[], lookInto: boolean): ItemPairs {
  const most = Math.min(a.length, b.length)
  const same = (i: number, j: number): boolean => isEqualPart(a[i] as Part, b[j] as Part)
  let start = 0
  while (start < most && same(start, start)) start++
  let end = 0
  while (end < most - start && same(a.length - 1 - end, b.length - 1 - end)) end++
  const pairs = Array.from({ length: start }, (_, i) => [i, i] as const)
  for (let i = start; lookInto && a.length === b.length && i < a.length - end; i++) {
    if (canPatch(a[i] as Part, b[i] as Part)) pairs.push([i, i])
  }
  for (let n = end; n > 0; n--) pairs.push([a.length - n, b.length - n])
  return pairs
}

/** Whether the items are the same bytes, or a string, number or word that means the same. */
function isEqualPart(a: Part, b: Part): boolean {
  return sameBytes(a.value, b.value) || (!canPatch(a, b) && sameValue(a.value, b.value))
}

/** nbdime addresses a text by its lines. Its programs in Python and in JavaScript agree on what a line is but for
 *  a few rare characters: undefined for a text that has one, so that it is replaced as a whole. */
function textOps(a: Part, b: Part): readonly NbdimeOp[] | undefined {
  const [before, after] = [joinedText(a), joinedText(b)]
  if (before === undefined || after === undefined) return undefined
  if (before === after) return []
  if (a.role !== "text" || b.role !== "text" || DISPUTED_LINE_END.test(before)) return undefined
  const lines = linesOf(after)
  return diffSequences(linesOf(before), lines).flatMap(({ fromA, toA, fromB, toB }) =>
    rangeOps(
      fromA,
      toA - fromA,
      lines.slice(fromB, toB).map((text) => ({ kind: "string", text })),
    ),
  )
}

/** Python ends a line at each of these, JavaScript at the last two. */
const DISPUTED_LINE_END = /[\v\f\x1c-\x1e\x85\u2028\u2029]/

function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []
}

function rangeOps(key: number, removed: number, added: readonly Draft[]): readonly NbdimeOp[] {
  return [
    ...(added.length > 0 ? [op("addrange", key, { valuelist: opList(added) })] : []),
    ...(removed > 0 ? [op("removerange", key, { length: literal(removed) })] : []),
  ]
}

/** The operation at `key` that is made of others; none where there are none. */
function patchOp(key: string | number, ops: readonly NbdimeOp[]): readonly NbdimeOp[] {
  return ops.length === 0 ? [] : [op("patch", key, { diff: opList(ops) })]
}

function op(
  name: "add" | "remove" | "replace" | "patch" | "addrange" | "removerange",
  key: string | number,
  arguments_: { readonly [name: string]: Draft },
): NbdimeOp {
  const place: Draft = typeof key === "number" ? literal(key) : { kind: "string", text: key }
  return objectDraft({ op: { kind: "string", text: name }, key: place, ...arguments_ })
}

function literal(number: number): Draft {
  return { kind: "literal", text: String(number) }
}

export function opList(values: readonly Draft[]): Draft {
  return { kind: "array", items: values.map((value): DraftItem => ({ value })) }
}
