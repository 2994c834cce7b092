import { worksheetOf } from "../../notebook/cell-list.js"
import { dialectOf } from "../../notebook/dialect.js"
import type { DraftMember } from "../../notebook/draft.js"
import type { JsonValue } from "../../notebook/json/json-value.js"
import type { FieldConflict } from "../decisions/decision.js"
import type { Note } from "../decisions/merge-log.js"
import type { MergePolicy } from "../decisions/policy.js"
import type { Sides } from "../decisions/sides.js"
import type { Side } from "../text/side.js"
import { type FieldMerge, mergeMembers } from "./merge-value.js"
import type { MergedCell } from "./merged-cell.js"
import { withWidgetStates } from "./widget-states.js"

/** The members of the merged notebook, and of its one worksheet where the version has those. The cells, and the
 *  versions' numbers, are in them as in the side that the result is laid out like. */
export interface NotebookFields {
  readonly members: readonly DraftMember[]
  readonly worksheet: readonly DraftMember[] | undefined
  readonly conflicts: readonly FieldConflict[]
}

const CELL_LISTS: ReadonlySet<string> = new Set(["cells", "worksheets", "nbformat", "nbformat_minor"])

export function mergeNotebookFields(
  sides: Sides,
  like: Side,
  policy: MergePolicy,
  cells: readonly MergedCell[],
  note: Note,
): NotebookFields {
  const conflicts: FieldConflict[] = []
  const merge: FieldMerge = {
    scope: "notebook",
    rules: policy.rules,
    keys: dialectOf(sides[like]).keys,
    like,
    volatileFrom: "ours",
    preferred: (path) => policy.preferred("notebook", path),
    // the widgets' states are merged once it is known what the outputs show
    note: (kind, path) => (path[1] === "widgets" ? undefined : note(kind, path)),
    conflict: (conflict) => {
      const resolution = note(conflict.path[0] === "metadata" ? "metadata" : "field", conflict.path)
      if (resolution === undefined) conflicts.push(conflict)
      return resolution
    },
  }
  const { base, ours, theirs } = sides
  const members = mergeMembers(
    merge,
    [],
    { base: base?.root, ours: ours.root, theirs: theirs.root },
    CELL_LISTS,
  )
  const sheet = (root: JsonValue | undefined): JsonValue | undefined => root && worksheetOf(root)
  const sheets = { base: sheet(base?.root), ours: sheet(ours.root), theirs: sheet(theirs.root) }
  const worksheet =
    sheets.ours && sheets.theirs
      ? mergeMembers(
          merge,
          ["worksheets", "0"],
          { base: sheets.base, ours: sheets.ours, theirs: sheets.theirs },
          CELL_LISTS,
        )
      : undefined
  return { members: withWidgetStates(members, cells, sides, note), worksheet, conflicts }
}
