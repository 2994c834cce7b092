import type { ValueChange } from "../diff/model/change.js"
import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { outputRuns } from "../normalize/outputs/output-run.js"
import { layoutOf, sameLayout } from "../notebook/dialect.js"
import {
  endOf,
  itemsOf,
  type JsonValue,
  kindOf,
  memberOf,
  membersOf,
  startOf,
  textBetween,
} from "../notebook/json/json-value.js"
import type { Notebook } from "../notebook/model.js"
import { MINOR_WITH_IDS } from "../notebook/validate.js"
import type { Atom, CellAtom } from "./atom.js"

/** Returns all atoms of a diff: whoever takes none of them has a, whoever takes all has b. */
export function atomsOf(diff: NotebookDiff): readonly Atom[] {
  if (!isMixable(diff)) return [{ kind: "file" }]
  const cells = diff.cells.flatMap((cell, k) => cellAtoms(diff, cell, k))
  const own = notebookAtoms(diff)
  // a new layout of the whole file is a new layout of each cell
  const hasLayout = own.some(({ kind }) => kind === "layout")
  return [...(hasLayout ? cells.filter(({ kind }) => kind !== "formatting") : cells), ...own]
}

/** Whether parts of both can be in one file: one major version, one list of cells, and matched cells in one order. */
function isMixable({ a, b, cells }: NotebookDiff): boolean {
  if (a.major !== b.major || a.major < 2) return false
  const sheets = [a, b].map(({ root }) => memberOf(root, "worksheets"))
  if (sheets.some((list) => list !== undefined && itemsOf(list).length !== 1)) return false
  if ((sheets[0] === undefined) !== (sheets[1] === undefined)) return false
  return isIncreasing(cells.filter(isBackbone).map(({ before }) => before[0] ?? -1))
}

/** Whether the cell is in both versions and kept its place among the others. */
export function isBackbone({ before, after, moved }: CellDiff): boolean {
  return before.length > 0 && after.length > 0 && !moved
}

function isIncreasing(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] ?? -1) < value)
}

/** Whether the cells of this version have ids. */
export function hasIds({ minor, major }: Pick<Notebook, "major" | "minor">): boolean {
  return major === 4 && minor >= MINOR_WITH_IDS
}

function cellAtoms(diff: NotebookDiff, cell: CellDiff, k: number): readonly CellAtom[] {
  switch (cell.kind) {
    case "unchanged":
      return cell.moved ? [{ kind: "move", cell: k }] : []
    case "split":
    case "joined":
      return [{ kind: "cell", cell: k }]
    case "added":
      return wholeAtoms(diff.b, cell.after, k)
    case "deleted":
      return wholeAtoms(diff.a, cell.before, k)
    case "edited":
      return editedAtoms(diff, cell, k)
  }
}

/** The atoms of a cell that is in one version only: the cell, each of its outputs, and its count. */
function wholeAtoms({ cells }: Notebook, [at = -1]: readonly number[], k: number): readonly CellAtom[] {
  const own = cells[at]
  const outputs = outputRuns(own?.outputs ?? []).map(
    (_, output) => ({ kind: "output", cell: k, output }) as const,
  )
  const count = own?.executionCount
  const wasRun = count !== undefined && kindOf(count) !== "null"
  return [{ kind: "cell", cell: k }, ...outputs, ...(wasRun ? [{ kind: "count", cell: k } as const] : [])]
}

function editedAtoms(
  { a, b }: NotebookDiff,
  { before, after, moved, changes }: CellDiff,
  k: number,
): readonly CellAtom[] {
  const move: readonly CellAtom[] = moved ? [{ kind: "move", cell: k }] : []
  const hasOwnId = changes.id !== undefined && hasIds(a) === hasIds(b)
  const id: readonly CellAtom[] = hasOwnId ? [{ kind: "id", cell: k }] : []
  const metadata = keyAtoms("metadata", changes.metadata, 1, k)
  // a heading of nbformat 3 has its level beside its text
  const isHeading = hasLevel(a.cells[before[0] ?? -1]?.value) || hasLevel(b.cells[after[0] ?? -1]?.value)
  const hunks: readonly CellAtom[] = isHeading
    ? []
    : (changes.source?.hunks ?? []).map((_, hunk) => ({ kind: "hunk", cell: k, hunk }))
  if (changes.type !== undefined || isHeading)
    return [...move, { kind: "type", cell: k }, ...hunks, ...metadata, ...id]
  return [
    ...move,
    ...hunks,
    ...changes.outputs.flatMap(({ kind }, output): readonly CellAtom[] =>
      kind === "unchanged" ? [] : [{ kind: "output", cell: k, output }],
    ),
    ...(changes.executionCount === undefined ? [] : [{ kind: "count", cell: k } as const]),
    ...metadata,
    ...keyAtoms("attachment", changes.attachments, 1, k),
    ...keyAtoms("other", changes.others, 0, k),
    ...id,
    ...(changes.formatting ? [{ kind: "formatting", cell: k } as const] : []),
  ]
}

export function hasLevel(cell: JsonValue | undefined): boolean {
  return memberOf(cell, "level") !== undefined
}

/** One atom for each key at `depth` of the paths; "" where the object itself came or went. */
function keyAtoms(
  kind: "metadata" | "attachment" | "other",
  changes: readonly ValueChange[],
  depth: number,
  cell: number,
): readonly CellAtom[] {
  const keys = new Set(changes.map(({ path }) => path[depth] ?? ""))
  return [...keys].map((key) => ({ kind, cell, key }))
}

function notebookAtoms(diff: NotebookDiff): readonly Atom[] {
  const metadata = new Set<string>()
  const others = new Set<string>()
  let format = hasIds(diff.a) !== hasIds(diff.b)
  for (const { path } of diff.notebook) {
    const [key = ""] = path
    if (key === "metadata") metadata.add(path[1] ?? "")
    else if (isFormatKey(key)) format = true
    else others.add(key)
  }
  return [
    ...[...metadata].map((key): Atom => ({ kind: "notebook-metadata", key })),
    ...[...others].map((key): Atom => ({ kind: "notebook-other", key })),
    ...(format ? [{ kind: "format" } as const] : []),
    ...(hasOtherLayout(diff) ? [{ kind: "layout" } as const] : []),
  ]
}

export function isFormatKey(key: string): boolean {
  return key === "nbformat" || key === "nbformat_minor"
}

/** Whether something of the file itself differs: its white space, the order of its keys, its start or end. */
function hasOtherLayout({ a, b, formatting }: NotebookDiff): boolean {
  if (formatting) return true
  if (!sameLayout(layoutOf(a.root), layoutOf(b.root))) return true
  return outerText(a.root) !== outerText(b.root) || commonKeys(a.root, b.root) !== commonKeys(b.root, a.root)
}

/** What comes before and after the notebook's object. */
function outerText(root: JsonValue): string {
  const { text } = root
  return [textBetween(text, 0, startOf(root)), textBetween(text, endOf(root), text.bytes.length)].join("\0")
}

/** The keys that both have, in the order of the first. */
function commonKeys(root: JsonValue, other: JsonValue): string {
  const keys = new Set(membersOf(other).map(({ key }) => key))
  return membersOf(root)
    .flatMap(({ key }) => (keys.has(key) ? [key] : []))
    .join("\0")
}
