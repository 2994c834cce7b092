import { languageOf } from "../notebook/cell-language.js"
import { dialectOf } from "../notebook/dialect.js"
import type { Cell, Notebook } from "../notebook/model.js"
import { MINOR_WITH_IDS } from "../notebook/validate.js"
import { mergeAtom } from "./cells/atom.js"
import { repairIds } from "./cells/cell-ids.js"
import type { CellMerge } from "./cells/cell-versions.js"
import { deletionConflict, mergeCell, mergeDeleted } from "./cells/merge-cell.js"
import { type CellContent, cellId, type MergedCell, withInsertionConflict } from "./cells/merged-cell.js"
import { mergeNotebookFields, type NotebookFields } from "./cells/notebook-fields.js"
import { templateSide } from "./cells/template.js"
import type { Decision, Places } from "./decisions/decision.js"
import { decisionsOf, type MergeLog, type Note, newLog, noteAt } from "./decisions/merge-log.js"
import { DEFAULT_POLICY, type MergePolicy } from "./decisions/policy.js"
import { type Sides, toOneMajor } from "./decisions/sides.js"
import {
  type CellUnion,
  type ThreeVersions,
  uniteCells,
  uniteWithoutBase,
  withPieces,
} from "./order/cell-union.js"
import { type MergedOrder, mergeOrder } from "./order/order.js"
import { insertedWithin } from "./splits/duplicate-insertions.js"
import { withMovedPictures } from "./splits/moved-pictures.js"
import { mergeSplits } from "./splits/split-merge.js"
import type { Side, Version } from "./text/side.js"

/** A merged notebook: its cells and fields, and what was decided about them. `formatMerge` writes it. */
export interface NotebookMerge {
  readonly sides: Sides
  /** The side whose bytes the result is laid out like. */
  readonly like: Side
  readonly minor: number
  readonly cells: readonly MergedCell[]
  readonly fields: NotebookFields
  /** Every choice that nothing forced, in the order of the result. */
  readonly decisions: readonly Decision[]
}

/** Merges two notebooks that come from one base; `base` is undefined where both sides added the notebook.
 *  @throws NotebookError `unsupported` for versions that are not merged cell by cell. */
export function mergeNotebooks(
  base: Notebook | undefined,
  ours: Notebook,
  theirs: Notebook,
  policy: MergePolicy = DEFAULT_POLICY,
): NotebookMerge {
  const { sides, upgraded } = toOneMajor({ base, ours, theirs })
  const log = newLog(policy.resolve)
  if (upgraded) noteAt(log, undefined, {})("upgraded", [])
  const like = templateSide(sides)
  const versions = { base: sides.base?.cells ?? [], ours: sides.ours.cells, theirs: sides.theirs.cells }
  const union = sides.base === undefined ? uniteWithoutBase(versions) : uniteCells(versions)
  const cellMerge = {
    policy,
    keys: dialectOf(sides[like]).keys,
    like,
    languageOf: (cell: Cell) => languageOf(sides[like], cell),
  }
  const merged = withMovedPictures(mergeCells(union, versions, cellMerge, log), union, versions)
  const orders = withPieces(union)
  const order = mergeOrder(orders.base, orders.ours, orders.theirs, (key) => merged[key] !== undefined)
  logOrder(order, union, merged, log)
  const marked =
    union.isUnrelated || policy.insertions === "conflict" ? markInsertions(order, union, merged, log) : merged
  const keys = order.keys.filter((key) => marked[key] !== undefined)
  const present = keys.map((key) => marked[key] as MergedCell)
  const minor = mergeMinor(sides, present)
  const cells = repairIds(
    present,
    minor,
    (cell) => sides[sideOf(cell)]?.minor ?? minor,
    ({ places }) => ({
      ours: idAt(versions.ours, places.ours),
      theirs: idAt(versions.theirs, places.theirs),
    }),
    (i) => noteAt(log, keys[i], union.cells[keys[i] as number] ?? {}),
  )
  const fields = mergeNotebookFields(sides, like, policy, cells, noteAt(log, undefined, {}))
  return { sides, like, minor, cells, fields, decisions: decisionsOf(log, keys) }
}

/** The decisions that are left for a person; each of them is marked in what `formatMerge` writes. */
export function conflictsOf({ decisions }: NotebookMerge): readonly Decision[] {
  return decisions.filter(({ conflict }) => conflict)
}

/** The minor version: the three-way rule, but the larger of both sides' where cells have ids that a smaller one
 *  does not allow. */
function mergeMinor({ base, ours, theirs }: Sides, cells: readonly MergedCell[]): number {
  const larger = Math.max(ours.minor, theirs.minor)
  const minor = mergeAtom(base?.minor, ours.minor, theirs.minor, (x, y) => x === y)
  if (minor.kind === "conflict" || minor.value === undefined) return larger
  const needsIds =
    minor.value < MINOR_WITH_IDS &&
    larger >= MINOR_WITH_IDS &&
    cells.some((cell) => cellId(cell) !== undefined)
  return needsIds ? larger : minor.value
}

/** The cells of the union, by key; undefined for one that is not in the result. */
function mergeCells(
  union: CellUnion,
  versions: ThreeVersions,
  merge: Omit<CellMerge, "note">,
  log: MergeLog,
): readonly (MergedCell | undefined)[] {
  const splits = mergeSplits(union, versions, merge, log)
  const within = insertedWithin(union, versions)
  return union.cells.map((places, key) => {
    if (splits.has(key)) return splits.get(key)
    if (within.has(key)) {
      noteAt(log, key, places)("inserted-within", [])
      return undefined
    }
    const content = mergeAt(places, union, versions, { ...merge, note: noteAt(log, key, places) })
    return content && { places, content }
  })
}

function mergeAt(
  places: Places,
  union: CellUnion,
  versions: ThreeVersions,
  merge: CellMerge,
): CellContent | undefined {
  const at = (cells: readonly Cell[], place: number | undefined): Cell | undefined =>
    place === undefined ? undefined : cells[place]
  const base = at(versions.base, places.base)
  const ours = at(versions.ours, places.ours)
  const theirs = at(versions.theirs, places.theirs)
  if (ours && theirs) return mergeCell(merge, { base, ours, theirs })
  if (base && ours) return mergeDeleted(merge, base, ours, "theirs", writtenBy("theirs", union, versions))
  if (base && theirs) return mergeDeleted(merge, base, theirs, "ours", writtenBy("ours", union, versions))
  // git said that the sides differ here: whether one deleted the cell or the other inserted it, nobody knows
  const isInConflict = merge.policy.oneSided === "conflict" && union.base.length === 0
  if (ours)
    return isInConflict
      ? deletionConflict(merge.note, ours, ours, "theirs")
      : { kind: "copy", from: "ours", cell: ours }
  if (theirs === undefined) return undefined
  return isInConflict
    ? deletionConflict(merge.note, theirs, theirs, "ours")
    : { kind: "copy", from: "theirs", cell: theirs }
}

/** Gives the sources of the cells that a side inserted or edited. */
function writtenBy(side: Side, union: CellUnion, versions: ThreeVersions): () => readonly string[] {
  return () =>
    union.cells.flatMap((places) => {
      const source = versions[side][places[side] ?? -1]?.source
      const isWritten = source !== undefined && source !== versions.base[places.base ?? -1]?.source
      return isWritten ? [source] : []
    })
}

function idAt(cells: readonly Cell[], place: number | undefined): string | undefined {
  return place === undefined ? undefined : cells[place]?.id
}

function sideOf({ content, places }: MergedCell): Version {
  if (content.kind === "copy") return content.from
  return places.ours === undefined ? "theirs" : "ours"
}

function logOrder(
  { movedTwice, insertedTwice, reordered, bothInserted, moved }: MergedOrder,
  union: CellUnion,
  merged: readonly (MergedCell | undefined)[],
  log: MergeLog,
): void {
  const { cells } = union
  const noteOf = (key: number): Note => noteAt(log, key, cells[key] ?? {})
  for (const key of movedTwice) noteOf(key)("moved-twice", [])
  for (const key of insertedTwice) noteOf(key)("inserted-twice", [])
  for (const key of reordered.slice(0, 1)) noteOf(key)("order-differs", [])
  for (const key of new Set([...moved.ours, ...moved.theirs])) {
    if (merged[key] === undefined) noteOf(key)("moved-deleted", [])
  }
  for (const { ours, theirs } of union.isUnrelated ? [] : bothInserted) {
    const first = theirs.find((key) => isInserted(cells[key]) && merged[key] !== undefined)
    if (first !== undefined && ours.some((key) => isInserted(cells[key]))) noteOf(first)("both-inserted", [])
  }
}

function isInserted(places: Places | undefined): boolean {
  return places !== undefined && places.base === undefined
}

/** With the strict setting, and of notebooks that have nothing in common: a record in the first of theirs' cells, wherever both sides inserted. */
function markInsertions(
  { bothInserted }: MergedOrder,
  { cells, isUnrelated }: CellUnion,
  merged: readonly (MergedCell | undefined)[],
  log: MergeLog,
): readonly (MergedCell | undefined)[] {
  const marked = [...merged]
  const cellsOf = (keys: readonly number[]): readonly Cell[] =>
    keys.flatMap((each) => {
      const content = merged[each]?.content
      return content === undefined ? [] : [content.kind === "copy" ? content.cell : content.like]
    })
  for (const { ours, theirs } of bothInserted) {
    const inserted = {
      ours: ours.filter((each) => isInserted(cells[each])),
      theirs: theirs.filter((each) => isInserted(cells[each])),
    }
    const [key] = inserted.theirs
    const cell = key === undefined ? undefined : marked[key]
    if (key === undefined || cell === undefined || inserted.ours.length === 0) continue
    const note = noteAt(log, key, cells[key] ?? {})
    const resolution = note(isUnrelated ? "unrelated" : "insertion-conflict", [])
    if (resolution === undefined) {
      const runs = { ours: cellsOf(inserted.ours), theirs: cellsOf(inserted.theirs) }
      marked[key] = withInsertionConflict(cell, runs)
    }
    if (resolution === "ours" || resolution === "base")
      for (const each of inserted.theirs) marked[each] = undefined
    if (resolution === "theirs" || resolution === "base")
      for (const each of inserted.ours) marked[each] = undefined
  }
  return marked
}
