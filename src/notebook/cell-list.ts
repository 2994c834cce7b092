import { itemsOf, type JsonValue, memberOf } from "./json/json-value.js"

/** The list of cells: `cells`, or that of the one worksheet of an older notebook. */
export function cellListOf(root: JsonValue): JsonValue | undefined {
  return memberOf(root, "cells") ?? memberOf(worksheetOf(root), "cells")
}

export function worksheetOf(root: JsonValue): JsonValue | undefined {
  const worksheets = memberOf(root, "worksheets")
  return worksheets && itemsOf(worksheets)[0]
}
