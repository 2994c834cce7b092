import { align } from "../../src/diff/align/align.js"
import { type Cell, parseNotebook } from "../../src/notebook/model.js"

/** Cells in a line. A word is a cell, and its name stands for a source of some lines:
 *
 *      a         a code cell; each name has words of its own
 *      a' a''    the same with a line edited, differently
 *      a1 a2     the first and the second half of its lines
 *      a+b       the lines of both
 *      _         a blank cell
 *      =x()      a cell with just this source
 *      m:a       a markdown cell
 *      7#a       a cell with the id 7 */
export function cells(line: string, idAt?: readonly string[]): readonly Cell[] {
  const words = wordsOf(line)
  const json = {
    cells: words.map((word) => cellJson(word, idAt)),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  }
  return parseNotebook(new TextEncoder().encode(JSON.stringify(json))).cells
}

/** What became of each cell, in a line: of a's cells `a`, or `a>b` where its word is another in b, with `~`
 *  before it where it moved and `-` where it has no partner; then b's cells without a partner, with `+`. */
export function aligned(a: string, b: string, idAt?: readonly string[]): string {
  const { toB, toA, moved } = align(cells(a, idAt), cells(b, idAt))
  const wordsB = wordsOf(b)
  const ofA = wordsOf(a).map((word, i) => {
    const partner = wordsB[toB[i] ?? -1]
    if (partner === undefined) return `-${word}`
    return `${moved.has(i) ? "~" : ""}${partner === word ? word : `${word}>${partner}`}`
  })
  const added = wordsB.filter((_, j) => toA[j] === -1).map((word) => `+${word}`)
  return [...ofA, ...added].join(" ")
}

function wordsOf(line: string): readonly string[] {
  return line.split(" ").filter((word) => word !== "")
}

/** `idAt` is the path in the metadata where the id is, where it is not the cell's own. */
function cellJson(word: string, idAt: readonly string[] | undefined): object {
  const [, id, type, name = ""] = /^(?:(\w+)#)?(?:(m|r):)?(.+)$/.exec(word) ?? []
  const own = id === undefined || idAt !== undefined ? {} : { id }
  const metadata =
    id === undefined ? {} : (idAt ?? []).reduceRight<unknown>((value, key) => ({ [key]: value }), id)
  const common = { ...own, metadata: idAt === undefined ? {} : metadata, source: sourceOf(name) }
  if (type === "m") return { cell_type: "markdown", ...common }
  if (type === "r") return { cell_type: "raw", ...common }
  return { cell_type: "code", ...common, execution_count: null, outputs: [] }
}

function sourceOf(name: string): string {
  if (name === "_") return ""
  return name.split("+").flatMap(linesOf).join("\n")
}

function linesOf(name: string): readonly string[] {
  if (name.startsWith("=")) return [name.slice(1)]
  const [, letters = "", half, edits = ""] = /^([a-z]+)(\d)?('*)$/.exec(name) ?? []
  const lines = Array.from(
    { length: 6 },
    (_, n) => `${letters}_${n} = make_${letters}(${letters}_in, ${letters}${n})`,
  )
  const edited = lines.map((line, n) =>
    n > 0 && n <= edits.length ? `${letters}_edit${edits.length} = ${n}` : line,
  )
  if (half === "1") return edited.slice(0, 3)
  return half === "2" ? edited.slice(3) : edited
}
