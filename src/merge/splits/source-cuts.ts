import { diffLines } from "../../diff/text/line-diff.js"
import { splitLines, withoutEnding } from "../../diff/text/lines.js"

/** What of the base's and of the edited source belongs to one piece. */
export interface Cut {
  readonly base: string
  readonly edited: string
}

/** The base's and the edited source, cut where the pieces are; undefined where an edit spans a cut. */
export function cutsOf(base: string, pieces: readonly string[], edited: string): readonly Cut[] | undefined {
  const whole = pieces.join("\n")
  const toPieces = diffLines(base, whole)
  const toEdited = diffLines(base, edited)
  const ends: { base: number; edited: number }[] = []
  let line = 0
  for (const piece of pieces.slice(0, -1)) {
    line += splitLines(`${piece}\n`).length
    const inBase = lineBefore(toPieces, line)
    const hunk = toEdited.find(({ fromA, toA }) => fromA < inBase && inBase < toA)
    if (hunk !== undefined) return undefined
    ends.push({ base: inBase, edited: lineAfter(toEdited, inBase) })
  }
  const linesOfBase = splitLines(base)
  const linesOfEdited = splitLines(edited)
  const end = { base: linesOfBase.length, edited: linesOfEdited.length }
  return pieces.map((piece, i) => {
    const from = ends[i - 1] ?? { base: 0, edited: 0 }
    const to = ends[i] ?? end
    return {
      base: pieceText(linesOfBase.slice(from.base, to.base), piece),
      edited: pieceText(linesOfEdited.slice(from.edited, to.edited), piece),
    }
  })
}

/** The line of A at which line `b` of B starts; the end of the hunk where it lies in one. */
function lineBefore(hunks: ReturnType<typeof diffLines>, b: number): number {
  let shift = 0
  for (const { toA, fromB, toB } of hunks) {
    if (b < fromB) break
    if (b <= toB) return toA
    shift = toA - toB
  }
  return b + shift
}

/** The line of B at which line `a` of A starts; an insertion right there is before it. */
function lineAfter(hunks: ReturnType<typeof diffLines>, a: number): number {
  let shift = 0
  for (const { fromA, toA, fromB, toB } of hunks) {
    if (a < fromA || (a === fromA && toA > fromA)) return a < fromA ? a + shift : fromB
    if (a <= toA) return toB
    shift = toB - toA
  }
  return a + shift
}

/** Lines as a cell's source: the line end before a cut is the cut's. */
function pieceText(lines: readonly string[], piece: string): string {
  const text = lines.join("")
  return piece.endsWith("\n") ? text : withoutEnding(text)
}
