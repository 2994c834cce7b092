import type { KeyOrder } from "../../notebook/dialect.js"
import {
  type Draft,
  type DraftMember,
  draftMembers,
  NULL,
  span,
  withMember,
  withoutMembers,
} from "../../notebook/draft.js"
import { sameBytes, sameValue } from "../../notebook/json/json-equality.js"
import { type JsonValue, kindOf, memberOf, membersOf, stringOf } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import { allowedCellKeys } from "../../notebook/validate.js"
import type { FieldConflict } from "../decisions/decision.js"
import { isDeletionAgreed } from "../rules/deletion-agreed.js"
import { rulesLanguage } from "../rules/rules-language.js"
import type { Resolution } from "../text/line-merge.js"
import type { Side } from "../text/side.js"
import { mergeAtom } from "./atom.js"
import { collisionsOf, filesOfDeleted, mergeAttachments } from "./attachments.js"
import { type CellMerge, type CellVersions, fieldOf } from "./cell-versions.js"
import { isHeading } from "./heading.js"
import { type FieldMerge, mergeValue, mergeVersions } from "./merge-value.js"
import type { CellContent, ComposedCell, MergedSource } from "./merged-cell.js"
import { chooseOutputs, type OutputChoice } from "./output-choice.js"
import { conflictOf, mergeSources } from "./source-merge.js"

/** Merges a cell that both sides have. Where one side alone touched it, that side's cell is taken as the bytes it is. */
export function mergeCell(merge: CellMerge, versions: CellVersions): CellContent {
  const { base, ours, theirs } = versions
  const whole = mergeVersions({ base: base?.value, ours: ours.value, theirs: theirs.value })
  if (whole.kind === "conflict") return composeCell(merge, versions)
  const from = whole.from === "theirs" ? "theirs" : "ours"
  return { kind: "copy", from, cell: from === "ours" ? ours : theirs }
}

/** Merges a cell that one side deleted: undefined when it goes. An edit of its text, type or attachments keeps
 *  it, as a conflict; what running or viewing it changes does not. */
export function mergeDeleted(
  merge: CellMerge,
  base: Cell,
  kept: Cell,
  deletedBy: Side,
  written: () => readonly string[],
): CellContent | undefined {
  const { note } = merge
  const isEdited = !sameBytes(base.value, kept.value) && !isSameWork(base, kept)
  if (!isEdited) {
    if (!sameValue(base.value, kept.value)) note("rerun-deleted", [])
    return undefined
  }
  const keptBy = deletedBy === "ours" ? "theirs" : "ours"
  // who deletes an empty cell deletes no work, and who fills it works as in a new one
  if (isEmpty(base)) {
    note("filled-deleted", [])
    return { kind: "copy", from: keptBy, cell: kept }
  }
  if (isAgreed(merge, base, kept, written)) {
    note("deletion-agreed", [])
    return undefined
  }
  return deletionConflict(note, base, kept, deletedBy)
}

function isAgreed(
  { policy, languageOf }: CellMerge,
  base: Cell,
  kept: Cell,
  written: () => readonly string[],
): boolean {
  if (!policy.lineRules.has("deletion-agreed") || base.type !== kept.type) return false
  if (!sameValue(base.attachments, kept.attachments)) return false
  return isDeletionAgreed({
    base: base.source,
    edited: kept.source,
    language: rulesLanguage([base, kept], languageOf),
    written: written(),
  })
}

/** A cell that one side deleted and the other worked on. */
export function deletionConflict(
  note: CellMerge["note"],
  base: Cell,
  kept: Cell,
  deletedBy: Side,
): CellContent | undefined {
  const resolution = note("edited-deleted", [])
  if (resolution !== undefined) return resolvedDeletion(resolution, base, kept, deletedBy)
  const merge = conflictOf(
    base.source,
    deletedBy === "ours" ? "" : kept.source,
    deletedBy === "theirs" ? "" : kept.source,
  )
  const source: MergedSource = { kind: "conflict", merge, deletedBy }
  const { attachments, ofBase } = filesOfDeleted(base, kept)
  const members = draftMembers(kept.value)
  return {
    kind: "composed",
    like: kept,
    members: attachments ? withMember(members, "attachments", attachments, "sorted") : members,
    source,
    conflicts: [],
    filesOfBase: ofBase,
    cellId: kept.id,
  }
}

function resolvedDeletion(
  resolution: Resolution,
  base: Cell,
  kept: Cell,
  deletedBy: Side,
): CellContent | undefined {
  if (resolution === deletedBy) return undefined
  if (resolution === "base") return { kind: "copy", from: "base", cell: base }
  return { kind: "copy", from: deletedBy === "ours" ? "theirs" : "ours", cell: kept }
}

function isEmpty({ source, attachments }: Cell): boolean {
  return source.trim() === "" && !attachments
}

function isSameWork(base: Cell, kept: Cell): boolean {
  if (isEmpty(kept)) return true
  return (
    base.type === kept.type && base.source === kept.source && sameValue(base.attachments, kept.attachments)
  )
}

/** Merges a cell field by field. `text` is its merged source, where that is merged already. */
export function composeCell(merge: CellMerge, versions: CellVersions, text?: MergedSource): ComposedCell {
  const conflicts: FieldConflict[] = []
  const type = mergeType(merge, versions, conflicts)
  const like = likeOf(merge, versions, type)
  const collisions = collisionsOf(versions)
  const source = text ?? mergeSources(merge, versions, collisions)
  const attachments = mergeAttachments(versions, collisions, source)
  for (const path of attachments.renamed) merge.note("attachment", path)
  for (const path of attachments.kept) merge.note("attachment-kept", path)
  const id = mergeId(merge, versions)
  const outputs = chooseOutputs(merge, versions, source)
  const fields: FieldMerge = {
    scope: "cell",
    rules: merge.policy.rules,
    keys: merge.keys,
    like: merge.like,
    volatileFrom: outputs === "theirs" ? "theirs" : "ours",
    preferred: (path) => merge.policy.preferred("cell", path),
    note: merge.note,
    conflict: (conflict) => {
      const resolution = merge.note(conflict.path[0] === "metadata" ? "metadata" : "field", conflict.path)
      if (resolution === undefined) conflicts.push(conflict)
      return resolution
    },
  }
  const set = new Map<string, Draft | undefined>([
    ["cell_type", draftOf(memberOf(like.value, "cell_type"))],
    ["id", draftOf(id)],
    ["attachments", attachments.draft],
    ...outputMembers(outputs, versions, like),
  ])
  // A heading's level is in its source already.
  const known = [...set.keys(), like.sourceKey, ...(isHeading(like) ? ["level"] : [])]
  for (const key of otherKeys(versions, new Set(known))) {
    set.set(key, mergeValue(fields, [key], fieldOf(key, versions)))
  }
  const members = setMembers(draftMembers(like.value), set, merge.keys)
  const cellId = id && stringOf(id)
  return {
    kind: "composed",
    like,
    members: allowed(merge, members, like, versions),
    source,
    conflicts,
    filesOfBase: attachments.ofBase,
    cellId,
  }
}

/** The cell that the result is laid out like: one of its type. */
function likeOf(merge: CellMerge, { base, ours, theirs }: CellVersions, type: string): Cell {
  if (type === ours.type && (type !== theirs.type || merge.like === "ours")) return ours
  return type === theirs.type || base === undefined ? theirs : base
}

function mergeType(merge: CellMerge, versions: CellVersions, conflicts: FieldConflict[]): string {
  const { base, ours, theirs } = versions
  const type = mergeAtom(base?.type, ours.type, theirs.type, (x, y) => x === y)
  if (type.kind === "resolved") return type.value ?? ours.type
  const path = ["cell_type"]
  const preferred = merge.policy.preferred("cell", path)
  if (preferred !== undefined) {
    merge.note("metadata-policy", path)
    return preferred === "ours" ? ours.type : theirs.type
  }
  const resolution = merge.note("type", path)
  if (resolution === undefined) conflicts.push({ path, ...fieldOf("cell_type", versions) })
  return resolution === undefined || resolution === "union"
    ? ours.type
    : (versions[resolution]?.type ?? ours.type)
}

/** Ids are names, not work: where both sides gave the cell a new one, ours is as good as theirs. */
function mergeId(merge: CellMerge, versions: CellVersions): JsonValue | undefined {
  const { base, ours, theirs } = fieldOf("id", versions)
  // An id that only one side has was added by an upgrade to 4.5 there, whatever the other side says.
  if (ours === undefined || theirs === undefined) return ours ?? theirs
  const id = mergeVersions({ base, ours, theirs })
  if (id.kind === "resolved") return id.value
  merge.note("id-differs", ["id"])
  return id.ours
}

function draftOf(value: JsonValue | undefined): Draft | undefined {
  return value && span(value)
}

/** The keys of the file's version that hold a run's results. */
const COUNT_KEYS = ["execution_count", "prompt_number"] as const

function outputMembers(
  choice: OutputChoice,
  versions: CellVersions,
  like: Cell,
): readonly (readonly [string, Draft | undefined])[] {
  const chosen = choice === "cleared" ? undefined : versions[choice]
  return ["outputs", ...COUNT_KEYS].map((key) => {
    const own = chosen && memberOf(chosen.value, key)
    return [key, own === undefined ? emptied(key, memberOf(like.value, key)) : span(own)]
  })
}

/** What stands for no outputs, or no count, where the cell has such a member. */
function emptied(key: string, member: JsonValue | undefined): Draft | undefined {
  if (member === undefined || key === "prompt_number") return undefined
  if (key !== "outputs") return NULL
  return isEmptyList(member) ? span(member) : { kind: "array", items: [] }
}

function isEmptyList(value: JsonValue): boolean {
  return kindOf(value) === "array" && value.text.tape[value.node + 2] === value.node + 3
}

function otherKeys({ ours, theirs }: CellVersions, known: ReadonlySet<string>): ReadonlySet<string> {
  const keys = [ours, theirs].flatMap((cell) => membersOf(cell.value).map(({ key }) => key))
  return new Set(keys.filter((key) => !known.has(key)))
}

function setMembers(
  members: readonly DraftMember[],
  values: ReadonlyMap<string, Draft | undefined>,
  keys: KeyOrder,
): readonly DraftMember[] {
  const gone = new Set([...values].flatMap(([key, value]) => (value === undefined ? [key] : [])))
  return [...values].reduce(
    (all, [key, value]) => (value === undefined ? all : withMember(all, key, value, keys)),
    withoutMembers(members, gone),
  )
}

/** Without the keys that a type which one side gave the cell does not allow; faults that was before stay. */
function allowed(
  merge: CellMerge,
  members: readonly DraftMember[],
  like: Cell,
  { base, ours, theirs }: CellVersions,
): readonly DraftMember[] {
  const changed =
    like === base || ((ours.type !== theirs.type || base?.type !== ours.type) && base?.type !== like.type)
  if (base === undefined || !changed) return members
  const keys = allowedCellKeys(like.type, 5)
  const dropped = members.filter(
    ({ key }) => keys !== undefined && !keys.has(key) && !memberOf(like.value, key),
  )
  for (const { key } of dropped) merge.note("type-drops", [key])
  return withoutMembers(members, new Set(dropped.map(({ key }) => key)))
}
