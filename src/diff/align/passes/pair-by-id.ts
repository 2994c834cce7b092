import { type JsonValue, kindOf, memberOf, stringOf, valueAt } from "../../../notebook/json-value.js"
import type { Cell } from "../../../notebook/model.js"
import {
  areEqual,
  areFree,
  hasPairedNeighbor,
  isBlank,
  type Pair,
  type Pairing,
  pairUp,
  uniqueCells,
} from "../pairing.js"
import { similarity } from "../similarity.js"

/** Pairs cells of one id, as far as something else speaks for it: a similar source, a source that is blank on
 *  one side, a neighbour that is paired too. An id that stands twice on a side is as if absent.
 *
 *  Ids are copied with a cell, reused for another and made anew by tools. So a source that stands unchanged
 *  under another id speaks against its own; and where that happens more often than ids and sources agree, the
 *  ids are numbers of places, not names of cells, and none of them counts. */
export function pairById(pairing: Pairing): void {
  for (const idOf of ID_KINDS) pairByIdKind(pairing, idOf)
}

/** nbformat's id, then what hosts keep in the metadata: Colab, Deepnote, Databricks, Azure Data Studio. */
const ID_KINDS: readonly ((cell: Cell) => string | undefined)[] = [
  ({ id }) => id,
  ({ metadata }) => textAt(memberOf(metadata, "id")),
  ({ metadata }) => textAt(memberOf(metadata, "cell_id")),
  ({ metadata }) => textAt(memberOf(metadata, "nuid") ?? valueAt(metadata, DATABRICKS, "nuid")),
  ({ metadata }) => textAt(memberOf(metadata, "azdata_cell_guid")),
]

const DATABRICKS = "application/vnd.databricks.v1+cell"

function textAt(value: JsonValue | undefined): string | undefined {
  return value !== undefined && kindOf(value) === "string" ? stringOf(value) : undefined
}

function pairByIdKind(pairing: Pairing, idOf: (cell: Cell) => string | undefined): void {
  const claims = claimsOf(pairing, idOf)
  const equal = claims.filter(({ a, b }) => areEqual(pairing, a, b))
  const edited = claims.filter(({ a, b }) => !areEqual(pairing, a, b))
  const isRefuted = edited.length > 0 ? refutation(pairing) : () => false
  const open = edited.filter((claim) => !isRefuted(claim))
  if (edited.length - open.length > equal.length) return
  for (const { a, b } of equal) pairUp(pairing, a, b)
  for (const { a, b } of open) if (hasLikeSource(pairing, a, b)) pairUp(pairing, a, b)
  for (const claim of open) pairBesideNeighbor(pairing, claim)
  for (const claim of open.toReversed()) pairBesideNeighbor(pairing, claim)
}

/** The free cells that share an id which is on each side once, in a's order. */
function claimsOf(pairing: Pairing, idOf: (cell: Cell) => string | undefined): readonly Pair[] {
  const byId = new Map<string, number[]>()
  pairing.b.forEach((cell, b) => {
    const id = idOf(cell)
    if (id === undefined) return
    const holders = byId.get(id)
    if (holders === undefined) byId.set(id, [b])
    else holders.push(b)
  })
  if (byId.size === 0) return []
  const idsA = pairing.a.map(idOf)
  const countsA = new Map<string | undefined, number>()
  for (const id of idsA) countsA.set(id, (countsA.get(id) ?? 0) + 1)
  return idsA.flatMap((id, a) => {
    const holders = id === undefined ? [] : (byId.get(id) ?? [])
    const b = holders[0] ?? -1
    return holders.length === 1 && countsA.get(id) === 1 && areFree(pairing, a, b) ? [{ a, b }] : []
  })
}

/** Tells of two cells with different sources whether the source of either is, unchanged and on each side once,
 *  that of another cell on the other side. */
function refutation(pairing: Pairing): (claim: Pair) => boolean {
  const uniqueA = uniqueCells(pairing.keysA, [...pairing.a.keys()])
  const uniqueB = uniqueCells(pairing.keysB, [...pairing.b.keys()])
  const isElsewhere = (key: number, cell: Cell | undefined) =>
    uniqueA.has(key) && uniqueB.has(key) && !isBlank(cell)
  return ({ a, b }) =>
    isElsewhere(pairing.keysA[a] ?? -1, pairing.a[a]) || isElsewhere(pairing.keysB[b] ?? -1, pairing.b[b])
}

/** An id and so much in common are two witnesses that agree. */
const LIKE_ENOUGH = 0.2

function hasLikeSource(pairing: Pairing, a: number, b: number): boolean {
  const before = pairing.a[a]
  const after = pairing.b[b]
  if (before === undefined || after === undefined) return false
  return isBlank(before) || isBlank(after) || similarity(before, after) >= LIKE_ENOUGH
}

function pairBesideNeighbor(pairing: Pairing, { a, b }: Pair): void {
  if (areFree(pairing, a, b) && hasPairedNeighbor(pairing, a, b)) pairUp(pairing, a, b)
}
