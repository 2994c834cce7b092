import type { CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import { splitLines } from "../diff/text/lines.js"
import type { Cell } from "../notebook/model.js"
import { safeText } from "../render/ink/safe-text.js"
import { cellName } from "../render/words/cell-title.js"
import { type Atom, cellAt } from "./atom.js"
import type { Choice } from "./choices.js"

/** Returns `cell 3`, `deleted cell 4`, or `notebook`: positions count from 1. */
export function choicePlace(diff: NotebookDiff, { cell }: Choice): string {
  if (cell === undefined) return "notebook"
  const { before, after } = cellAt(diff, cell)
  const numbers = (list: readonly number[]) => list.map((i) => i + 1).join("+")
  return after.length === 0 ? `deleted cell ${numbers(before)}` : `cell ${numbers(after)}`
}

/** Returns what a reader knows the cell by, at most `NAME_WIDTH` characters; "" for what is not a cell's. */
export function choiceName(diff: NotebookDiff, { cell }: Choice): string {
  const own = cell === undefined ? undefined : ownCell(diff, cell)
  return own === undefined ? "" : safeText(cellName(own)).slice(0, NAME_WIDTH)
}

const NAME_WIDTH = 60

/** Returns what a choice is about in a few words: `source +1 −1, 1 output`. */
export function choiceWords(diff: NotebookDiff, choice: Choice): string {
  const { kind, cell, atoms } = choice
  switch (kind) {
    case "file":
      return "the whole file"
    case "format":
      return `nbformat ${diff.a.major}.${diff.a.minor} → ${diff.b.major}.${diff.b.minor}`
    case "notebook":
      return `metadata: ${atoms.map((atom) => ("key" in atom ? safeText(atom.key) : "")).join(", ")}`
    case "ids":
      return `new ids: ${cellCount(atoms)}`
    case "rerun":
      return cell === undefined && cellsIn(atoms) > 0 ? `merely re-run: ${cellCount(atoms)}` : "merely re-run"
    case "layout":
      return cell === undefined ? "how the file is written" : "how the cell is written"
    default:
      return cell === undefined ? "" : cellWords(diff, choice, cell)
  }
}

function cellWords(diff: NotebookDiff, { atoms }: Choice, k: number): string {
  const cell = cellAt(diff, k)
  const count = (...kinds: readonly Atom["kind"][]) => atoms.filter(({ kind }) => kinds.includes(kind)).length
  const words: readonly (string | false)[] = [
    count("cell") > 0 && wholeWords(diff, cell, k),
    count("move") > 0 && "moved",
    count("type") > 0 && "type",
    count("hunk") > 0 && hunkWords(cell, atoms),
    count("attachment") > 0 && counted(count("attachment"), "attachment"),
    count("output") > 0 && counted(count("output"), "output"),
    count("count") > 0 && count("output") === 0 && "execution count",
    count("metadata", "other") > 0 && "metadata",
    count("id") > 0 && "id",
    count("formatting") > 0 && "formatting",
  ]
  return words.filter((word) => word !== false).join(", ")
}

function wholeWords(diff: NotebookDiff, { kind }: CellDiff, k: number): string {
  const own = ownCell(diff, k)
  return `${own?.type ?? ""} ${kind}, ${counted(splitLines(own?.source ?? "").length, "line")}`
}

function hunkWords({ changes }: CellDiff, atoms: readonly Atom[]): string {
  const taken = new Set(atoms.flatMap((atom) => (atom.kind === "hunk" ? [atom.hunk] : [])))
  const hunks = (changes.source?.hunks ?? []).filter((_, hunk) => taken.has(hunk))
  const added = hunks.reduce((sum, { fromB, toB }) => sum + toB - fromB, 0)
  const deleted = hunks.reduce((sum, { fromA, toA }) => sum + toA - fromA, 0)
  const places = hunks.length > 1 ? ` in ${hunks.length} places` : ""
  return `source +${added} −${deleted}${places}`
}

/** The newer version of the cell, or the older one of a cell that was deleted. */
function ownCell({ a, b, cells }: NotebookDiff, k: number): Cell | undefined {
  return b.cells[cells[k]?.after[0] ?? -1] ?? a.cells[cells[k]?.before[0] ?? -1]
}

function cellsIn(atoms: readonly Atom[]): number {
  return new Set(atoms.flatMap((atom) => ("cell" in atom ? [atom.cell] : []))).size
}

function cellCount(atoms: readonly Atom[]): string {
  return counted(cellsIn(atoms), "cell")
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`
}
