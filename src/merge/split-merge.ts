import { diffLines } from "../diff/line-diff.js"
import { splitLines } from "../diff/lines.js"
import type { Cell } from "../notebook/model.js"
import type { CellUnion, ThreeVersions } from "./cell-union.js"
import type { CellMerge, CellVersions } from "./cell-versions.js"
import { composeCell } from "./merge-cell.js"
import { type MergeLog, noteAt } from "./merge-log.js"
import type { CellContent, MergedCell } from "./merged-cell.js"
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
  for (const side of ["ours", "theirs"] as const) {
    const alignment = side === "ours" ? union.toOurs : union.toTheirs
    const all: SplitMerge = { union, versions, merge, log, side, settled }
    for (const { before, after } of alignment.splits) mergeSplit(all, before, after)
    for (const { before, after } of alignment.joins) mergeJoin(all, before, after)
  }
  return settled
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

/** One cell of the base became several on one side: the other's edit goes to the pieces that hold its lines. */
function mergeSplit(all: SplitMerge, before: number, after: readonly number[]): void {
  const { union, versions, side, settled } = all
  const other = side === "ours" ? "theirs" : "ours"
  const base = versions.base[before]
  const edited = versions[other][union.cells[before]?.[other] ?? -1]
  const pieces = after.map((place) => versions[side][place])
  const keys = after.map((place) => union[side][place])
  if (base === undefined || edited === undefined || edited.source === base.source) return
  if (keys.some((key) => key === undefined || settled.has(key)) || !isSplitBy(union, keys, before, other))
    return
  const cuts = cutsOf(
    base.source,
    pieces.map((piece) => piece?.source ?? ""),
    edited.source,
  )
  for (const [i, piece] of pieces.entries()) {
    const key = keys[i]
    if (piece === undefined || key === undefined) continue
    const places = {
      base: before,
      ours: undefined,
      theirs: undefined,
      [side]: after[i],
      [other]: union.cells[before]?.[other],
    }
    const note = noteAt(all.log, key, places)
    const cut = cuts?.[i]
    if (cut !== undefined) {
      if (cut.edited !== cut.base) note("split-edited", ["source"])
      const bases = withSource(base, cut.base)
      const edits = withSource(edited, cut.edited)
      const content = composeCell({ ...all.merge, note }, versionsOf(side, bases, piece, edits))
      settled.set(key, { places, content })
    } else if (key === before) {
      note("split-spanned", ["source"])
      settled.set(key, { places, content: spanned(all, base, piece, edited) })
    }
  }
}

/** Whether the pieces are one side's alone: the kept one is the base's cell, the others are nobody else's. */
function isSplitBy(
  { cells }: CellUnion,
  keys: readonly (number | undefined)[],
  before: number,
  other: "ours" | "theirs",
): boolean {
  return keys.every((key) => key === before || (key !== undefined && cells[key]?.[other] === undefined))
}

function versionsOf(side: "ours" | "theirs", base: Cell, own: Cell, other: Cell): CellVersions {
  return side === "ours" ? { base, ours: own, theirs: other } : { base, ours: other, theirs: own }
}

function withSource(cell: Cell, source: string): Cell {
  return { ...cell, source }
}

/** A conflict in the piece that kept the most: the whole edited cell against it. */
function spanned({ merge, side }: SplitMerge, base: Cell, piece: Cell, edited: Cell): CellContent {
  const versions = versionsOf(side, base, piece, edited)
  const content = composeCell({ ...merge, note: () => undefined }, versions)
  const { ours, theirs } = versions
  return {
    ...content,
    source: { kind: "conflict", merge: conflictOf(base.source, ours.source, theirs.source) },
  }
}

interface Cut {
  readonly base: string
  readonly edited: string
}

/** The base's and the edited source, cut where the pieces are; undefined where an edit spans a cut. */
function cutsOf(base: string, pieces: readonly string[], edited: string): readonly Cut[] | undefined {
  const whole = pieces.join("\n")
  const toPieces = diffLines(base, whole)
  const toEdited = diffLines(base, edited)
  const ends: { base: number; edited: number }[] = []
  let line = 0
  for (const piece of pieces.slice(0, -1)) {
    line += splitLines(`${piece}\n`).length
    const inBase = lineBefore(toPieces, line)
    const hunk = toEdited.find(({ fromA, toA }) => fromA < inBase && inBase < toA)
    if (hunk !== undefined) return undefined
    ends.push({ base: inBase, edited: lineAfter(toEdited, inBase) })
  }
  const linesOfBase = splitLines(base)
  const linesOfEdited = splitLines(edited)
  const end = { base: linesOfBase.length, edited: linesOfEdited.length }
  return pieces.map((piece, i) => {
    const from = ends[i - 1] ?? { base: 0, edited: 0 }
    const to = ends[i] ?? end
    return {
      base: pieceText(linesOfBase.slice(from.base, to.base), piece),
      edited: pieceText(linesOfEdited.slice(from.edited, to.edited), piece),
    }
  })
}

/** The line of A at which line `b` of B starts; the end of the hunk where it lies in one. */
function lineBefore(hunks: ReturnType<typeof diffLines>, b: number): number {
  let shift = 0
  for (const { toA, fromB, toB } of hunks) {
    if (b < fromB) break
    if (b <= toB) return toA
    shift = toA - toB
  }
  return b + shift
}

/** The line of B at which line `a` of A starts; an insertion right there is before it. */
function lineAfter(hunks: ReturnType<typeof diffLines>, a: number): number {
  let shift = 0
  for (const { fromA, toA, fromB, toB } of hunks) {
    if (a < fromA || (a === fromA && toA > fromA)) return a < fromA ? a + shift : fromB
    if (a <= toA) return toB
    shift = toB - toA
  }
  return a + shift
}

/** Lines as a cell's source: the line end before a cut is the cut's. */
function pieceText(lines: readonly string[], piece: string): string {
  const text = lines.join("")
  return piece.endsWith("\n") ? text : text.replace(/\r?\n$/, "")
}

/** Several cells of the base became one on one side: the other's edits are merged into the whole. */
function mergeJoin(all: SplitMerge, before: readonly number[], after: number): void {
  const { union, versions, side, settled } = all
  const other = side === "ours" ? "theirs" : "ours"
  const key = union[side][after]
  const joined = versions[side][after]
  const bases = before.flatMap((i) => versions.base[i] ?? [])
  const others = before.map((i) => versions[other][union.cells[i]?.[other] ?? -1])
  const isEdited = others.some((cell, i) => cell !== undefined && cell.source !== bases[i]?.source)
  if (key === undefined || joined === undefined || !before.includes(key) || !isEdited) return
  if (before.some((i) => settled.has(i)) || others.some((cell) => cell === undefined)) return
  const base = withSource(bases[before.indexOf(key)] as Cell, joinedSource(bases))
  const edited = withSource(others[before.indexOf(key)] as Cell, joinedSource(others as Cell[]))
  const places = {
    base: key,
    ours: undefined,
    theirs: undefined,
    [side]: after,
    [other]: union.cells[key]?.[other],
  }
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
