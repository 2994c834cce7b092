import { quotedPath } from "../../node/quoted-path.js"
import type { NotebookFacts } from "./status-facts.js"

/** One thing that is wrong. */
export interface Diagnostic {
  readonly message: string
  /** The command that fixes it, or what to do if no command does. */
  readonly fix: string
}

/** "a.ipynb is …", or "3 notebooks (a.ipynb, …) are …". */
export function notebookDiagnostic(
  notebooks: readonly NotebookFacts[],
  what: string,
  fix: string,
): readonly Diagnostic[] {
  const [first, ...others] = notebooks.map(({ path }) => quotedPath(path))
  if (first === undefined) return []
  const which =
    others.length === 0 ? `${first} is ${what}` : `${others.length + 1} notebooks (${first}, …) are ${what}`
  return [{ message: which, fix }]
}
