import { inReadingOrder } from "../reading-order.js"
import type { DiffJson } from "./encode.js"
import type { CellJson } from "./encode-cell.js"
import type { DeltaJson } from "./encode-delta.js"
import type { PlaceJson } from "./encode-output.js"

/** The JSON form of the diff that makes the file before of the file after. */
export function invertForm({ delta, cells, ...rest }: DiffJson): DiffJson {
  return { ...turned(rest), cells: inOrder(cells.map(turned)), delta: invertDeltaForm(delta) }
}

/** The value with its two sides exchanged. The form names them alike on every level, and holds what is the
 *  notebook's own under `value` alone. */
function turned<T>(form: T): T {
  return turn(form) as T
}

function turn(form: unknown): unknown {
  if (Array.isArray(form)) return form.map(turn)
  if (typeof form !== "object" || form === null) return form
  return Object.fromEntries(
    Object.entries(form).map(([key, value]) => [OPPOSITES.get(key) ?? key, turnMember(key, value)]),
  )
}

function turnMember(key: string, value: unknown): unknown {
  if (key === "kind" && typeof value === "string") return OPPOSITES.get(value) ?? value
  return key === "value" ? value : turn(value)
}

const PAIRS = [
  ["before", "after"],
  ["added", "deleted"],
  ["split", "joined"],
  ["idsAdded", "idsDeleted"],
  ["columnsAdded", "columnsDeleted"],
  ["rowsAdded", "rowsDeleted"],
] as const

/** Keys and kinds that are each other's opposite. */
const OPPOSITES: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([one, other]): readonly [string, string][] => [
    [one, other],
    [other, one],
  ]),
)

function inOrder(cells: readonly CellJson[]): readonly CellJson[] {
  const placed = cells.map((form) => ({
    form,
    before: indicesOf(form.before),
    after: indicesOf(form.after),
    moved: form.moved === true,
  }))
  return inReadingOrder(placed).map(({ form }) => form)
}

function indicesOf(place: PlaceJson): readonly number[] {
  if (place === null) return []
  return typeof place === "number" ? [place] : place
}

function invertDeltaForm({ copies, before, after }: DeltaJson): DeltaJson {
  const turnedCopies = copies.map(([a, b, length]) => [b, a, length] as const)
  return { copies: turnedCopies.sort((x, y) => x[1] - y[1]), before: after, after: before }
}
