import fc from "fast-check"
import { notebookFile, textCell } from "./three.js"

/** A text cell with pictures: its lines, each with a word of its own, and its files by name. */
export interface PictureCell {
  readonly id: string
  readonly lines: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

export interface PictureFiles {
  readonly base: readonly PictureCell[]
  readonly ours: readonly PictureCell[]
  readonly theirs: readonly PictureCell[]
  readonly [fc.toStringMethod]: () => string
}

/** What a person does to a notebook of text cells with pictures. No step leaves a reference without its file. */
const STEPS = [
  "edit",
  "edit",
  "insert",
  "refer",
  "refer",
  "delete",
  "delete",
  "redraw",
  "redraw",
  "draw",
  "split",
  "split",
  "join",
  "move",
  "drop",
  "carry",
] as const

interface Step {
  readonly kind: (typeof STEPS)[number]
  readonly cell: number
  readonly line: number
  readonly name: number
  readonly keepsFiles: boolean
}

const NAMES = ["p.png", "q.png", "p.png.svg", "my plot.png"]

/** A picture's content is its root and who drew it again: `pic3`, `pic3>o2`. */
export function rootOfPicture(content: string): string {
  return content.split(">")[0] as string
}

export function arbitraryPictures(): fc.Arbitrary<PictureFiles> {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom(...STEPS),
    cell: fc.nat(3),
    line: fc.nat(7),
    name: fc.nat(NAMES.length - 1),
    keepsFiles: fc.boolean(),
  })
  const line = fc.record({ picture: fc.option(fc.nat(NAMES.length - 1), { freq: 2 }), words: fc.nat(999) })
  const cells = fc.array(fc.array(line, { minLength: 2, maxLength: 8 }), { minLength: 1, maxLength: 3 })
  const steps = fc.array(step, { minLength: 1, maxLength: 4 })
  return fc.tuple(cells, steps, steps).map(([sketch, ours, theirs]) => {
    let count = 0
    const base = sketch.map((lines, i): PictureCell => {
      const files: Record<string, string> = {}
      const texts = lines.map(({ picture, words }) => {
        if (picture === null) return `W${count++} ${wordsOf(words)}`
        const name = `${i}${NAMES[picture]}`
        files[name] ??= `pic${count}`
        return `W${count++} ${wordsOf(words)} ${reference(name)}`
      })
      return { id: `cell${i}`, lines: texts, files }
    })
    const told = (all: readonly Step[]) =>
      all.map((s) => `${s.kind}(${s.cell},${s.line},${s.name},${s.keepsFiles})`).join(" ")
    const three = { base, ours: apply(base, ours, "o"), theirs: apply(base, theirs, "t") }
    return {
      ...three,
      [fc.toStringMethod]: () =>
        `ours: ${told(ours)}\ntheirs: ${told(theirs)}\n${(["base", "ours", "theirs"] as const).map((side) => `${side}: ${JSON.stringify(three[side])}`).join("\n")}`,
    }
  })
}

/** Words that few lines share: what two lines have in common says that they are one. */
function wordsOf(seed: number): string {
  return [7, 11, 13].map((factor) => `word${(seed * factor) % 997}`).join(" ")
}

function reference(name: string): string {
  return `![x](attachment:${encodeURI(name)})`
}

export function pictureBytes(cells: readonly PictureCell[]): Uint8Array {
  return notebookFile(
    cells.map(({ id, lines, files }) => {
      const attachments = Object.fromEntries(
        Object.entries(files).map(([name, content]) => [name, { "image/png": content }]),
      )
      return textCell(lines.join("\n"), {
        id,
        ...(Object.keys(files).length > 0 ? { attachments } : {}),
      })
    }),
  )
}

function apply(base: readonly PictureCell[], steps: readonly Step[], side: string): readonly PictureCell[] {
  return steps.reduce((cells, step, i) => applyStep(cells, step, `${side}${i}`), base)
}

function applyStep(cells: readonly PictureCell[], step: Step, mark: string): readonly PictureCell[] {
  if (cells.length === 0) return cells
  const at = step.cell % cells.length
  const cell = cells[at] as PictureCell
  const line = step.line % Math.max(cell.lines.length, 1)
  const name = NAMES[step.name] as string
  const files = Object.keys(cell.files)
  const own = files[step.name % Math.max(files.length, 1)]
  const put = (changed: PictureCell): readonly PictureCell[] => cells.with(at, changed)
  const text = cell.lines[line]
  switch (step.kind) {
    case "edit":
      return text === undefined
        ? cells
        : put({ ...cell, lines: cell.lines.with(line, `${text} edited${mark}`) })
    case "insert":
      return put({ ...cell, lines: cell.lines.toSpliced(line, 0, `N${mark} new line`) })
    case "refer":
      if (own === undefined) return cells
      return put({ ...cell, lines: cell.lines.toSpliced(line, 0, `N${mark} again ${reference(own)}`) })
    case "delete": {
      if (cell.lines.length < 2) return cells
      const rest = { ...cell, lines: cell.lines.toSpliced(line, 1) }
      return put(step.keepsFiles ? rest : pruned(rest))
    }
    case "redraw":
      if (own === undefined) return cells
      return put({ ...cell, files: { ...cell.files, [own]: `${cell.files[own]}>${mark}` } })
    case "draw":
      if (cell.files[name] !== undefined) return cells
      return put({
        ...cell,
        lines: cell.lines.toSpliced(line, 0, `N${mark} drawn ${reference(name)}`),
        files: { ...cell.files, [name]: `pic${mark}` },
      })
    case "split": {
      if (line === 0) return cells
      const first = { ...cell, lines: cell.lines.slice(0, line) }
      const second = { ...cell, id: `new${mark}`, lines: cell.lines.slice(line) }
      return cells.toSpliced(at, 1, ...(step.keepsFiles ? [first, second] : [pruned(first), pruned(second)]))
    }
    case "join": {
      const next = cells[at + 1]
      if (next === undefined || !canShare(cell, next)) return cells
      const joined = {
        ...cell,
        lines: [...cell.lines, ...next.lines],
        files: { ...cell.files, ...next.files },
      }
      return cells.toSpliced(at, 2, joined)
    }
    case "move":
      return cells.toSpliced(at, 1).toSpliced(step.line % cells.length, 0, cell)
    case "drop":
      return cells.toSpliced(at, 1)
    case "carry": {
      const next = cells[at + 1]
      if (next === undefined || cell.lines.length < 2 || text === undefined) return cells
      const carried = pruned({ ...cell, lines: [text] })
      if (!canShare(carried, next)) return cells
      const rest = pruned({ ...cell, lines: cell.lines.toSpliced(line, 1) })
      const into = {
        ...next,
        lines: [...next.lines, text],
        files: { ...next.files, ...carried.files },
      }
      return cells.toSpliced(at, 2, rest, into)
    }
  }
}

/** Without the files that no line shows, as Jupyter saves a cell. */
function pruned(cell: PictureCell): PictureCell {
  const shown = new Set(cell.lines.flatMap((line) => namesShown(line)))
  return {
    ...cell,
    files: Object.fromEntries(Object.entries(cell.files).filter(([name]) => shown.has(name))),
  }
}

/** The names that a line of these notebooks shows. */
export function namesShown(line: string): readonly string[] {
  return [...line.matchAll(/attachment:([^)]+)\)/g)].map((match) => decodeURI(match[1] as string))
}

function canShare(a: PictureCell, b: PictureCell): boolean {
  return Object.keys(a.files).every((name) => b.files[name] === undefined || b.files[name] === a.files[name])
}
