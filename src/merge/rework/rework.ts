import { align } from "../../diff/align/align.js"
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
import { memberOf } from "../../notebook/json/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../../notebook/model.js"
import { newFault } from "../../notebook/new-fault.js"
import { type ConflictedNotebook, resolveNotebook } from "../resolve/resolve.js"
import { RUN_KEYS, runAmong } from "../resolve/run-of-source.js"
import type { Version } from "../text/side.js"
import type { Action } from "./action.js"
import { placeChoices } from "./place-choices.js"
import { type CellState, type ReworkState, reworkState } from "./rework-state.js"

export type Reworked =
  | {
      readonly kind: "bytes"
      readonly bytes: Uint8Array
      readonly notebook: Notebook
      /** Where each cell of the opened file is in the result; -1 for one that is not in it. */
      readonly cells: readonly number[]
    }
  /** The result would break a rule of its version that neither the file nor a side breaks: one line. */
  | { readonly kind: "invalid"; readonly message: string }

/** Returns the notebook after a person's actions. Without any it is the file as it was opened, byte for byte, and a cell
 *  that no action touches keeps its bytes. */
export function rework(conflicted: ConflictedNotebook, actions: readonly Action[]): Reworked {
  const state = reworkState(conflicted, actions)
  const resolved = resolveNotebook(conflicted, placeChoices(conflicted, state))
  const { bytes, cells } = changedNotebook(conflicted, resolved, state)
  const notebook = parseNotebook(bytes)
  const known = [conflicted.notebook, ...sideNotebooks(conflicted).values()]
  const fault = newFault(notebook, known)
  if (fault === undefined) return { kind: "bytes", bytes, notebook, cells }
  return { kind: "invalid", message: `the notebook would be invalid: ${fault.path} ${fault.message}` }
}

interface ChangedNotebook {
  readonly bytes: Uint8Array
  readonly cells: readonly number[]
}

function changedNotebook(
  conflicted: ConflictedNotebook,
  bytes: Uint8Array,
  state: ReworkState,
): ChangedNotebook {
  const resolved = bytes === conflicted.bytes ? conflicted.notebook : parseNotebook(bytes)
  if (hasCellChanges(state)) return withCellChanges(conflicted, resolved, state)
  return { bytes, cells: [...align(conflicted.notebook.cells, resolved.cells).toB] }
}

function hasCellChanges({ cells, order }: ReworkState): boolean {
  return cells.size > 0 || order.some((cell, i) => cell !== i)
}

/** The notebooks that were merged, where they are known and can be read. */
export function sideNotebooks({ files }: ConflictedNotebook): ReadonlyMap<Version, Notebook> {
  const sides = new Map<Version, Notebook>()
  for (const side of ["ours", "theirs", "base"] as const) {
    const bytes = files?.[side]
    if (bytes === undefined || bytes.length === 0) continue
    try {
      sides.set(side, parseNotebook(bytes))
    } catch {
      // a side that is not a notebook has no cells to take
    }
  }
  return sides
}

function withCellChanges(
  conflicted: ConflictedNotebook,
  resolved: Notebook,
  state: ReworkState,
): ChangedNotebook {
  const { cells } = conflicted.notebook
  const dialect = dialectOf(resolved)
  const sides = sideNotebooks(conflicted)
  const places = align(cells, resolved.cells).toB
  const counterpart = counterparts(cells, sides)
  const changed = new Map<number, Draft | undefined>()
  for (const [cell, change] of state.cells) {
    const at = places[cell] ?? -1
    const own = resolved.cells[at]
    if (own !== undefined)
      changed.set(at, changedCell(own, change, counterpart(cell), [...sides.values()], dialect))
  }
  const order = newOrder(state, places, resolved.cells.length).filter(
    (at) => !changed.has(at) || changed.get(at) !== undefined,
  )
  const items = order.flatMap((at): readonly DraftItem[] => {
    const value = resolved.cells[at]?.value
    return value === undefined ? [] : [{ value: changed.get(at) ?? span(value), at: value }]
  })
  const members = withCells(draftMembers(resolved.root), resolved.root, items, dialect)
  const bytes = writeFile(resolved.root, { kind: "object", like: resolved.root, members }, dialect)
  const ends = new Map(order.map((at, i) => [at, i]))
  return { bytes, cells: [...places].map((at) => ends.get(at) ?? -1) }
}

export type Counterparts = (side: Version) => Cell | undefined

/** Finds the cell that a cell of the opened file is on a side. */
export function counterparts(
  cells: readonly Cell[],
  sides: ReadonlyMap<Version, Notebook>,
): (cell: number) => Counterparts {
  const places = new Map(
    [...sides].map(([side, notebook]) => [side, align(cells, notebook.cells).toB] as const),
  )
  return (cell) => (side) => sides.get(side)?.cells[places.get(side)?.[cell] ?? -1]
}

/** The cells of the result in their new order: those that the opened file had, each followed by what resolving has put
 *  after it. */
function newOrder(
  { order }: ReworkState,
  places: readonly number[] | Int32Array,
  count: number,
): readonly number[] {
  const known = new Set([...places].filter((at) => at >= 0))
  const followers = new Map<number, number[]>()
  let last = -1
  for (let at = 0; at < count; at++) {
    if (known.has(at)) last = at
    else followers.set(last, [...(followers.get(last) ?? []), at])
  }
  const moved = order.flatMap((cell) => {
    const at = places[cell] ?? -1
    return at < 0 ? [] : [at, ...(followers.get(at) ?? [])]
  })
  return [...(followers.get(-1) ?? []), ...moved]
}

/** The cell after what was done to it; undefined where it goes. */
function changedCell(
  own: Cell,
  { source, side, deleted, outputs }: CellState,
  counterpart: Counterparts,
  sides: readonly Notebook[],
  dialect: Dialect,
): Draft | undefined {
  if (deleted === true) return undefined
  const taken = side === undefined ? own : counterpart(side)
  if (taken === undefined) return undefined
  let members = draftMembers(taken.value)
  if (source !== undefined && source !== taken.source)
    members = withSource(members, taken, source, sides, dialect)
  if (outputs !== undefined)
    members = withRun(members, outputs === "none" ? undefined : counterpart(outputs), dialect)
  return source === undefined && outputs === undefined
    ? span(taken.value)
    : { kind: "object", like: taken.value, members }
}

/** The source that somebody wrote, with the outputs of the side that ran it, or none. */
function withSource(
  members: readonly DraftMember[],
  cell: Cell,
  source: string,
  sides: readonly Notebook[],
  dialect: Dialect,
): readonly DraftMember[] {
  const text: Draft = { kind: "text", text: source, like: memberOf(cell.value, cell.sourceKey) }
  const written = withMember(members, cell.sourceKey, text, dialect.keys)
  if (cell.type !== "code") return written
  const candidates = sides.flatMap(({ cells }) => cells.filter((each) => each.source === source).slice(0, 1))
  return withRun(written, runAmong(candidates.slice(0, 1), cell), dialect)
}

/** The cell with the outputs and the count of another, or with none. */
function withRun(
  members: readonly DraftMember[],
  run: Cell | undefined,
  { keys }: Dialect,
): readonly DraftMember[] {
  return RUN_KEYS.reduce<readonly DraftMember[]>((all, key) => {
    if (!all.some((member) => member.key === key)) return all
    const value = run && memberOf(run.value, key)
    if (value !== undefined) return withMember(all, key, span(value), keys)
    if (key === "prompt_number") return withoutMembers(all, new Set([key]))
    return withMember(all, key, key === "outputs" ? { kind: "array", items: [] } : NULL, keys)
  }, members)
}
