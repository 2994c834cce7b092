import type { JsonValue } from "../../notebook/json/json-value.js"
import type { Hunk } from "../text/hunk.js"

export interface Change<T> {
  readonly before: T
  readonly after: T
}

/** A text of several lines in two versions, and the hunks between their lines (see `splitLines`). */
export interface TextChange extends Change<string> {
  readonly hunks: readonly Hunk[]
}

/** A JSON value that was added (no `before`), removed (no `after`) or changed. */
export interface ValueChange {
  /** Keys from the notebook, the cell or the output down to the value. */
  readonly path: readonly string[]
  readonly before: JsonValue | undefined
  readonly after: JsonValue | undefined
  /** The field is one of the volatile ones (see `normalize/`): counted, not shown. */
  readonly volatile: boolean
}
