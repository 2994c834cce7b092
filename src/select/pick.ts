import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { withCells } from "../notebook/cell-list.js"
import { dialectOf } from "../notebook/dialect.js"
import {
  type Draft,
  type DraftItem,
  type DraftMember,
  draftMembers,
  withMember,
  withoutMembers,
  writeFile,
} from "../notebook/draft.js"
import { memberOf, membersOf } from "../notebook/json/json-value.js"
import { type Atom, atomName, atomsByCell, cellAt, type Selection } from "./atom.js"
import { atomsOf, hasIds, isBackbone, isFormatKey } from "./atoms-of.js"
import { pickCell } from "./picked-cell.js"
import { withIds } from "./picked-ids.js"
import { draftOf, pickKeys } from "./picked-object.js"
import type { Picking } from "./picking.js"

/** Returns a with what is chosen of b. With nothing it is a's bytes, with everything b's; a cell of which nothing is
 *  taken has a's bytes, one of which all is taken has b's. */
export function pick(diff: NotebookDiff, { atoms, edited = new Map() }: Selection): Uint8Array {
  const { a, b } = diff
  const all = atomsOf(diff)
  const chosen = new Set(atoms.map(atomName))
  const isTaken = (atom: Atom): boolean => chosen.has(atomName(atom))
  const taken = all.filter(isTaken)
  if (edited.size === 0 && taken.length === 0) return a.root.text.bytes
  if (edited.size === 0 && taken.length === all.length) return b.root.text.bytes
  if (all[0]?.kind === "file") return (taken.length > 0 ? b : a).root.text.bytes
  const byCell = atomsByCell(all)
  const template = isTaken({ kind: "layout" }) ? b : a
  return writePicked({
    diff,
    isTaken,
    atomsOfCell: (k) => byCell.get(k) ?? [],
    edited,
    template,
    dialect: dialectOf(template),
    hasIds: hasIds(isTaken({ kind: "format" }) ? b : a),
  })
}

function writePicked(picking: Picking): Uint8Array {
  const { root } = picking.template
  const cells = withIds(
    orderOf(picking).flatMap((k) => pickCell(picking, k)),
    picking,
  )
  const items = cells.map(
    ({ draft, at }): DraftItem => ({ value: draft, at: at?.text === root.text ? at : undefined }),
  )
  const members = notebookMembers(picking, items)
  return writeFile(root, { kind: "object", like: root, members }, picking.dialect)
}

/** The cells of the result in their order, by index into the diff's cells. Cells that kept their place are the backbone;
 *  between two of them come first a's cells that stay there, then b's that come there.
 *
 *      a: x p y    b: x q y    with both p and q in the result: x p q y */
function orderOf({ diff, isTaken }: Picking): readonly number[] {
  const { cells } = diff
  const stays = (k: number): boolean =>
    !isTaken({ kind: cellAt(diff, k).kind === "deleted" ? "cell" : "move", cell: k })
  const comes = (k: number): boolean =>
    isTaken({ kind: cellAt(diff, k).kind === "added" ? "cell" : "move", cell: k })
  const inB = byPosition(cells, "after")
  const gapsA = gapsOf(byPosition(cells, "before"), diff)
  const gapsB = gapsOf(inB, diff)
  const backbone = inB.filter((k) => isBackbone(cellAt(diff, k)))
  // an added or deleted cell is itself when only its outputs differ from what is taken
  return gapsA.flatMap((gap, g) => {
    const between = [...gap.filter(stays), ...(gapsB[g] ?? []).filter(comes)]
    const next = backbone[g]
    return next === undefined ? between : [...between, next]
  })
}

function byPosition(cells: readonly CellDiff[], side: "before" | "after"): readonly number[] {
  const position = (k: number): number => cells[k]?.[side][0] ?? -1
  return [...cells.keys()].filter((k) => position(k) >= 0).sort((x, y) => position(x) - position(y))
}

/** The cells between those of the backbone: before the first, between the first and the second, … */
function gapsOf(order: readonly number[], diff: NotebookDiff): readonly (readonly number[])[] {
  const gaps: number[][] = [[]]
  for (const k of order) {
    if (isBackbone(cellAt(diff, k))) gaps.push([])
    else gaps.at(-1)?.push(k)
  }
  return gaps
}

function notebookMembers(picking: Picking, cells: readonly DraftItem[]): readonly DraftMember[] {
  const { diff, template, dialect } = picking
  const keys = new Set([diff.a.root, diff.b.root].flatMap((root) => membersOf(root).map(({ key }) => key)))
  let members = draftMembers(template.root)
  for (const key of keys) {
    if (key === "cells" || key === "worksheets") continue
    const value = notebookValue(picking, key)
    members =
      value === undefined
        ? withoutMembers(members, new Set([key]))
        : withMember(members, key, value, dialect.keys)
  }
  return withCells(members, template.root, cells, dialect)
}

function notebookValue({ diff, isTaken }: Picking, key: string): Draft | undefined {
  const { a, b } = diff
  if (key === "metadata") {
    const isKeyTaken = (name: string): boolean => isTaken({ kind: "notebook-metadata", key: name })
    return pickKeys(isKeyTaken, memberOf(a.root, key), memberOf(b.root, key))
  }
  const atom: Atom = isFormatKey(key) ? { kind: "format" } : { kind: "notebook-other", key }
  return draftOf(memberOf((isTaken(atom) ? b : a).root, key))
}
