import { joinedLines } from "../../diff/text/lines.js"
import { cellListOf, worksheetOf } from "../../notebook/cell-list.js"
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
import { itemsOf, type JsonValue, kindOf, memberOf, stringOf } from "../../notebook/json-value.js"
import type { Cell, Notebook } from "../../notebook/model.js"
import { allowedCellKeys } from "../../notebook/validate.js"
import { CONFLICT_KEY } from "../decisions/decision.js"
import { type Resolution, unionOf } from "../text/line-merge.js"
import type { MarkedConflict, MarkedText } from "../text/marker-parser.js"
import type { RecordedConflict } from "./recorded-conflicts.js"
import { RUN_KEYS, runAmong } from "./run-of-source.js"

/** What a conflict is settled for: a version, both, or a text that somebody wrote. */
export type Choice = Resolution | { readonly kind: "edited"; readonly source: string }

/** What is chosen for conflicts of one notebook; the others stay as they stand. */
export type Choices = ReadonlyMap<RecordedConflict, Choice>

/** Notebooks in which the outputs of a settled source are looked for. */
export type RunsOfSides = readonly Notebook[]

/** Whether the file itself tells what a conflict is to become. */
export function canResolveMark(conflict: RecordedConflict, resolution: Resolution): boolean {
  switch (conflict.kind) {
    case "source":
      return resolution !== "base" || conflict.text.chunks.every(hasBase)
    case "field":
      return resolution === "ours" || (resolution !== "union" && isWithinMembers(conflict.field.path))
    case "insertion":
      // The file does not say how far each side's run goes.
      return resolution === "union"
    case "stray":
      return false
  }
}

/** Whether a path can be set alone: not the metadata as a whole, which holds the records, nor one in a worksheet. */
function isWithinMembers(path: readonly string[]): boolean {
  return path[0] !== "worksheets" && (path[0] !== "metadata" || path.length > 1)
}

/** The file with the chosen conflicts settled from what stands in it: markers of any style, and records. All the
 *  rest is copied as the bytes it is. A source that is now that of one of `runs` gets its outputs back. */
export function resolveMarks(notebook: Notebook, choices: Choices, runs: RunsOfSides = []): Uint8Array {
  const dialect = dialectOf(notebook)
  const resolved = [...choices].flatMap(([conflict, choice]) =>
    typeof choice !== "string" || canResolveMark(conflict, choice) ? [{ conflict, choice }] : [],
  )
  const items = notebook.cells.flatMap(({ value }, index): readonly DraftItem[] => {
    const own = resolved.filter(({ conflict }) => conflict.cell === index)
    const draft = resolveCell(notebook, index, own, dialect, runs)
    return draft === undefined ? [] : [{ value: draft, at: value }]
  })
  const ofNotebook = resolved.filter(({ conflict }) => conflict.cell === undefined)
  const members = resolveRecords(draftMembers(notebook.root), ofNotebook, dialect)
  const draft = {
    kind: "object",
    like: notebook.root,
    members: withCells(members, notebook, items, dialect),
  } as const
  return writeFile(notebook.root, draft, dialect)
}

interface ResolvedConflict {
  readonly conflict: RecordedConflict
  readonly choice: Choice
}

function hasBase(chunk: MarkedText["chunks"][number]): boolean {
  return chunk.kind === "plain" || chunk.base !== null
}

/** The cell's draft, undefined where it goes. */
function resolveCell(
  notebook: Notebook,
  index: number,
  resolved: readonly ResolvedConflict[],
  dialect: Dialect,
  runs: RunsOfSides,
): Draft | undefined {
  const cell = notebook.cells[index] as Cell
  if (resolved.length === 0) return span(cell.value)
  const sources = resolved.map(({ conflict, choice }) => resolvedSource(conflict, choice))
  if (sources.includes(GONE)) return undefined
  const source = sources.find((text) => typeof text === "string")
  const records = resolveRecords(draftMembers(cell.value), resolved, dialect)
  const members = source === undefined ? records : withSource(records, cell, source, dialect, runs)
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

/** The text of one version, or of both, in which each conflict is settled alike. */
export function textOfChoice({ chunks, end }: MarkedText, choice: Resolution): string {
  const lines = chunks.flatMap((chunk) => (chunk.kind === "plain" ? chunk.lines : chosenLines(chunk, choice)))
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
  runs: RunsOfSides,
): readonly DraftMember[] {
  const text: Draft = { kind: "text", text: source, like: memberOf(cell.value, cell.sourceKey) }
  const written = withMember(members, cell.sourceKey, text, keys)
  const run = runs
    .map(({ cells }) => runAmong(cellsWithSource(source, cells), cell))
    .find((found) => found !== undefined)
  if (run === undefined) return written
  return RUN_KEYS.reduce<readonly DraftMember[]>((all, key) => {
    const value = memberOf(run.value, key)
    return value === undefined ? all : withMember(all, key, span(value), keys)
  }, written)
}

function cellsWithSource(source: string, cells: readonly Cell[]): readonly Cell[] {
  return cells.filter((cell) => cell.source === source)
}

/** The members with the chosen versions of recorded fields, and without the records that are settled. */
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

/** The notebook's members with these cells, in the one worksheet where the version has those. */
export function withCells(
  members: readonly DraftMember[],
  { root }: Notebook,
  items: readonly DraftItem[],
  { keys }: Dialect,
): readonly DraftMember[] {
  const cells: Draft = { kind: "array", like: cellListOf(root), items }
  const sheet = worksheetOf(root)
  const worksheets = memberOf(root, "worksheets")
  if (sheet === undefined || worksheets === undefined) return withMember(members, "cells", cells, keys)
  const value: Draft = {
    kind: "object",
    like: sheet,
    members: withMember(draftMembers(sheet), "cells", cells, keys),
  }
  return withMember(
    members,
    "worksheets",
    { kind: "array", like: worksheets, items: [{ value, at: sheet }] },
    keys,
  )
}
