import { kindOf } from "../notebook/json/json-value.js"
import type { Cell } from "../notebook/model.js"
import type { CellDiff, NotebookDiff } from "./model/notebook-diff.js"

/** Whether the cell's code was edited and not run again: its outputs and its count are those of the code before. Only
 *  two versions tell that. Blanks, comments and the kind of quotes make no other result. */
export function isStale(
  { a, b }: Pick<NotebookDiff, "a" | "b">,
  { kind, before, after, changes }: CellDiff,
): boolean {
  const [x, y] = [a.cells[before[0] ?? -1], b.cells[after[0] ?? -1]]
  if (kind !== "edited" || x?.type !== "code" || y?.type !== "code" || changes.source === undefined)
    return false
  if (changes.executionCount !== undefined || changes.outputs.length > 0) return false
  return hasRun(y) && significantCode(x.source) !== significantCode(y.source)
}

/** Whether something of a run is kept: outputs, or a count. */
function hasRun({ outputs, executionCount }: Cell): boolean {
  return outputs.length > 0 || (executionCount !== undefined && kindOf(executionCount) !== "null")
}

/** Returns what of a source can change its result, by what the languages of most kernels have in common. Lines of
 *  comment go whatever opens them; at the end of a line only `#` outside of strings, since `//` divides in Python. */
function significantCode(source: string): string {
  return source
    .replace(/^[ \t]*(?:#(?!!)|\/\/).*$/gm, "")
    .replace(/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|[ \t]#.*/g, (_, string?: string) => string ?? "")
    .replace(/;[ \t]*$/gm, "")
    .replace(/\s+/g, "")
    .replaceAll("'", '"')
}
