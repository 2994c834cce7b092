import { endingOf, withoutEnding } from "../../diff/text/lines.js"
import { type LineRegion, lineRegions } from "../text/line-regions.js"
import type { Version } from "../text/side.js"
import type { LineConflict, LineRule } from "./line-conflict.js"

/** Returns the merge of the lines without the blanks at their ends, each with the merge of those. (`·` is a blank.)
 *  `a·· / b` · ours `a / b` · theirs `a·· / c` → `a / c`. Two of them are a break in Markdown, so they are not lost. */
export const resolveLineEndBlanks: LineRule = ({ base, ours, theirs }) => {
  if (![base, ours, theirs].flat().some((line) => blanksOf(line) !== "")) return undefined
  const versions = { base, ours, theirs }
  const regions = lineRegions(base.map(bare), ours.map(bare), theirs.map(bare))
  const merged: string[] = []
  let [at, ahead] = [0, { ours: 0, theirs: 0 }]
  for (const region of [...regions, endOf(versions)]) {
    for (; at < region.base.from; at++) {
      const line = base[at] as string
      const blanks = mergedBlanks(line, ours[at + ahead.ours], theirs[at + ahead.theirs])
      if (blanks === undefined) return undefined
      merged.push(withBlanks(line, blanks))
    }
    const lines = regionLines(region, versions)
    if (lines === undefined) return undefined
    merged.push(...lines)
    at = region.base.to
    ahead = { ours: region.ours.to - at, theirs: region.theirs.to - at }
  }
  return merged
}

type Versions = Pick<LineConflict, Version>

/** An empty region after the last line. */
function endOf({ base, ours, theirs }: Versions): LineRegion {
  const after = ({ length }: readonly string[]) => ({ from: length, to: length })
  return { by: "ours", base: after(base), ours: after(ours), theirs: after(theirs) }
}

/** The lines of a region that one side changed, or both alike. */
function regionLines({ by, ...ranges }: LineRegion, versions: Versions): readonly string[] | undefined {
  const cut = (side: keyof Versions): readonly string[] =>
    versions[side].slice(ranges[side].from, ranges[side].to)
  const [base, ours, theirs] = [cut("base"), cut("ours"), cut("theirs")]
  if (by === "both" && ours.map(bare).join("") !== theirs.map(bare).join("")) return undefined
  const own = by === "theirs" ? theirs : ours
  const other = by === "theirs" ? ours : theirs
  if (own.length !== other.length) return own
  const merged = own.map((line, i) => {
    const blanks = mergedBlanks(base.length === own.length ? base[i] : undefined, line, other[i])
    return blanks === undefined ? undefined : withBlanks(line, blanks)
  })
  return merged.every((line) => line !== undefined) ? merged : undefined
}

/** The three-way rule for the blanks at the ends of lines. */
function mergedBlanks(
  base: string | undefined,
  ours: string | undefined,
  theirs: string | undefined,
): string | undefined {
  const [b, o, t] = [base, ours, theirs].map((line) => line && blanksOf(line))
  if (o === t || b === t) return o
  return b === o ? t : undefined
}

/** The line without the blanks before its ending. */
function bare(line: string): string {
  return withoutEnding(line).replace(/[ \t]+$/, "") + endingOf(line)
}

function blanksOf(line: string): string {
  return /[ \t]*$/.exec(withoutEnding(line))?.[0] ?? ""
}

function withBlanks(line: string, blanks: string): string {
  return withoutEnding(bare(line)) + blanks + endingOf(line)
}
