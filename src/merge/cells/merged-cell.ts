import { type DraftMember, draftMembers } from "../../notebook/draft.js"
import type { Cell } from "../../notebook/model.js"
import type { FieldConflict, Places, Side } from "../decisions/decision.js"
import type { TextMerge } from "../text/line-merge.js"

/** A cell of the merged notebook, before its bytes are written. */
export interface MergedCell {
  /** Where it stands in the three versions. */
  readonly places: Places
  readonly content: CellContent
}

export type CellContent =
  /** One side's cell as it is, but for a new `id` where it had none or another cell has the same. */
  | { readonly kind: "copy"; readonly from: Side; readonly cell: Cell; readonly id?: string | undefined }
  | ComposedCell

/** A cell made of both sides, laid out like `like`. The members lack what `source` and `conflicts` add. */
export interface ComposedCell {
  readonly kind: "composed"
  readonly like: Cell
  readonly members: readonly DraftMember[]
  readonly source: MergedSource
  readonly conflicts: readonly FieldConflict[]
  /** Attachments that only the base's lines of a conflict show. */
  readonly filesOfBase?: ReadonlySet<string> | undefined
  /** The id among the members. */
  readonly cellId: string | undefined
  readonly id?: string | undefined
}

export type MergedSource =
  | {
      readonly kind: "text"
      readonly text: string
      /** The merge in conflict that the text is a resolution of. */
      readonly resolved?: TextMerge | undefined
    }
  | {
      readonly kind: "conflict"
      readonly merge: TextMerge
      readonly deletedBy?: "ours" | "theirs" | undefined
    }

/** The id that the cell is written with. */
export function cellId({ content }: MergedCell): string | undefined {
  return content.id ?? (content.kind === "copy" ? content.cell.id : content.cellId)
}

/** Returns the content as one that is made of members, so that some of them can be changed. */
export function composedOf(content: CellContent): ComposedCell {
  if (content.kind === "composed") return content
  const like = content.cell
  return {
    kind: "composed",
    like,
    members: draftMembers(like.value),
    source: { kind: "text", text: like.source },
    conflicts: [],
    cellId: like.id,
    id: content.id,
  }
}

/** The cell with a record that both sides inserted at its place. */
export function withInsertionConflict(cell: MergedCell): MergedCell {
  const record: FieldConflict = { path: [], base: undefined, ours: undefined, theirs: undefined }
  const content = composedOf(cell.content)
  return { ...cell, content: { ...content, conflicts: [...content.conflicts, record] } }
}
