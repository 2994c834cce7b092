import { type Dialect, dialectOf } from "../../src/notebook/dialect.js"
import { type Draft, writeValue } from "../../src/notebook/draft.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  membersOf,
  rawTextOf,
  stringOf,
  textOf,
} from "../../src/notebook/json/json-value.js"
import type { Cell, Notebook } from "../../src/notebook/model.js"
import { joinText } from "../../src/notebook/text-style.js"

/** Each cell of a notebook decoded and rewritten in the file's dialect, not a byte of it copied but numbers. */
export function rewrittenCells(notebook: Notebook): readonly Uint8Array[] {
  const dialect = dialectOf(notebook)
  // nbformat 2 and 3 have their cells in a list of a worksheet in a list
  const depth = notebook.major === 2 || notebook.major === 3 ? 4 : 2
  return notebook.cells.map((cell) => rewritten(cell, notebook.major, dialect, depth))
}

function rewritten({ value, sourceKey }: Cell, major: number, dialect: Dialect, depth: number): Uint8Array {
  const members = membersOf(value).map((member) => ({
    key: member.key,
    value: member.key === sourceKey ? textDraft(member.value, major) : newDraft(member.value),
  }))
  return writeValue({ kind: "object", members }, dialect, depth)
}

function textDraft(value: JsonValue, major: number): Draft {
  const items = itemsOf(value)
  if (kindOf(value) === "array" && items.every((item) => kindOf(item) === "string"))
    return { kind: "text", text: joinText(items.map(stringOf), major), like: value }
  return kindOf(value) === "string" ? { kind: "text", text: textOf(value), like: value } : newDraft(value)
}

function newDraft(value: JsonValue): Draft {
  switch (kindOf(value)) {
    case "object":
      return {
        kind: "object",
        members: membersOf(value).map((member) => ({ key: member.key, value: newDraft(member.value) })),
      }
    case "array":
      return { kind: "array", items: itemsOf(value).map((item) => ({ value: newDraft(item) })) }
    case "string":
      return { kind: "string", text: stringOf(value) }
    case "number":
    case "boolean":
    case "null":
      return { kind: "literal", text: rawTextOf(value) }
  }
}
