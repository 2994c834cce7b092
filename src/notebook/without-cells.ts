import { endOf, memberOf, startOf } from "./json-value.js"
import { type Notebook, parseNotebook } from "./model.js"

/** The notebook without a cell, all else as it was: what to compare with where the other version is not there,
 *  so that every cell came or went and nothing else did. */
export function withoutCells(notebook: Notebook): Notebook {
  const { bytes } = notebook.root.text
  const cells = memberOf(notebook.root, "cells")
  const list = cells ?? memberOf(notebook.root, "worksheets")
  if (list === undefined) return notebook
  const parts = [
    bytes.subarray(0, startOf(list)),
    new TextEncoder().encode(cells === undefined ? '[{"cells":[]}]' : "[]"),
    bytes.subarray(endOf(list)),
  ]
  return parseNotebook(concatenated(parts))
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
