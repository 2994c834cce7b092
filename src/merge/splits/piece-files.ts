import type { JsonValue } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import { namesIn, referencesTo } from "../cells/attachment-references.js"
import { filesOf } from "../cells/attachments.js"
import type { Cut } from "./source-cuts.js"

/** Returns the attachments of each piece's part of the cell, in the base and in what the other side made of it: those
 *  that the piece has, and those that its part of the text shows there. What neither a piece nor a part of the text has
 *  is with `main`, the piece that the cell became. */
export function filesOfPieces(
  base: Cell,
  edited: Cell,
  pieces: readonly Cell[],
  cuts: readonly Cut[],
  main: number,
): readonly PieceFiles[] {
  const [before, now] = [filesOf(base), filesOf(edited)]
  const all = new Set([...before.keys(), ...now.keys()])
  if (all.size === 0) return pieces.map(() => ({ base: before, edited: now }))
  const find = referencesTo(all)
  const shown = cuts.map((cut) => ({ base: namesIn(cut.base, find), edited: namesIn(cut.edited, find) }))
  const own = pieces.map(filesOf)
  const taken = new Set([
    ...own.flatMap((files) => [...files.keys()]),
    ...shown.flatMap((part) => [...part.base, ...part.edited]),
  ])
  return pieces.map((_, i) => {
    const isOfPiece = (name: string, text: "base" | "edited"): boolean =>
      own[i]?.has(name) === true || shown[i]?.[text].has(name) === true || (i === main && !taken.has(name))
    return {
      base: filesWhere(before, (name) => isOfPiece(name, "base")),
      edited: filesWhere(now, (name) => isOfPiece(name, "edited")),
    }
  })
}

/** Attachments by their names. */
export interface PieceFiles {
  readonly base: ReadonlyMap<string, JsonValue>
  readonly edited: ReadonlyMap<string, JsonValue>
}

function filesWhere(
  files: ReadonlyMap<string, JsonValue>,
  isWanted: (name: string) => boolean,
): ReadonlyMap<string, JsonValue> {
  return new Map([...files].filter(([name]) => isWanted(name)))
}
