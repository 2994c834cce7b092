import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import type { Dialect } from "../notebook/dialect.js"
import type { Notebook } from "../notebook/model.js"
import type { Atom, CellAtom } from "./atom.js"

/** What is known while parts of a diff are put together. */
export interface Picking {
  readonly diff: NotebookDiff
  readonly isTaken: (atom: Atom) => boolean
  readonly atomsOfCell: (k: number) => readonly CellAtom[]
  readonly edited: ReadonlyMap<number, string>
  /** The version that the result is laid out like. */
  readonly template: Notebook
  readonly dialect: Dialect
  /** Whether the result is of a version whose cells have ids. */
  readonly hasIds: boolean
}
