import type { Palette } from "./ink/palette.js"
import { safeText, safeTextWithOffsets } from "./ink/safe-text.js"
import { type Run, run, type StyledLine } from "./ink/styled-line.js"
import type { HighlightSpan } from "./ink/syntax.js"
import { displayWidth } from "./ink/width.js"
import type { LineRole } from "./parts/unified-lines.js"
import type { TextLine } from "./words/section.js"

/** A line of a text, colored. `spans` are those of the line, by its own offsets. */
export function codeLine(
  line: TextLine,
  role: LineRole,
  spans: readonly HighlightSpan[],
  palette: Palette,
): StyledLine {
  const safe = safeTextWithOffsets(line.text, "\t")
  const styles = stylesOf(line, role, spans, safe.at, safe.text.length, palette)
  const runs: Run[] = []
  let column = 0
  for (const { from, to, style } of styles) {
    const text = withoutTabs(safe.text.slice(from, to), column, role)
    runs.push(run(text, style))
    column += displayWidth(text)
  }
  if (line.end === "return") runs.push(run("^M", roleStyle(role, palette) + highlightOf(role, palette)))
  return runs
}

/** The same without colors. */
export function plainLine({ text, end }: TextLine, role: LineRole): string {
  return withoutTabs(safeText(text, "\t"), 0, role) + (end === "return" ? "^M" : "")
}

/** How a line of this role begins: the color that its sign and its empty rest have too. */
export function roleStyle(role: LineRole, palette: Palette): string {
  switch (role) {
    case "context":
      return palette.context
    case "deleted":
      return palette.old
    case "added":
      return palette.new
    case "moved":
      return palette.contextDimmed
  }
}

export function signStyle(role: LineRole, palette: Palette): string {
  switch (role) {
    case "deleted":
      return palette.filled ? palette.old + palette.oldBold : palette.old
    case "added":
      return palette.filled ? palette.new + palette.newBold : palette.new
    case "context":
    case "moved":
      return ""
  }
}

export function numberStyle(role: LineRole, palette: Palette): string {
  switch (role) {
    case "deleted":
      return palette.oldDimmed
    case "added":
      return palette.newDimmed
    case "context":
    case "moved":
      return palette.contextDimmed
  }
}

interface StyledRange {
  readonly from: number
  readonly to: number
  readonly style: string
}

/** The line cut wherever its look changes: at spans of code, at words that differ, at blanks that end an added
 *  line. Offsets are those of the safe text. */
function stylesOf(
  { text, changed }: TextLine,
  role: LineRole,
  spans: readonly HighlightSpan[],
  at: (offset: number) => number,
  length: number,
  palette: Palette,
): readonly StyledRange[] {
  const base = roleStyle(role, palette)
  const blanks = role === "added" ? at(text.trimEnd().length) : length
  const syntax = spans.map(({ from, to, slot }) => ({
    from: at(from),
    to: at(to),
    style: syntaxStyle(slot, role, palette),
  }))
  const words = changed.map(([from, to]) => ({
    from: at(from),
    to: at(to),
    style: highlightOf(role, palette),
  }))
  const layers = [syntax, words, [{ from: blanks, to: length, style: palette.whitespace }]]
  const cuts = new Set([0, length, ...layers.flat().flatMap(({ from, to }) => [from, to])])
  const sorted = [...cuts].filter((cut) => cut <= length).sort((x, y) => x - y)
  const cursors = layers.map(() => 0)
  return sorted.slice(0, -1).map((from, i) => {
    const styles = layers.map((layer, n) => {
      while ((layer[cursors[n] ?? 0]?.to ?? length + 1) <= from) cursors[n] = (cursors[n] ?? 0) + 1
      const range = layer[cursors[n] ?? 0]
      return range !== undefined && range.from <= from ? range.style : ""
    })
    const style = styles.at(-1) || base + styles.join("")
    return { from, to: sorted[i + 1] ?? length, style }
  })
}

function syntaxStyle(slot: HighlightSpan["slot"], role: LineRole, palette: Palette): string {
  switch (role) {
    case "context":
      return palette[slot]
    case "deleted":
    case "added":
      return palette.filled ? palette[slot] : (palette.changed[slot] ?? "")
    case "moved":
      return ""
  }
}

function highlightOf(role: LineRole, palette: Palette): string {
  switch (role) {
    case "deleted":
      return palette.oldHighlight
    case "added":
      return palette.newHighlight
    case "context":
    case "moved":
      return ""
  }
}

/** Columns between two tab stops, counted from the start of the line's text. */
const TAB_STOPS = 4

/** Tabs as the columns they take; in a line that changed with an arrow in front, so that they are not taken
 *  for the spaces that may have changed into them. */
function withoutTabs(text: string, column: number, role: LineRole): string {
  if (!text.includes("\t")) return text
  const arrow = role === "deleted" || role === "added" ? "→" : " "
  let end = column
  return text
    .split(/(\t)/)
    .map((part) => {
      const shown = part === "\t" ? arrow + " ".repeat(TAB_STOPS - (end % TAB_STOPS) - 1) : part
      end += displayWidth(shown)
      return shown
    })
    .join("")
}
