import type { KeyOrder } from "../../notebook/dialect.js"
import type { JsonValue } from "../../notebook/json/json-value.js"
import { memberOf } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import type { Note } from "../decisions/merge-log.js"
import type { MergePolicy } from "../decisions/policy.js"
import type { Side } from "../text/side.js"
import type { Versions } from "./merge-value.js"

/** The versions of a cell that both sides have; `base` is missing for one that both inserted. */
export interface CellVersions {
  readonly base: Cell | undefined
  readonly ours: Cell
  readonly theirs: Cell
  /** The side whose version is in no file, made up of several cells or of a part of one, as the base's is then:
   *  what ran there was something else. */
  readonly made?: Side | undefined
}

/** What the merge of a cell is reported, and where it says what it decided. */
export interface CellMerge {
  readonly policy: MergePolicy
  readonly keys: KeyOrder
  /** The side whose bytes the result is laid out like. */
  readonly like: Side
  readonly note: Note
  /** The language of a cell, as its notebook says it. */
  readonly languageOf: (cell: Cell) => string
}

/** One field of a cell in its versions. */
export function fieldOf(key: string, { base, ours, theirs }: CellVersions): Versions {
  const at = (cell: Cell | undefined): JsonValue | undefined => cell && memberOf(cell.value, key)
  return { base: at(base), ours: at(ours), theirs: at(theirs) }
}
