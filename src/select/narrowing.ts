import { ASPECTS, type Aspect } from "../diff/filter.js"
import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { type Atom, atomName } from "./atom.js"
import { atomsOf } from "./atoms-of.js"
import type { Choice } from "./choices.js"

/** Which parts of a diff are meant. Each field narrows what the others leave; one that is undefined does not. */
export interface Narrowing {
  readonly aspects: ReadonlySet<Aspect>
  /** Indices into the diff's cells: see `cellsNamed`. */
  readonly cells: ReadonlySet<number> | undefined
  readonly choices: readonly Choice[] | undefined
}

/** Returns the atoms that are meant, in the diff's order. */
export function narrowedAtoms(
  diff: NotebookDiff,
  { aspects: wanted, cells, choices }: Narrowing,
): readonly Atom[] {
  const named = choices && new Set(choices.flatMap(({ atoms }) => atoms.map(atomName)))
  return atomsOf(diff).filter(
    (atom) =>
      wanted.has(aspectOf(atom)) &&
      (cells === undefined || ("cell" in atom && cells.has(atom.cell))) &&
      (named === undefined || named.has(atomName(atom))),
  )
}

/** Returns the choices with nothing in them but the atoms that are meant; those with none left are left out. */
export function narrowedChoices(choices: readonly Choice[], atoms: readonly Atom[]): readonly Choice[] {
  const meant = new Set(atoms.map(atomName))
  const narrow = (choice: Choice): readonly Choice[] => {
    const own = choice.atoms.filter((atom) => meant.has(atomName(atom)))
    if (own.length === 0) return []
    const parts = choice.parts.flatMap(narrow)
    return [{ ...choice, atoms: own, parts: parts.length > 1 ? parts : (parts[0]?.parts ?? []) }]
  }
  return choices.flatMap(narrow)
}

/** The aspect that an atom belongs to: a cell's type and place go with its source, a notebook's own keys with the
 *  metadata. */
function aspectOf(atom: Atom): Aspect {
  switch (atom.kind) {
    case "file":
    case "cell":
    case "move":
    case "type":
    case "hunk":
      return "sources"
    case "output":
      return "outputs"
    case "count":
      return "counts"
    case "attachment":
      return "attachments"
    case "id":
    case "format":
      return "ids"
    case "metadata":
    case "other":
    case "formatting":
    case "notebook-metadata":
    case "notebook-other":
    case "layout":
      return "metadata"
  }
}

/** Returns the aspects that `--only` and `--ignore` leave. */
export function wantedAspects(
  only: readonly Aspect[] | undefined,
  ignore: readonly Aspect[] = [],
): ReadonlySet<Aspect> {
  const ignored = new Set(ignore)
  return new Set((only ?? ASPECTS).filter((aspect) => !ignored.has(aspect)))
}

/** Returns the cells of the diff that a name means, by index: `3` and `3-5` are positions in b from 1, `-4` is the position
 *  of a deleted cell in a, and anything else is an id. */
export function cellsNamed({ a, b, cells }: NotebookDiff, name: string): readonly number[] {
  const [, minus, from, to = from] = /^(-?)(\d+)(?:-(\d+))?$/.exec(name) ?? []
  const isInRange = (i: number): boolean => from !== undefined && i + 1 >= Number(from) && i + 1 <= Number(to)
  return [...cells.entries()].flatMap(([k, { before, after }]) => {
    const places = minus === "-" ? (after.length === 0 ? before : []) : after
    const ids = [...after.map((i) => b.cells[i]?.id), ...before.map((i) => a.cells[i]?.id)]
    return places.some(isInRange) || ids.includes(name) ? [k] : []
  })
}
