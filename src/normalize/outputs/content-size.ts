import {
  bytesOf,
  itemsOf,
  type JsonValue,
  kindOf,
  membersOf,
  stringOf,
} from "../../notebook/json/json-value.js"

/** Bytes of what a value says: its texts and keys in UTF-8, 8 for each number and 4 for each other token. How it
 *  is spelt, indented and split into lines does not matter, so that a file of another form is judged alike. */
export function contentSize(value: JsonValue): number {
  switch (kindOf(value)) {
    case "string":
      return textSize(value)
    case "number":
      return 8
    case "boolean":
    case "null":
      return 4
    case "array":
      return itemsOf(value).reduce((size, item) => size + contentSize(item), 0)
    case "object":
      return membersOf(value).reduce(
        (size, { name, value: child }) => size + textSize(name) + contentSize(child),
        0,
      )
  }
}

const BACKSLASH = 0x5c
const ENCODER = new TextEncoder()

function textSize(value: JsonValue): number {
  const bytes = bytesOf(value)
  return bytes.includes(BACKSLASH) ? ENCODER.encode(stringOf(value)).length : bytes.length - 2
}
