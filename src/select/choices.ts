import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { isOnlyIdentified, isOnlyReformatted, isOnlyRerun, isSignificantOutput } from "../diff/noise.js"
import { type Atom, atomsByCell, type CellAtom, cellAt } from "./atom.js"
import { atomsOf } from "./atoms-of.js"

/** What is asked about at once: a cell with all that happened to it, or a part of that. */
export interface Choice {
  readonly kind: ChoiceKind
  /** An index into the diff's cells; undefined for what belongs to several cells or to none. */
  readonly cell: number | undefined
  readonly atoms: readonly Atom[]
  /** What it can be split into; empty where it is one thing. */
  readonly parts: readonly Choice[]
}

export type ChoiceKind =
  | "cell"
  | "place"
  | "type"
  | "source"
  | "lines"
  | "outputs"
  | "output"
  | "attachments"
  | "metadata"
  | "id"
  | "rerun"
  | "ids"
  | "notebook"
  | "format"
  | "layout"
  | "file"

/** Returns all that can be chosen, in reading order: no atom is in two choices and none is missing. First come the
 *  format and the notebook's metadata, then each cell with a change that a reader is shown, then in one choice each
 *  what is noise: new ids, cells that were merely re-run, how the file is written. */
export function choicesOf(diff: NotebookDiff): readonly Choice[] {
  const all = atomsOf(diff)
  if (all[0]?.kind === "file") return [{ kind: "file", cell: undefined, atoms: all, parts: [] }]
  const cells = cellChoices(diff, atomsByCell(all))
  const own = notebookAtoms(diff, all)
  return [
    ...group("format", own.format),
    ...group("notebook", own.notebook),
    ...cells.choices,
    ...group("ids", cells.ids),
    ...group("rerun", [...cells.rerun, ...own.rerun]),
    ...group("layout", [...cells.layout, ...own.layout]),
  ]
}

interface CellChoices {
  readonly choices: readonly Choice[]
  readonly rerun: readonly Atom[]
  readonly ids: readonly Atom[]
  readonly layout: readonly Atom[]
}

function cellChoices(diff: NotebookDiff, byCell: ReadonlyMap<number, readonly CellAtom[]>): CellChoices {
  const choices: Choice[] = []
  const rerun: Atom[] = []
  const ids: Atom[] = []
  const layout: Atom[] = []
  for (const [k, own] of byCell) {
    const cell = cellAt(diff, k)
    if (isOnlyRerun(cell)) rerun.push(...own)
    else if (isOnlyIdentified(cell)) ids.push(...own)
    else if (isOnlyReformatted(cell)) layout.push(...own)
    else choices.push(cellChoice(diff, k, own))
  }
  return { choices, rerun, ids, layout }
}

interface NotebookAtoms {
  readonly format: readonly Atom[]
  readonly notebook: readonly Atom[]
  readonly rerun: readonly Atom[]
  readonly layout: readonly Atom[]
}

function notebookAtoms(diff: NotebookDiff, all: readonly Atom[]): NotebookAtoms {
  const significant = new Set(
    diff.notebook.flatMap(({ path, volatile }) => (volatile ? [] : [path[1] ?? ""])),
  )
  const isNoise = (atom: Atom): boolean => atom.kind === "notebook-metadata" && !significant.has(atom.key)
  const own = all.filter(({ kind }) => kind === "notebook-metadata" || kind === "notebook-other")
  return {
    format: all.filter(({ kind }) => kind === "format"),
    notebook: own.filter((atom) => !isNoise(atom)),
    rerun: own.filter(isNoise),
    layout: all.filter(({ kind }) => kind === "layout"),
  }
}

function group(kind: ChoiceKind, atoms: readonly Atom[]): readonly Choice[] {
  return atoms.length === 0 ? [] : [{ kind, cell: undefined, atoms, parts: groupParts(kind, atoms) }]
}

/** One part for each cell, or for each key of the notebook. */
function groupParts(kind: ChoiceKind, atoms: readonly Atom[]): readonly Choice[] {
  const groups = new Map<string, Atom[]>()
  for (const atom of atoms) {
    const name = "cell" in atom ? `cell ${atom.cell}` : `${atom.kind} ${"key" in atom ? atom.key : ""}`
    const list = groups.get(name)
    if (list === undefined) groups.set(name, [atom])
    else list.push(atom)
  }
  if (groups.size < 2) return []
  return [...groups.values()].map((list) => {
    const [first] = list
    return {
      kind,
      cell: first !== undefined && "cell" in first ? first.cell : undefined,
      atoms: list,
      parts: [],
    }
  })
}

function cellChoice(diff: NotebookDiff, k: number, own: readonly CellAtom[]): Choice {
  const of = (...kinds: readonly Atom["kind"][]) => own.filter(({ kind }) => kinds.includes(kind))
  const volatile = volatileKeys(diff, k)
  const isRun = (atom: CellAtom): boolean =>
    atom.kind === "output" || atom.kind === "count" || (atom.kind === "metadata" && volatile.has(atom.key))
  const metadata = [...of("metadata").filter((atom) => !isRun(atom)), ...of("other")]
  const part = (
    kind: ChoiceKind,
    atoms: readonly Atom[],
    parts: readonly Choice[] = [],
  ): readonly Choice[] =>
    atoms.length === 0 ? [] : [{ kind, cell: k, atoms, parts: parts.length > 1 ? parts : [] }]
  const each = (kind: ChoiceKind, atoms: readonly Atom[]) => atoms.flatMap((atom) => part(kind, [atom]))
  const parts = [
    ...part("cell", of("cell")),
    ...part("place", of("move")),
    ...part("type", of("type")),
    ...part("source", of("hunk"), each("lines", of("hunk"))),
    ...part("attachments", of("attachment"), each("attachments", of("attachment"))),
    ...part("metadata", metadata, each("metadata", metadata)),
    ...part("id", of("id")),
    ...part("layout", of("formatting")),
    ...part("outputs", own.filter(isRun), outputParts(diff, k, own.filter(isRun))),
  ]
  return { kind: "cell", cell: k, atoms: own, parts: parts.length > 1 ? parts : (parts[0]?.parts ?? []) }
}

/** The keys of the cell's metadata in which nothing but volatile fields differs. */
function volatileKeys(diff: NotebookDiff, k: number): ReadonlySet<string> {
  const { metadata } = cellAt(diff, k).changes
  const keys = new Set(metadata.map(({ path }) => path[1] ?? ""))
  for (const { path, volatile } of metadata) if (!volatile) keys.delete(path[1] ?? "")
  return keys
}

/** One part for each output. What else a run writes, such as the count, goes with the first output that is more than run
 *  again. */
function outputParts(diff: NotebookDiff, k: number, run: readonly CellAtom[]): readonly Choice[] {
  const outputs = run.flatMap((atom) => (atom.kind === "output" ? [atom] : []))
  const beside = run.filter(({ kind }) => kind !== "output")
  const { outputs: changes } = cellAt(diff, k).changes
  const isShown = ({ output }: { readonly output: number }): boolean => {
    const change = changes[output]
    return change === undefined || isSignificantOutput(change)
  }
  const first = outputs.find(isShown) ?? outputs[0]
  return outputs.map((atom) => ({
    kind: "output",
    cell: k,
    atoms: atom === first ? [atom, ...beside] : [atom],
    parts: [],
  }))
}
