import { withoutEnding } from "../diff/lines.js"
import type { Cell } from "../notebook/model.js"
import { type CarvedCell, carvedCells } from "./carved-pieces.js"
import type { CellUnion, ThreeVersions } from "./cell-union.js"
import type { CellMerge, CellVersions } from "./cell-versions.js"
import type { Places } from "./decision.js"
import { type Settlement, settledText } from "./line-merge.js"
import { composeCell } from "./merge-cell.js"
import { type MergeLog, noteAt } from "./merge-log.js"
import type { MergedCell, MergedSource } from "./merged-cell.js"
import { type Cut, cutsOf } from "./source-cuts.js"
import { conflictOf } from "./source-merge.js"

/** Merges the cells that one side split or joined and the other edited, by key; `undefined` for a cell that went
 *  into another. Cells of which only one side knows merge as any other. */
export function mergeSplits(
  union: CellUnion,
  versions: ThreeVersions,
  merge: Omit<CellMerge, "note">,
  log: MergeLog,
): ReadonlyMap<number, MergedCell | undefined> {
  const settled = new Map<number, MergedCell | undefined>()
  const on = (side: "ours" | "theirs"): SplitMerge => ({ union, versions, merge, log, side, settled })
  // joins before splits, and by place in the base: no side goes before the other
  for (const { side, before, after } of inBaseOrder(union.toOurs.joins, union.toTheirs.joins)) {
    mergeJoin(on(side), before, after)
  }
  for (const { side, before, after } of inBaseOrder(union.toOurs.splits, union.toTheirs.splits)) {
    mergeSplit(on(side), before, after)
  }
  for (const { side, before, after } of carvedByOne(union, versions)) mergeSplit(on(side), before, after)
  return settled
}

function inBaseOrder<T extends { readonly before: number | readonly number[] }>(
  ours: readonly T[],
  theirs: readonly T[],
): readonly (T & { readonly side: "ours" | "theirs" })[] {
  const first = ({ before }: T): number => (typeof before === "number" ? before : (before[0] ?? 0))
  const all = [
    ...ours.map((each) => ({ ...each, side: "ours" as const })),
    ...theirs.map((each) => ({ ...each, side: "theirs" as const })),
  ]
  return all.sort((x, y) => first(x) - first(y))
}

/** The cells that one side carved up; where both did, neither goes before the other. */
function carvedByOne(
  union: CellUnion,
  versions: ThreeVersions,
): readonly (CarvedCell & { readonly side: "ours" | "theirs" })[] {
  const all = inBaseOrder(carvedCells(union, versions, "ours"), carvedCells(union, versions, "theirs"))
  return all.filter(({ before }, i) => all[i - 1]?.before !== before && all[i + 1]?.before !== before)
}

interface SplitMerge {
  readonly union: CellUnion
  readonly versions: ThreeVersions
  readonly merge: Omit<CellMerge, "note">
  readonly log: MergeLog
  /** The side that split or joined. */
  readonly side: "ours" | "theirs"
  readonly settled: Map<number, MergedCell | undefined>
}

/** One cell of the base became several on one side: the other's edit goes to the pieces that hold its lines. Where
 *  the other side split it too, at other lines, its pieces are taken together as its edit. */
function mergeSplit(all: SplitMerge, before: number, after: readonly number[]): void {
  const { union, versions, side, settled } = all
  const base = versions.base[before]
  const pieces = after.flatMap((place) => versions[side][place] ?? [])
  const keys = after.flatMap((place) => union[side][place] ?? [])
  const edit = editOf(all, before, keys)
  if (base === undefined || edit === undefined || sameSources(pieces, edit.pieces)) return
  if (edit.pieces.length === 1 && edit.whole.source === base.source) return
  if ([...keys, ...edit.keys].some((key) => settled.has(key)) || !keys.includes(before)) return
  const sources = pieces.map(({ source }) => source)
  const cuts = cutsOf(base.source, sources, edit.whole.source)
  if (cuts === undefined && edit.pieces.length > 1) return
  // what the edit left is the piece that was kept: both sides have it, and nothing is in conflict there
  const kept = pieces[keys.indexOf(before)]?.source ?? ""
  if (cuts === undefined && withoutEnding(kept) === withoutEnding(edit.whole.source)) return
  const choice = cuts === undefined ? noteSpanned(all, before, after[keys.indexOf(before)]) : undefined
  for (const key of edit.keys) settled.set(key, undefined)
  for (const [i, piece] of pieces.entries()) {
    const key = keys[i] as number
    const place = placesAt(all, before, after[i])
    if (cuts !== undefined)
      settled.set(key, mergePiece(all, { key, place, base, piece, edited: edit.whole }, cuts[i] as Cut))
    else if (key === before)
      settled.set(key, spanned(all, { key, place, base, piece, edited: edit.whole }, choice))
    // Settled for the whole cell, the other pieces would hold its lines a second time.
    else if (choice === otherSide(side) || choice === "base") settled.set(key, undefined)
    else settled.delete(key)
  }
}

/** What the other side made of the cell: one cell, or pieces of its own. */
interface Edit {
  readonly whole: Cell
  readonly pieces: readonly Cell[]
  readonly keys: readonly number[]
}

/** Pieces of the split that the other side has too are its pieces as well, though more changed there than a split. */
function editOf(
  { union, versions, side }: SplitMerge,
  before: number,
  keys: readonly number[],
): Edit | undefined {
  const other = otherSide(side)
  const place = union.cells[before]?.[other]
  const main = versions[other][place ?? -1]
  if (place === undefined || main === undefined) return undefined
  const { splits } = other === "ours" ? union.toOurs : union.toTheirs
  const own = splits.find((each) => each.before === before)?.after ?? []
  const shared = keys.flatMap((key) => union.cells[key]?.[other] ?? [])
  const places = [...new Set([place, ...own, ...shared])].sort((x, y) => x - y)
  const pieces = places.flatMap((each) => versions[other][each] ?? [])
  const whole = pieces.length === 1 ? main : withSource(main, joinedSource(pieces))
  return { whole, pieces, keys: places.flatMap((each) => union[other][each] ?? []) }
}

function otherSide(side: "ours" | "theirs"): "ours" | "theirs" {
  return side === "ours" ? "theirs" : "ours"
}

function sameSources(a: readonly Cell[], b: readonly Cell[]): boolean {
  return a.length === b.length && a.every(({ source }, i) => source === b[i]?.source)
}

function placesAt({ union, side }: SplitMerge, before: number, own: number | undefined): Places {
  const other = otherSide(side)
  const places = { base: before, ours: undefined, theirs: undefined }
  return { ...places, [side]: own, [other]: union.cells[before]?.[other] }
}

interface Piece {
  readonly key: number
  readonly place: Places
  readonly base: Cell
  readonly piece: Cell
  readonly edited: Cell
}

/** Undefined for a piece whose every line the other side deleted, unless it is the one that the cell became. */
function mergePiece(
  all: SplitMerge,
  { key, place, base, piece, edited }: Piece,
  cut: Cut,
): MergedCell | undefined {
  const note = noteAt(all.log, key, place)
  if (cut.edited !== cut.base) note("split-edited", ["source"])
  if (key !== place.base && cut.edited.trim() === "" && piece.source === cut.base) return undefined
  // What is not the text went with the piece that the cell became; a new piece has only its side's.
  const edits = withSource(key === place.base ? edited : base, cut.edited)
  const versions = versionsOf(all.side, withSource(base, cut.base), piece, edits)
  return { places: place, content: composeCell({ ...all.merge, note }, versions) }
}

function versionsOf(side: "ours" | "theirs", base: Cell, own: Cell, other: Cell): CellVersions {
  return side === "ours" ? { base, ours: own, theirs: other } : { base, ours: other, theirs: own }
}

/** The cell with another source; its members are read one by one, as a cell need not hold them. */
function withSource(
  { value, type, id, sourceKey, outputs, metadata, attachments, executionCount }: Cell,
  source: string,
): Cell {
  return { value, type, id, source, sourceKey, outputs, metadata, attachments, executionCount }
}

function noteSpanned(all: SplitMerge, before: number, place: number | undefined): Settlement | undefined {
  return noteAt(all.log, before, placesAt(all, before, place))("split-spanned", ["source"])
}

/** A conflict in the piece that kept the most: the whole edited cell against it. */
function spanned(
  { merge, side }: SplitMerge,
  { place, base, piece, edited }: Piece,
  choice: Settlement | undefined,
): MergedCell {
  const versions = versionsOf(side, base, piece, edited)
  const quiet: CellMerge = { ...merge, note: () => (choice === "union" ? undefined : choice) }
  if (choice !== undefined && choice !== "union") {
    // A side that seems not to have touched the text leaves it to the other, outputs and all.
    const left = (cell: Cell, own: Settlement): Cell =>
      choice === own ? cell : withSource(cell, base.source)
    const settled = { base, ours: left(versions.ours, "ours"), theirs: left(versions.theirs, "theirs") }
    return { places: place, content: composeCell(quiet, settled) }
  }
  const content = composeCell(quiet, versions)
  const text = conflictOf(base.source, versions.ours.source, versions.theirs.source)
  const source: MergedSource =
    choice === undefined
      ? { kind: "conflict", merge: text }
      : { kind: "text", text: settledText(text, choice) }
  return { places: place, content: { ...content, source } }
}

/** Several cells of the base became one on one side: the other's edits are merged into the whole. */
function mergeJoin(all: SplitMerge, before: readonly number[], after: number): void {
  const { union, versions, side, settled } = all
  const other = otherSide(side)
  const key = union[side][after]
  const joined = versions[side][after]
  const bases = before.flatMap((i) => versions.base[i] ?? [])
  const others = before.map((i) => versions[other][union.cells[i]?.[other] ?? -1])
  const isEdited = others.some((cell, i) => cell !== undefined && cell.source !== bases[i]?.source)
  if (key === undefined || joined === undefined || !before.includes(key) || !isEdited) return
  if (before.some((i) => settled.has(i)) || others.some((cell) => cell === undefined)) return
  const base = withSource(bases[before.indexOf(key)] as Cell, joinedSource(bases))
  const edited = withSource(others[before.indexOf(key)] as Cell, joinedSource(others as Cell[]))
  const places = placesAt(all, key, after)
  const note = noteAt(all.log, key, places)
  note("joined-edited", ["source"])
  const cells = versionsOf(side, base, joined, edited)
  const content = composeCell({ ...all.merge, note }, cells)
  settled.set(key, { places, content })
  for (const i of before) if (i !== key) settled.set(i, undefined)
}

function joinedSource(cells: readonly Cell[]): string {
  return cells.map(({ source }) => source).join("\n")
}
