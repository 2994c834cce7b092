import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import type { Cell } from "../notebook/model.js"
import { type PassOptions, passes, VERDICTS, type Verdict, type VerdictKind } from "./verdict.js"

/** Two runs of one notebook, and what came of comparing them. */
export interface VerifiedFile {
  /** What the versions are called; undefined where there is no such file. */
  readonly before: string | undefined
  readonly after: string | undefined
  readonly diff: NotebookDiff
  readonly verdicts: readonly Verdict[]
}

/** What a view of verdicts asks. */
export interface VerdictViewOptions extends PassOptions {
  /** Also the cells that passed without a remark. */
  readonly all: boolean
}

export function fileName({ before, after }: VerifiedFile): string {
  return after ?? before ?? ""
}

export function filePasses({ verdicts }: VerifiedFile, options: PassOptions): boolean {
  return verdicts.every((verdict) => passes(verdict, options))
}

/** The verdicts that a reader is shown: those that do not pass, and those that pass with a remark. */
export function shownVerdicts({ verdicts }: VerifiedFile, options: VerdictViewOptions): readonly Verdict[] {
  if (options.all) return verdicts
  if (options.onlyErrors) return verdicts.filter((verdict) => !passes(verdict, options))
  return verdicts.filter(({ kind }) => !QUIET.has(kind))
}

const QUIET: ReadonlySet<VerdictKind> = new Set(["same", "alike", "ignored"])

/** The cell as it is after, else as it was before. */
export function judgedCell({ diff }: VerifiedFile, { before, after }: Verdict): Cell | undefined {
  return diff.b.cells[after ?? -1] ?? diff.a.cells[before ?? -1]
}

/** The cell's position from 1: after, else before. */
export function positionOf({ before, after }: Verdict): number {
  return (after ?? before ?? 0) + 1
}

/** `62 code cells: 33 same, 8 alike, 12 near, 9 different`. */
export function verdictCounts(files: readonly Pick<VerifiedFile, "verdicts">[]): string {
  const all = files.flatMap(({ verdicts }) => verdicts)
  const counts = VERDICTS.flatMap((kind) => {
    const count = all.filter((verdict) => verdict.kind === kind).length
    return count > 0 ? [`${count} ${kind}`] : []
  })
  const cells = `${all.length} code cell${all.length === 1 ? "" : "s"}`
  return counts.length === 0 ? cells : `${cells}: ${counts.join(", ")}`
}
