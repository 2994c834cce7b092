import { DEFAULT_POLICY } from "../../src/merge/decisions/policy.js"
import { DEFAULT_MARKER_STYLE, mergeFiles } from "../../src/merge/merge-files.js"
import { conflictsIn, type RecordedConflict } from "../../src/merge/resolve/recorded-conflicts.js"
import { canResolveHere, conflictedNotebook, resolveNotebook } from "../../src/merge/resolve/resolve.js"
import { mergeMarkedText } from "../../src/merge/resolve/resolve-text.js"
import type { Resolution } from "../../src/merge/text/line-merge.js"
import { NotebookError } from "../../src/notebook/json/notebook-error.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { isValid } from "../../src/notebook/validate.js"
import { merger } from "./merger.js"
import type { Random } from "./random.js"
import { type FuzzCase, holds, partOf, type Target } from "./target.js"

/** A file in conflict that somebody has worked on: lines edited by hand, a marker dropped, cells in another order. It is
 *  resolved to a notebook that loses no line outside of the chosen conflicts, or refused. */
export const resolver: Target = {
  name: "resolver",
  generate(random, pool) {
    const three = merger.generate(random, pool)
    const style = random.pick(["merge", "diff3", "zdiff3"] as const)
    const marked = mergedOrNone(three, style)
    return { ...three, file: marked === undefined ? new Uint8Array(0) : edited(random, marked) }
  },
  attack(fuzz) {
    const file = partOf(fuzz, "file")
    if (file.length === 0) return "refused"
    const files = { base: partOf(fuzz, "base"), ours: partOf(fuzz, "ours"), theirs: partOf(fuzz, "theirs") }
    mergeMarkedText(file, files, DEFAULT_POLICY)
    let found = 0
    for (const known of [files, undefined]) {
      for (const choice of ["ours", "theirs", "base", "union"] as const)
        found += resolveAs(file, known, choice)
    }
    return found > 0 ? "resolved" : "clean"
  },
}

function mergedOrNone(three: FuzzCase, style: "merge" | "diff3" | "zdiff3"): Uint8Array | undefined {
  try {
    const markerStyle = { ...DEFAULT_MARKER_STYLE, style }
    const [base, ours, theirs] = [partOf(three, "base"), partOf(three, "ours"), partOf(three, "theirs")]
    return mergeFiles(base, ours, theirs, { markerStyle }).bytes
  } catch {
    return undefined
  }
}

/** What people do to a file in conflict, as far as it still is JSON that JavaScript reads. */
function edited(random: Random, bytes: Uint8Array): Uint8Array {
  let json: { cells?: { source?: unknown; metadata?: unknown }[] } | null
  try {
    json = JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return bytes
  }
  if (!Array.isArray(json?.cells) || json.cells.length === 0) return bytes
  const steps = random.int(4)
  for (let i = 0; i < steps; i++) {
    const at = random.int(json.cells.length)
    const cell = json.cells[at]
    if (typeof cell !== "object" || cell === null || Array.isArray(cell)) continue
    const source = Array.isArray(cell.source) ? cell.source.join("") : cell.source
    const lines = typeof source === "string" ? source.split("\n") : []
    const marks = lines.flatMap((line, k) => (/^[<|=>]{7}/.test(line) ? [k] : []))
    const line = random.int(lines.length + 1)
    const kind = random.int(6)
    if (kind === 0 && marks.length > 0) cell.source = lines.toSpliced(random.pick(marks), 1).join("\n")
    else if (kind === 1) cell.source = lines.toSpliced(line, 0, `by hand ${i}`).join("\n")
    else if (kind === 2) cell.source = lines.toSpliced(line, 1).join("\n")
    else if (kind === 3) json.cells.splice(random.int(json.cells.length), 0, ...json.cells.splice(at, 1))
    else if (kind === 4) cell.metadata = { ...(cell.metadata as object | undefined), seen: i }
    else if (json.cells.length > 1) json.cells.splice(at, 1)
  }
  return Buffer.from(JSON.stringify(json, undefined, random.int(3)))
}

function resolveAs(
  file: Uint8Array,
  files: { base: Uint8Array; ours: Uint8Array; theirs: Uint8Array } | undefined,
  choice: Resolution,
): number {
  let conflicted: ReturnType<typeof conflictedNotebook>
  try {
    conflicted = conflictedNotebook(file, files, DEFAULT_POLICY)
  } catch (error) {
    if (error instanceof NotebookError) return 0
    throw error
  }
  holds(resolveNotebook(conflicted, new Map()) === file, "nothing chosen is nothing changed")
  const able = conflicted.conflicts.filter((conflict) => canResolveHere(conflicted, conflict, choice))
  if (able.length === 0) return 0
  const result = parseNotebook(
    resolveNotebook(conflicted, new Map(able.map((conflict) => [conflict, choice]))),
  )
  if (isValid(conflicted.notebook)) holds(isValid(result), "a valid file is resolved to a valid one")
  const left = conflictsIn(result, conflicted.textLines)
  const open = conflicted.conflicts.length - able.length
  // inside the widest markers of a source there may be narrower ones
  const inner = left.filter((each) => isInner(each, conflicted.conflicts)).length
  holds(
    left.length - inner <= open,
    `each chosen conflict is gone: ${left.length} are left, ${inner} of them inner ones, and ${open} were not chosen`,
  )
  const isWhole = able.some(
    ({ kind, ...each }) => kind === "insertion" || ("deletedBy" in each && each.deletedBy !== undefined),
  )
  if (!isWhole && choice !== "base") losesNothing(conflicted.notebook, conflicted.conflicts, result)
  return able.length
}

/** Whether a conflict was text within another one's wider markers. */
function isInner(left: RecordedConflict, before: readonly RecordedConflict[]): boolean {
  if (left.kind === "field" || left.kind === "insertion") return false
  const widest = Math.max(0, ...widthsOf(before))
  if (left.kind === "stray") return widest > 7
  return widthsOf([left]).some((width) => width < widest)
}

function widthsOf(conflicts: readonly RecordedConflict[]): readonly number[] {
  return conflicts.flatMap((each) =>
    each.kind === "source"
      ? each.text.chunks.flatMap((chunk) => (chunk.kind === "conflict" ? [chunk.size] : []))
      : [],
  )
}

/** Every line by hand that stands outside of a conflict is in the result. */
function losesNothing(
  { cells }: Notebook,
  conflicts: ReturnType<typeof conflictsIn>,
  result: Notebook,
): void {
  const have = new Set(result.cells.flatMap(({ source }) => source.split("\n")))
  const inConflict = new Map(conflicts.flatMap((each) => (each.kind === "source" ? [[each.cell, each]] : [])))
  for (const [i, { source }] of cells.entries()) {
    const marked = inConflict.get(i)
    const lines =
      marked === undefined
        ? source.split("\n")
        : marked.text.chunks.flatMap((chunk) => (chunk.kind === "plain" ? chunk.lines : []))
    const lost = lines
      .map((line) => line.trimEnd())
      .find((line) => /^by hand \d+$/.test(line) && !have.has(line))
    holds(lost === undefined, `no line by hand is lost: ${lost}`)
  }
}
