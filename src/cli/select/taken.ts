import { type Atom, atomName } from "../../select/atom.js"
import type { Question } from "./question.js"
import type { SelectJob } from "./select-job.js"

/** Holds what was chosen in a file. */
export interface Taken {
  readonly atoms: readonly Atom[]
  /** Edited sources, by index into the diff's cells. */
  readonly edited: ReadonlyMap<number, string>
  readonly mode: boolean
  readonly deletion: boolean
}

/** Returns what the answers select together. */
export function takenBy(
  questions: readonly Question[],
  edited: ReadonlyMap<number, string> = new Map(),
): Taken {
  return {
    atoms: questions.flatMap((question) => (question.kind === "parts" ? question.choice.atoms : [])),
    edited,
    mode: questions.some(({ kind }) => kind === "mode"),
    deletion: questions.some(({ kind }) => kind === "deletion"),
  }
}

export function isNothing({ atoms, edited, mode, deletion }: Taken): boolean {
  return atoms.length === 0 && edited.size === 0 && !mode && !deletion
}

/** Returns `2 of 5, and parts of 1 more`, or `parts of 1 of 5`, counted in questions. */
export function takenWords({ questions }: SelectJob, taken: Taken): string {
  const names = new Set(taken.atoms.map(atomName))
  const share = questions.map((question) => {
    if (question.kind !== "parts") return taken[question.kind] ? 1 : 0
    const { atoms } = question.choice
    const own = atoms.filter((atom) => names.has(atomName(atom))).length
    return own === 0 ? 0 : own === atoms.length ? 1 : PARTLY
  })
  const whole = share.filter((part) => part === 1).length
  const some = share.filter((part) => part === PARTLY).length
  if (whole === 0 && some > 0) return `parts of ${some} of ${questions.length}`
  const more = some === 0 ? "" : `, and parts of ${some} more`
  return `${whole} of ${questions.length}${more}`
}

const PARTLY = 0.5
