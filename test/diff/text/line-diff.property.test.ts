import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diffLines } from "../../../src/diff/text/line-diff.js"
import { splitLines } from "../../../src/diff/text/lines.js"
import type { IgnoredSpace } from "../../../src/diff/text/white-space.js"
import { applied, changedItems, smallText, wellFormed } from "../../support/edited-lines.js"
import { repository } from "../../support/repository.js"
import { runs } from "../../support/thorough.js"

describe("laws of diffLines", () => {
  test("equal texts have no hunks, and different ones have some", () => {
    fc.assert(
      fc.property(smallText, smallText, (a, b) => {
        expect(diffLines(a, b).length === 0).toBe(a === b)
      }),
      { seed: 1, numRuns: runs(1_000) },
    )
  })

  test("the hunks turn A into B, but for the ending of a line that was or becomes the last one", () => {
    fc.assert(
      fc.property(smallText, smallText, (a, b) => {
        const [linesA, linesB] = [splitLines(a), splitLines(b)]
        const hunks = diffLines(a, b)
        expect(wellFormed(hunks, linesA.length, linesB.length)).toBe(true)
        const made = applied(hunks, linesA, linesB)
        expect(made.map((line) => line.trimEnd())).toEqual(linesB.map((line) => line.trimEnd()))
        const moved = made.findIndex((line, i) => line !== linesB[i])
        if (moved >= 0) expect([made[moved], linesB[moved]]).toContain(made[moved]!.trimEnd())
      }),
      { seed: 1, numRuns: runs(2_000) },
    )
  })
})

describe("beside git", () => {
  const line = fc
    .array(fc.constantFrom("a", "b", " ", "  ", "\t", "\r"), { maxLength: 4 })
    .map((parts) => parts.join(""))
  const ended = (text: string) => text === "" || text.endsWith("\n")
  const text = fc
    .tuple(fc.array(line, { maxLength: 6 }), fc.constantFrom("", "\n"))
    .map(([lines, end]) => lines.join("\n") + (lines.length > 0 ? end : ""))
  const cases = fc.sample(fc.tuple(text, text), { seed: 1, numRuns: 400 }).filter(([a, b]) => a !== b)

  test.each<[IgnoredSpace, string | undefined]>([
    ["none", undefined],
    ["cr-at-eol", "--ignore-cr-at-eol"],
    ["space-at-eol", "--ignore-space-at-eol"],
    ["space-change", "-b"],
    ["all-space", "-w"],
  ])("as many lines are changed when the white space ignored is %s", (ignoredSpace, flag) => {
    const compared = flag === undefined ? cases.filter(([a, b]) => ended(a) && ended(b)) : cases
    const changed = changedByGit(compared, flag === undefined ? [] : [flag])
    const ours = compared.map(([a, b]) => changedItems(diffLines(a, b, { ignoredSpace })))
    expect(
      ours.flatMap((n, i) => (n === changed[i] ? [] : [{ case: compared[i], ours: n, git: changed[i] }])),
    ).toEqual([])
  })
})

/** How many lines git's shortest diff of each pair deletes and inserts. */
function changedByGit(
  pairs: readonly (readonly [string, string])[],
  flags: readonly string[],
): readonly number[] {
  const { write, run } = repository()
  for (const [i, [a, b]] of pairs.entries()) {
    write(`a/${i}`, a)
    write(`b/${i}`, b)
  }
  const { stdout } = run(["diff", "--no-index", "--minimal", "--text", "--numstat", ...flags, "a", "b"])
  const counts = new Map(
    [...stdout.matchAll(/^(\d+)\t(\d+)\ta\/(\d+) => b\/\d+$|^(\d+)\t(\d+)\t\{a => b\}\/(\d+)$/gm)].map(
      (m) => [Number(m[3] ?? m[6]), Number(m[1] ?? m[4]) + Number(m[2] ?? m[5])],
    ),
  )
  return pairs.map((_, i) => counts.get(i) ?? 0)
}
