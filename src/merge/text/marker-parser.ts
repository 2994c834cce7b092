import { endedLines, firstEnding } from "../../diff/text/lines.js"
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

/** Reads the conflicts of a text, in any style. `size` is the markers' width; when it is not given, each
 *  conflict says its own, from 7 on. Markers of another width (as in the base of a conflict whose base was a
 *  conflict) are lines like others. null when the markers do not add up, or could be read in two ways. */
export function parseConflicts(text: string, size?: number): MarkedText | null {
  const { lines, end } = endedLines(text, firstEnding(text) || "\n")
  const chunks: MarkedChunk[] = []
  let at = 0
  for (let i = nextMarker(lines, 0, size); i < lines.length; i = nextMarker(lines, at, size)) {
    const conflict = conflictAt(lines, i)
    if (conflict === null) return null
    if (i > at) chunks.push({ kind: "plain", lines: lines.slice(at, i) })
    chunks.push(conflict.chunk)
    at = conflict.after
  }
  if (at < lines.length) chunks.push({ kind: "plain", lines: lines.slice(at) })
  return { chunks, end }
}

/** The next line that opens, closes or divides a conflict. `=======` alone is a heading's underline as well. */
function nextMarker(lines: readonly string[], from: number, size: number | undefined): number {
  let i = from
  while (i < lines.length && !isMarker(lines[i] ?? "", size)) i++
  return i
}

function isMarker(line: string, size: number | undefined): boolean {
  const width = markerWidth(line)
  return (size === undefined ? width >= LEAST_SIZE : width === size) && line[0] !== "="
}

/** The conflict that line `from` opens, and the line after its end. */
function conflictAt(
  lines: readonly string[],
  from: number,
): { readonly chunk: MarkedConflict; readonly after: number } | null {
  const width = markerWidth(lines[from] ?? "")
  const close = nextOf("<>", lines, from + 1, width)
  const bar = nextOf("|", lines, from + 1, width)
  const hasBase = bar < close
  const middle = nextOf("=", lines, hasBase ? bar + 1 : from + 1, width)
  const opens = lines[from]?.startsWith("<") && lines[close]?.startsWith(">") && middle < close
  const again = hasBase && nextOf("|", lines, bar + 1, width) < close
  if (!opens || again || nextOf("=", lines, middle + 1, width) < close) return null
  return {
    chunk: {
      kind: "conflict",
      ours: lines.slice(from + 1, hasBase ? bar : middle),
      base: hasBase ? lines.slice(bar + 1, middle) : null,
      theirs: lines.slice(middle + 1, close),
      labels: {
        ours: labelOf(lines[from], width),
        base: hasBase ? labelOf(lines[bar], width) : "",
        theirs: labelOf(lines[close], width),
      },
      size: width,
    },
    after: close + 1,
  }
}

/** The next line that is a marker of that width and one of the characters. The middle one has no label. */
function nextOf(characters: string, lines: readonly string[], from: number, width: number): number {
  let i = from
  for (; i < lines.length; i++) {
    const line = lines[i] ?? ""
    if (!characters.includes(line.charAt(0)) || markerWidth(line) !== width) continue
    if (!line.startsWith("=") || labelOf(line, width) === "") break
  }
  return i
}

function labelOf(line: string | undefined, width: number): string {
  return (line ?? "").slice(width).trim()
}
