import { type Json, members } from "../support/json-spelling.js"
import { isMembers, mutateTree } from "./json-tree.js"
import { cellOf, cellsOf, lineOf, textOf, withCells } from "./notebook-material.js"
import type { Random } from "./random.js"

/** The notebook after a person worked on it for a while: cells edited, added, moved, split, run again. */
export function editNotebook(random: Random, notebook: Json): Json {
  let cells = cellsOf(notebook)
  const steps = 1 + random.int(7)
  for (let i = 0; i < steps; i++) cells = editCells(random, cells)
  return withCells(random.chance(0.15) ? upgraded(notebook) : notebook, cells)
}

/** And after something went wrong with it. */
export function spoilNotebook(random: Random, notebook: Json): Json {
  let spoilt = notebook
  const steps = 1 + random.int(4)
  for (let i = 0; i < steps; i++)
    spoilt = random.chance(0.8) ? spoilCell(random, spoilt) : mutateTree(random, spoilt)
  return spoilt
}

/** Mostly in a cell: a notebook whose own keys are spoilt is seldom read at all. */
function spoilCell(random: Random, notebook: Json): Json {
  const cells = cellsOf(notebook)
  if (cells.length === 0) return mutateTree(random, notebook)
  const at = random.int(cells.length)
  return withCells(notebook, cells.with(at, mutateTree(random, cells[at] as Json)))
}

function editCells(random: Random, cells: readonly Json[]): readonly Json[] {
  const at = random.int(Math.max(1, cells.length))
  const cell = cells[at]
  const insert = (): readonly Json[] => cells.toSpliced(at, 0, cellOf(random, newId(random, cells)))
  if (cell === undefined) return insert()
  switch (random.pick(STEPS)) {
    case "edit":
      return cells.with(at, withText(random, cell, editText(random, textIn(cell))))
    case "insert":
      return insert()
    case "delete":
      return cells.toSpliced(at, 1)
    case "move":
      return cells.toSpliced(at, 1).toSpliced(random.int(cells.length), 0, cell)
    case "duplicate":
      return cells.toSpliced(random.int(cells.length + 1), 0, cell)
    case "split": {
      const lines = textIn(cell).split("\n")
      const cut = random.int(lines.length + 1)
      const [first, second] = [lines.slice(0, cut), lines.slice(cut)].map((part) => part.join("\n"))
      const piece = withId(withText(random, cell, second ?? ""), newId(random, cells))
      return cells.toSpliced(at, 1, withText(random, cell, first ?? ""), piece)
    }
    case "join": {
      const next = cells[at + 1]
      if (next === undefined) return cells
      return cells.toSpliced(at, 2, withText(random, cell, `${textIn(cell)}\n${textIn(next)}`))
    }
    case "rerun":
      return cells.with(at, withField(cell, "execution_count", random.int(99)))
    case "metadata":
      return cells.with(at, withField(cell, "metadata", members({ own: random.int(4) })))
    case "type":
      return cells.with(at, withField(cell, "cell_type", random.pick(["code", "markdown", "raw"])))
    case "reid":
      return cells.map((each) => withId(each, newId(random, cells)))
  }
}

const STEPS = [
  ...(["edit", "edit", "edit", "insert", "insert", "delete", "move", "duplicate"] as const),
  ...(["split", "join", "rerun", "rerun", "metadata", "type", "reid"] as const),
]

function editText(random: Random, text: string): string {
  const lines = text.split("\n")
  const at = random.int(lines.length)
  return lines.toSpliced(at, random.int(3), ...random.list(random.int(3), () => lineOf(random))).join("\n")
}

/** Undefined where the cells have none. */
function newId(random: Random, cells: readonly Json[]): string | undefined {
  const has = cells.some((cell) => isMembers(cell) && cell.members.some(([key]) => key === "id"))
  return has ? `n${random.int(1e6)}` : undefined
}

function withId(cell: Json, id: string | undefined): Json {
  return id === undefined ? cell : withField(cell, "id", id)
}

function textIn(cell: Json): string {
  const source = isMembers(cell) ? cell.members.findLast(([key]) => key === "source")?.[1] : undefined
  if (Array.isArray(source)) return source.map((line) => (typeof line === "string" ? line : "")).join("")
  return typeof source === "string" ? source : ""
}

function withText(random: Random, cell: Json, text: string): Json {
  return withField(cell, "source", textOf(random, text))
}

/** In its place where the cell has it, else at the end. */
function withField(cell: Json, key: string, value: Json): Json {
  if (!isMembers(cell)) return cell
  const at = cell.members.findLastIndex(([name]) => name === key)
  if (at >= 0) return { members: cell.members.with(at, [key, value]) }
  return { members: [...cell.members, [key, value]] }
}

/** To 4.5, with ids. */
function upgraded(notebook: Json): Json {
  if (!isMembers(notebook)) return notebook
  const cells = cellsOf(notebook).map((cell, i) =>
    isMembers(cell) && !cell.members.some(([key]) => key === "id") ? withField(cell, "id", `u${i}`) : cell,
  )
  return withCells(withField(notebook, "nbformat_minor", 5), cells)
}
