import { endingOf, withoutEnding } from "../../diff/text/lines.js"
import { wordTokens } from "../../diff/text/word-tokens.js"
import { lineRegions } from "../text/line-regions.js"
import { isSignificant } from "../text/text-weight.js"
import type { LineConflict } from "./line-conflict.js"

/** Returns the lines of the side that did all that the other did, and more. They are taken as they are.
 *  `load("a")` · ours `read("a")` · theirs `read("a", sep=";")` → theirs. */
export function resolveEditWithin({ base, ours, theirs }: LineConflict): readonly string[] | undefined {
  const oursWithin = isWithin(ours, theirs, base)
  if (oursWithin === isWithin(theirs, ours, base)) return undefined
  return oursWithin ? theirs : ours
}

function isWithin(smaller: readonly string[], larger: readonly string[], base: readonly string[]): boolean {
  return isPartByWord(smaller, larger, base) || isPartByLine(smaller, larger, base)
}

/** Whether a merge word by word would give the larger edit: each change of the smaller one is found there. */
function isPartByWord(
  smaller: readonly string[],
  larger: readonly string[],
  base: readonly string[],
): boolean {
  const [before, some, all] = [base, smaller, larger].map((lines) => lines.flatMap(tokensOf))
  if (before === undefined || some === undefined || all === undefined) return false
  return lineRegions(before, some, all).every(
    ({ by, ours, theirs }) =>
      by === "theirs" ||
      (by === "both" && sameItems(some.slice(ours.from, ours.to), all.slice(theirs.from, theirs.to))),
  )
}

/** A line's words, blanks and single characters; its ending is a token of its own. */
function tokensOf(line: string): readonly string[] {
  return [...wordTokens(withoutEnding(line)), endingOf(line)]
}

/** Whether the larger edit is the smaller one and lines that only it inserts. They are inserted where the smaller
 *  one has a line for each of the base: none was deleted that they may have been made of. */
function isPartByLine(
  smaller: readonly string[],
  larger: readonly string[],
  base: readonly string[],
): boolean {
  if (smaller.length >= larger.length || smaller.length < base.length || !isSignificant(smaller)) return false
  const inserted = without(smaller, larger)
  const old = new Set(base)
  return inserted !== undefined && !inserted.some((line) => old.has(line))
}

/** The other lines, where these are among them in their order; undefined where they do not. */
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
