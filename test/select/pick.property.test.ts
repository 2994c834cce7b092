import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { diffLines } from "../../src/diff/text/line-diff.js"
import { splitLines } from "../../src/diff/text/lines.js"
import { bytesOf } from "../../src/notebook/json/json-value.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { newFault } from "../../src/notebook/new-fault.js"
import { type Atom, atomName } from "../../src/select/atom.js"
import { atomsOf } from "../../src/select/atoms-of.js"
import { choicesOf } from "../../src/select/choices.js"
import { composeText } from "../../src/select/composed-text.js"
import { pick } from "../../src/select/pick.js"
import { arbitraryPair, diffFiles } from "../support/arbitrary-pair.js"
import { runs } from "../support/thorough.js"

const RUNS = runs(2_000)

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")
const chosenBy = (bits: readonly boolean[], atoms: readonly Atom[]) =>
  atoms.filter((_, i) => bits[i % bits.length])
const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 })

describe("picking parts of a diff", () => {
  test("with nothing gives a, and with everything b, byte for byte", () => {
    fc.assert(
      fc.property(arbitraryPair(), (pair) => {
        const diff = diffFiles(pair)
        const atoms = atomsOf(diff)
        expect(latin1(pick(diff, { atoms: [] }))).toBe(latin1(pair[0]))
        expect(latin1(pick(diff, { atoms }))).toBe(latin1(pair[atoms.length === 0 ? 0 : 1]))
        if (latin1(pair[0]) !== latin1(pair[1])) expect(atoms.length).toBeGreaterThan(0)
      }),
      { seed: 1, numRuns: RUNS },
    )
  })

  test("gives a notebook that breaks no rule which neither version breaks", () => {
    fc.assert(
      fc.property(arbitraryPair(), bits, (pair, chosen) => {
        const diff = diffFiles(pair)
        const picked = parseNotebook(pick(diff, { atoms: chosenBy(chosen, atomsOf(diff)) }))
        expect(newFault(picked, [diff.a, diff.b])).toBeUndefined()
      }),
      { seed: 2, numRuns: RUNS },
    )
  })

  test("leaves a rest that leads to b, whatever was picked", () => {
    fc.assert(
      fc.property(arbitraryPair(), bits, (pair, chosen) => {
        const diff = diffFiles(pair)
        const picked = pick(diff, { atoms: chosenBy(chosen, atomsOf(diff)) })
        const rest = diffNotebooks(parseNotebook(picked), diff.b)
        const left = atomsOf(rest)
        expect(latin1(left.length > 0 ? pick(rest, { atoms: left }) : picked)).toBe(latin1(pair[1]))
      }),
      { seed: 3, numRuns: RUNS },
    )
  })

  test("keeps the bytes of a cell of which nothing is picked", () => {
    fc.assert(
      fc.property(arbitraryPair(), bits, (pair, chosen) => {
        const diff = diffFiles(pair)
        const atoms = chosenBy(chosen, atomsOf(diff)).filter(
          ({ kind }) => kind !== "layout" && kind !== "format",
        )
        if (atoms.some(({ kind }) => kind === "file")) return
        const cells = parseNotebook(pick(diff, { atoms })).cells.map(({ value }) => latin1(bytesOf(value)))
        const touched = new Set(atoms.flatMap((atom) => ("cell" in atom ? [atom.cell] : [])))
        for (const [k, { before }] of diff.cells.entries()) {
          if (touched.has(k)) continue
          for (const i of before) expect(cells).toContain(latin1(bytesOf(diff.a.cells[i]!.value)))
        }
      }),
      { seed: 4, numRuns: RUNS },
    )
  })

  test("offers choices that are a partition of the atoms, at each level", () => {
    fc.assert(
      fc.property(arbitraryPair(), (pair) => {
        const diff = diffFiles(pair)
        const sorted = (atoms: readonly Atom[]) => atoms.map(atomName).sort()
        const choices = choicesOf(diff)
        expect(sorted(choices.flatMap(({ atoms }) => atoms))).toEqual(sorted(atomsOf(diff)))
        for (const choice of choices) {
          if (choice.parts.length === 0) continue
          expect(sorted(choice.parts.flatMap(({ atoms }) => atoms))).toEqual(sorted(choice.atoms))
        }
      }),
      { seed: 5, numRuns: RUNS },
    )
  })
})

test("a composed text holds no line but those of the two versions", () => {
  const line = fc.constantFrom("a", "b", "c", "d", "")
  const source = fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), fc.constantFrom("", "\n", "\r\n"))
    .map(([lines, end, last]) => lines.join(end) + last)
  const bare = (text: string) => splitLines(text).map((each) => each.replace(/\r?\n$/, ""))
  fc.assert(
    fc.property(source, source, bits, (before, after, chosen) => {
      const hunks = diffLines(before, after)
      const composed = composeText(
        before,
        after,
        hunks,
        hunks.map((_, i) => chosen[i % chosen.length] === true),
      )
      const known = new Set([...bare(before), ...bare(after), ""])
      for (const each of bare(composed)) expect(known).toContain(each)
    }),
    { seed: 6, numRuns: RUNS },
  )
})
