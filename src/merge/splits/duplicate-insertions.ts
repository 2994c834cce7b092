import { endedLines, firstEnding } from "../../diff/text/lines.js"
import { sameBytes } from "../../notebook/json/json-equality.js"
import { membersOf } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import type { CellVersions } from "../cells/cell-versions.js"
import type { CellUnion, ThreeVersions } from "../order/cell-union.js"
import { mergeLines } from "../text/line-merge.js"
import type { Side } from "../text/side.js"
import { isSignificant } from "../text/text-weight.js"

/** The keys of cells that only one side inserted and that hold nothing but a text which the other side inserted at
 *  the same place: at the top of the cell that follows, or at the end of the cell before. It is there in the
 *  result, whatever else is in conflict.
 *
 *      base `title` · ours `note | title` · theirs `note title` → `note title` */
export function insertedWithin(union: CellUnion, versions: ThreeVersions): ReadonlySet<number> {
  const { divided } = union
  const within = (side: Side): readonly number[] =>
    union[side].filter((key, place) => {
      const { base, ours, theirs } = union.cells[key] ?? {}
      const cell = versions[side][place]
      const isOfBoth = ours !== undefined && theirs !== undefined
      if (base !== undefined || isOfBoth || cell === undefined || divided[side].has(place)) return false
      return ([1, -1] as const).some((step) => {
        const next = union[side][place + step] ?? -1
        const neighbor = divided.base.has(next) ? undefined : cellOfAll(union, versions, next)
        return neighbor !== undefined && holds(neighbor, cell, side, step === 1 ? "top" : "end")
      })
    })
  return new Set([...within("ours"), ...within("theirs")])
}

/** The cell in its three versions; undefined for one that a version lacks. */
function cellOfAll({ cells }: CellUnion, versions: ThreeVersions, key: number): OldCell | undefined {
  const places = cells[key]
  const base = versions.base[places?.base ?? -1]
  const ours = versions.ours[places?.ours ?? -1]
  const theirs = versions.theirs[places?.theirs ?? -1]
  return base && ours && theirs && { base, ours, theirs }
}

type OldCell = CellVersions & { readonly base: Cell }

/** Whether the side that did not insert the cell has its text at the top or the end of the neighbor, by its own
 *  edit, in no conflict, and beside what the neighbor had: no cell takes in two. */
function holds({ base, ours, theirs }: OldCell, inserted: Cell, by: Side, where: "top" | "end"): boolean {
  const other = by === "ours" ? theirs : ours
  if (other.type !== inserted.type || sameBytes(base.value, other.value) || !isPlainText(inserted))
    return false
  const { chunks } = mergeLines(base.source, ours.source, theirs.source)
  const chunk = chunks.at(where === "top" ? 0 : -1)
  const isOwnEdit = chunk?.kind === "resolved" && chunk.from === (by === "ours" ? "theirs" : "ours")
  if (!isOwnEdit || chunks.length === 1) return false
  const { lines } = endedLines(inserted.source, firstEnding(other.source) || "\n")
  const start = where === "top" ? 0 : chunk.lines.length - lines.length
  return lines.every((line, i) => line === chunk.lines[start + i])
}

/** Whether the cell holds nothing beside a text that is worth comparing. */
function isPlainText({ source, outputs, attachments, metadata }: Cell): boolean {
  const isBare = metadata === undefined || membersOf(metadata).length === 0
  return isBare && outputs.length === 0 && attachments === undefined && isSignificant([source])
}
