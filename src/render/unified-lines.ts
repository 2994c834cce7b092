import type { TextPart } from "./part.js"
import type { SectionItem, TextLine } from "./section.js"

/** A part's lines in the order of a unified diff: of each hunk first what was deleted, then what was added. */
export type UnifiedLine =
  | {
      readonly kind: "line"
      readonly role: LineRole
      readonly line: TextLine
      /** Numbers from 1 in the line's own cell, undefined on the side where it does not stand. */
      readonly before: number | undefined
      readonly after: number | undefined
    }
  /** Here begins a further cell of a split or a join: its position from 1. */
  | { readonly kind: "cut"; readonly position: number }
  | { readonly kind: "gap"; readonly heading: string | undefined }
  | { readonly kind: "more"; readonly lines: number }

/** What became of a line, which decides its sign and its look. */
export type LineRole = "context" | "deleted" | "added" | "moved"

export const signs = {
  context: " ",
  deleted: "-",
  added: "+",
  moved: " ",
} as const satisfies Record<LineRole, string>

export function unifiedLines(part: TextPart): readonly UnifiedLine[] {
  return part.section.flatMap((item) => itemLines(part, item))
}

function itemLines(part: TextPart, item: SectionItem): readonly UnifiedLine[] {
  switch (item.kind) {
    case "same":
      return placed(part, part.moved ? "moved" : "context", item.line, item.before, item.after)
    case "hunk":
      return [
        ...item.deleted.flatMap((line) => placed(part, "deleted", line, line.index, undefined)),
        ...item.added.flatMap((line) => placed(part, "added", line, undefined, line.index)),
      ]
    case "gap":
      return [{ kind: "gap", heading: item.heading }]
    case "more":
      return [item]
  }
}

/** A line, after the cut before it if there is one. `before` and `after` are indices from 0. */
function placed(
  { cutsBefore, cutsAfter }: TextPart,
  role: LineRole,
  line: TextLine,
  before: number | undefined,
  after: number | undefined,
): readonly UnifiedLine[] {
  const position = cutsAfter.get(after ?? -1) ?? cutsBefore.get(before ?? -1)
  const numbered = {
    kind: "line",
    role,
    line,
    before: lineNumber(before, cutsBefore),
    after: lineNumber(after, cutsAfter),
  } as const
  return position === undefined ? [numbered] : [{ kind: "cut", position }, numbered]
}

/** A line's number in its own cell, from 1. */
export function lineNumber(index: number | undefined, cuts: ReadonlyMap<number, number>): number | undefined {
  if (index === undefined) return undefined
  return index - ([...cuts.keys()].findLast((cut) => cut <= index) ?? 0) + 1
}

/** What stands below a line that ends its text without a line feed, as in git's diffs. */
export const OPEN_END = "\\ no newline at end"

/** `12 more lines`. */
export function moreWords(lines: number): string {
  return `${lines} more ${lines === 1 ? "line" : "lines"}`
}
