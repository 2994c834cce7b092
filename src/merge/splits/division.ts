import type { Cell } from "../../notebook/model.js"
import type { CellMerge, CellVersions } from "../cells/cell-versions.js"
import type { MergedCell } from "../cells/merged-cell.js"
import type { Places } from "../decisions/decision.js"
import type { MergeLog } from "../decisions/merge-log.js"
import type { CellUnion, ThreeVersions } from "../order/cell-union.js"
import { otherSide } from "../text/side.js"

/** A cell that one side divided, or several that it made one, and all that it takes to merge the other side's work
 *  into them. */
export interface Division {
  readonly union: CellUnion
  readonly versions: ThreeVersions
  readonly merge: Omit<CellMerge, "note">
  readonly log: MergeLog
  /** The side that split or joined. */
  readonly side: "ours" | "theirs"
  readonly pieces: PiecesBySide
  readonly resolved: Map<number, MergedCell | undefined>
}

/** The places of the pieces that each side made of a cell, by the cell's place in the base. */
export type PiecesBySide = Readonly<Record<"ours" | "theirs", ReadonlyMap<number, readonly number[]>>>

export function piecesBySide({ toOurs, toTheirs }: CellUnion): PiecesBySide {
  const byCell = ({ splits }: CellUnion["toOurs"]): ReadonlyMap<number, readonly number[]> =>
    new Map(splits.map(({ before, after }) => [before, after]))
  return { ours: byCell(toOurs), theirs: byCell(toTheirs) }
}

export function placesAt({ union, side }: Division, before: number, own: number | undefined): Places {
  const other = otherSide(side)
  const places = { base: before, ours: undefined, theirs: undefined }
  return { ...places, [side]: own, [other]: union.cells[before]?.[other] }
}

/** The versions of which the other side's, and the base's, are made up. */
export function versionsOf(side: "ours" | "theirs", base: Cell, own: Cell, other: Cell): CellVersions {
  return side === "ours"
    ? { base, ours: own, theirs: other, made: "theirs" }
    : { base, ours: other, theirs: own, made: "ours" }
}
