import type { Decision } from "../../merge/decisions/decision.js"
import { quotedPath } from "../../node/quoted-path.js"

/** What a person should know of a merge that git alone would not say, a line each: which cells are in conflict and how
 *  they are resolved, and which lost their outputs. Empty where there is nothing to do. */
export function mergeMessages(path: string, decisions: readonly Decision[]): readonly string[] {
  const conflicts = decisions.filter(({ conflict }) => conflict)
  const places = new Set(conflicts.map(({ cell }) => cell))
  const cleared = new Set(
    decisions.flatMap(({ kind, cell }) =>
      kind === "outputs-cleared" && cell !== undefined && !places.has(cell) ? [cell] : [],
    ),
  )
  const name = quotedPath(path)
  return [
    ...(conflicts.length === 0 ? [] : [`${name}: ${conflictWords(conflicts.length, places)}`]),
    ...(cleared.size === 0 ? [] : [`${name}: ${clearedWords(cleared)}`]),
  ]
}

function conflictWords(count: number, places: ReadonlySet<number | undefined>): string {
  const cells = cellWords(new Set([...places].filter((cell) => cell !== undefined)))
  const metadata = places.has(undefined) ? ["the notebook's metadata"] : []
  const where = [...(cells === "" ? [] : [cells]), ...metadata].join(" and ")
  const [noun, object] = count === 1 ? ["conflict", "it"] : ["conflicts", "them"]
  return `${count} ${noun}, in ${where}: edit ${object} in Jupyter or run nbdiff resolve`
}

function clearedWords(cells: ReadonlySet<number>): string {
  const [its, it] = cells.size === 1 ? ["its", "it"] : ["their", "them"]
  return `${cellWords(cells)} lost ${its} outputs, run ${it} again`
}

/** Cells that one line has room for. */
const MOST_CELLS = 8

/** `cell 7`, `cells 7 and 17`, `cells 1, 2, 3, 4, 5, 6, 7, 8 and 12 more`, as people count; empty for none. */
function cellWords(cells: ReadonlySet<number>): string {
  const numbers = [...cells].sort((a, b) => a - b).map((cell) => String(cell + 1))
  const more = numbers.length > MOST_CELLS ? [`${numbers.length - MOST_CELLS} more`] : []
  const listed = [...numbers.slice(0, MOST_CELLS), ...more]
  const last = listed.pop()
  if (last === undefined) return ""
  return listed.length === 0 ? `cell ${last}` : `cells ${listed.join(", ")} and ${last}`
}
