import { withoutEnding } from "../../diff/text/lines.js"
import type { RecordedConflict } from "../../merge/resolve/recorded-conflicts.js"
import { textOfChoice } from "../../merge/resolve/resolve-marks.js"
import type { MarkedConflict } from "../../merge/text/marker-parser.js"
import { type JsonValue, rawTextOf } from "../../notebook/json/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import { safeText } from "../../render/ink/safe-text.js"
import { clipped } from "../../render/ink/width.js"
import { changedWords } from "./conflict-view.js"
import { cellLine } from "./merge-report.js"

/** Returns what is in conflict, in a few words. */
export function conflictKind(conflict: RecordedConflict): string {
  switch (conflict.kind) {
    case "source":
      return conflict.deletedBy === undefined ? "source" : `deleted by ${conflict.deletedBy}, edited`
    case "field":
      return safeText(conflict.field.path.join("."))
    case "insertion":
      return "inserted by both sides"
    case "stray":
      return "stray markers"
  }
}

/** Limits the characters of a side's words that are shown. */
const WORDS_LENGTH = 30

/** Returns the first words that differ, `180 ↔ 165`, if a line of one side is a version of a line of the other. */
function differingWords({ text }: RecordedConflict & { readonly kind: "source" }): readonly string[] {
  for (const chunk of text.chunks) {
    if (chunk.kind !== "conflict") continue
    const { ours, theirs } = changedWords(chunk.ours, chunk.theirs)
    const [own, other] = [wordsAt(chunk.ours, ours), wordsAt(chunk.theirs, theirs)]
    if (own !== "" || other !== "") return [`${own || "(nothing)"} ↔ ${other || "(nothing)"}`]
  }
  return []
}

function wordsAt(lines: readonly string[], changed: ReturnType<typeof changedWords>["ours"]): string {
  const at = changed.findIndex((ranges) => ranges.length > 0)
  const words = (changed[at] ?? []).map(([from, to]) => (lines[at] ?? "").slice(from, to).trim()).join(" … ")
  return clipped(safeText(words), WORDS_LENGTH)
}

/** Returns `cell 3 · code · df = load(): source`. The cell's name comes from one side, since a marker is not a name. */
export function conflictLine(conflict: RecordedConflict, { cells }: Notebook): string {
  const cell = conflict.cell === undefined ? undefined : cells[conflict.cell]
  const words = conflict.kind === "source" && conflict.deletedBy === undefined ? differingWords(conflict) : []
  const kind = [conflictKind(conflict), ...words].join(", ")
  if (cell === undefined || conflict.cell === undefined) return `notebook: ${kind}`
  const source =
    conflict.kind === "source"
      ? textOfChoice(conflict.text, "ours") || textOfChoice(conflict.text, "theirs")
      : cell.source
  return `${cellLine(String(conflict.cell + 1), { type: cell.type, source }).replace(/:$/, "")}: ${kind}`
}

/** Holds one version of what is in conflict: a heading and its lines, safe for a terminal. */
export interface ShownVersion {
  readonly side: "ours" | "base" | "theirs"
  readonly label: string
  readonly lines: readonly string[]
}

/** Returns the versions of a conflict to choose from: of a source, the lines that are in conflict. */
export function conflictVersions(
  conflict: RecordedConflict,
  { cells }: Notebook,
): readonly (readonly ShownVersion[])[] {
  switch (conflict.kind) {
    case "source":
      return conflict.text.chunks.flatMap((chunk) => (chunk.kind === "conflict" ? [hunkVersions(chunk)] : []))
    case "field": {
      const { base, ours, theirs } = conflict.field
      return [[fieldVersion("ours", ours), fieldVersion("base", base), fieldVersion("theirs", theirs)]]
    }
    case "insertion":
    case "stray":
      return [[{ side: "ours", label: "as it is", lines: shownLines(cells[conflict.cell]?.source ?? "") }]]
  }
}

function hunkVersions({ ours, base, theirs, labels }: MarkedConflict): readonly ShownVersion[] {
  const version = (side: ShownVersion["side"], lines: readonly string[]): ShownVersion => ({
    side,
    label: safeText(labels[side]),
    lines: shownLines(lines.join("")),
  })
  return [version("ours", ours), ...(base === null ? [] : [version("base", base)]), version("theirs", theirs)]
}

function fieldVersion(side: ShownVersion["side"], value: JsonValue | undefined): ShownVersion {
  return { side, label: "", lines: value === undefined ? ["(none)"] : shownLines(rawTextOf(value)) }
}

function shownLines(text: string): readonly string[] {
  if (text === "") return ["(nothing)"]
  return withoutEnding(text)
    .split(/\r?\n/)
    .map((line) => safeText(line, "\t"))
}
