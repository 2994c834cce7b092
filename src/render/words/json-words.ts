import {
  endOf,
  itemsOf,
  type JsonValue,
  kindOf,
  membersOf,
  rawTextOf,
  startOf,
  stringOf,
} from "../../notebook/json/json-value.js"

/** A value in one line, as JSON with a space where a reader wants one; numbers as the file spells them. */
export function jsonLine(value: JsonValue): string {
  switch (kindOf(value)) {
    case "object": {
      const members = membersOf(value).map(
        (member) => `${JSON.stringify(member.key)}: ${jsonLine(member.value)}`,
      )
      return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`
    }
    case "array":
      return `[${itemsOf(value).map(jsonLine).join(", ")}]`
    case "string":
      return JSON.stringify(stringOf(value))
    case "number":
    case "boolean":
    case "null":
      return rawTextOf(value)
  }
}

/** A value over several lines, each ended: a list or an object takes one for each of its items, unless all of
 *  it is short. */
export function jsonLines(value: JsonValue): string {
  return `${indented(value, "")}\n`
}

/** Up to this many characters a list or an object stays on its line. */
const SHORT = 60

/** Columns up to which deeper levels are further in: a thousand levels of a few bytes each would be a megabyte of
 *  blanks. */
const DEEPEST = 40

function indented(value: JsonValue, indent: string): string {
  const kind = kindOf(value)
  if (kind !== "object" && kind !== "array") return jsonLine(value)
  if (endOf(value) - startOf(value) <= 4 * SHORT) {
    const line = jsonLine(value)
    if (line.length <= SHORT) return line
  }
  const inner = indent.length < DEEPEST ? `${indent}  ` : indent
  const items =
    kind === "array"
      ? itemsOf(value).map((item) => inner + indented(item, inner))
      : membersOf(value).map(
          (member) => `${inner}${JSON.stringify(member.key)}: ${indented(member.value, inner)}`,
        )
  const [open, close] = kind === "array" ? "[]" : "{}"
  return `${open}\n${items.join(",\n")}\n${indent}${close}`
}
