import {
  type Decoded,
  decode,
  endOf,
  itemsOf,
  type JsonValue,
  kindOf,
  membersOf,
  rawTextOf,
  startOf,
} from "../../notebook/json/json-value.js"
import type { Change, ValueChange } from "../model/change.js"

/** A value of a notebook, as far as it is shown: itself; its text in the file, where another program would read
 *  or write it differently (`1.0`, `NaN`, a key that is twice); its size in bytes, where it is long. */
type ValueJson = { readonly value: Decoded } | { readonly text: string } | { readonly size: number }

/** Two versions of a value; null where it is not there. */
export type ValuesJson = Change<ValueJson | null>

export interface ValueChangeJson extends ValuesJson {
  readonly path: readonly string[]
  readonly volatile: boolean
}

function encodeValue(value: JsonValue | undefined): ValueJson | null {
  if (value === undefined) return null
  const size = endOf(value) - startOf(value)
  if (size > LONGEST_VALUE) return { size }
  return isPortable(value) ? { value: decode(value) } : { text: rawTextOf(value) }
}

export function encodeValues({ before, after }: Change<JsonValue | undefined>): ValuesJson {
  return { before: encodeValue(before), after: encodeValue(after) }
}

export function encodeValueChange(change: ValueChange): ValueChangeJson {
  return { path: change.path, ...encodeValues(change), volatile: change.volatile }
}

/** Bytes: a few dozen lines. The delta holds what is longer. */
const LONGEST_VALUE = 2000

/** Whether JavaScript writes the value as it is, white space and escapes aside. */
function isPortable(value: JsonValue): boolean {
  switch (kindOf(value)) {
    case "number": {
      const text = rawTextOf(value)
      return Number.isFinite(Number(text)) && String(Number(text)) === text
    }
    case "array":
      return itemsOf(value).every(isPortable)
    case "object": {
      const members = membersOf(value)
      return (
        new Set(members.map(({ key }) => key)).size === members.length &&
        members.every((member) => isPortable(member.value))
      )
    }
    case "string":
    case "boolean":
    case "null":
      return true
  }
}
