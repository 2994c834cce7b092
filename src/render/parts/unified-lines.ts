import type { TextPart } from "../words/part.js"
import type { SectionItem, TextLine } from "../words/section.js"

/** A part's lines in the order of a unified diff: of each hunk first what was deleted, then what was added. */
export type UnifiedLine =
  | {
      readonly kind: "line"
      readonly role: LineRole
      readonly line: TextLine
      /** Numbers from 1 in the line's own cell, undefined on the side where it is not. */
      readonly before: number | undefined
      readonly after: number | undefined
    }
  /** Here begins a further cell of a split or a join: its position from 1. */
  | { readonly kind: "cut"; readonly position: number }
  | { readonly kind: "gap"; readonly heading: string | undefined }
  | { readonly kind: "more"; readonly lines: number }

/** What became of a line, which decides its sign and its look. */
export type LineRole = "context" | "deleted" | "added" | "moved"

export const SIGNS = {
  context: " ",
  deleted: "-",
  added: "+",
  moved: " ",
} as const satisfies Record<LineRole, string>

export function unifiedLines(part: TextPart): readonly UnifiedLine[] {
  const lines: UnifiedLine[] = []
  for (const item of part.section) putItem(lines, part, item)
  return lines
}

function putItem(lines: UnifiedLine[], part: TextPart, item: SectionItem): void {
  switch (item.kind) {
    case "same":
      putLine(lines, part, part.moved ? "moved" : "context", item.line, item.before, item.after)
      return
    case "hunk":
      for (const line of item.deleted) putLine(lines, part, "deleted", line, line.index, undefined)
      for (const line of item.added) putLine(lines, part, "added", line, undefined, line.index)
      return
    case "gap":
      lines.push({ kind: "gap", heading: item.heading })
      return
    case "more":
      lines.push(item)
  }
}

/** A line, after the cut before it if there is one. `before` and `after` are indices from 0. */
function putLine(
  lines: UnifiedLine[],
  { cutsBefore, cutsAfter }: TextPart,
  role: LineRole,
  line: TextLine,
  before: number | undefined,
  after: number | undefined,
): void {
  const position = cutsAfter.get(after ?? -1) ?? cutsBefore.get(before ?? -1)
  if (position !== undefined) lines.push({ kind: "cut", position })
  lines.push({
    kind: "line",
    role,
    line,
    before: lineNumber(before, cutsBefore),
    after: lineNumber(after, cutsAfter),
  })
}

/** A line's number in its own cell, from 1. */
export function lineNumber(index: number | undefined, cuts: ReadonlyMap<number, number>): number | undefined {
  if (index === undefined) return undefined
  if (cuts.size === 0) return index + 1
  return index - ([...cuts.keys()].findLast((cut) => cut <= index) ?? 0) + 1
}

/** What is below a line that ends its text without a line feed, as in git's diffs. */
export const OPEN_END = "\\ no newline at end"

/** `12 more lines`. */
export function moreWords(lines: number): string {
  return `${lines} more ${lines === 1 ? "line" : "lines"}`
}
