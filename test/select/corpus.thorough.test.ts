import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import type { NotebookDiff } from "../../src/diff/model/notebook-diff.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { newFault } from "../../src/notebook/new-fault.js"
import { atomsOf } from "../../src/select/atoms-of.js"
import { choicesOf } from "../../src/select/choices.js"
import { pick } from "../../src/select/pick.js"
import { corpus } from "../support/corpus.js"

const PICKS_PER_PAIR = 5

interface Count {
  pairs: number
  mixable: number
  picks: number
  valid: number
  complete: number
}

describe.skipIf(corpus === undefined)("picking over real versions (skipped where there is no corpus)", () => {
  test("gives a, b, valid notebooks in between, and always a rest that leads to b", () => {
    const count: Count = { pairs: 0, mixable: 0, picks: 0, valid: 0, complete: 0 }
    const questions: number[] = []
    for (const [a, b] of realPairs()) {
      const diff = diffOf(a, b)
      if (diff === undefined) continue
      count.pairs++
      const atoms = atomsOf(diff)
      if (atoms[0]?.kind !== "file") count.mixable++
      if (atoms.length > 0) questions.push(choicesOf(diff).length)
      expect(Buffer.compare(pick(diff, { atoms: [] }), a)).toBe(0)
      expect(Buffer.compare(pick(diff, { atoms }), atoms.length === 0 ? a : b)).toBe(0)
      pickSome(diff, count)
    }
    questions.sort((x, y) => x - y)
    const at = (share: number) => questions[Math.floor(questions.length * share)]
    const figures = { ...count, questions: { median: at(0.5), p90: at(0.9) } }
    process.stdout.write(`${JSON.stringify(figures)}\n`)
    expect(count.valid).toBe(count.picks)
    expect(count.complete).toBe(count.picks)
  })
})

function pickSome(diff: NotebookDiff, count: Count): void {
  const atoms = atomsOf(diff)
  if (atoms.length < 2) return
  for (let seed = 1; seed <= PICKS_PER_PAIR; seed++) {
    const picked = pick(diff, {
      atoms: atoms.filter((_, i) => ((i * 2654435761 + seed * 40503) >>> 7) % 2 === 0),
    })
    count.picks++
    if (newFault(parseNotebook(picked), [diff.a, diff.b]) === undefined) count.valid++
    const rest = diffNotebooks(parseNotebook(picked), diff.b)
    const left = atomsOf(rest)
    const end = left.length === 0 ? picked : pick(rest, { atoms: left })
    if (Buffer.compare(end, diff.b.root.text.bytes) === 0) count.complete++
  }
}

function diffOf(a: Uint8Array, b: Uint8Array): NotebookDiff | undefined {
  try {
    return diffNotebooks(parseNotebook(a), parseNotebook(b))
  } catch {
    return undefined
  }
}

function* realPairs(): Generator<readonly [Uint8Array, Uint8Array]> {
  const names = [
    ["pairs", "old", "new"],
    ["merges", "base", "ours"],
    ["merges", "base", "theirs"],
  ] as const
  for (const [folder, old, now] of names) {
    const top = join(corpus ?? "", folder)
    for (const name of readdirSync(top)) {
      const files = [join(top, name, `${old}.ipynb`), join(top, name, `${now}.ipynb`)] as const
      if (files.every((file) => existsSync(file))) yield [readFileSync(files[0]), readFileSync(files[1])]
    }
  }
}
