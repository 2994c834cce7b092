import type { JsonValue } from "../../notebook/json/json-value.js"
import type { Resolution } from "../text/line-merge.js"
import type { Version } from "../text/side.js"
import type { RuleName } from "./rule-name.js"

/** A choice that the merge made and that nothing forced. Those with `conflict` are left for a person, and each
 *  of them is marked in the file. */
export interface Decision {
  readonly kind: DecisionKind
  readonly conflict: boolean
  /** What it was resolved for, if it would have been a conflict. */
  readonly resolution?: Resolution | undefined
  /** Index of the cell in the result, from 0; undefined for the notebook itself, or for a cell that is not in it. */
  readonly cell: number | undefined
  /** The cell's place in the three versions. */
  readonly places: Places
  /** Keys from the cell or the notebook down to what was decided; empty for a whole cell. */
  readonly path: readonly string[]
}

export type Places = { readonly [side in Version]?: number | undefined }

/** What was decided, by kind: the reason that a report gives. */
export const REASONS = {
  source: "both sides edited the same lines",
  "both-inserted": "both sides inserted here: ours first, then theirs",
  "insertion-conflict": "both sides inserted here",
  unrelated: "both sides added this notebook, and the two have next to nothing in common",
  "near-equal": "both sides inserted nearly the same cell",
  "new-id": "two different cells had one id: theirs got a new one",
  "edited-deleted": "edited on one side, deleted on the other: kept",
  "only-deletions": "both sides only deleted lines: what either deleted is gone",
  "edit-within": "one side's edit is part of the other's: the larger one is taken",
  formatting: "one side only formatted what the other edited: the edit is taken",
  "line-end-blanks": "blanks at the ends of lines are merged apart from the lines",
  imports: "both sides changed imports: those of both are taken",
  "list-items": "both sides inserted items of one list: ours first, then theirs",
  "deletion-agreed":
    "deleted on one side; the other only formatted or reordered it, or its text is in a cell that was made of it",
  "inserted-within": "both sides inserted this text, one of them in the neighboring cell: kept there",
  "filled-deleted": "an empty cell, filled on one side and deleted on the other: kept",
  "rerun-deleted": "deleted on one side; the other changed only outputs, counts or metadata",
  "moved-deleted": "deleted on one side; the other only moved it",
  "moved-twice": "moved to two places: ours taken",
  "inserted-twice": "both sides inserted this cell, at two places: ours taken",
  "order-differs": "put in two orders: ours taken",
  "split-spanned": "an edit spans the place where the other side split the cell",
  "split-edited": "split on one side: the other side's edit goes to the piece that holds its lines",
  "split-twice":
    "split on both sides, at other lines: one side's cells are taken, with the edits of the other's",
  "joined-edited": "joined on one side: the other side's edit is merged into the whole",
  type: "the type was changed two ways: ours kept",
  "type-drops": "the new type does not allow this: dropped",
  "outputs-cleared": "the merged source is of neither side: its outputs are cleared",
  "outputs-rerun": "both sides ran the cell again: ours taken",
  "outputs-policy": "outputs chosen by the setting",
  "id-differs": "both sides gave the cell a new id: ours taken",
  attachment: "both sides have another attachment of this name: theirs was renamed",
  "attachment-kept": "an attachment was changed or used again on one side, deleted on the other: kept",
  metadata: "set two ways: ours kept",
  "metadata-volatile": "set two ways, and volatile: ours taken",
  "widget-states": "the states of the widgets that an output shows are those of both sides",
  "metadata-whole": "set two ways, and taken as a whole: ours",
  "metadata-policy": "set two ways: chosen by the setting",
  field: "set two ways: ours kept",
  upgraded: "one side is of an older format: upgraded",
} as const satisfies { readonly [kind: string]: string } & { readonly [rule in RuleName]: string }

export type DecisionKind = keyof typeof REASONS

const CONFLICT_KINDS: ReadonlySet<DecisionKind> = new Set([
  "source",
  "near-equal",
  "insertion-conflict",
  "unrelated",
  "edited-deleted",
  "split-spanned",
  "type",
  "metadata",
  "field",
])

/** Lists the conflicts that can be resolved for both sides at once: of text, and of whole cells. */
const UNITABLE_KINDS: ReadonlySet<DecisionKind> = new Set([
  "source",
  "near-equal",
  "insertion-conflict",
  "unrelated",
  "edited-deleted",
  "split-spanned",
])

/** Returns whether a conflict of this kind can be resolved for both sides. */
export function canResolve(kind: DecisionKind, resolution: Resolution): boolean {
  return resolution !== "union" || UNITABLE_KINDS.has(kind)
}

/** Whether a decision of this kind is left for a person. */
export function isConflictKind(kind: DecisionKind): boolean {
  return CONFLICT_KINDS.has(kind)
}

/** One field that both sides set, as it is kept in the file under `CONFLICT_KEY` until it is resolved.
 *  A side that has no such field has no value here. */
export interface FieldConflict {
  readonly path: readonly string[]
  readonly base: JsonValue | undefined
  readonly ours: JsonValue | undefined
  readonly theirs: JsonValue | undefined
}

/** The metadata key, of a cell or of the notebook, that holds the conflicts which no source can show. */
export const CONFLICT_KEY = "nbdiff-conflict"
