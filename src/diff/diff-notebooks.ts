import { DEFAULT_RULES, type RuleSet } from "../normalize/rules/rule-set.js"
import { equalBytes, sameBytes } from "../notebook/json/json-equality.js"
import type { Notebook } from "../notebook/model.js"
import { align } from "./align/align.js"
import type { Alignment } from "./align/alignment.js"
import { diffCells, NO_CHANGES } from "./cell-changes.js"
import type { CellDiff, NotebookDiff } from "./model/notebook-diff.js"
import { diffNotebookFields } from "./notebook-changes.js"

/** What happened between two versions of a notebook; the rules say what of it is nobody's doing. */
export function diffNotebooks(a: Notebook, b: Notebook, rules: RuleSet = DEFAULT_RULES): NotebookDiff {
  const same = a.cells.length === b.cells.length && equalBytes(a.root.text.bytes, b.root.text.bytes)
  const cells = same
    ? a.cells.map((_, i) => unchanged(i, i))
    : diffAligned({ a, b, alignment: align(a.cells, b.cells), rules })
  const notebook = a.root.text === b.root.text || same ? [] : diffNotebookFields(a, b, rules)
  const formatting = !same && notebook.length === 0 && cells.every(isOnlyFormatted)
  return { a, b, cells, notebook, formatting }
}

/** The diff of a notebook that was added (no `a`) or deleted (no `b`): all its cells come or go, and what it says of
 *  itself does not change. */
export function diffVersions(
  a: Notebook | undefined,
  b: Notebook | undefined,
  rules: RuleSet = DEFAULT_RULES,
): NotebookDiff | undefined {
  if (a === undefined) return b && diffNotebooks(withoutCells(b), b, rules)
  return diffNotebooks(a, b ?? withoutCells(a), rules)
}

function withoutCells(notebook: Notebook): Notebook {
  return { ...notebook, cells: [] }
}

function unchanged(before: number, after: number): CellDiff {
  return { kind: "unchanged", before: [before], after: [after], moved: false, changes: NO_CHANGES }
}

function isOnlyFormatted({ kind, moved, changes }: CellDiff): boolean {
  return !moved && (kind === "unchanged" || (kind === "edited" && changes.formatting))
}

interface Comparison {
  readonly a: Notebook
  readonly b: Notebook
  readonly alignment: Alignment
  readonly rules: RuleSet
}

/** b's cells in their order, with a's deleted ones after the cell that they were after. */
function diffAligned(comparison: Comparison): readonly CellDiff[] {
  const { a, b, alignment } = comparison
  const groups = groupsOf(alignment)
  const deleted = deletedAfter(a, alignment, groups)
  const cells: CellDiff[] = [...(deleted.get(-1) ?? [])]
  for (let j = 0; j < b.cells.length; j++) {
    const group = groups.ofB.get(j)
    if (group !== undefined && group.after[0] !== j) continue
    const cell = group === undefined ? diffPlace(comparison, j) : diffGroup(comparison, group)
    cells.push(cell)
    const anchors = cell.before.filter((i) => deleted.has(i))
    for (const i of anchors) cells.push(...(deleted.get(i) ?? []))
  }
  return cells
}

/** Cells that were split or joined: one on the one side, several on the other. */
interface Group {
  readonly kind: "split" | "joined"
  readonly before: readonly number[]
  readonly after: readonly number[]
}

interface Groups {
  readonly ofA: ReadonlyMap<number, Group>
  readonly ofB: ReadonlyMap<number, Group>
}

function groupsOf({ splits, joins }: Alignment): Groups {
  const groups: readonly Group[] = [
    ...splits.map(({ before, after }) => ({ kind: "split" as const, before: [before], after })),
    ...joins.map(({ before, after }) => ({ kind: "joined" as const, before, after: [after] })),
  ]
  return {
    ofA: new Map(groups.flatMap((group) => group.before.map((i) => [i, group]))),
    ofB: new Map(groups.flatMap((group) => group.after.map((j) => [j, group]))),
  }
}

/** a's deleted cells, by the last cell before them that is where it was; -1 is the top. */
function deletedAfter(
  a: Notebook,
  alignment: Alignment,
  { ofA }: Groups,
): ReadonlyMap<number, readonly CellDiff[]> {
  const deleted = new Map<number, CellDiff[]>()
  let anchor = -1
  for (let i = 0; i < a.cells.length; i++) {
    const isMatched = (alignment.toB[i] ?? -1) >= 0 || ofA.has(i)
    const group = ofA.get(i)?.before ?? [i]
    if (isMatched && !group.some((each) => alignment.moved.has(each))) anchor = i
    if (isMatched) continue
    const cell: CellDiff = { kind: "deleted", before: [i], after: [], moved: false, changes: NO_CHANGES }
    const deletions = deleted.get(anchor)
    if (deletions === undefined) deleted.set(anchor, [cell])
    else deletions.push(cell)
  }
  return deleted
}

function diffPlace({ a, b, alignment, rules }: Comparison, j: number): CellDiff {
  const { toA, moved } = alignment
  const i = toA[j] ?? -1
  const before = a.cells[i]
  const after = b.cells[j]
  if (before === undefined || after === undefined) {
    return { kind: "added", before: [], after: [j], moved: false, changes: NO_CHANGES }
  }
  const changes = sameBytes(before.value, after.value)
    ? NO_CHANGES
    : diffCells([before], [after], a.major === b.major, rules)
  return {
    kind: changes === NO_CHANGES ? "unchanged" : "edited",
    before: [i],
    after: [j],
    moved: moved.has(i),
    changes,
  }
}

function diffGroup(
  { a, b, alignment: { moved }, rules }: Comparison,
  { kind, before, after }: Group,
): CellDiff {
  const cellsBefore = before.flatMap((i) => a.cells[i] ?? [])
  const cellsAfter = after.flatMap((j) => b.cells[j] ?? [])
  const changes = diffCells(cellsBefore, cellsAfter, a.major === b.major, rules)
  return { kind, before, after, moved: before.some((i) => moved.has(i)), changes }
}
