import type { RecordedConflict } from "../resolve/recorded-conflicts.js"
import { type ConflictedNotebook, canResolveHere } from "../resolve/resolve.js"
import type { Take } from "./action.js"
import { placeBases } from "./place-bases.js"
import type { CellState, PlaceState, ReworkState } from "./rework-state.js"

/** Returns what a place of a conflict can be resolved for, besides a text of one's own. */
export function offeredTakes(
  conflicted: ConflictedNotebook,
  conflict: RecordedConflict,
  place: number,
): readonly Take[] {
  const able = (["ours", "theirs", "base", "union"] as const).filter(
    (take) =>
      canResolveHere(conflicted, conflict, take) &&
      (take !== "base" || isBaseKnown(conflicted, conflict, place)),
  )
  if (conflict.kind !== "source") return able
  return conflict.deletedBy === undefined
    ? [...able, "union-reversed"]
    : able.filter((take) => take !== "union")
}

/** Whether one place alone can be put back; the only one of its cell can be, where the whole cell can. */
function isBaseKnown(conflicted: ConflictedNotebook, conflict: RecordedConflict, place: number): boolean {
  if (conflict.kind !== "source") return true
  const bases = placeBases(conflicted, conflict)
  return bases.length === 1 || bases[place] !== undefined
}

/** What became of a conflict: one thing for all that is in its cell, or one for each of its places. */
export type ConflictState =
  /** The cell was edited, taken or deleted as a whole. */
  { readonly kind: "covered" } | { readonly kind: "places"; readonly places: readonly PlaceState[] }

/** Returns what became of each conflict. A choice that is not possible for a conflict, as `choose-all` may make it, leaves
 *  it open. */
export function conflictStates(
  conflicted: ConflictedNotebook,
  { places, cells }: ReworkState,
): readonly ConflictState[] {
  return conflicted.conflicts.map((conflict, i) => {
    const cell = conflict.cell === undefined ? undefined : cells.get(conflict.cell)
    if (cell !== undefined && isCovered(conflict, cell)) return { kind: "covered" }
    const own = (places[i] ?? []).map((place) =>
      isPossible(conflicted, conflict, place) ? place : undefined,
    )
    return { kind: "places", places: own }
  })
}

function isCovered({ kind }: RecordedConflict, { source, side, deleted }: CellState): boolean {
  if (deleted === true || side !== undefined) return true
  return source !== undefined && (kind === "source" || kind === "stray")
}

function isPossible(conflicted: ConflictedNotebook, conflict: RecordedConflict, place: PlaceState): boolean {
  if (typeof place === "object" || place === "union-reversed") return conflict.kind === "source"
  return place !== undefined && canResolveHere(conflicted, conflict, place)
}

export interface Progress {
  readonly resolved: number
  readonly total: number
}

/** Counts the places of all conflicts, and those that are no longer open. */
export function progressOf(conflicted: ConflictedNotebook, state: ReworkState): Progress {
  const states = conflictStates(conflicted, state)
  const counts = states.map((one, i) => {
    const total = state.places[i]?.length ?? 1
    const open = one.kind === "covered" ? 0 : one.places.filter((place) => place === undefined).length
    return { total, resolved: total - open }
  })
  return {
    resolved: counts.reduce((sum, { resolved }) => sum + resolved, 0),
    total: counts.reduce((sum, { total }) => sum + total, 0),
  }
}
