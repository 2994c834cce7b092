import { endedLines, firstEnding, withoutEnding } from "../../diff/text/lines.js"
import { type MarkerLabels, markerWidth } from "./markers.js"

/** A text with conflict markers, read back. The lines are all ended; `end` is what the text really ends with,
 *  and as the last line of a conflict at its end may be the last of any side, that holds for each of them. */
export interface MarkedText {
  readonly chunks: readonly MarkedChunk[]
  readonly end: string
}

export type MarkedChunk = PlainChunk | MarkedConflict

interface PlainChunk {
  readonly kind: "plain"
  readonly lines: readonly string[]
}

export interface MarkedConflict {
  readonly kind: "conflict"
  readonly ours: readonly string[]
  /** null where the markers are of the style that leaves base out. */
  readonly base: readonly string[] | null
  readonly theirs: readonly string[]
  readonly labels: MarkerLabels
  /** Characters of its markers. */
  readonly size: number
}

/** Characters of a marker below which a text would be full of them. git's are 7 unless told otherwise. */
const LEAST_SIZE = 7

/** Lines that look like markers and are text: what every version of a notebook about git holds, say. */
export type TextLines = ReadonlySet<string>

/** Reads the conflicts of a text, in any style, in time that grows with the text alone. `size` is the markers' width;
 *  when it is not given, they are those of the widest markers that make up a conflict, from 7 on: a merge makes its own
 *  wider than any that it finds. Markers of another width are lines like others, as are those among `textLines`.
 *  null when the markers do not add up, or could be read in two ways. */
export function parseConflicts(text: string, size?: number, textLines: TextLines = NONE): MarkedText | null {
  const { lines, end } = endedLines(text, firstEnding(text) || "\n")
  const groups = markersByWidth(lines, textLines)
  const widths = size === undefined ? [...groups.keys()].filter((width) => width >= LEAST_SIZE) : [size]
  const found: { readonly conflicts: readonly FoundConflict[]; readonly width: number }[] = []
  for (const width of widths.sort((x, y) => y - x)) {
    const markers = groups.get(width) ?? []
    const conflicts = conflictsOf(markers, lines, width)
    if (conflicts !== null && conflicts.length > 0) found.push({ conflicts, width })
    else if (conflicts === null && found.length === 0 && isMeant(markers, width, size)) return null
  }
  const own = found.find(
    ({ conflicts }, i) => !found.slice(i + 1).some((each) => isWithin(conflicts, each.conflicts)),
  )
  return { chunks: chunksOf(own?.conflicts ?? [], lines), end }
}

/** Whether markers that do not add up are more than rulers. A longer line without a label is a ruler to most. */
function isMeant(markers: readonly MarkerLine[], width: number, size: number | undefined): boolean {
  const isLabeled = markers.some(({ character, label }) => label !== "" && "<>".includes(character))
  return width === (size ?? LEAST_SIZE) || isLabeled
}

/** Whether conflicts are a part of others: of their base, where that was a conflict. */
function isWithin(conflicts: readonly FoundConflict[], others: readonly FoundConflict[]): boolean {
  let i = 0
  return conflicts.every(({ from, to }) => {
    while ((others[i]?.to ?? Number.POSITIVE_INFINITY) < to) i++
    return (others[i]?.from ?? Number.POSITIVE_INFINITY) < from
  })
}

const NONE: TextLines = new Set()

interface MarkerLine {
  readonly line: number
  readonly character: "<" | "|" | "=" | ">"
  readonly label: string
}

function markersByWidth(
  lines: readonly string[],
  textLines: TextLines,
): ReadonlyMap<number, readonly MarkerLine[]> {
  const groups = new Map<number, MarkerLine[]>()
  for (const [line, text] of lines.entries()) {
    const width = markerWidth(text)
    if (width === 0 || textLines.has(withoutEnding(text))) continue
    const marker = { line, character: text[0] as MarkerLine["character"], label: text.slice(width).trim() }
    const group = groups.get(width)
    if (group === undefined) groups.set(width, [marker])
    else group.push(marker)
  }
  return groups
}

interface FoundConflict {
  readonly chunk: MarkedConflict
  readonly from: number
  readonly to: number
}

/** The conflicts that markers of one width make up. `=======` alone is a heading's underline as well, and a middle
 *  marker has no label. */
function conflictsOf(
  markers: readonly MarkerLine[],
  lines: readonly string[],
  width: number,
): readonly FoundConflict[] | null {
  const found: FoundConflict[] = []
  let parts: { open: MarkerLine; bar?: MarkerLine; middles: MarkerLine[] } | undefined
  for (const marker of markers) {
    const { character } = marker
    if (character === "<") {
      if (parts !== undefined) return null
      parts = { open: marker, middles: [] }
    } else if (character === ">") {
      const [middle, ...others] = parts?.middles ?? []
      if (parts === undefined || middle === undefined || others.length > 0) return null
      found.push(conflictOf(parts.open, parts.bar, middle, marker, lines, width))
      parts = undefined
    } else if (character === "|") {
      if (parts === undefined || parts.bar !== undefined) return null
      // the lines before it are ours, whatever they look like
      parts = { open: parts.open, bar: marker, middles: [] }
    } else if (parts !== undefined && marker.label === "") parts.middles.push(marker)
  }
  return parts === undefined ? found : null
}

function conflictOf(
  open: MarkerLine,
  bar: MarkerLine | undefined,
  middle: MarkerLine,
  close: MarkerLine,
  lines: readonly string[],
  size: number,
): FoundConflict {
  const between = (from: MarkerLine, to: MarkerLine) => lines.slice(from.line + 1, to.line)
  const chunk: MarkedConflict = {
    kind: "conflict",
    ours: between(open, bar ?? middle),
    base: bar === undefined ? null : between(bar, middle),
    theirs: between(middle, close),
    labels: { ours: open.label, base: bar?.label ?? "", theirs: close.label },
    size,
  }
  return { chunk, from: open.line, to: close.line + 1 }
}

function chunksOf(conflicts: readonly FoundConflict[], lines: readonly string[]): readonly MarkedChunk[] {
  const chunks: MarkedChunk[] = []
  let at = 0
  for (const { chunk, from, to } of conflicts) {
    if (from > at) chunks.push({ kind: "plain", lines: lines.slice(at, from) })
    chunks.push(chunk)
    at = to
  }
  if (at < lines.length) chunks.push({ kind: "plain", lines: lines.slice(at) })
  return chunks
}
