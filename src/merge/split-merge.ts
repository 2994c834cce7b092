import { diffLines } from "../diff/line-diff.js"
import { withoutEnding } from "../diff/lines.js"
import { isAlike } from "../normalize/equivalence.js"
import type { RuleSet } from "../normalize/rule-set.js"
import { span } from "../notebook/draft.js"
import { sameValue } from "../notebook/json-equality.js"
import { type JsonValue, memberMap, memberOf } from "../notebook/json-value.js"
import type { Cell } from "../notebook/model.js"
import { pointsAt } from "./attachments.js"
import { type CarvedCell, carvedCells } from "./carved-pieces.js"
import type { CellUnion, ThreeVersions } from "./cell-union.js"
import type { CellMerge, CellVersions } from "./cell-versions.js"
import type { Places } from "./decision.js"
import { type Settlement, settledText } from "./line-merge.js"
import { type CellPart, joinedText, madeCell, wholeCell } from "./made-cell.js"
import { composeCell, deletionConflict } from "./merge-cell.js"
import { type MergeLog, noteAt } from "./merge-log.js"
import type { ComposedCell, MergedCell, MergedSource } from "./merged-cell.js"
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
  if (base === undefined || !keys.includes(before)) return
  if (union.cells[before]?.[otherSide(side)] === undefined) {
    mergeDeletedSplit(all, before, after)
    return
  }
  const edit = editOf(all, before, keys)
  if (edit === undefined || sameSources(pieces, edit.pieces)) return
  if (edit.pieces.length === 1 && isSameContent(base, edit.whole)) return
  if ([...keys, ...edit.keys].some((key) => settled.has(key))) return
  const sources = pieces.map(({ source }) => source)
  const cuts = cutsOf(base.source, sources, edit.whole.source)
  if (cuts === undefined && edit.pieces.length > 1) return
  // what the edit left is the piece that was kept: both sides have it, and nothing is in conflict there
  const kept = pieces[keys.indexOf(before)]?.source ?? ""
  if (cuts === undefined && withoutEnding(kept) === withoutEnding(edit.whole.source)) return
  const choice = cuts === undefined ? noteSpanned(all, before, after[keys.indexOf(before)]) : undefined
  if (edit.pieces.length > 1 && edit.keys.some((key) => !keys.includes(key)))
    noteAt(all.log, before, placesAt(all, before, after[keys.indexOf(before)]))("split-twice", ["source"])
  for (const key of edit.keys) settled.set(key, undefined)
  for (const [i, piece] of pieces.entries()) {
    const key = keys[i] as number
    const place = placesAt(all, before, after[i])
    if (cuts !== undefined)
      settled.set(key, mergePiece(all, { key, place, base, piece, edited: edit.whole }, cuts, i))
    else if (key === before)
      settled.set(key, spanned(all, { key, place, base, piece, edited: edit.whole }, choice))
    // Settled for the whole cell, the other pieces would hold its lines a second time.
    else if (choice === otherSide(side) || choice === "base") settled.set(key, undefined)
    else settled.delete(key)
  }
}

/** The other side deleted the cell: each of its pieces is in conflict, for half a cell would be nobody's. */
function mergeDeletedSplit(all: SplitMerge, before: number, after: readonly number[]): void {
  const { union, versions, side, settled } = all
  const base = versions.base[before] as Cell
  const pieces = after.flatMap((place) => versions[side][place] ?? [])
  const keys = after.flatMap((place) => union[side][place] ?? [])
  if (keys.some((key) => settled.has(key) || union.cells[key]?.[otherSide(side)] !== undefined)) return
  const sources = pieces.map(({ source }) => source)
  const cuts = cutsOf(base.source, sources, base.source)
  for (const [i, piece] of pieces.entries()) {
    const key = keys[i] as number
    const place = placesAt(all, before, after[i])
    const part = madeCell(base, cuts?.[i]?.base ?? base.source)
    const content = deletionConflict(noteAt(all.log, key, place), part, piece, otherSide(side))
    settled.set(key, content && { places: place, content })
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
  { union, versions, side, merge }: SplitMerge,
  before: number,
  keys: readonly number[],
): Edit | undefined {
  const other = otherSide(side)
  const place = union.cells[before]?.[other]
  const base = versions.base[before]
  const main = versions[other][place ?? -1]
  if (place === undefined || main === undefined || base === undefined) return undefined
  const { splits } = other === "ours" ? union.toOurs : union.toTheirs
  const own = splits.find((each) => each.before === before)?.after ?? []
  const shared = keys.flatMap((key) => union.cells[key]?.[other] ?? [])
  const places = [...new Set([place, ...own, ...shared])].sort((x, y) => x - y)
  const pieces = places.flatMap((each) => versions[other][each] ?? [])
  const parts = pieces.map((cell) => ({ base, cell }))
  const whole = pieces.length === 1 ? main : wholeCell({ base, cell: main }, parts, "\n", merge.policy.rules)
  return { whole, pieces, keys: places.flatMap((each) => union[other][each] ?? []) }
}

function otherSide(side: "ours" | "theirs"): "ours" | "theirs" {
  return side === "ours" ? "theirs" : "ours"
}

function sameSources(a: readonly Cell[], b: readonly Cell[]): boolean {
  return a.length === b.length && a.every(({ source }, i) => source === b[i]?.source)
}

/** What is divided with a cell's lines: the text, its kind and the files that it shows. */
function isSameContent(base: Cell, cell: Cell): boolean {
  return (
    base.source === cell.source && base.type === cell.type && sameValue(base.attachments, cell.attachments)
  )
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
function mergePiece(all: SplitMerge, at: Piece, cuts: readonly Cut[], i: number): MergedCell | undefined {
  const { key, place, base, piece, edited } = at
  const cut = cuts[i] as Cut
  const note = noteAt(all.log, key, place)
  if (cut.edited !== cut.base) note("split-edited", ["source"])
  if (key !== place.base && cut.edited.trim() === "" && piece.source === cut.base) return undefined
  const files = filesOfPiece(at, cuts, i)
  // Metadata went with the piece that the cell became; a new piece has only its side's.
  const isMain = key === place.base
  const other = isMain || edited.type !== base.type ? edited : base
  const metadata = isMain || other === base || base.metadata === undefined ? undefined : span(base.metadata)
  const versions = versionsOf(
    all.side,
    madeCell(base, cut.base, { attachments: files.base }),
    piece,
    madeCell(other, cut.edited, { attachments: files.edited, metadata }),
  )
  return { places: place, content: composeCell({ ...all.merge, note }, versions) }
}

interface FilesOfPiece {
  readonly base: ReadonlyMap<string, JsonValue>
  readonly edited: ReadonlyMap<string, JsonValue>
}

/** Of the cell's attachments those that the piece has; on the other side what became of them there, and the new ones
 *  that its part of the edited text points at. What no part points at is with the piece that the cell became. */
function filesOfPiece(
  { key, place, base, piece, edited }: Piece,
  cuts: readonly Cut[],
  i: number,
): FilesOfPiece {
  const [before, own, now] = [base, piece, edited].map(({ attachments }) =>
    attachments === undefined ? new Map<string, JsonValue>() : memberMap(attachments),
  ) as [ReadonlyMap<string, JsonValue>, ReadonlyMap<string, JsonValue>, ReadonlyMap<string, JsonValue>]
  const files = { base: new Map<string, JsonValue>(), edited: new Map<string, JsonValue>() }
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const [was, is] = [before.get(name), now.get(name)]
    const isHere = own.has(name)
    const isShown = pointsAt(cuts[i]?.edited ?? "", name)
    const isOfNone = key === place.base && !cuts.some(({ edited: part }) => pointsAt(part, name))
    if (was !== undefined && (isHere || (isOfNone && is !== undefined))) files.base.set(name, was)
    const stays = is === undefined ? isHere && isShown : isHere || isShown || isOfNone
    const file = is ?? was
    if (stays && file !== undefined && (isHere || !sameValue(was, is))) files.edited.set(name, file)
    else if (stays && file !== undefined && files.base.has(name)) files.edited.set(name, file)
  }
  return files
}

function versionsOf(side: "ours" | "theirs", base: Cell, own: Cell, other: Cell): CellVersions {
  return side === "ours"
    ? { base, ours: own, theirs: other, made: "theirs" }
    : { base, ours: other, theirs: own, made: "ours" }
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
    const left = (cell: Cell, own: Settlement): Cell => (choice === own ? cell : madeCell(cell, base.source))
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

/** Several cells of the base became one on one side: the other's edits are merged into the whole, and the lines of a
 *  cell that it deleted go. */
function mergeJoin(all: SplitMerge, before: readonly number[], after: number): void {
  const { union, versions, side, settled, merge } = all
  const { rules } = merge.policy
  const key = union[side][after]
  const joined = versions[side][after]
  const parts = joinedParts(all, before)
  const left = parts.flatMap(({ base, cell, i }) => (cell === undefined ? [] : [{ base, cell, i }]))
  const main = left.find(({ i }) => i === key) ?? left[0]
  if (key === undefined || joined === undefined || main === undefined || !before.includes(key)) return
  if (before.some((i) => settled.has(i))) return
  const converted = left.find(({ base, cell }) => cell.type !== base.type)?.cell
  const isConverted = left.every(({ cell }) => cell.type === converted?.type)
  const isEdited = left.some((part) => !isUntouched(part, part.i === key, rules))
  if (!isEdited && left.length === parts.length && (converted === undefined || isConverted)) return
  const separator = separatorOf(
    parts.map(({ base }) => base.source),
    joined.source,
  )
  const bases = parts.map(({ base }) => ({ base, cell: base }))
  const base = wholeCell({ base: main.base, cell: main.base }, bases, separator, rules)
  const edited = wholeCell(main, left, separator, rules)
  const places = placesAt(all, key, after)
  const note = noteAt(all.log, key, places)
  note("joined-edited", ["source"])
  const compose = (other: Cell): ComposedCell =>
    composeCell({ ...merge, note }, versionsOf(side, base, joined, other))
  const content =
    converted === undefined || isConverted
      ? compose(edited)
      : partlyConverted(side, note, compose, { base, edited, converted })
  settled.set(key, { places, content })
  for (const i of before) if (i !== key) settled.set(i, undefined)
}

/** The other side gave another type to some of the cells: which one the whole is to have is left for a person. */
function partlyConverted(
  side: "ours" | "theirs",
  note: CellMerge["note"],
  compose: (other: Cell) => ComposedCell,
  { base, edited, converted }: { readonly base: Cell; readonly edited: Cell; readonly converted: Cell },
): ComposedCell {
  const settled = note("type", ["cell_type"])
  if (settled === otherSide(side)) return compose(edited)
  const attachments = edited.attachments && memberMap(edited.attachments)
  const metadata = edited.metadata && span(edited.metadata)
  const content = compose(madeCell(base, edited.source, { attachments, metadata }))
  if (settled !== undefined) return content
  const [own, theirs] = [base, converted].map(({ value }) => memberOf(value, "cell_type"))
  const types = { base: own, ours: own, theirs: own, [otherSide(side)]: theirs }
  return { ...content, conflicts: [...content.conflicts, { path: ["cell_type"], ...types }] }
}

/** The cells that were joined, and what the other side made of each: nothing, where it deleted it. */
function joinedParts(
  { union, versions, side }: SplitMerge,
  before: readonly number[],
): readonly { readonly i: number; readonly base: Cell; readonly cell: Cell | undefined }[] {
  const other = otherSide(side)
  return before.flatMap((i) => {
    const base = versions.base[i]
    return base === undefined ? [] : [{ i, base, cell: versions[other][union.cells[i]?.[other] ?? -1] }]
  })
}

/** Whether nothing of the part would be lost with its cell. That of the main cell is merged with the whole anyway. */
function isUntouched({ base, cell }: CellPart, isMain: boolean, rules: RuleSet): boolean {
  if (base.source !== cell.source || isMain) return base.source === cell.source
  const isSameMetadata = isAlike("cell", ["metadata"], base.metadata, cell.metadata, rules)
  return isSameMetadata && sameValue(base.attachments, cell.attachments)
}

/** What most likely stands between the sources in the joined text: the end of a line, an empty line, or nothing where
 *  each has ended its last line. */
function separatorOf(sources: readonly string[], joined: string): string {
  const separators = [
    "\n",
    "\n\n",
    ...(sources.slice(0, -1).every((text) => text.endsWith("\n")) ? [""] : []),
  ]
  const hunks = separators.map((each) => diffLines(joinedText(sources, each), joined).length)
  return separators[hunks.indexOf(Math.min(...hunks))] ?? "\n"
}
