import { diffLines } from "../../diff/text/line-diff.js"
import { isEquivalent } from "../../normalize/equivalence.js"
import type { RuleSet } from "../../normalize/rules/rule-set.js"
import { span } from "../../notebook/draft.js"
import { sameValue } from "../../notebook/json/json-equality.js"
import { memberMap, memberOf } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import { filesOf } from "../cells/attachments.js"
import type { CellMerge } from "../cells/cell-versions.js"
import { composeCell } from "../cells/merge-cell.js"
import type { ComposedCell } from "../cells/merged-cell.js"
import type { DecisionKind } from "../decisions/decision.js"
import { type Note, noteAt } from "../decisions/merge-log.js"
import { otherSide } from "../text/side.js"
import { type CellPart, combinedCell, joinedText, wholeCell } from "./combined-cell.js"
import { type Division, placesAt, versionsOf } from "./division.js"

/** Several cells of the base became one on one side: the other's edits are merged into the whole, and the lines of a
 *  cell that it deleted go.
 *
 *      base `a b | c d` · ours `a b c d` · theirs `a b | c d'` → `a b c d'`
 *      base `a b | c d` · ours `a b c d` · theirs `a b` → `a b` */
export function mergeJoin(all: Division, before: readonly number[], after: number): void {
  const { union, versions, side, resolved, merge } = all
  const { rules } = merge.policy
  const key = union[side][after]
  const joined = versions[side][after]
  const parts = joinedParts(all, before)
  const pieces = parts.flatMap((part) => part.pieces)
  // lines of a cell that the other side split belong between those of its neighbors here
  if (pieces.some((piece) => resolved.has(piece) || union.cells[piece]?.[side] !== undefined)) return
  const left = parts.flatMap(({ base, cell, i }) => (cell === undefined ? [] : [{ base, cell, i }]))
  const main = left.find(({ i }) => i === key) ?? left[0]
  if (key === undefined || joined === undefined || main === undefined || !before.includes(key)) return
  if (before.some((i) => resolved.has(i))) return
  const converted = left.find(({ base, cell }) => cell.type !== base.type)?.cell
  const isConverted = left.every(({ cell }) => cell.type === converted?.type)
  const isEdited = pieces.length > 0 || left.some((part) => !isUntouched(part, part.i === key, rules))
  if (!isEdited && left.length === parts.length && (converted === undefined || isConverted)) return
  const separator = separatorOf(
    parts.map(({ base }) => base.source),
    joined.source,
  )
  const bases = parts.map(({ base }) => ({ base, cell: base }))
  const base = wholeCell({ base: main.base, cell: main.base }, bases, separator, rules)
  const edited = wholeCell(main, left, separator, rules)
  const places = placesAt(all, key, after)
  const reported = new Set<DecisionKind>()
  const own = noteAt(all.log, key, places)
  const note: Note = (kind, path) => {
    reported.add(kind)
    return own(kind, path)
  }
  note("joined-edited", ["source"])
  const compose = (other: Cell): ComposedCell =>
    composeCell({ ...merge, note }, versionsOf(side, base, joined, other))
  const content =
    converted === undefined || isConverted
      ? compose(edited)
      : partlyConverted(side, note, compose, { base, edited, converted })
  const isDropped = content.like.type === "code" && left.some(({ cell }) => filesOf(cell).size > 0)
  if (isDropped && !reported.has("type-drops")) note("type-drops", ["attachments"])
  resolved.set(key, { places, content })
  for (const each of [...before, ...pieces]) if (each !== key) resolved.set(each, undefined)
}

/** The other side gave another type to some of the cells: which one the whole is to have is left for a person. */
function partlyConverted(
  side: "ours" | "theirs",
  note: CellMerge["note"],
  compose: (other: Cell) => ComposedCell,
  { base, edited, converted }: { readonly base: Cell; readonly edited: Cell; readonly converted: Cell },
): ComposedCell {
  const resolved = note("type", ["cell_type"])
  if (resolved === otherSide(side)) return compose(edited)
  const attachments = edited.attachments && memberMap(edited.attachments)
  const metadata = edited.metadata && span(edited.metadata)
  const content = compose(combinedCell(base, edited.source, { attachments, metadata }))
  if (resolved !== undefined) return content
  const [own, theirs] = [base, converted].map(({ value }) => memberOf(value, "cell_type"))
  const types = { base: own, ours: own, theirs: own, [otherSide(side)]: theirs }
  return { ...content, conflicts: [...content.conflicts, { path: ["cell_type"], ...types }] }
}

interface JoinedPart {
  /** Its place in the base. */
  readonly i: number
  readonly base: Cell
  /** What the other side made of it: nothing, where it deleted it. */
  readonly cell: Cell | undefined
  /** The keys of the other cells that the other side split off it. */
  readonly pieces: readonly number[]
}

function joinedParts(
  { union, versions, side, merge, pieces }: Division,
  before: readonly number[],
): readonly JoinedPart[] {
  const other = otherSide(side)
  return before.flatMap((i): readonly JoinedPart[] => {
    const base = versions.base[i]
    if (base === undefined) return []
    const cell = versions[other][union.cells[i]?.[other] ?? -1]
    const places = pieces[other].get(i) ?? []
    if (cell === undefined || places.length === 0) return [{ i, base, cell, pieces: [] }]
    const parts = places
      .flatMap((place) => versions[other][place] ?? [])
      .map((piece) => ({ base, cell: piece }))
    const whole = wholeCell({ base, cell }, parts, "\n", merge.policy.rules)
    const keys = places.flatMap((place) => union[other][place] ?? [])
    return [{ i, base, cell: whole, pieces: keys.filter((key) => key !== i) }]
  })
}

/** Whether nothing of the part would be lost with its cell. That of the main cell is merged with the whole anyway. */
function isUntouched({ base, cell }: CellPart, isMain: boolean, rules: RuleSet): boolean {
  if (base.source !== cell.source || isMain) return base.source === cell.source
  const isSameMetadata = isEquivalent("cell", ["metadata"], base.metadata, cell.metadata, rules)
  return isSameMetadata && sameValue(base.attachments, cell.attachments)
}

/** What most likely is between the sources in the joined text: the end of a line, an empty line, or nothing where
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
