import { isListOfStrings, memberOf, stringsOf } from "../notebook/json/json-value.js"
import type { Cell } from "../notebook/model.js"

/** What an author says of how a cell is to be verified, by a tag or a comment. */
export interface CellMarks {
  /** Nothing of the cell is compared. */
  readonly isSkipped: boolean
  /** Its outputs are not compared; an exception still counts. */
  readonly ignoresOutput: boolean
  /** An exception is expected. */
  readonly mayRaise: boolean
  /** `check` says nothing of the cell's run. */
  readonly isUnchecked: boolean
}

/** Returns a cell's marks: our own tag, Jupyter's, and those of nbval, which takes each as a comment as well. */
export function cellMarks({ metadata, source }: Cell): CellMarks {
  const tags = memberOf(metadata, "tags")
  const named = tags !== undefined && isListOfStrings(tags) ? (stringsOf(tags) ?? []) : []
  const marks = new Set([...named, ...commentMarks(source)])
  const has = (...names: readonly string[]): boolean => names.some((name) => marks.has(name))
  return {
    isSkipped: has("verify-ignore", "nbval-skip"),
    ignoresOutput: has("nbval-ignore-output", "pytest-validate-ignore-output"),
    mayRaise: has("raises-exception", "nbval-raises-exception"),
    isUnchecked: has("check-ignore"),
  }
}

/** Comments that are nothing but a mark, as the tags that they stand for. */
function commentMarks(source: string): readonly string[] {
  if (!source.includes("NBVAL_") && !source.includes("PYTEST_VALIDATE_")) return []
  return [...source.matchAll(/^[ \t]*#{1,9}[ \t]*((?:NBVAL|PYTEST_VALIDATE)_[A-Z_]{1,40})[ \t]*$/gm)].map(
    ([, mark = ""]) => mark.toLowerCase().replaceAll("_", "-"),
  )
}
