import { isEquivalent } from "../../normalize/equivalence.js"
import type { RuleSet } from "../../normalize/rules/rule-set.js"
import { type Dialect, NBFORMAT_DIALECT } from "../../notebook/dialect.js"
import {
  type Draft,
  type DraftItem,
  type DraftMember,
  draftMembers,
  span,
  withMember,
  withoutMembers,
  writeValue,
} from "../../notebook/draft.js"
import { sameValue } from "../../notebook/json/json-equality.js"
import { parseJson } from "../../notebook/json/json-text.js"
import {
  itemsOf,
  type JsonValue,
  memberMap,
  memberOf,
  rootOf,
  stringOf,
  stringsOf,
} from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import { referencesTo, renamedReferences } from "../cells/attachment-references.js"
import { filesOf, freeName } from "../cells/attachments.js"

/** Cells of one version that are one cell in another, each with its version in the base. */
export interface CellPart {
  readonly base: Cell
  readonly cell: Cell
}

/** The one cell that the parts make up, which is in no file: their sources after one another, all their
 *  attachments, and the metadata of `main` with what was changed in that of the others. An attachment that would
 *  take another one's name gets a new one if it is new itself. */
export function wholeCell(
  main: CellPart,
  parts: readonly CellPart[],
  separator: string,
  rules: RuleSet,
): Cell {
  const files = new Map<string, JsonValue>()
  const isKept = ({ base }: CellPart, name: string, file: JsonValue): boolean =>
    sameValue(memberOf(base.attachments, name), file)
  // what was there has its name; what is new gives way
  for (const part of parts) {
    for (const [name, file] of filesOf(part.cell)) {
      if (isKept(part, name, file) && !files.has(name)) files.set(name, file)
    }
  }
  const sources = parts.map((part) => {
    const fresh = [...filesOf(part.cell)].filter(([name, file]) => !isKept(part, name, file))
    const names = new Set([...files.keys(), ...fresh.map(([name]) => name)])
    const renames = new Map<string, string>()
    for (const [name, file] of fresh) {
      const isTaken = files.has(name) && !sameValue(files.get(name), file)
      const free = isTaken ? freeName(name, names) : name
      if (isTaken) renames.set(name, free)
      names.add(free)
      files.set(free, file)
    }
    return renamedReferences(part.cell.source, referencesTo(names), renames)
  })
  return combinedCell(main.cell, joinedText(sources, separator), {
    attachments: files,
    metadata: withChanges(main, parts, rules),
  })
}

/** Texts after one another; with nothing between them each ends its last line itself. */
export function joinedText(texts: readonly string[], separator: string): string {
  if (separator !== "") return texts.join(separator)
  return texts.map((text, i) => (i === texts.length - 1 || text.endsWith("\n") ? text : `${text}\n`)).join("")
}

/** What is put into a made cell in the place of its own. */
export interface CombinedMembers {
  readonly attachments?: ReadonlyMap<string, JsonValue> | undefined
  readonly metadata?: Draft | undefined
}

/** A cell with another source and other members. Those that it has already cost nothing. */
export function combinedCell(
  cell: Cell,
  source: string,
  { attachments, metadata }: CombinedMembers = {},
): Cell {
  const made = withSource(cell, source)
  const mayHold = cell.type !== "code" || cell.attachments !== undefined
  const keepsFiles = attachments === undefined || !mayHold || sameFiles(cell, attachments)
  if (keepsFiles && metadata === undefined) return made
  let members = draftMembers(cell.value)
  if (metadata !== undefined) members = withMember(members, "metadata", metadata, "sorted")
  if (!keepsFiles) members = withFiles(members, attachments)
  const value = rootOf(parseJson(writeValue({ kind: "object", members }, COMPACT)))
  return {
    ...made,
    value,
    metadata: memberOf(value, "metadata"),
    attachments: memberOf(value, "attachments"),
  }
}

/** A layout that few files have: what is taken from here is laid out again as the file is. */
const COMPACT: Dialect = {
  ...NBFORMAT_DIALECT,
  layout: { indent: null, newline: "\n", comma: ",", colon: ":" },
}

/** The cell with another source; its members are read one by one, as a cell need not hold them. */
function withSource(
  { value, type, id, sourceKey, outputs, metadata, attachments, executionCount }: Cell,
  source: string,
): Cell {
  return { value, type, id, source, sourceKey, outputs, metadata, attachments, executionCount }
}

function sameFiles(cell: Cell, files: ReadonlyMap<string, JsonValue>): boolean {
  const own = filesOf(cell)
  return own.size === files.size && [...own].every(([name, file]) => file === files.get(name))
}

function withFiles(
  members: readonly DraftMember[],
  files: ReadonlyMap<string, JsonValue>,
): readonly DraftMember[] {
  if (files.size === 0) return withoutMembers(members, new Set(["attachments"]))
  const drafts = [...files].map(([key, file]) => ({ key, value: span(file) }))
  return withMember(members, "attachments", { kind: "object", members: drafts }, "sorted")
}

/** The metadata of the main cell with the fields that were changed in the other parts, but for those that were
 *  changed in it too; undefined where that is its own. Tags come together. */
function withChanges(main: CellPart, parts: readonly CellPart[], rules: RuleSet): Draft | undefined {
  const own = main.cell.metadata
  let members = own === undefined ? [] : draftMembers(own)
  let changed = false
  for (const { base, cell } of parts) {
    if (cell === main.cell || cell.metadata === undefined) continue
    for (const [key, value] of memberMap(cell.metadata)) {
      if (isEquivalent("cell", ["metadata", key], memberOf(base.metadata, key), value, rules)) continue
      const there = members.find((member) => member.key === key)?.value
      const isFree = there === undefined || sameValue(memberOf(own, key), memberOf(main.base.metadata, key))
      const draft = key === "tags" ? withTags(there, value) : isFree ? span(value) : undefined
      if (draft === undefined) continue
      members = [...withMember(members, key, draft, "sorted")]
      changed = true
    }
  }
  return changed ? { kind: "object", like: own, members } : undefined
}

/** The tags that are there, then the others of the list; undefined where it is none. */
function withTags(there: Draft | undefined, tags: JsonValue): Draft | undefined {
  if (stringsOf(tags) === undefined) return undefined
  if (there === undefined) return span(tags)
  const items = there.kind === "span" ? itemsOf(there.value).map(itemDraft) : []
  const all = there.kind === "array" ? there.items : items
  const known = new Set(all.flatMap(({ at }) => (at === undefined ? [] : [stringOf(at)])))
  const added = itemsOf(tags).filter((item) => !known.has(stringOf(item)))
  return { kind: "array", items: [...all, ...added.map(itemDraft)] }
}

function itemDraft(item: JsonValue): DraftItem {
  return { value: span(item), at: item }
}
