import { cellListOf, worksheetOf } from "../notebook/cell-list.js"
import { type Dialect, dialectOf } from "../notebook/dialect.js"
import {
  type Draft,
  type DraftItem,
  type DraftMember,
  draftMembers,
  objectDraft,
  span,
  withMember,
  writeFile,
} from "../notebook/draft.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  memberOf,
  numberOf,
  stringOf,
  textOf,
} from "../notebook/json/json-value.js"
import { isHeading, writtenHeading } from "./cells/heading.js"
import { type MarkerStyle, mergedSourceText } from "./cells/marked-source.js"
import { type ComposedCell, type MergedCell, withoutFiles } from "./cells/merged-cell.js"
import { CONFLICT_KEY, type FieldConflict } from "./decisions/decision.js"
import type { NotebookMerge } from "./merge-notebooks.js"

/** Returns the merged notebook's bytes. Conflicts in a source are shown there between markers; those that no source
 *  can show are recorded in the metadata of their cell or of the notebook. */
export function formatMerge(merge: NotebookMerge, markerStyle: MarkerStyle): Uint8Array {
  const template = merge.sides[merge.like]
  const dialect = dialectOf(template)
  const cells = merge.cells.map((cell) => ({
    value: cellDraft(cell, dialect, markerStyle),
    at:
      cell.places[merge.like] === undefined
        ? undefined
        : template.cells[cell.places[merge.like] as number]?.value,
  }))
  const members = notebookMembers(merge, dialect, listDraft(template.root, cells))
  return writeFile(template.root, { kind: "object", like: template.root, members }, dialect)
}

function listDraft(root: JsonValue, items: readonly DraftItem[]): Draft {
  return { kind: "array", like: cellListOf(root), items }
}

function notebookMembers({ fields, sides, like, minor }: NotebookMerge, dialect: Dialect, cells: Draft) {
  const { root, minor: ownMinor } = sides[like]
  const sheet = worksheetOf(root)
  const worksheets = memberOf(root, "worksheets")
  let members = fields.members
  const isNone = cells.kind === "array" && cells.items.length === 0 && cellListOf(root) === undefined
  if (isNone) members = fields.members
  else if (sheet === undefined || worksheets === undefined)
    members = withMember(members, "cells", cells, dialect.keys)
  else {
    const sheetMembers = withMember(fields.worksheet ?? draftMembers(sheet), "cells", cells, dialect.keys)
    const value: Draft = { kind: "object", like: sheet, members: sheetMembers }
    const list: Draft = { kind: "array", like: worksheets, items: [{ value, at: sheet }] }
    members = withMember(members, "worksheets", list, dialect.keys)
  }
  if (minor !== ownMinor && numberOf(memberOf(root, "nbformat_minor")) !== undefined) {
    members = withMember(members, "nbformat_minor", { kind: "literal", text: String(minor) }, dialect.keys)
  }
  return withConflicts(members, fields.conflicts, dialect)
}

/** Returns the draft of a merged cell. */
export function cellDraft({ content }: MergedCell, dialect: Dialect, markerStyle: MarkerStyle): Draft {
  if (content.kind === "copy") {
    if (content.id === undefined) return span(content.cell.value)
    const members = withId(draftMembers(content.cell.value), content.id, dialect)
    return { kind: "object", like: content.cell.value, members }
  }
  const { like, source, conflicts, id } = content
  const written = withSource(content, mergedSourceText(source, markerStyle), dialect)
  const members = markerStyle.style === "merge" ? withoutFiles(written, content.filesOfBase ?? NONE) : written
  const marked = withConflicts(members, conflicts, dialect)
  return {
    kind: "object",
    like: like.value,
    members: id === undefined ? marked : withId(marked, id, dialect),
  }
}

const NONE: ReadonlySet<string> = new Set()

function withSource(
  { like, members }: ComposedCell,
  merged: string,
  dialect: Dialect,
): readonly DraftMember[] {
  const written = isHeading(like) ? writtenHeading(like, members, merged) : { text: merged, members }
  const own = memberOf(like.value, like.sourceKey)
  if (own !== undefined && textOf(own) === written.text) return written.members
  const value: Draft = { kind: "text", text: written.text, like: own }
  return withMember(written.members, like.sourceKey, value, dialect.keys)
}

function withId(members: readonly DraftMember[], id: string, { keys }: Dialect): readonly DraftMember[] {
  return withMember(members, "id", { kind: "string", text: id }, keys)
}

/** The members with the conflicts recorded in their metadata, which is made where there is none. */
function withConflicts(
  members: readonly DraftMember[],
  conflicts: readonly FieldConflict[],
  { keys }: Dialect,
): readonly DraftMember[] {
  if (conflicts.length === 0) return members
  const record: Draft = {
    kind: "array",
    items: conflicts.map((conflict) => ({ value: conflictDraft(conflict) })),
  }
  const metadata = members.findLast(({ key }) => key === "metadata")?.value
  const { like, own } = metadataMembers(metadata)
  const value: Draft = { kind: "object", like, members: withMember(own, CONFLICT_KEY, record, keys) }
  return withMember(members, "metadata", value, keys)
}

function metadataMembers(metadata: Draft | undefined): {
  readonly like: JsonValue | undefined
  readonly own: readonly DraftMember[]
} {
  if (metadata?.kind === "object") return { like: metadata.like, own: metadata.members }
  if (metadata?.kind === "span" && kindOf(metadata.value) === "object") {
    return { like: metadata.value, own: draftMembers(metadata.value) }
  }
  return { like: undefined, own: [] }
}

function conflictDraft({ path, base, ours, theirs }: FieldConflict): Draft {
  const keys: Draft = { kind: "array", items: path.map((key) => ({ value: { kind: "string", text: key } })) }
  const side = (value: JsonValue | undefined): Draft | undefined => value && span(value)
  return objectDraft({ path: keys, base: side(base), ours: side(ours), theirs: side(theirs) })
}

/** The conflicts that a notebook's or a cell's metadata records; none where there is no such record. */
export function recordedConflicts(metadata: JsonValue | undefined): readonly FieldConflict[] {
  const record = memberOf(metadata, CONFLICT_KEY)
  return (record === undefined ? [] : itemsOf(record)).map((entry) => {
    const path = memberOf(entry, "path")
    return {
      path: path === undefined ? [] : itemsOf(path).map(stringOf),
      base: memberOf(entry, "base"),
      ours: memberOf(entry, "ours"),
      theirs: memberOf(entry, "theirs"),
    }
  })
}
