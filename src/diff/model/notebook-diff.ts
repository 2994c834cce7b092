import type { JsonValue } from "../../notebook/json/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import type { Change, TextChange, ValueChange } from "./change.js"
import type { OutputDiff } from "./output-diff.js"

export type { Change, TextChange, ValueChange }

/** What happened between two versions of a notebook. Complete: every byte in which they differ is in a cell's
 *  changes, in the notebook's own, or is `formatting`. What a view hides is here all the same, and counted. */
export interface NotebookDiff {
  readonly a: Notebook
  readonly b: Notebook
  /** In the order in which a person reads them: b's, with a's deleted cells where they were. */
  readonly cells: readonly CellDiff[]
  /** nbformat, minor version, notebook metadata and unknown top-level keys. */
  readonly notebook: readonly ValueChange[]
  /** Whether the bytes differ and nothing else does: white space, key order, the spelling of escapes. */
  readonly formatting: boolean
}

/** `split`: one cell of a became several of b; `joined`: several of a became one of b. */
export type CellDiffKind = "unchanged" | "edited" | "added" | "deleted" | "split" | "joined"

export interface CellDiff {
  readonly kind: CellDiffKind
  /** Indices of the cells in a and b, from 0. One on each side where the cell is matched, none where it is not
   *  there, two or more on the one side of a split or join. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** The cell is elsewhere among its matched neighbors. */
  readonly moved: boolean
  /** What differs inside; empty for an unchanged, added or deleted cell. */
  readonly changes: CellChanges
}

export interface CellChanges {
  readonly type: Change<string> | undefined
  readonly id: Change<string | undefined> | undefined
  readonly source: TextChange | undefined
  /** Cell metadata, by key path. */
  readonly metadata: readonly ValueChange[]
  /** By file name, then mime type. */
  readonly attachments: readonly ValueChange[]
  /** Keys that nbformat does not know for this cell. */
  readonly others: readonly ValueChange[]
  readonly executionCount: Change<JsonValue | undefined> | undefined
  /** The aligned outputs of both cells, the unchanged ones too; empty when no output differs in a byte. */
  readonly outputs: readonly OutputDiff[]
  /** The cell's bytes differ where no value does. */
  readonly formatting: boolean
}
