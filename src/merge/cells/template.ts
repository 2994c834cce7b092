import { cellListOf } from "../../notebook/cell-list.js"
import { layoutOf, sameLayout } from "../../notebook/dialect.js"
import {
  endOf,
  itemsOf,
  type JsonValue,
  membersOf,
  startOf,
  textBetween,
} from "../../notebook/json/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import type { Sides } from "../decisions/sides.js"
import type { Side } from "../text/side.js"

/** The side whose bytes the merged file is laid out like: the one that alone changed the layout, else ours. */
export function templateSide({ base, ours, theirs }: Sides): Side {
  if (base === undefined) return "ours"
  return sameFrame(base, ours) && !sameFrame(base, theirs) ? "theirs" : "ours"
}

/** Whether two files have everything in common that is neither a cell nor a member's value: the order of the
 *  keys, the white space around them and around the cells, what is before and after. */
function sameFrame(a: Notebook, b: Notebook): boolean {
  return (
    sameLayout(layoutOf(a.root), layoutOf(b.root)) &&
    templateText(a.root) === templateText(b.root) &&
    sameGaps(a, b)
  )
}

function templateText(root: JsonValue): string {
  const parts: string[] = []
  let from = 0
  for (const { name, value } of membersOf(root)) {
    parts.push(textBetween(root.text, from, endOf(name)), textBetween(root.text, endOf(name), startOf(value)))
    from = endOf(value)
  }
  parts.push(textBetween(root.text, from, root.text.bytes.length))
  return parts.join("\0")
}

/** Whether the cells are in the same white space: one kind of gap throughout, or the same gaps one by one. An
 *  empty list shows none. */
function sameGaps(a: Notebook, b: Notebook): boolean {
  const gapsA = gapsOf(a)
  const gapsB = gapsOf(b)
  if (gapsA.length === 0 || gapsB.length === 0) return true
  const kindsA = new Set(gapsA)
  const kindsB = new Set(gapsB)
  const uniform = kindsA.size <= 1 && kindsB.size <= 1
  return uniform ? gapsA[0] === gapsB[0] : gapsA.join("\0") === gapsB.join("\0")
}

function gapsOf({ root }: Notebook): readonly string[] {
  const list = cellListOf(root)
  const cells = list === undefined ? [] : itemsOf(list)
  return cells.slice(1).map((cell, i) => textBetween(root.text, endOf(cells[i] as JsonValue), startOf(cell)))
}
