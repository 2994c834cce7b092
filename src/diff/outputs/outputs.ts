import { literalCanonical, outputCanonical } from "../../normalize/outputs/output-canonical.js"
import { type OutputRun, outputRuns, sameRunBytes } from "../../normalize/outputs/output-run.js"
import { DEFAULT_RULES, type RuleSet } from "../../normalize/rules/rule-set.js"
import type { Output } from "../../notebook/model.js"
import type { OutputDiff } from "../model/output-diff.js"
import type { Hunk } from "../text/hunk.js"
import { diffSequences } from "../text/sequence.js"
import { outputChanges } from "./output-changes.js"
import { pairRuns } from "./output-pairs.js"

/** The outputs of a cell in two versions, aligned and in reading order, unchanged ones too: b's, with a's deleted
 *  ones where they were. Empty when no value differs in any of them, however the bytes are written.
 *
 *  Outputs are aligned by their bytes, then by their normal forms; what is left between is paired by what it
 *  looks like. Outputs whose bytes are equal are not decoded. */
export function diffOutputs(
  a: readonly Output[],
  b: readonly Output[],
  rules: RuleSet = DEFAULT_RULES,
): readonly OutputDiff[] {
  const runsA = outputRuns(a)
  const runsB = outputRuns(b)
  const start = commonRuns(
    runsA,
    runsB,
    (i) => i,
    (i) => i,
  )
  const fromEnd = (runs: readonly OutputRun[]) => (i: number) => runs.length - 1 - i
  const rest = Math.min(runsA.length, runsB.length) - start
  const end = Math.min(rest, commonRuns(runsA, runsB, fromEnd(runsA), fromEnd(runsB)))
  if (start + end === runsA.length && start + end === runsB.length) return []
  const middleB = runsB.slice(start, runsB.length - end)
  const middle = diffMiddle(runsA.slice(start, runsA.length - end), middleB, rules)
  if (middle.every(({ kind }) => kind === "unchanged")) return []
  const same = (i: number): OutputDiff =>
    unchanged(runsA[i] as OutputRun, runsB[i + runsB.length - runsA.length] as OutputRun)
  const head = runsA.slice(0, start).map((run, i) => unchanged(run, runsB[i] as OutputRun))
  return [...head, ...middle, ...Array.from({ length: end }, (_, i) => same(runsA.length - end + i))]
}

/** How many runs are the same bytes on both sides, looked at in the order that the two functions give. */
function commonRuns(
  a: readonly OutputRun[],
  b: readonly OutputRun[],
  placeInA: (count: number) => number,
  placeInB: (count: number) => number,
): number {
  const most = Math.min(a.length, b.length)
  let count = 0
  while (count < most && sameRunBytes(a[placeInA(count)] as OutputRun, b[placeInB(count)] as OutputRun))
    count++
  return count
}

function unchanged(before: OutputRun, after: OutputRun): OutputDiff {
  return { kind: "unchanged", before, after, changes: [] }
}

function diffMiddle(a: readonly OutputRun[], b: readonly OutputRun[], rules: RuleSet): readonly OutputDiff[] {
  const keyOf = (run: OutputRun) => outputCanonical(run, rules)
  const hunks = diffSequences(a.map(keyOf), b.map(keyOf))
  const diffs: OutputDiff[] = []
  let i = 0
  let j = 0
  for (const hunk of [...hunks, { fromA: a.length, toA: a.length, fromB: b.length, toB: b.length }]) {
    while (i < hunk.fromA) diffs.push(unchangedPair(a[i++] as OutputRun, b[j++] as OutputRun))
    diffs.push(...diffHunk(a, b, hunk, rules))
    i = hunk.toA
    j = hunk.toB
  }
  return diffs
}

/** Two runs whose normal forms are equal. */
function unchangedPair(before: OutputRun, after: OutputRun): OutputDiff {
  const same = sameRunBytes(before, after) || literalCanonical(before) === literalCanonical(after)
  return { kind: same ? "unchanged" : "rerun", before, after, changes: [] }
}

function diffHunk(
  a: readonly OutputRun[],
  b: readonly OutputRun[],
  { fromA, toA, fromB, toB }: Hunk,
  rules: RuleSet,
): readonly OutputDiff[] {
  const before = a.slice(fromA, toA)
  const after = b.slice(fromB, toB)
  return pairRuns(before, after).map(([i, j]): OutputDiff => {
    const one = i === undefined ? [] : (before[i] as OutputRun)
    const other = j === undefined ? [] : (after[j] as OutputRun)
    if (i === undefined) return { kind: "added", before: one, after: other, changes: [] }
    if (j === undefined) return { kind: "deleted", before: one, after: other, changes: [] }
    return { kind: "edited", before: one, after: other, changes: outputChanges(one, other, rules) }
  })
}
