import {
  itemsOf,
  type JsonValue,
  kindOf,
  membersOf,
  rawTextOf,
  stringOf,
} from "../../notebook/json/json-value.js"

/** One text for all values that mean the same: without white space, keys sorted, of a duplicate key the last,
 *  escapes spelt one way, numbers as they are. Members whose key is among `masked` count as one. */
export function jsonCanonical(value: JsonValue, masked: ReadonlySet<string> = NOTHING): string {
  switch (kindOf(value)) {
    case "string":
      return JSON.stringify(stringOf(value))
    case "number":
    case "boolean":
    case "null":
      return rawTextOf(value)
    case "array":
      return `[${itemsOf(value)
        .map((item) => jsonCanonical(item, masked))
        .join(",")}]`
    case "object": {
      const members = [...new Map(membersOf(value).map((member) => [member.key, member.value]))]
      return `{${members
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(
          ([key, child]) => `${JSON.stringify(key)}:${masked.has(key) ? "…" : jsonCanonical(child, masked)}`,
        )
        .join(",")}}`
    }
  }
}

const NOTHING: ReadonlySet<string> = new Set()
