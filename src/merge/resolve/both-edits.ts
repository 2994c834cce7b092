import { endingOf, joinedLines, withoutEnding } from "../../diff/text/lines.js"
import { wordTokens } from "../../diff/text/word-tokens.js"
import { type ConflictChunk, mergeLines } from "../text/line-merge.js"
import { lineRegions } from "../text/line-regions.js"

/** Returns a text with the edits of both sides, merged by words where lines are in conflict; undefined where the edits
 *  touch, or where that gives no other text than a side has. Nobody wrote it and it may be wrong, so a merge never
 *  takes it: a person may, who sees it first. */
export function bothEdits(base: string, ours: string, theirs: string): string | undefined {
  const { chunks, end } = mergeLines(base, ours, theirs)
  const lines: string[] = []
  for (const chunk of chunks) {
    const merged = chunk.kind === "resolved" ? chunk.lines.join("") : mergedWords(chunk)
    if (merged === undefined) return undefined
    lines.push(merged)
  }
  const text = joinedLines({ lines, end })
  return text === ours || text === theirs ? undefined : text
}

function mergedWords(chunk: ConflictChunk): string | undefined {
  const [base, ours, theirs] = [chunk.base, chunk.ours, chunk.theirs].map((lines) => lines.flatMap(tokensOf))
  if (base === undefined || ours === undefined || theirs === undefined) return undefined
  let merged = ""
  let at = 0
  for (const { by, ...ranges } of lineRegions(base, ours, theirs)) {
    const own = ours.slice(ranges.ours.from, ranges.ours.to).join("")
    const other = theirs.slice(ranges.theirs.from, ranges.theirs.to).join("")
    if (by === "both" && own !== other) return undefined
    merged += base.slice(at, ranges.base.from).join("") + (by === "theirs" ? other : own)
    at = ranges.base.to
  }
  return merged + base.slice(at).join("")
}

function tokensOf(line: string): readonly string[] {
  return [...wordTokens(withoutEnding(line)), endingOf(line)]
}
