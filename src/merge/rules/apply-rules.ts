import type { RuleName } from "../decisions/rule-name.js"
import type { MergeChunk, TextMerge } from "../text/line-merge.js"
import { resolveEditWithin } from "./edit-within.js"
import { resolveFormatting } from "./formatting.js"
import { resolveImports } from "./imports.js"
import type { LineConflict, LineRule } from "./line-conflict.js"
import { resolveLineEndBlanks } from "./line-end-blanks.js"
import { resolveListItems } from "./list-items.js"
import { resolveOnlyDeletions } from "./only-deletions.js"

/** The rules for lines, in the order in which they are tried. */
const LINE_RULES: readonly (readonly [RuleName, LineRule])[] = [
  ["only-deletions", resolveOnlyDeletions],
  ["edit-within", resolveEditWithin],
  ["formatting", resolveFormatting],
  ["line-end-blanks", resolveLineEndBlanks],
  ["imports", resolveImports],
  ["list-items", resolveListItems],
]

/** What the rules need to know besides the lines. */
export interface RuleContext {
  readonly enabled: ReadonlySet<RuleName>
  readonly language: string
}

/** The merge without the conflicts that an enabled rule resolves, and the rule of each of those. */
export function applyRules(
  { chunks, end }: TextMerge,
  { enabled, language }: RuleContext,
): { readonly merge: TextMerge; readonly applied: readonly RuleName[] } {
  const rules = LINE_RULES.filter(([name]) => enabled.has(name))
  const applied: RuleName[] = []
  const merged = chunks.map((chunk, i): MergeChunk => {
    if (chunk.kind === "resolved") return chunk
    const conflict = {
      ...chunk,
      before: linesOf(chunks.slice(0, i)),
      after: linesOf(chunks.slice(i + 1)),
      language,
    }
    for (const [name, rule] of rules) {
      const lines = rule(conflict)
      if (lines === undefined) continue
      applied.push(name)
      return { kind: "resolved", lines, from: originOf(lines, conflict) }
    }
    return chunk
  })
  return { merge: { chunks: merged, end }, applied }
}

function linesOf(chunks: readonly MergeChunk[]): readonly string[] {
  return chunks.flatMap((chunk) => (chunk.kind === "resolved" ? chunk.lines : chunk.base))
}

function originOf(lines: readonly string[], { ours, theirs }: LineConflict): "ours" | "theirs" | "both" {
  if (sameItems(lines, ours)) return "ours"
  return sameItems(lines, theirs) ? "theirs" : "both"
}

function sameItems(x: readonly string[], y: readonly string[]): boolean {
  return x.length === y.length && x.every((item, i) => item === y[i])
}
