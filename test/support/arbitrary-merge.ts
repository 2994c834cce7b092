import fc from "fast-check"
import {
  arbitraryOutput,
  arbitrarySketch,
  type CellSketch,
  type NotebookSketch,
  notebookBytes,
} from "./arbitrary-notebook.js"
import {
  arbitrarySpelling,
  type Members,
  members,
  NBFORMAT_SPELLING,
  type Spelling,
} from "./json-spelling.js"

/** Three versions of a notebook, and what each side did to the base. */
export interface ThreeFiles {
  readonly base: Uint8Array
  readonly ours: Uint8Array
  readonly theirs: Uint8Array
  readonly steps: { readonly ours: readonly Step[]; readonly theirs: readonly Step[] }
  /** How fast-check prints it. */
  readonly [fc.toStringMethod]: () => string
}

export type StepKind =
  | "edit"
  | "insert"
  | "insert-shared"
  | "delete"
  | "move"
  | "split"
  | "join"
  | "duplicate"
  | "rerun"
  | "metadata"
  | "type"
  | "attachment"
  | "reid"

/** One thing that a person does to a notebook. Numbers are taken modulo what there is. */
interface Step {
  readonly kind: StepKind
  readonly cell: number
  readonly to: number
  readonly line: number
  readonly text: number
  readonly output: Members
}

/** Every kind of step on either side, in the spelling of nbformat or any other; sometimes a side respells. */
export function arbitraryThree(kinds: readonly StepKind[] = ALL_STEPS): fc.Arbitrary<ThreeFiles> {
  const script = fc.array(step(kinds), { minLength: 1, maxLength: 7 })
  const spelling = fc.oneof(
    { weight: 3, arbitrary: fc.constant(NBFORMAT_SPELLING) },
    { weight: 1, arbitrary: arbitrarySpelling() },
  )
  return fc
    .tuple(
      base(),
      script,
      script,
      spelling,
      fc.option(spelling, { freq: 6 }),
      fc.constantFrom("ours", "theirs"),
    )
    .map(([sketch, ours, theirs, spelt, respelt, by]) => threeFiles(sketch, ours, theirs, spelt, respelt, by))
}

export const ALL_STEPS: readonly StepKind[] = [
  "edit",
  "edit",
  "edit",
  "insert",
  "insert",
  "insert-shared",
  "delete",
  "move",
  "split",
  "join",
  "duplicate",
  "rerun",
  "rerun",
  "metadata",
  "type",
  "attachment",
  "reid",
]

function threeFiles(
  sketch: NotebookSketch,
  ours: readonly Step[],
  theirs: readonly Step[],
  spelling: Spelling,
  respelling: Spelling | null,
  by: string,
): ThreeFiles {
  const respelt = respelling ?? spelling
  const bytes = (side: string, steps: readonly Step[]): Uint8Array =>
    notebookBytes(apply(sketch, steps, side), by === side ? respelt : spelling)
  const cells = sketch.cells.map(({ type, id, source }) => `${type} ${id ?? "-"} ${JSON.stringify(source)}`)
  const told = (steps: readonly Step[]): string =>
    steps.map(({ kind, cell, to, line, text }) => `${kind}(${cell},${to},${line},${text})`).join(" ")
  return {
    [fc.toStringMethod]: () =>
      `minor ${sketch.minor}\n${cells.join("\n")}\nours: ${told(ours)}\ntheirs: ${told(theirs)}\n` +
      (respelling === null ? "" : `${by} respelt ${JSON.stringify(respelt)}`),
    base: notebookBytes(sketch, spelling),
    ours: bytes("ours", ours),
    theirs: bytes("theirs", theirs),
    steps: { ours, theirs },
  }
}

/** Cells with sources of a few lines that no other cell has, as in most notebooks, and some that come twice. */
function base(): fc.Arbitrary<NotebookSketch> {
  const source = fc
    .tuple(fc.nat(40), fc.integer({ min: 1, max: 6 }))
    .map(([seed, lines]) => sourceOf(seed, lines))
  return fc
    .tuple(arbitrarySketch({ valid: true, maxCells: 7 }), fc.array(source, { minLength: 7, maxLength: 7 }))
    .map(([sketch, sources]) => ({
      ...sketch,
      cells: sketch.cells.map((cell, i) => ({ ...cell, source: sources[i] ?? cell.source })),
    }))
}

function sourceOf(seed: number, lines: number): string {
  return Array.from({ length: lines }, (_, i) => `name_${seed}_${i} = load(${seed * 7 + i})`).join("\n")
}

function step(kinds: readonly StepKind[]): fc.Arbitrary<Step> {
  return fc.record({
    kind: fc.constantFrom(...kinds),
    // small numbers: both sides' steps meet often enough
    cell: fc.nat(4),
    to: fc.nat(5),
    line: fc.nat(6),
    text: fc.nat(6),
    output: arbitraryOutput(),
  })
}

function apply(sketch: NotebookSketch, steps: readonly Step[], side: string): NotebookSketch {
  let count = 0
  const cells = steps.reduce<readonly CellSketch[]>((all, each) => {
    count++
    return applyStep(all, each, `${side}_${count}`, sketch.minor)
  }, sketch.cells)
  return { ...sketch, cells }
}

function applyStep(
  cells: readonly CellSketch[],
  step: Step,
  name: string,
  minor: number,
): readonly CellSketch[] {
  const at = cells.length === 0 ? 0 : step.cell % cells.length
  const cell = cells[at]
  const place = step.to % (cells.length + 1)
  const id = minor >= 5 ? name : undefined
  if (step.kind === "insert")
    return cells.toSpliced(place, 0, newCell(`${name} = make(${step.text})\nshow(${name})`, id))
  if (step.kind === "insert-shared") {
    return cells.toSpliced(place, 0, newCell(`shared_${step.text} = make()\nshow(${step.text})`, id))
  }
  if (cell === undefined) return cells
  switch (step.kind) {
    case "edit":
      return cells.with(at, { ...cell, source: editLine(cell.source, step, name) })
    case "delete":
      return cells.toSpliced(at, 1)
    case "move": {
      const rest = cells.toSpliced(at, 1)
      return rest.toSpliced(step.to % (rest.length + 1), 0, cell)
    }
    case "duplicate":
      return cells.toSpliced(place, 0, { ...cell, id })
    case "split":
      return splitCell(cells, at, cell, step, id)
    case "join":
      return joinCells(cells, at)
    case "rerun":
      if (cell.type !== "code") return cells
      return cells.with(at, { ...cell, outputs: [step.output], executionCount: step.line + 100 })
    case "metadata":
      return cells.with(at, { ...cell, metadata: withEntry(cell.metadata, "custom", step.text) })
    case "type":
      return cells.with(at, retyped(cell))
    case "attachment":
      return cell.type === "code" ? cells : cells.with(at, { ...cell, attachments: image(name) })
    case "reid":
      return cells.with(at, { ...cell, id })
  }
}

function newCell(source: string, id: string | undefined): CellSketch {
  return {
    type: "code",
    id,
    source,
    metadata: members({}),
    attachments: undefined,
    outputs: [],
    executionCount: null,
    others: members({}),
  }
}

function editLine(source: string, { line, text }: Step, name: string): string {
  const lines = source.split("\n")
  const at = line % lines.length
  if (text === 0) return lines.toSpliced(at, 1).join("\n")
  if (text === 1) return lines.toSpliced(at, 0, `added_${name}`).join("\n")
  return lines.with(at, text === 2 ? "the_same_edit" : `${lines[at]} # ${name}`).join("\n")
}

function splitCell(
  cells: readonly CellSketch[],
  at: number,
  cell: CellSketch,
  { line }: Step,
  id: string | undefined,
): readonly CellSketch[] {
  const lines = cell.source.split("\n")
  if (lines.length < 2) return cells
  const cut = 1 + (line % (lines.length - 1))
  const first = { ...cell, source: lines.slice(0, cut).join("\n") }
  const second = { ...newCell(lines.slice(cut).join("\n"), id), type: cell.type }
  const outputs = cell.type === "code" ? second : { ...second, outputs: undefined, executionCount: undefined }
  return cells.toSpliced(at, 1, first, outputs)
}

function joinCells(cells: readonly CellSketch[], at: number): readonly CellSketch[] {
  const [first, second] = cells.slice(at, at + 2)
  if (first === undefined || second === undefined || first.type !== second.type) return cells
  return cells.toSpliced(at, 2, { ...first, source: `${first.source}\n${second.source}` })
}

function retyped(cell: CellSketch): CellSketch {
  if (cell.type === "code") {
    return { ...cell, type: "markdown", outputs: undefined, executionCount: undefined }
  }
  return { ...cell, type: "code", attachments: undefined, outputs: [], executionCount: null }
}

function withEntry(object: Members, key: string, value: number): Members {
  const others = object.members.filter(([name]) => name !== key)
  return { members: [...others, [key, value]] }
}

function image(name: string): Members {
  return members({ "plot.png": members({ "image/png": name }) })
}
