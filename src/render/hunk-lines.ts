import { safeText } from "./ink/safe-text.js"

/** Returns the cell, counted from 1, that a line of a notebook's file is in. */
export type CellAt = (line: number) => number | undefined

/** Rewrites the lines of a colored diff that git shows before it asks about a hunk: strings of JSON are decoded, long values
 *  are cut, and each hunk says which cell it is in. One line comes out for each that goes in, as git demands. `cellsOf` is
 *  asked once for each notebook. */
export function readableHunks(
  lines: readonly string[],
  cellsOf: (path: string) => CellAt | undefined,
): readonly string[] {
  let cells: CellAt | undefined
  let isNotebook = false
  return lines.map((line) => {
    const plain = line.replace(COLOR, "")
    const path = /^diff --git a\/.* b\/(.*)$/.exec(plain)?.[1]
    if (path !== undefined) {
      isNotebook = /\.ipynb$/i.test(path)
      cells = isNotebook ? cellsOf(path) : undefined
      return line
    }
    if (!isNotebook || IS_HEADER.test(plain)) return line
    const [range, start] = /^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@/.exec(plain) ?? []
    if (range !== undefined) return hunkHeader(line, range, cells?.(Number(start) + CONTEXT))
    return /^[-+ ]/.test(plain) ? readableLine(plain) : line
  })
}

const COLOR = /\x1b\[[0-9;]*m/g
const IS_HEADER = /^(--- |\+\+\+ |index |old mode|new mode|deleted file|new file|similarity |rename |copy )/

/** git's lines of context: what changes begins after them. */
const CONTEXT = 3

function hunkHeader(line: string, range: string, cell: number | undefined): string {
  const [color = ""] = /^(?:\x1b\[[0-9;]*m)*/.exec(line) ?? []
  return `${color}${range}${RESET}${cell === undefined ? "" : ` cell ${cell}`}`
}

function readableLine(plain: string): string {
  const sign = plain.slice(0, 1)
  const color = sign === "+" ? GREEN : sign === "-" ? RED : ""
  return `${color}${sign}${readableValue(plain.slice(1), color)}${RESET}`
}

const RESET = "\x1b[m"
const RED = "\x1b[31m"
const GREEN = "\x1b[32m"
const DIM = "\x1b[2m"

/** A line of JSON that is one string is that string, decoded; its line end is the line's. */
function readableValue(body: string, color: string): string {
  const [, literal] = /^\s*("(?:[^"\\]|\\.)*"),?\s*$/.exec(body) ?? []
  const text = literal === undefined ? undefined : decoded(literal)
  if (text === undefined) return dimmed(cut(safeText(body)), color)
  const ended = text.replace(/\n$/, "")
  return `${cut(safeText(ended.replaceAll("\n", "⏎")))}${ended === text ? dimmed(" ⌟", color) : ""}`
}

function decoded(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal)
    return typeof value === "string" ? value : undefined
  } catch {
    return undefined
  }
}

function dimmed(text: string, color: string): string {
  return `${DIM}${text}${RESET}${color}`
}

const MOST_SHOWN = 200

function cut(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN / 2)}… (${text.length} characters)`
}
