import type { Dialect } from "./dialect.js"
import { type Draft, type DraftItem, type DraftMember, draftMembers, withMember } from "./draft.js"
import { itemsOf, type JsonValue, memberOf } from "./json/json-value.js"

/** The list of cells: `cells`, or that of the one worksheet of an older notebook. */
export function cellListOf(root: JsonValue): JsonValue | undefined {
  return memberOf(root, "cells") ?? memberOf(worksheetOf(root), "cells")
}

export function worksheetOf(root: JsonValue): JsonValue | undefined {
  const worksheets = memberOf(root, "worksheets")
  return worksheets && itemsOf(worksheets)[0]
}

/** Returns the members of a notebook with these cells, in the one worksheet where the version has those. */
export function withCells(
  members: readonly DraftMember[],
  root: JsonValue,
  items: readonly DraftItem[],
  { keys }: Dialect,
): readonly DraftMember[] {
  const cells: Draft = { kind: "array", like: cellListOf(root), items }
  const sheet = worksheetOf(root)
  const worksheets = memberOf(root, "worksheets")
  if (sheet === undefined || worksheets === undefined) return withMember(members, "cells", cells, keys)
  const own = withMember(draftMembers(sheet), "cells", cells, keys)
  const value: Draft = { kind: "object", like: sheet, members: own }
  return withMember(
    members,
    "worksheets",
    { kind: "array", like: worksheets, items: [{ value, at: sheet }] },
    keys,
  )
}
