import { type Draft, type DraftItem, type DraftMember, span } from "../notebook/draft.js"
import { itemsOf, type JsonValue, type Member, membersOf } from "../notebook/json/json-value.js"

/** The value of a notebook's member with each cell in it redrafted, or without it; undefined for a member that
 *  holds no cells. */
export function redraftCells(
  { key, value }: Member,
  redraft: (cell: JsonValue) => Draft | undefined,
): Draft | undefined {
  if (key === "cells") return redraftItems(value, redraft)
  if (key !== "worksheets") return undefined
  return redraftItems(value, (sheet) =>
    redraftMembers(sheet, (member) => redraftCells(member, redraft) ?? span(member.value)),
  )
}

/** The object with each member's value redrafted, or without it; its own span when nothing changes. */
export function redraftMembers(value: JsonValue, redraft: (member: Member) => Draft | undefined): Draft {
  const kept: DraftMember[] = []
  let changed = false
  for (const member of membersOf(value)) {
    const draft = redraft(member)
    changed ||= !isSpanOf(draft, member.value)
    if (draft !== undefined) kept.push({ key: member.key, value: draft, at: member })
  }
  return changed ? { kind: "object", like: value, members: kept } : span(value)
}

/** The list with each item redrafted, or without it; its own span when nothing changes. */
function redraftItems(value: JsonValue, redraft: (item: JsonValue, i: number) => Draft | undefined): Draft {
  const kept: DraftItem[] = []
  let changed = false
  for (const [i, item] of itemsOf(value).entries()) {
    const draft = redraft(item, i)
    changed ||= !isSpanOf(draft, item)
    if (draft !== undefined) kept.push({ value: draft, at: item })
  }
  return changed ? { kind: "array", like: value, items: kept } : span(value)
}

function isSpanOf(draft: Draft | undefined, value: JsonValue): boolean {
  return draft?.kind === "span" && draft.value.text === value.text && draft.value.node === value.node
}
