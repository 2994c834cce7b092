import { wordTokens } from "../../diff/text/word-tokens.js"
import type { ConflictChunk, MergeChunk, TextMerge } from "./line-merge.js"
import { lineRegions } from "./line-regions.js"
import { isTelling } from "./text-weight.js"

/** The merge without those conflicts in which all that one side did the other did as well: with the lines of the
 *  side that did more nothing is lost, and not a line is made that no side has. `settled` says how many there were. */
export function settleWithin({ chunks, end }: TextMerge): {
  readonly merge: TextMerge
  readonly settled: number
} {
  const merged = chunks.map((chunk) => (chunk.kind === "conflict" ? (wholeEdit(chunk) ?? chunk) : chunk))
  const settled = merged.filter((chunk, i) => chunk !== chunks[i]).length
  return { merge: { chunks: merged, end }, settled }
}

function wholeEdit({ base, ours, theirs }: ConflictChunk): MergeChunk | undefined {
  const oursWithin = isWithin(ours, theirs, base)
  if (oursWithin === isWithin(theirs, ours, base)) return undefined
  return oursWithin
    ? { kind: "resolved", lines: theirs, from: "theirs" }
    : { kind: "resolved", lines: ours, from: "ours" }
}

/** Whether each line that the smaller edit made stands in the larger one, and the rest of that is its own. */
function isWithin(smaller: readonly string[], larger: readonly string[], base: readonly string[]): boolean {
  const known = new Set([...larger, ...base])
  if (!smaller.every((line) => known.has(line))) return false
  return isPartByWord(smaller, larger, base) || isPartByLine(smaller, larger, base)
}

/** Whether a merge word by word would give the larger edit: each of the smaller one's is found there. */
function isPartByWord(
  smaller: readonly string[],
  larger: readonly string[],
  base: readonly string[],
): boolean {
  const [before, some, all] = [base, smaller, larger].map((lines) => lines.flatMap(wordTokens))
  if (before === undefined || some === undefined || all === undefined) return false
  return lineRegions(before, some, all).every(
    ({ by, ours, theirs }) =>
      by === "theirs" ||
      (by === "both" && sameItems(some.slice(ours.from, ours.to), all.slice(theirs.from, theirs.to))),
  )
}

/** Whether the larger edit is the smaller one and lines that only it inserts. They are inserted where the smaller
 *  one has a line for each of the base: none was deleted that they may have been made of. */
function isPartByLine(
  smaller: readonly string[],
  larger: readonly string[],
  base: readonly string[],
): boolean {
  if (smaller.length >= larger.length || smaller.length < base.length || !isTelling(smaller)) return false
  const inserted = without(smaller, larger)
  const old = new Set(base)
  return inserted !== undefined && !inserted.some((line) => old.has(line))
}

/** The other lines, where these stand among them in their order; undefined where they do not. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] | undefined {
  let next = 0
  const rest = others.filter((line) => {
    if (line !== lines[next]) return true
    next++
    return false
  })
  return next === lines.length ? rest : undefined
}

function sameItems(x: readonly string[], y: readonly string[]): boolean {
  return x.length === y.length && x.every((item, i) => item === y[i])
}
