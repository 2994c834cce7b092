import type { RecordedConflict } from "../resolve/recorded-conflicts.js"
import type { ConflictedNotebook } from "../resolve/resolve.js"
import type { Version } from "../text/side.js"
import type { Action, Take } from "./action.js"

/** What became of a place; undefined while it is open. */
export type PlaceState = Take | { readonly text: string } | undefined

export interface CellState {
  readonly source?: string
  readonly side?: Version
  readonly deleted?: boolean
  readonly outputs?: "ours" | "theirs" | "none"
}

/** What a list of actions comes to. */
export interface ReworkState {
  /** For each conflict the state of each of its places. */
  readonly places: readonly (readonly PlaceState[])[]
  readonly cells: ReadonlyMap<number, CellState>
  /** The cells of the opened file in their new order; deleted ones are among them. */
  readonly order: readonly number[]
}

export function reworkState(conflicted: ConflictedNotebook, actions: readonly Action[]): ReworkState {
  const start: ReworkState = {
    places: conflicted.conflicts.map((conflict) =>
      Array.from({ length: placesOf(conflict) }, () => undefined),
    ),
    cells: new Map(),
    order: conflicted.notebook.cells.map((_, i) => i),
  }
  return actions.reduce(after, start)
}

/** The number of places of a conflict that can be resolved by themselves. */
export function placesOf(conflict: RecordedConflict): number {
  return conflict.kind === "source"
    ? conflict.text.chunks.filter(({ kind }) => kind === "conflict").length
    : 1
}

/** The state after one action. What an action names and the file does not have is left alone. */
function after(state: ReworkState, action: Action): ReworkState {
  switch (action.kind) {
    case "choose":
      return withPlace(state, action.conflict, action.place, action.take ?? undefined)
    case "write":
      return withPlace(state, action.conflict, action.place, { text: action.text })
    case "choose-all":
      return { ...state, places: state.places.map((own) => own.map((place) => place ?? action.take)) }
    case "edit-cell":
      return withCell(state, action.cell, { source: action.source, deleted: false })
    case "take-cell":
      return withCell(state, action.cell, { side: action.side, deleted: false })
    case "delete-cell":
      return withCell(state, action.cell, { deleted: true })
    case "restore-cell":
      return withCell(state, action.cell, { deleted: false })
    case "outputs":
      return withCell(state, action.cell, { outputs: action.take })
    case "move-cell":
      return { ...state, order: moved(state.order, action.cell, action.before) }
  }
}

function withPlace(
  state: ReworkState,
  conflict: number,
  place: number | null,
  next: PlaceState,
): ReworkState {
  const own = state.places[conflict]
  if (own === undefined) return state
  const changed = own.map((each, i) => (place === null || i === place ? next : each))
  return { ...state, places: state.places.with(conflict, changed) }
}

function withCell(state: ReworkState, cell: number, change: CellState): ReworkState {
  if (!state.order.includes(cell)) return state
  return { ...state, cells: new Map(state.cells).set(cell, { ...state.cells.get(cell), ...change }) }
}

function moved(order: readonly number[], cell: number, before: number | null): readonly number[] {
  if (!order.includes(cell) || cell === before) return order
  const others = order.filter((each) => each !== cell)
  const at = before === null ? others.length : others.indexOf(before)
  return at < 0 ? order : others.toSpliced(at, 0, cell)
}
