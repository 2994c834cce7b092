import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { isSignificantOutput } from "../../src/diff/noise.js"
import { parseNotebook } from "../../src/notebook/model.js"
import type { JudgeOptions } from "../../src/verify/judge-output.js"
import { passes, type Verdict, verdictsOf } from "../../src/verify/verdict.js"
import { arbitrarySketch, notebookBytes } from "../support/arbitrary-notebook.js"
import { arbitraryRun, arbitraryTemplates, written } from "../support/arbitrary-outputs.js"
import { arbitraryPair } from "../support/arbitrary-pair.js"
import { arbitrarySpelling } from "../support/json-spelling.js"
import { type OutputSketch, result, stream } from "../support/outputs.js"
import { runs } from "../support/thorough.js"

const USUAL: JudgeOptions = { rtol: 1e-6, atol: 0, images: "redrawn", comparePixels: undefined }
const EXACT: JudgeOptions = { rtol: 0, atol: 0, images: "exact", comparePixels: undefined }
const STRICT = { strict: true, onlyErrors: false }
const SEED = { seed: 20261128 }

function verdicts(a: Uint8Array, b: Uint8Array, options = USUAL): readonly Verdict[] {
  return verdictsOf(diffNotebooks(parseNotebook(a), parseNotebook(b)), options)
}

const kinds = (a: Uint8Array, b: Uint8Array, options = USUAL) =>
  verdicts(a, b, options).map(({ kind }) => kind)

test("a notebook verified against itself passes, however it is written", () => {
  fc.assert(
    fc.property(arbitrarySketch(), arbitrarySpelling(), arbitrarySpelling(), (sketch, one, other) => {
      const found = verdicts(
        notebookBytes(sketch, one, "list"),
        notebookBytes(sketch, other, "string"),
        EXACT,
      )
      expect(found.filter((verdict) => !passes(verdict, STRICT))).toEqual([])
    }),
    { ...SEED, numRuns: runs(1_000) },
  )
})

test("same and alike are what the diff calls unchanged and run again", () => {
  fc.assert(
    fc.property(arbitraryPair(), ([a, b]) => {
      for (const { kind, cell } of verdicts(a, b)) {
        const isSignificant = cell.changes.outputs.some(isSignificantOutput)
        if (kind === "same" || kind === "alike") expect(isSignificant).toBe(false)
        if (kind === "near" || kind === "different") expect(isSignificant).toBe(true)
      }
    }),
    { ...SEED, numRuns: runs(500) },
  )
})

/** One cell whose outputs are these, in this version of nbformat and this layout. */
function oneCell(outputs: readonly OutputSketch[], minor: 4 | 5 = 5, indent = 1): Uint8Array {
  const cell = {
    cell_type: "code",
    ...(minor === 5 ? { id: "one" } : {}),
    execution_count: 1,
    metadata: {},
    outputs,
    source: "compute()",
  }
  const json = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: minor }
  return new TextEncoder().encode(JSON.stringify(json, null, indent))
}

const number = fc.oneof(
  fc.constantFrom(0, 0.5, 0.5000000001, 0.6, 1),
  fc.double({ min: -10, max: 10, noNaN: true }),
)
const line = fc
  .tuple(fc.constantFrom("mean", "rows", "é"), number)
  .map(([word, value]) => `${word} ${value}\n`)
const output = fc.oneof(
  line.map((text) => stream(text)),
  number.map((value) => result({ "text/plain": String(value) })),
  number.map((value) => result({ "application/json": { value }, "text/plain": "<JSON>" })),
  number.map((value) =>
    result({
      "text/html": `<table><tr><th></th><th>a</th></tr><tr><th>0</th><td>${value}</td></tr></table>`,
    }),
  ),
)
const outputs = fc.array(output, { maxLength: 3 })

describe("for any two runs of a cell", () => {
  test("the verdict is the same from the other side", () => {
    fc.assert(
      fc.property(outputs, outputs, (before, after) => {
        const [there] = kinds(oneCell(before), oneCell(after))
        const [back] = kinds(oneCell(after), oneCell(before))
        expect(back).toBe(there)
      }),
      { ...SEED, numRuns: runs(1_000) },
    )
  })

  test("a larger tolerance never makes a cell fail", () => {
    const share = fc.constantFrom(0, 1e-9, 1e-3, 1)
    fc.assert(
      fc.property(outputs, outputs, share, share, share, (before, after, rtol, atol, more) => {
        const [narrow] = verdicts(oneCell(before), oneCell(after), { ...USUAL, rtol, atol })
        const [wide] = verdicts(oneCell(before), oneCell(after), {
          ...USUAL,
          rtol: rtol + more,
          atol: atol + more,
        })
        if (narrow !== undefined && passes(narrow, STRICT)) expect(wide && passes(wide, STRICT)).toBe(true)
      }),
      { ...SEED, numRuns: runs(1_000) },
    )
  })

  test("neither the layout nor nbformat's minor version matters", () => {
    fc.assert(
      fc.property(outputs, outputs, fc.constantFrom(0, 2), (before, after, indent) => {
        const usual = kinds(oneCell(before), oneCell(after))
        expect(kinds(oneCell(before, 5, indent), oneCell(after))).toEqual(usual)
        expect(kinds(oneCell(before, 4), oneCell(after, 5, indent))).toEqual(usual)
      }),
      { ...SEED, numRuns: runs(500) },
    )
  })
})

test("what every run makes up again passes, and other words do not", () => {
  fc.assert(
    fc.property(arbitraryTemplates, arbitraryRun, arbitraryRun, (templates, one, other) => {
      fc.pre(templates.length > 0)
      const before = oneCell(written(templates, one))
      const [again] = verdicts(before, oneCell(written(templates, other)))
      expect(again && passes(again, STRICT)).toBe(true)
      const edited = templates.map(([template, words]) => [template, `${words} edited`] as const)
      const [changed] = verdicts(before, oneCell(written(edited, other)))
      expect(changed && passes(changed, STRICT)).toBe(false)
    }),
    { ...SEED, numRuns: runs(1_000) },
  )
})
