import { canonicalText } from "./canonical-text.js"
import type { LineConflict } from "./line-conflict.js"

/** Returns the side that did more than format, or ours where the sides differ in form alone.
 *  `f(a,b)` · ours `f(a, b)` · theirs `f(a,c)` → theirs. */
export function resolveFormatting({
  base,
  ours,
  theirs,
  before,
  after,
  language,
}: LineConflict): readonly string[] | undefined {
  const canonical = (lines: readonly string[]): string | undefined =>
    canonicalText([...before, ...lines, ...after].join(""), language)
  const [o, t] = [canonical(ours), canonical(theirs)]
  if (o === undefined || t === undefined) return undefined
  if (o === t) return ours
  const b = canonical(base)
  if (b === o) return theirs
  return b === t ? ours : undefined
}
