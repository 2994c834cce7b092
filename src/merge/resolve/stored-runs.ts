import { withCells } from "../../notebook/cell-list.js"
import { dialectOf } from "../../notebook/dialect.js"
import { type DraftMember, draftMembers, NULL, span, withMember, writeFile } from "../../notebook/draft.js"
import { sameValue } from "../../notebook/json/json-equality.js"
import { memberOf } from "../../notebook/json/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../../notebook/model.js"
import { cellsBySource, RUN_KEYS, runAmong } from "./run-of-source.js"

/** A side that was taken out of git's text markers, each source with the outputs that it made: those that it has in one
 *  of the versions which were merged, or none. git merges sources and outputs by line and apart, so what stands in the
 *  text may be of two runs, or beside a source that never ran. The side's own version comes first. */
export function withStoredRuns(bytes: Uint8Array, versions: readonly Notebook[]): Uint8Array {
  const notebook = parseNotebook(bytes)
  const { root, cells } = notebook
  const dialect = dialectOf(notebook)
  const stored = versions.map(cellsBySource)
  const runs = cells.map((cell) => {
    const candidates = stored.map((bySource) => bySource.get(cell.source) ?? [])
    return isStored(cell, candidates.flat())
      ? cell
      : candidates.map((each) => runAmong(each, cell)).find(isFound)
  })
  if (runs.every((run, i) => run === cells[i])) return bytes
  const items = cells.map((cell, i) => {
    if (runs[i] === cell) return { value: span(cell.value), at: cell.value }
    const members = withRun(draftMembers(cell.value), runs[i], dialect.keys)
    return { value: { kind: "object", like: cell.value, members }, at: cell.value } as const
  })
  const members = withCells(draftMembers(root), root, items, dialect)
  return writeFile(root, { kind: "object", like: root, members }, dialect)
}

/** Whether a cell has no run, or a version has the same one. */
function isStored({ type, value, outputs }: Cell, candidates: readonly Cell[]): boolean {
  if (type !== "code" || outputs.length === 0) return true
  const own = memberOf(value, "outputs")
  return candidates.some((cell) => cell.type === type && sameValue(memberOf(cell.value, "outputs"), own))
}

function isFound(cell: Cell | undefined): cell is Cell {
  return cell !== undefined
}

function withRun(
  members: readonly DraftMember[],
  run: Cell | undefined,
  keys: Parameters<typeof withMember>[3],
): readonly DraftMember[] {
  const own = RUN_KEYS.filter((key) => members.some((member) => member.key === key))
  return own.reduce((all, key) => {
    const value = memberOf(run?.value, key)
    const none = key === "outputs" ? ({ kind: "array", items: [] } as const) : NULL
    return withMember(all, key, value === undefined ? none : span(value), keys)
  }, members)
}
