import { cellIdFor } from "../../notebook/cell-id.js"
import { type DraftMember, draftMembers } from "../../notebook/draft.js"
import { parseJson } from "../../notebook/json/json-text.js"
import { type JsonValue, kindOf, rootOf } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import type { FieldConflict, Places } from "../decisions/decision.js"
import type { TextMerge } from "../text/line-merge.js"
import type { Side, Version } from "../text/side.js"

/** A cell of the merged notebook, before its bytes are written. */
export interface MergedCell {
  /** Where it stands in the three versions. */
  readonly places: Places
  readonly content: CellContent
}

export type CellContent =
  /** One side's cell as it is, but for a new `id` where it had none or another cell has the same. */
  | { readonly kind: "copy"; readonly from: Version; readonly cell: Cell; readonly id?: string | undefined }
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
      readonly deletedBy?: Side | undefined
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

/** The cell with a record that both sides inserted at its place, which names the cells of each side's run. */
export function withInsertionConflict(
  cell: MergedCell,
  runs: { readonly ours: readonly Cell[]; readonly theirs: readonly Cell[] },
): MergedCell {
  const named = (cells: readonly Cell[]): JsonValue =>
    rootOf(parseJson(new TextEncoder().encode(JSON.stringify(cells.map(nameOfInserted)))))
  const record: FieldConflict = {
    path: [],
    base: undefined,
    ours: named(runs.ours),
    theirs: named(runs.theirs),
  }
  const content = composedOf(cell.content)
  return { ...cell, content: { ...content, conflicts: [...content.conflicts, record] } }
}

/** Returns the members without some of the attachments, and without the list of them where none is left. */
export function withoutFiles(
  members: readonly DraftMember[],
  names: ReadonlySet<string>,
): readonly DraftMember[] {
  return members.flatMap((member): readonly DraftMember[] => {
    const { key, value } = member
    const isObject = value.kind === "object" || (value.kind === "span" && kindOf(value.value) === "object")
    if (key !== "attachments" || !isObject) return [member]
    const [like, files] =
      value.kind === "object" ? [value.like, value.members] : [value.value, draftMembers(value.value)]
    const left = files.filter((file) => !names.has(file.key))
    return left.length === 0 ? [] : [{ ...member, value: { kind: "object", like, members: left } }]
  })
}

/** What an inserted cell is known by in a record: ids may change, and other cells may be equal. */
export function nameOfInserted(cell: Pick<Cell, "type" | "source">): string {
  return cellIdFor(cell, new Set())
}
