import { endedLines, firstEnding } from "../../diff/text/lines.js"
import { applyRules } from "../rules/apply-rules.js"
import { rulesLanguage } from "../rules/rules-language.js"
import {
  isClean,
  mergedText,
  mergeLines,
  mergeTwo,
  resolvedText,
  type TextMerge,
} from "../text/line-merge.js"
import { namesIn, type ReferenceFinder, referencesTo } from "./attachment-references.js"
import type { Collisions } from "./attachments.js"
import type { CellMerge, CellVersions } from "./cell-versions.js"
import type { MergedSource } from "./merged-cell.js"

/** Merges a cell's source by line. */
export function mergeSources(
  merge: CellMerge,
  { base, ours, theirs }: CellVersions,
  collisions: Collisions,
): MergedSource {
  const { theirsSource } = collisions
  if (base === undefined) return bothInserted(merge, ours.source, theirsSource)
  const { merge: lines, applied } = applyRules(mergeLines(base.source, ours.source, theirsSource), {
    enabled: merge.policy.lineRules,
    language: rulesLanguage([base, ours, theirs], merge.languageOf),
  })
  for (const rule of new Set(applied)) merge.note(rule, ["source"])
  const shown = hidesOurs(lines, ours.source, collisions)
    ? mergeDistinct(base.source, ours.source, collisions)
    : lines
  return resolvedSource(sourceOf(shown), "source", merge)
}

/** A conflict is noted, and its text is that of a version where it is resolved for one. */
function resolvedSource(
  source: MergedSource,
  kind: "source" | "near-equal",
  { note }: CellMerge,
): MergedSource {
  if (source.kind === "text") return source
  const resolution = note(kind, ["source"])
  if (resolution === undefined) return source
  return { kind: "text", text: resolvedText(source.merge, resolution), resolved: source.merge }
}

function bothInserted(merge: CellMerge, ours: string, theirs: string): MergedSource {
  return resolvedSource(sourceOf(mergeTwo(ours, theirs)), "near-equal", merge)
}

/** A conflict of whole texts: not a line of one is taken for a line of another. */
export function conflictOf(base: string, ours: string, theirs: string): TextMerge {
  const ending = firstEnding(base) || firstEnding(ours) || firstEnding(theirs) || "\n"
  const linesOf = (text: string): readonly string[] => endedLines(text, ending).lines
  const chunk = {
    kind: "conflict",
    base: linesOf(base),
    ours: linesOf(ours),
    theirs: linesOf(theirs),
  } as const
  return { chunks: [chunk], end: endedLines(ours || theirs, ending).end }
}

function sourceOf(merge: TextMerge): MergedSource {
  return isClean(merge) ? { kind: "text", text: mergedText(merge) } : { kind: "conflict", merge }
}

/** Whether theirs' new name replaced every reference to a file of ours that ours still has: both have to be seen. */
function hidesOurs({ chunks }: TextMerge, ours: string, { renames }: Collisions): boolean {
  if (renames.size === 0) return false
  const find = referencesTo([...renames.keys(), ...renames.values()])
  const lines = chunks.flatMap((chunk) => (chunk.kind === "resolved" ? chunk.lines : chunk.ours))
  const seen = namesIn(lines.join(""), find)
  const names = namesIn(ours, find)
  return [...renames.keys()].some((name) => names.has(name) && !seen.has(name))
}

/** Merges the lines with each reference to a file of either side as that side's own: no line that shows one of ours is
 *  taken for a line of the base. */
function mergeDistinct(base: string, ours: string, { renames, theirsSource }: Collisions): TextMerge {
  const own = markedReferences(ours, referencesTo(renames.keys()))
  const unmarked = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.replaceAll(OWN, ""))
  const { chunks, end } = mergeLines(base, own, theirsSource)
  const shown = chunks.map((chunk) =>
    chunk.kind === "resolved"
      ? { ...chunk, lines: unmarked(chunk.lines) }
      : { ...chunk, ours: unmarked(chunk.ours) },
  )
  return { chunks: shown, end }
}

function markedReferences(text: string, find: ReferenceFinder): string {
  const starts = find(text).map(({ from }) => from)
  return [0, ...starts].map((from, i) => text.slice(from, starts[i])).join(OWN)
}

/** A noncharacter, which no text holds. */
const OWN = "\ufdd0"
