import { sameValue } from "../../notebook/json-equality.js"
import type { JsonValue } from "../../notebook/json-value.js"
import type { Cell } from "../../notebook/model.js"
import { pointsAt } from "../cells/attachments.js"
import { filesOf } from "./combined-cell.js"
import type { Cut } from "./source-cuts.js"

/** Of the cell's attachments those that the piece has; on the other side what became of them there, and the new ones
 *  that its part of the edited text points at. What no part points at is with the piece that the cell became. */
export function filesOfPiece(
  { base, piece, edited, isMain }: PieceOfCell,
  cuts: readonly Cut[],
  i: number,
): PieceFiles {
  const [before, own, now] = [filesOf(base), filesOf(piece), filesOf(edited)]
  const files = { base: new Map<string, JsonValue>(), edited: new Map<string, JsonValue>() }
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const [was, is] = [before.get(name), now.get(name)]
    const isHere = own.has(name)
    const isShown = pointsAt(cuts[i]?.edited ?? "", name)
    const isOfNone = isMain && !cuts.some(({ edited: part }) => pointsAt(part, name))
    if (was !== undefined && (isHere || (isOfNone && is !== undefined))) files.base.set(name, was)
    const stays = is === undefined ? isHere && isShown : isHere || isShown || isOfNone
    const file = is ?? was
    const isOfPiece = isHere || files.base.has(name) || !sameValue(was, is)
    if (stays && file !== undefined && isOfPiece) files.edited.set(name, file)
  }
  return files
}

/** A piece of a cell that one side split, and the whole cell in the base and on the other side. */
export interface PieceOfCell {
  readonly base: Cell
  readonly piece: Cell
  readonly edited: Cell
  /** Whether it is the piece that the cell became. */
  readonly isMain: boolean
}

/** Attachments by their names. */
export interface PieceFiles {
  readonly base: ReadonlyMap<string, JsonValue>
  readonly edited: ReadonlyMap<string, JsonValue>
}
