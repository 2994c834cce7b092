import { dialectOf } from "../notebook/dialect.js"
import { type Draft, span, writeFile } from "../notebook/draft.js"
import { endOf, itemsOf, memberOf, startOf } from "../notebook/json/json-value.js"
import type { Cell, Notebook } from "../notebook/model.js"
import type { Step } from "./apply-rules.js"
import { stableOutputs } from "./outputs/stable-outputs.js"
import { redraftCells, redraftMembers } from "./redraft.js"

/** The notebook with each cell's outputs in their stable form; its own bytes, the same array, where they are so
 *  already. */
export function stableNotebook(notebook: Notebook, steps: Step[] | undefined): Uint8Array {
  const draft = draftNotebook(notebook, steps)
  return draft.kind === "span"
    ? notebook.root.text.bytes
    : writeFile(notebook.root, draft, dialectOf(notebook))
}

function draftNotebook({ root, cells }: Notebook, steps: Step[] | undefined): Draft {
  const scopes = cellScopes(cells)
  const byNode = new Map(cells.map((cell, index) => [cell.value.node, { cell, index }]))
  return redraftMembers(root, (member) => {
    const redrafted = redraftCells(member, (value) => {
      const known = byNode.get(value.node)
      return known === undefined
        ? span(value)
        : draftCell(known.cell, known.index, scopes[known.index] ?? "", steps)
    })
    return redrafted ?? span(member.value)
  })
}

/** A name for each cell that lasts from run to run: its id, or its source with the number of that source before
 *  it. */
function cellScopes(cells: readonly Cell[]): readonly string[] {
  const seen = new Map<string, number>()
  return cells.map(({ id, source }) => {
    const name = id ?? source
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return `${name}\n${before}`
  })
}

function draftCell(cell: Cell, index: number, scope: string, steps: Step[] | undefined): Draft {
  const list = memberOf(cell.value, "outputs")
  if (list === undefined || cell.outputs.length === 0) return span(cell.value)
  const items = stableOutputs(cell.outputs, scope)
  const present = itemsOf(list)
  if (items.length === present.length && items.every(({ value }) => value.kind === "span"))
    return span(cell.value)
  const why = "outputs as a run would write them again"
  steps?.push({ kind: "rewrite", cell: index, path: ["outputs"], bytes: endOf(list) - startOf(list), why })
  return redraftMembers(cell.value, ({ value }) =>
    value.node === list.node ? { kind: "array", like: list, items } : span(value),
  )
}
