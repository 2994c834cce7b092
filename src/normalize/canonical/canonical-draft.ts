import type { Draft, DraftMember } from "../../notebook/draft.js"
import { span } from "../../notebook/draft.js"
import {
  bytesOf,
  isListOfStrings,
  itemsOf,
  type JsonValue,
  kindOf,
  membersOf,
  rawTextOf,
  stringOf,
  stringsOf,
} from "../../notebook/json/json-value.js"
import { splitText } from "../../notebook/text-style.js"
import { pythonNumber } from "./python-number.js"

/** Drafts one value again. */
export type Redraft = (value: JsonValue) => Draft

/** The value as Python's json writes what it has read, with sorted keys. */
export function draftPlain(value: JsonValue): Draft {
  return draftJson(value, draftPlain, "sorted")
}

/** The same with the keys in the order in which they first are. */
export function draftInOrder(value: JsonValue): Draft {
  return draftJson(value, draftInOrder, "in order")
}

type KeyOrder = "sorted" | "in order"

function draftJson(value: JsonValue, redraft: Redraft, order: KeyOrder): Draft {
  switch (kindOf(value)) {
    case "string":
      return isSpeltAsIs(value) ? span(value) : { kind: "string", text: stringOf(value) }
    case "number":
      return { kind: "literal", text: pythonNumber(rawTextOf(value)) }
    case "boolean":
    case "null":
      return span(value)
    case "array":
      return { kind: "array", items: itemsOf(value).map((item) => ({ value: redraft(item) })) }
    case "object":
      return { kind: "object", members: draftMembers(value, () => redraft, order) }
  }
}

/** An object whose members are drafted by whoever `redraftOf` names for their key; undefined leaves one out. Any
 *  other value is drafted plainly. */
export function draftObject(value: JsonValue, redraftOf: (key: string) => Redraft | undefined): Draft {
  if (kindOf(value) !== "object") return draftPlain(value)
  return { kind: "object", members: draftMembers(value, redraftOf, "sorted") }
}

/** Of a duplicate key the last value counts. */
function draftMembers(
  value: JsonValue,
  redraftOf: (key: string) => Redraft | undefined,
  order: KeyOrder,
): readonly DraftMember[] {
  const members = new Map<string, DraftMember>()
  for (const { key, value: child } of membersOf(value)) {
    const redraft = redraftOf(key)
    if (redraft !== undefined) members.set(key, { key, value: redraft(child) })
  }
  const drafted = [...members.values()]
  return order === "sorted" ? drafted.sort((a, b) => compareCodePoints(a.key, b.key)) : drafted
}

/** A list with each item drafted by `redraft`. Any other value is drafted plainly. */
export function draftItems(value: JsonValue, redraft: Redraft): Draft {
  if (kindOf(value) !== "array") return draftPlain(value)
  return { kind: "array", items: itemsOf(value).map((item) => ({ value: redraft(item) })) }
}

/** A text, whether a string or a list of strings, as the list of its lines. Any other value is drafted plainly. */
export function draftLines(value: JsonValue, join = joinPlainly, split = splitLines): Draft {
  const text = textAt(value, join)
  if (text === undefined) return draftPlain(value)
  return { kind: "array", items: split(text).map((line) => ({ value: { kind: "string", text: line } })) }
}

/** A text as one string. */
export function draftJoined(value: JsonValue): Draft {
  const items = kindOf(value) === "array" ? textAt(value, joinPlainly) : undefined
  return items === undefined ? draftPlain(value) : { kind: "string", text: items }
}

function textAt(value: JsonValue, join: (lines: readonly string[]) => string): string | undefined {
  if (kindOf(value) === "string") return stringOf(value)
  return isListOfStrings(value) ? join(stringsOf(value) ?? []) : undefined
}

function joinPlainly(lines: readonly string[]): string {
  return lines.join("")
}

function splitLines(text: string): readonly string[] {
  return splitText(text, "python")
}

const BACKSLASH = 0x5c
const DELETE = 0x7f

/** Whether the string is printable ASCII without an escape: every writer spells it so. */
function isSpeltAsIs(value: JsonValue): boolean {
  return bytesOf(value).every((byte) => byte !== BACKSLASH && byte < DELETE)
}

/** Python's order of strings: by code point, where JavaScript's goes by UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0)
  }
  return a.length - b.length
}
