import { joinedLines } from "../../diff/text/lines.js"
import { withCells } from "../../notebook/cell-list.js"
import { type Dialect, dialectOf } from "../../notebook/dialect.js"
import {
  type Draft,
  type DraftItem,
  type DraftMember,
  draftMembers,
  NULL,
  span,
  withMember,
  withoutMembers,
  writeFile,
} from "../../notebook/draft.js"
import { itemsOf, type JsonValue, kindOf, memberOf, stringOf } from "../../notebook/json/json-value.js"
import type { Cell, Notebook } from "../../notebook/model.js"
import { allowedCellKeys } from "../../notebook/validate.js"
import { namesIn, referencesTo } from "../cells/attachment-references.js"
import { filesOf } from "../cells/attachments.js"
import { withoutFiles } from "../cells/merged-cell.js"
import { CONFLICT_KEY, type FieldConflict } from "../decisions/decision.js"
import { type Resolution, unionOf } from "../text/line-merge.js"
import type { MarkedConflict, MarkedText } from "../text/marker-parser.js"
import { movedLines } from "../text/markers.js"
import type { Version } from "../text/side.js"
import type { RecordedConflict } from "./recorded-conflicts.js"
import { cellsBySource, groupedBy, RUN_KEYS, runAmong, type StoredCells } from "./run-of-source.js"

/** Says what a conflict is resolved for: a version, both, or a text that somebody wrote. */
export type Choice = Resolution | { readonly kind: "edited"; readonly source: string }

/** Holds the choices for conflicts of one notebook; the other conflicts stay. */
export type Choices = ReadonlyMap<RecordedConflict, Choice>

/** Notebooks in which to look for the outputs of a resolved source. */
export type RunsOfSides = readonly Notebook[]

/** Returns whether the file itself says what a conflict is to become. */
export function canResolveMark(conflict: RecordedConflict, resolution: Resolution): boolean {
  switch (conflict.kind) {
    case "source":
      return resolution !== "base" || hasWholeBase(conflict.text)
    case "field":
      return resolution === "ours" || (resolution !== "union" && canBeSet(conflict.field, resolution))
    case "insertion":
      return resolution === "union" || conflict.runs !== undefined
    case "stray":
      return false
  }
}

/** Whether a field can be set to a version alone: not the metadata as a whole, which holds the records, nor a field in a
 *  worksheet; and what every cell needs cannot be removed. */
function canBeSet(field: FieldConflict, side: Version): boolean {
  const [first = "", ...rest] = field.path
  if (first === "worksheets" || first === "" || (first === "metadata" && rest.length === 0)) return false
  return rest.length > 0 || field[side] !== undefined || !NEEDED.has(first)
}

const NEEDED: ReadonlySet<string> = new Set(["cell_type", "source", "outputs", "execution_count", "nbformat"])

/** Cells that are resolved already, by index: their drafts, undefined for one that goes. */
export type ResolvedCells = ReadonlyMap<number, Draft | undefined>

/** Returns the file with the chosen conflicts resolved from what is in it: markers of any style, and records. All
 *  the rest is copied as the bytes it is. A source that is now that of one of `runs` gets its outputs back. */
export function resolveMarks(
  notebook: Notebook,
  choices: Choices,
  runs: RunsOfSides = [],
  cells: ResolvedCells = new Map(),
): Uint8Array {
  const dialect = dialectOf(notebook)
  const stored = runs.map(cellsBySource)
  const resolved = [...choices].flatMap(([conflict, choice]) =>
    typeof choice !== "string" || canResolveMark(conflict, choice) ? [{ conflict, choice }] : [],
  )
  const byCell = groupedBy(resolved, ({ conflict }) => conflict.cell)
  const gone = new Set(resolved.flatMap(droppedCells))
  const items = notebook.cells.flatMap(({ value }, index): readonly DraftItem[] => {
    if (gone.has(index)) return []
    const own = byCell.get(index) ?? []
    const draft = cells.has(index) ? cells.get(index) : resolveCell(notebook, index, own, dialect, stored)
    return draft === undefined ? [] : [{ value: draft, at: value }]
  })
  const ofNotebook = byCell.get(undefined) ?? []
  const members = resolveRecords(draftMembers(notebook.root), ofNotebook, dialect)
  const draft = {
    kind: "object",
    like: notebook.root,
    members: withCells(members, notebook.root, items, dialect),
  } as const
  return writeFile(notebook.root, draft, dialect)
}

interface ResolvedConflict {
  readonly conflict: RecordedConflict
  readonly choice: Choice
}

/** Returns whether the markers hold the whole base. In zdiff3 style, lines that both sides have are outside of the
 *  markers, and the label says how many; without that the base is incomplete. */
function hasWholeBase({ chunks }: MarkedText): boolean {
  return chunks.every((chunk, i) => {
    if (chunk.kind === "plain") return true
    const { above, below } = movedLines(chunk.labels.base)
    const lines = (at: number): number => {
      const beside = chunks[at]
      return beside?.kind === "plain" ? beside.lines.length : 0
    }
    return chunk.base !== null && above <= lines(i - 1) && below <= lines(i + 1)
  })
}

/** The cells that go where two runs of inserted cells are resolved for one of them, or for neither. */
function droppedCells({ conflict, choice }: ResolvedConflict): readonly number[] {
  if (conflict.kind !== "insertion" || conflict.runs === undefined) return []
  const { ours, theirs } = conflict.runs
  if (choice === "base") return [...ours, ...theirs]
  return choice === "ours" ? theirs : choice === "theirs" ? ours : []
}

/** The cell's draft, undefined where it goes. */
function resolveCell(
  notebook: Notebook,
  index: number,
  resolved: readonly ResolvedConflict[],
  dialect: Dialect,
  stored: readonly StoredCells[],
): Draft | undefined {
  const cell = notebook.cells[index] as Cell
  if (resolved.length === 0) return span(cell.value)
  const sources = resolved.map(({ conflict, choice }) => resolvedSource(conflict, choice))
  if (sources.includes(GONE)) return undefined
  const source = sources.find((text) => typeof text === "string")
  const records = resolveRecords(draftMembers(cell.value), resolved, dialect)
  const isOfBase = resolved.some(
    ({ conflict, choice }) => conflict.kind === "source" && conflict.deletedBy && choice === "base",
  )
  const own = isOfBase ? withoutRun(records, dialect) : records
  const written = source === undefined ? own : withSource(own, cell, source, dialect, stored)
  const members = source === undefined ? written : withoutUnshown(written, resolved, cell, source)
  return { kind: "object", like: cell.value, members: inType(members, cell, notebook) }
}

/** Stands for a cell that is deleted. */
const GONE = Symbol("gone")

function resolvedSource(conflict: RecordedConflict, choice: Choice): string | typeof GONE | undefined {
  if (typeof choice !== "string") return choice.source
  if (conflict.kind !== "source") return undefined
  if (conflict.deletedBy === choice) return GONE
  return textOfChoice(conflict.text, choice)
}

/** The text of one version, or of both, in which each conflict is resolved alike. */
export function textOfChoice({ chunks, end }: MarkedText, choice: Resolution): string {
  const labelAt = (at: number): string => {
    const chunk = chunks[at]
    return choice === "base" && chunk?.kind === "conflict" && chunk.base !== null ? chunk.labels.base : ""
  }
  const lines = chunks.flatMap((chunk, i) => {
    if (chunk.kind === "conflict") return chosenLines(chunk, choice)
    const from = movedLines(labelAt(i - 1)).below
    return chunk.lines.slice(from, chunk.lines.length - movedLines(labelAt(i + 1)).above)
  })
  return joinedLines({ lines, end })
}

function chosenLines(conflict: MarkedConflict, choice: Resolution): readonly string[] {
  if (choice === "union") return unionOf(conflict)
  return conflict[choice] ?? []
}

function withSource(
  members: readonly DraftMember[],
  cell: Cell,
  source: string,
  { keys }: Dialect,
  stored: readonly StoredCells[],
): readonly DraftMember[] {
  const text: Draft = { kind: "text", text: source, like: memberOf(cell.value, cell.sourceKey) }
  const written = withMember(members, cell.sourceKey, text, keys)
  const run = stored
    .map((bySource) => runAmong(bySource.get(source) ?? [], cell))
    .find((found) => found !== undefined)
  if (run === undefined || cell.type !== "code") return written
  return RUN_KEYS.reduce<readonly DraftMember[]>((all, key) => {
    const value = memberOf(run.value, key)
    return value === undefined ? all : withMember(all, key, span(value), keys)
  }, written)
}

/** The members without outputs, which were those of another text. */
function withoutRun(members: readonly DraftMember[], { keys }: Dialect): readonly DraftMember[] {
  return RUN_KEYS.reduce<readonly DraftMember[]>((all, key) => {
    if (!all.some((member) => member.key === key)) return all
    return withMember(all, key, key === "outputs" ? { kind: "array", items: [] } : NULL, keys)
  }, members)
}

/** The members without the attachments that the conflict showed and its resolution does not show. */
function withoutUnshown(
  members: readonly DraftMember[],
  resolved: readonly ResolvedConflict[],
  cell: Cell,
  source: string,
): readonly DraftMember[] {
  const files = filesOf(cell)
  const isWritten = resolved.some(({ choice }) => typeof choice !== "string")
  if (files.size === 0 || isWritten) return members
  const find = referencesTo(files.keys())
  const now = namesIn(source, find)
  const gone = new Set([...namesIn(cell.source, find)].filter((name) => !now.has(name)))
  return gone.size === 0 ? members : withoutFiles(members, gone)
}

/** Returns the members with the chosen versions of recorded fields, and without the resolved records. */
function resolveRecords(
  members: readonly DraftMember[],
  resolved: readonly ResolvedConflict[],
  dialect: Dialect,
): readonly DraftMember[] {
  const gone = new Set<number>()
  let result = members
  for (const { conflict, choice } of resolved) {
    if (conflict.kind !== "field" && conflict.kind !== "insertion") continue
    gone.add(conflict.index)
    if (conflict.kind === "insertion" || typeof choice !== "string" || choice === "union") continue
    // ours is what is there already
    if (choice === "ours" && !canBeSet(conflict.field, choice)) continue
    result = setAt(result, conflict.field.path, conflict.field[choice], dialect)
  }
  return gone.size === 0 ? result : withoutRecords(result, gone, dialect)
}

/** The members with a value at a path of keys, or without it where the version has none. */
function setAt(
  members: readonly DraftMember[],
  path: readonly string[],
  value: JsonValue | undefined,
  dialect: Dialect,
): readonly DraftMember[] {
  const [key, ...rest] = path
  if (key === undefined) return members
  if (rest.length === 0) {
    return value === undefined
      ? withoutMembers(members, new Set([key]))
      : withMember(members, key, span(value), dialect.keys)
  }
  const inner = membersOfDraft(members.findLast((member) => member.key === key)?.value)
  if (inner === undefined) return members
  const changed: Draft = { ...inner, members: setAt(inner.members, rest, value, dialect) }
  return withMember(members, key, changed, dialect.keys)
}

function membersOfDraft(draft: Draft | undefined): (Draft & { readonly kind: "object" }) | undefined {
  if (draft?.kind === "object") return draft
  if (draft?.kind !== "span" || kindOf(draft.value) !== "object") return undefined
  return { kind: "object", like: draft.value, members: draftMembers(draft.value) }
}

function withoutRecords(
  members: readonly DraftMember[],
  gone: ReadonlySet<number>,
  { keys }: Dialect,
): readonly DraftMember[] {
  const metadata = membersOfDraft(members.findLast(({ key }) => key === "metadata")?.value)
  const record = metadata?.members.findLast(({ key }) => key === CONFLICT_KEY)?.value
  if (metadata === undefined || record?.kind !== "span") return members
  const left = itemsOf(record.value).filter((_, i) => !gone.has(i))
  const own: readonly DraftMember[] =
    left.length === 0
      ? withoutMembers(metadata.members, new Set([CONFLICT_KEY]))
      : withMember(metadata.members, CONFLICT_KEY, listOf(record.value, left), keys)
  return withMember(members, "metadata", { ...metadata, members: own }, keys)
}

function listOf(like: JsonValue, items: readonly JsonValue[]): Draft {
  return { kind: "array", like, items: items.map((item) => ({ value: span(item), at: item })) }
}

/** The members that a cell of its new type may have, and those that it needs; as they are where the type stayed. */
function inType(members: readonly DraftMember[], cell: Cell, notebook: Notebook): readonly DraftMember[] {
  const stated = members.findLast(({ key }) => key === "cell_type")?.value
  const type =
    stated?.kind === "span" && kindOf(stated.value) === "string" ? stringOf(stated.value) : cell.type
  const allowed = type === cell.type || notebook.major < 4 ? undefined : allowedCellKeys(type, notebook.minor)
  if (allowed === undefined) return members
  const kept = members.filter(({ key }) => allowed.has(key))
  if (type !== "code") return kept
  const { keys } = dialectOf(notebook)
  const missing = (["outputs", "execution_count"] as const).filter(
    (key) => !kept.some((own) => own.key === key),
  )
  return missing.reduce<readonly DraftMember[]>(
    (all, key) => withMember(all, key, key === "outputs" ? { kind: "array", items: [] } : NULL, keys),
    kept,
  )
}
