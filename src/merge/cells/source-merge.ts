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
import { type MergedAttachments, pointsAt } from "./attachments.js"
import type { CellMerge, CellVersions } from "./cell-versions.js"
import type { MergedSource } from "./merged-cell.js"

/** Merges a cell's source by line. */
export function mergeSources(
  merge: CellMerge,
  { base, ours, theirs }: CellVersions,
  { theirsSource, renamed }: MergedAttachments,
): MergedSource {
  if (base === undefined) return bothInserted(merge, ours.source, theirsSource)
  const { merge: lines, applied } = applyRules(mergeLines(base.source, ours.source, theirsSource), {
    enabled: merge.policy.lineRules,
    language: rulesLanguage([base, ours, theirs], merge.languageOf),
  })
  for (const rule of new Set(applied)) merge.note(rule, ["source"])
  const text = sourceOf(lines)
  // Theirs' new name would replace a reference that ours keeps as it was: then both have to be seen.
  const hidden = renamed.some(([, name]) => text.kind === "text" && hides(text.text, ours.source, name ?? ""))
  const source = hidden ? sourceOf(mergeTwo(ours.source, theirsSource)) : text
  return resolvedSource(source, "source", merge)
}

/** A conflict is noted, and its text is that of a version where it is settled for one. */
function resolvedSource(
  source: MergedSource,
  kind: "source" | "near-equal",
  { note }: CellMerge,
): MergedSource {
  if (source.kind === "text") return source
  const resolution = note(kind, ["source"])
  return resolution === undefined ? source : { kind: "text", text: resolvedText(source.merge, resolution) }
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

function hides(text: string, ours: string, name: string): boolean {
  return pointsAt(ours, name) && !pointsAt(text, name)
}
