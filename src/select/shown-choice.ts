import type { CellChanges, CellDiff, NotebookDiff } from "../diff/model/notebook-diff.js"
import type { OutputDiff } from "../diff/model/output-diff.js"
import { outputRuns } from "../normalize/outputs/output-run.js"
import { type Atom, atomsByCell, type CellAtom, cellAt } from "./atom.js"
import { isFormatKey } from "./atoms-of.js"
import type { Choice } from "./choices.js"

/** Returns the diff with nothing in it but one choice, so that every view can show it. */
export function shownChoice(diff: NotebookDiff, { atoms }: Choice): NotebookDiff {
  const cells = [...atomsByCell(atoms)].map(([k, own]) => shownCell(diff, cellAt(diff, k), own))
  const keys = new Set(
    atoms.flatMap((atom) =>
      atom.kind === "notebook-metadata" || atom.kind === "notebook-other" ? [atom.key] : [],
    ),
  )
  const hasFormat = atoms.some(({ kind }) => kind === "format")
  const notebook = diff.notebook.filter(({ path: [first = "", second = ""] }) =>
    isFormatKey(first) ? hasFormat : keys.has(first === "metadata" ? second : first),
  )
  return { ...diff, cells, notebook, formatting: false }
}

function shownCell(diff: NotebookDiff, cell: CellDiff, own: readonly CellAtom[]): CellDiff {
  const has = (kind: Atom["kind"]): boolean => own.some((atom) => atom.kind === kind)
  switch (cell.kind) {
    case "added":
    case "deleted":
      return has("cell") ? cell : onlyOutputs(diff, cell, own)
    case "split":
    case "joined":
      return cell
    case "unchanged":
    case "edited":
      return { ...cell, moved: has("move"), changes: shownChanges(cell.changes, own) }
  }
}

function shownChanges(changes: CellChanges, own: readonly CellAtom[]): CellChanges {
  const has = (kind: Atom["kind"]): boolean => own.some((atom) => atom.kind === kind)
  const hasKey = (kind: Atom["kind"], key = ""): boolean =>
    own.some((atom) => atom.kind === kind && "key" in atom && atom.key === key)
  const hasHunk = (hunk: number): boolean => own.some((atom) => atom.kind === "hunk" && atom.hunk === hunk)
  const hunks = (changes.source?.hunks ?? []).filter((_, hunk) => hasHunk(hunk))
  return {
    type: has("type") ? changes.type : undefined,
    id: has("id") ? changes.id : undefined,
    source: changes.source && hunks.length > 0 ? { ...changes.source, hunks } : undefined,
    metadata: changes.metadata.filter(({ path }) => hasKey("metadata", path[1])),
    attachments: changes.attachments.filter(({ path }) => hasKey("attachment", path[1])),
    others: changes.others.filter(({ path }) => hasKey("other", path[0])),
    executionCount: has("count") ? changes.executionCount : undefined,
    outputs: has("type") ? changes.outputs : changes.outputs.map((output, o) => shownOutput(output, o, own)),
    formatting: has("formatting"),
  }
}

function shownOutput(output: OutputDiff, o: number, own: readonly CellAtom[]): OutputDiff {
  if (own.some((atom) => atom.kind === "output" && atom.output === o)) return output
  return { ...output, kind: "unchanged", changes: [] }
}

/** The chosen outputs of a cell that is added or deleted, without the cell. */
function onlyOutputs({ a, b }: NotebookDiff, cell: CellDiff, own: readonly CellAtom[]): CellDiff {
  const isAdded = cell.kind === "added"
  const side = isAdded ? b.cells[cell.after[0] ?? -1] : a.cells[cell.before[0] ?? -1]
  const outputs = outputRuns(side?.outputs ?? []).flatMap((run, output): readonly OutputDiff[] => {
    if (!own.some((atom) => atom.kind === "output" && atom.output === output)) return []
    return [
      {
        kind: isAdded ? "added" : "deleted",
        before: isAdded ? [] : run,
        after: isAdded ? run : [],
        changes: [],
      },
    ]
  })
  return { ...cell, kind: "edited", changes: { ...cell.changes, outputs } }
}
