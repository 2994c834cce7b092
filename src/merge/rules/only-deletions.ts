import { diffSequences } from "../../diff/text/sequence.js"
import type { LineConflict } from "./line-conflict.js"

/** Returns the base without what either side left out, where both did nothing but leave out lines.
 *  `a / b / c` · ours `a / c` · theirs `a / b` → `a`. A block that both sides left something in is not emptied:
 *  `if x: / a / b` · ours `if x: / a` · theirs `if x: / b` stays. */
export function resolveOnlyDeletions({
  base,
  ours,
  theirs,
  before,
  after,
}: LineConflict): readonly string[] | undefined {
  const [byOurs, byTheirs] = [deletedLines(base, ours), deletedLines(base, theirs)]
  if (byOurs === undefined || byTheirs === undefined) return undefined
  const left = base.filter((_, i) => !byOurs.has(i) && !byTheirs.has(i))
  const inContext = (lines: readonly string[]): ReadonlySet<string> =>
    blockOpeners([...before, ...lines, ...after])
  const openers = inContext(left)
  const theirOpeners = inContext(theirs)
  const isEmptied = [...inContext(ours)].some(
    (line) => theirOpeners.has(line) && !openers.has(line) && (left.includes(line) || before.includes(line)),
  )
  return isEmptied ? undefined : left
}

/** The places of the base's lines that the version leaves out, undefined where it has lines of its own. */
function deletedLines(base: readonly string[], version: readonly string[]): ReadonlySet<number> | undefined {
  const places = new Set<number>()
  for (const { fromA, toA, fromB, toB } of diffSequences(base, version)) {
    if (toB > fromB) return undefined
    for (let i = fromA; i < toA; i++) places.add(i)
  }
  return places
}

/** The lines that a more deeply indented one follows. */
function blockOpeners(lines: readonly string[]): ReadonlySet<string> {
  const written = lines.filter((line) => line.trim() !== "")
  return new Set(written.filter((line, i) => indentation(written[i + 1] ?? "") > indentation(line)))
}

function indentation(line: string): number {
  return line.length - line.trimStart().length
}
