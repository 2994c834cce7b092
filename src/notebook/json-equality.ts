import { bytesOf, itemsOf, type JsonValue, kindOf, membersOf, rawTextOf, stringOf } from "./json-value.js"

/** Whether two values are the same bytes: the first question, answered before anything is decoded. */
export function sameBytes(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  if (a.text.ascii !== undefined && b.text.ascii !== undefined) return rawTextOf(a) === rawTextOf(b)
  return equalBytes(bytesOf(a), bytesOf(b))
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  const length = a.length
  if (length !== b.length) return false
  if (a.buffer === b.buffer && a.byteOffset === b.byteOffset) return true
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return false
  }
  return true
}

/** Whether two values mean the same: white space, key order and the spelling of escapes do not matter, the
 *  spelling of a number does (1.0 is a float to Python and 1 is not). Of a duplicate key the last counts. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return sameBytes(a, b) || (a !== undefined && b !== undefined && sameParts(a, b))
}

/** Containers part by part: to look at the same bytes at every level would cost the file times its depth. */
function sameParts(a: JsonValue, b: JsonValue): boolean {
  const kind = kindOf(a)
  if (kind !== kindOf(b)) return false
  switch (kind) {
    case "string":
      return sameBytes(a, b) || stringOf(a) === stringOf(b)
    case "number":
    case "boolean":
    case "null":
      return sameBytes(a, b)
    case "array": {
      const itemsA = itemsOf(a)
      const itemsB = itemsOf(b)
      return (
        itemsA.length === itemsB.length && itemsA.every((item, i) => sameParts(item, itemsB[i] as JsonValue))
      )
    }
    case "object": {
      const membersA = new Map(membersOf(a).map(({ key, value }) => [key, value]))
      const membersB = new Map(membersOf(b).map(({ key, value }) => [key, value]))
      if (membersA.size !== membersB.size) return false
      return [...membersA].every(([key, value]) => {
        const other = membersB.get(key)
        return other !== undefined && sameParts(value, other)
      })
    }
  }
}
