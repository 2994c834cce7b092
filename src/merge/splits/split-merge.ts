import { withoutEnding } from "../../diff/text/lines.js"
import { isEquivalent } from "../../normalize/equivalence.js"
import type { RuleSet } from "../../normalize/rules/rule-set.js"
import { span } from "../../notebook/draft.js"
import { sameValue } from "../../notebook/json/json-equality.js"
import { type JsonValue, membersOf } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import { filesOf } from "../cells/attachments.js"
import type { CellMerge } from "../cells/cell-versions.js"
import { composeCell, deletionConflict } from "../cells/merge-cell.js"
import type { MergedCell, MergedSource } from "../cells/merged-cell.js"
import type { Places } from "../decisions/decision.js"
import { type MergeLog, noteAt } from "../decisions/merge-log.js"
import type { CellUnion, ThreeVersions } from "../order/cell-union.js"
import { isClean, mergedText, resolvedText, type TextMerge } from "../text/line-merge.js"
import { otherSide } from "../text/side.js"
import { combinedCell, wholeCell } from "./combined-cell.js"
import { mergeCut } from "./cut-merge.js"
import { type Division, piecesBySide, placesAt, versionsOf } from "./division.js"
import { mergeJoin } from "./join-merge.js"
import { filesOfPieces, type PieceFiles } from "./piece-files.js"
import { type ScatteredSplit, scatteredSplits } from "./scattered-splits.js"
import { type Cut, cutsOf } from "./source-cuts.js"

/** Merges the cells that one side split or joined and the other edited, by key; `undefined` for a cell that went
 *  into another. Cells that only one side has merge like any other. A word is a line here, and a bar divides cells:
 *
 *      base `a b c d` · ours `a b | c d` · theirs `a b c d'` → `a b | c d'` */
export function mergeSplits(
  union: CellUnion,
  versions: ThreeVersions,
  merge: Omit<CellMerge, "note">,
  log: MergeLog,
): ReadonlyMap<number, MergedCell | undefined> {
  const resolved = new Map<number, MergedCell | undefined>()
  const pieces = piecesBySide(union)
  const on = (side: "ours" | "theirs"): Division => ({ union, versions, merge, log, side, pieces, resolved })
  // joins before splits, and by place in the base: no side goes before the other
  for (const { side, before, after } of inBaseOrder(union.toOurs.joins, union.toTheirs.joins)) {
    mergeJoin(on(side), before, after)
  }
  for (const { side, before, after } of inBaseOrder(union.toOurs.splits, union.toTheirs.splits)) {
    mergeSplit(on(side), before, after)
  }
  for (const { side, before, after } of scatteredByOne(union, versions)) mergeSplit(on(side), before, after)
  return resolved
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
function scatteredByOne(
  union: CellUnion,
  versions: ThreeVersions,
): readonly (ScatteredSplit & { readonly side: "ours" | "theirs" })[] {
  const all = inBaseOrder(
    scatteredSplits(union, versions, "ours"),
    scatteredSplits(union, versions, "theirs"),
  )
  return all.filter(({ before }, i) => all[i - 1]?.before !== before && all[i + 1]?.before !== before)
}

/** One cell of the base became several on one side: the other's edit goes to the pieces that hold its lines. Where
 *  the other side split it too, at other lines, its pieces are taken together as its edit. */
function mergeSplit(all: Division, before: number, after: readonly number[]): void {
  const { union, versions, side, resolved } = all
  const base = versions.base[before]
  const pieces = after.flatMap((place) => versions[side][place] ?? [])
  const keys = after.flatMap((place) => union[side][place] ?? [])
  const own = new Set(keys)
  if (base === undefined || !keys.includes(before)) return
  if (union.cells[before]?.[otherSide(side)] === undefined) {
    mergeDeletedSplit(all, before, after)
    return
  }
  const edit = editOf(all, before, keys)
  if (edit === undefined || sameSources(pieces, edit.pieces)) return
  if (edit.pieces.length === 1 && isSameContent(base, edit.whole)) return
  if ([...keys, ...edit.keys].some((key) => resolved.has(key))) return
  const sources = pieces.map(({ source }) => source)
  const cuts = cutsOf(base.source, sources, edit.whole.source)
  if (cuts === undefined && edit.pieces.length > 1) return
  // what the edit left is the piece that was kept: both sides have it, and nothing is in conflict there
  const kept = pieces[keys.indexOf(before)]?.source ?? ""
  if (cuts === undefined && withoutEnding(kept) === withoutEnding(edit.whole.source)) return
  if (edit.pieces.length > 1 && !edit.keys.every((key) => own.has(key)))
    noteAt(all.log, before, placesAt(all, before, after[keys.indexOf(before)]))("split-twice", ["source"])
  for (const key of edit.keys) resolved.set(key, undefined)
  const merges = cuts === undefined ? mergeCut(base.source, sources, edit.whole.source, side) : undefined
  const parts = cuts ?? merges?.map((part) => ({ base: part.base, edited: part.other })) ?? []
  const files = filesOfPieces(base, edit.whole, pieces, parts, keys.indexOf(before))
  for (const [i, piece] of pieces.entries()) {
    const key = keys[i] as number
    const place = placesAt(all, before, after[i])
    const at = {
      key,
      place,
      base,
      piece,
      edited: edit.whole,
      cut: parts[i] as Cut,
      files: files[i] as PieceFiles,
    }
    resolved.set(key, mergePiece(all, at, merges?.[i]?.merge))
  }
}

/** The other side deleted the cell: each of its pieces is in conflict, for half a cell would be nobody's. */
function mergeDeletedSplit(all: Division, before: number, after: readonly number[]): void {
  const { union, versions, side, resolved } = all
  const base = versions.base[before] as Cell
  const pieces = after.flatMap((place) => versions[side][place] ?? [])
  const keys = after.flatMap((place) => union[side][place] ?? [])
  if (keys.some((key) => resolved.has(key) || union.cells[key]?.[otherSide(side)] !== undefined)) return
  const sources = pieces.map(({ source }) => source)
  const cuts = cutsOf(base.source, sources, base.source)
  for (const [i, piece] of pieces.entries()) {
    const key = keys[i] as number
    const place = placesAt(all, before, after[i])
    const part = combinedCell(base, cuts?.[i]?.base ?? base.source)
    const note = noteAt(all.log, key, place)
    const content = deletionConflict(note, part, piece, otherSide(side))
    // resolved for the base, whose one cell stays divided: each piece has its part of the text
    const isOfBase = content?.kind === "copy" && content.from === "base"
    const text = { kind: "text", text: part.source } as const
    const ofBase = isOfBase
      ? composeCell({ ...all.merge, note }, versionsOf(side, part, piece, part), text)
      : undefined
    resolved.set(key, content && { places: place, content: ofBase ?? content })
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
  { union, versions, side, merge, pieces: split }: Division,
  before: number,
  keys: readonly number[],
): Edit | undefined {
  const other = otherSide(side)
  const place = union.cells[before]?.[other]
  const base = versions.base[before]
  const main = versions[other][place ?? -1]
  if (place === undefined || main === undefined || base === undefined) return undefined
  const own = split[other].get(before) ?? []
  const shared = keys.flatMap((key) => union.cells[key]?.[other] ?? [])
  const places = [...new Set([place, ...own, ...shared])].sort((x, y) => x - y)
  const pieces = places.flatMap((each) => versions[other][each] ?? [])
  const parts = pieces.map((cell) => ({ base, cell }))
  const whole = pieces.length === 1 ? main : wholeCell({ base, cell: main }, parts, "\n", merge.policy.rules)
  return { whole, pieces, keys: places.flatMap((each) => union[other][each] ?? []) }
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

interface Piece {
  readonly key: number
  readonly place: Places
  readonly base: Cell
  readonly piece: Cell
  readonly edited: Cell
  /** The piece's part of the base's text and of the edited one, and of their attachments. */
  readonly cut: Cut
  readonly files: PieceFiles
}

/** Merges a piece with its part of the other side's edit; `text` is its merged text, where an edit spans a cut.
 *  Undefined for a piece whose every line the other side deleted, unless it is the one that the cell became. */
function mergePiece(all: Division, at: Piece, text?: TextMerge): MergedCell | undefined {
  const { key, place, base, piece, edited, cut, files } = at
  const note = noteAt(all.log, key, place)
  const isMain = key === place.base
  const goesIfEmpty = !isMain && !hasMore(piece, base, all.merge.policy.rules)
  const other = otherSide(all.side)
  const deletedBy = goesIfEmpty && text && isDeletedBy(text, other) ? other : undefined
  const source = text && pieceSource(text, note, deletedBy)
  if (source?.kind !== "conflict" && cut.edited !== cut.base) note("split-edited", ["source"])
  const isEmptied =
    source === undefined
      ? cut.edited.trim() === "" && piece.source === cut.base
      : isEmptiedText(source, deletedBy)
  if (goesIfEmpty && isEmptied) return undefined
  // Metadata went with the piece that the cell became; a new piece has only its side's.
  const like = isMain || edited.type !== base.type ? edited : base
  const metadata = isMain || like === base || base.metadata === undefined ? undefined : span(base.metadata)
  const versions = versionsOf(
    all.side,
    combinedCell(base, cut.base, { attachments: files.base }),
    piece,
    combinedCell(like, cut.edited, { attachments: files.edited, metadata }),
  )
  return { places: place, content: composeCell({ ...all.merge, note }, versions, source) }
}

function pieceSource(
  merge: TextMerge,
  note: CellMerge["note"],
  deletedBy: "ours" | "theirs" | undefined,
): MergedSource {
  if (isClean(merge)) return { kind: "text", text: mergedText(merge) }
  const choice = note("split-spanned", ["source"])
  if (choice === undefined) return { kind: "conflict", merge, deletedBy }
  return { kind: "text", text: resolvedText(merge, choice), resolved: merge }
}

/** Whether the side left nothing of the text: its markers say so, and whoever resolves them for it removes the piece. */
function isDeletedBy({ chunks }: TextMerge, side: "ours" | "theirs"): boolean {
  const [only, ...others] = chunks
  return only?.kind === "conflict" && others.length === 0 && only[side].length === 0
}

/** Whether nothing is left of the text. A conflict that its markers do not show as a deletion leaves a cell. */
function isEmptiedText(source: MergedSource, deletedBy: "ours" | "theirs" | undefined): boolean {
  if (source.kind === "conflict" || source.text.trim() !== "") return false
  return source.resolved === undefined || deletedBy !== undefined
}

/** Whether the piece holds more than its part of the text: tags, say, or pictures. */
function hasMore(piece: Cell, base: Cell, rules: RuleSet): boolean {
  const hasFiles = [...filesOf(piece)].some(([name, file]) => !sameValue(filesOf(base).get(name), file))
  return (
    hasFiles || ![undefined, base.metadata].some((was) => isEquivalentMetadata(was, piece.metadata, rules))
  )
}

function isEquivalentMetadata(a: JsonValue | undefined, b: JsonValue | undefined, rules: RuleSet): boolean {
  if (b === undefined || membersOf(b).length === 0) return true
  return isEquivalent("cell", ["metadata"], a, b, rules)
}
