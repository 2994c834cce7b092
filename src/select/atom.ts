import type { NotebookDiff } from "../diff/model/notebook-diff.js"

/** The smallest part of a diff that can be taken by itself. `cell` is an index into the diff's cells. */
export type Atom =
  /** The two files cannot be mixed: one or the other. */
  | { readonly kind: "file" }
  /** A cell is added or deleted; one cell becomes several, or several one. */
  | { readonly kind: "cell"; readonly cell: number }
  | { readonly kind: "move"; readonly cell: number }
  /** The type, with all that depends on it: outputs, count, attachments, unknown keys. */
  | { readonly kind: "type"; readonly cell: number }
  | { readonly kind: "hunk"; readonly cell: number; readonly hunk: number }
  /** An index into the cell's output diffs; for an added or deleted cell into its outputs (see `outputRuns`). */
  | { readonly kind: "output"; readonly cell: number; readonly output: number }
  | { readonly kind: "count"; readonly cell: number }
  | { readonly kind: "metadata"; readonly cell: number; readonly key: string }
  | { readonly kind: "attachment"; readonly cell: number; readonly key: string }
  | { readonly kind: "other"; readonly cell: number; readonly key: string }
  | { readonly kind: "id"; readonly cell: number }
  /** A cell whose bytes differ where no value does. */
  | { readonly kind: "formatting"; readonly cell: number }
  | { readonly kind: "notebook-metadata"; readonly key: string }
  | { readonly kind: "notebook-other"; readonly key: string }
  /** nbformat and its minor version, with the ids of all cells where only one of the versions has ids. */
  | { readonly kind: "format" }
  /** White space, order of keys, what comes before and after the notebook's object. */
  | { readonly kind: "layout" }

/** An atom that belongs to one cell of the diff. */
export type CellAtom = Extract<Atom, { readonly cell: number }>

/** Returns a text that is the same for equal atoms of one diff, and for no others. */
export function atomName(atom: Atom): string {
  return Object.values(atom).join(":")
}

function isCellAtom(atom: Atom): atom is CellAtom {
  return "cell" in atom
}

/** Returns the atoms of each cell of the diff, by the cell's index. */
export function atomsByCell(atoms: readonly Atom[]): ReadonlyMap<number, readonly CellAtom[]> {
  const byCell = new Map<number, CellAtom[]>()
  for (const atom of atoms) {
    if (!isCellAtom(atom)) continue
    const own = byCell.get(atom.cell)
    if (own === undefined) byCell.set(atom.cell, [atom])
    else own.push(atom)
  }
  return byCell
}

/** What was chosen of a diff: atoms, and sources that somebody wrote. */
export interface Selection {
  readonly atoms: readonly Atom[]
  /** By index into the diff's cells. */
  readonly edited?: ReadonlyMap<number, string>
}

/** The cell diff at `k`, which an atom names. */
export function cellAt({ cells }: NotebookDiff, k: number): NotebookDiff["cells"][number] {
  const cell = cells[k]
  if (cell === undefined) throw new Error(`the diff has no cell ${k}`)
  return cell
}
