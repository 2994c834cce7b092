import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { parseNotebook } from "../../src/notebook/model.js"
import type { ComparePixels } from "../../src/render/words/view-options.js"
import type { JudgeOptions } from "../../src/verify/judge-output.js"
import { passes, type Verdict, type VerdictKind, verdictsOf } from "../../src/verify/verdict.js"
import { failure, html, type OutputSketch, png, result, stream } from "../support/outputs.js"

interface Run {
  readonly source?: string
  readonly outputs?: readonly OutputSketch[]
  readonly count?: number | null
  readonly tags?: readonly string[]
}

const USUAL: JudgeOptions = { rtol: 1e-6, atol: 0, images: "redrawn", comparePixels: undefined }

/** Each run beside a cell that ran on both sides, so that the notebook keeps its counts. */
function verdict(before: Run, after: Run, options: Partial<JudgeOptions> = {}): Verdict {
  const diff = diffNotebooks(notebook(before), notebook(after))
  const found = verdictsOf(diff, { ...USUAL, ...options }).find((one) => (one.after ?? one.before) === 1)
  if (found === undefined) throw new Error("no verdict")
  return found
}

function notebook(run: Run, count: number | null = 1, text: readonly string[] = []) {
  const first: Run = { source: "import this", count, outputs: text.map((line) => stream(line)) }
  const cells = [first, run].map((cell, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    execution_count: cell.count === undefined ? 2 : cell.count,
    metadata: { tags: cell.tags ?? [] },
    outputs: cell.outputs ?? [],
    source: cell.source ?? "compute(data)",
  }))
  const json = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }
  return parseNotebook(new TextEncoder().encode(JSON.stringify(json)))
}

const printed = (text: string): Run => ({ outputs: [stream(text)] })
const shown = (data: { readonly [mime: string]: unknown }): Run => ({ outputs: [result(data, null)] })
const kindOf = (before: Run, after: Run, options?: Partial<JudgeOptions>) =>
  verdict(before, after, options).kind

const table = (value: string, label = "age", row = "0"): Run => ({
  outputs: [
    html(
      `<table><thead><tr><th></th><th>${label}</th></tr></thead><tbody><tr><th>${row}</th><td>${value}</td></tr></tbody></table>`,
    ),
  ],
})

describe("a cell's verdict is", () => {
  test("same where every value is equal, whatever the count", () => {
    expect(kindOf(printed("1\n"), { ...printed("1\n"), count: 9 })).toBe("same")
    expect(kindOf({}, {})).toBe("same")
  })

  test("alike where only an address or a time differs", () => {
    expect(kindOf(printed("<f at 0x7f0011223340>\n"), printed("<f at 0x7f0099887760>\n"))).toBe("alike")
  })

  test("near where numbers are within the tolerance, with how far they are apart", () => {
    const found = verdict(printed("0.1\n"), printed("0.1000000001\n"))
    expect([found.kind, found.reasons]).toEqual(["near", ["stdout, numbers up to 1e-9 apart"]])
    expect(kindOf(printed("0.1\n"), printed("0.1000000001\n"), { rtol: 0 })).toBe("different")
    expect(kindOf(table("0.25"), table("0.2500000001"))).toBe("near")
    expect(
      kindOf(shown({ "application/json": { a: 0.25 } }), shown({ "application/json": { a: 0.2500000001 } })),
    ).toBe("near")
  })

  test("different where a whole number, a word, a label or a row differs", () => {
    expect(verdict(printed("312 rows\n"), printed("313 rows\n")).reasons).toEqual(["stdout differs"])
    expect(verdict(table("0.25"), table("0.26")).reasons).toEqual([
      "table, 1 value differs: numbers up to 3.8 % apart",
    ])
    expect(verdict(table("0.25"), table("0.25", "gears")).reasons).toEqual(["table: other columns"])
    expect(kindOf(table("12"), table("13"))).toBe("different")
    expect(kindOf(printed("1\n"), {})).toBe("different")
    expect(kindOf({}, printed("1\n"))).toBe("different")
    expect(kindOf(shown({ "application/json": { a: 1 } }), shown({ "application/json": { a: 2 } }))).toBe(
      "different",
    )
  })

  test("ignored where the author says so, by a tag or by nbval's comment", () => {
    for (const tag of ["verify-ignore", "nbval-ignore-output", "nbval-skip"])
      expect(kindOf({ ...printed("1\n"), tags: [tag] }, { ...printed("2\n"), tags: [tag] })).toBe("ignored")
    for (const comment of ["# NBVAL_IGNORE_OUTPUT", "#NBVAL_SKIP", "x = 1\n  # NBVAL_SKIP"]) {
      const source = `${comment}\nprint(1)`
      expect(kindOf({ ...printed("1\n"), source }, { ...printed("2\n"), source })).toBe("ignored")
    }
    const source = "print('# NBVAL_SKIP')"
    expect(kindOf({ ...printed("1\n"), source }, { ...printed("2\n"), source })).toBe("different")
  })

  test("not comparable where the source differs", () => {
    expect(kindOf(printed("1\n"), { ...printed("2\n"), source: "compute(other)" })).toBe("not comparable")
  })

  test("new or missing where the other side has not run", () => {
    expect(kindOf({ count: null }, printed("1\n"))).toBe("new")
    expect(kindOf(printed("1\n"), { count: null })).toBe("missing")
  })

  test("different, not new, in a notebook that keeps outputs and no counts", () => {
    const [before, after] = [notebook({ count: null }, null, ["read\n"]), notebook(printed("1\n"))]
    const verdicts = verdictsOf(diffNotebooks(before, after), USUAL)
    expect(verdicts[1]?.kind).toBe("different")
  })

  test("error for an exception that was not there, whatever else differs, unless it is expected", () => {
    const fails: Run = {
      outputs: [failure("ValueError", "no such data", ["Traceback", "ValueError: no such data"])],
    }
    expect(verdict({}, fails)).toMatchObject({ kind: "error", reasons: ["ValueError: no such data"] })
    expect(kindOf({}, { ...fails, source: "compute(other)" })).toBe("error")
    expect(kindOf({ tags: ["nbval-ignore-output"] }, { ...fails, tags: ["nbval-ignore-output"] })).toBe(
      "error",
    )
    expect(kindOf(fails, fails)).toBe("same")
    expect(kindOf({ tags: ["raises-exception"] }, { ...fails, tags: ["raises-exception"] })).toBe("different")
    expect(kindOf(fails, {})).toBe("different")
  })
})

describe("images are", () => {
  const image = (pixels: number) => shown({ "image/png": png(8, 8, pixels) })
  const redrawn = () => ({ share: 0.1, isRedrawn: true })
  const changed = () => ({ share: 0.1, isRedrawn: false })

  const choices: readonly [JudgeOptions["images"], ComparePixels, VerdictKind][] = [
    ["redrawn", redrawn, "near"],
    ["redrawn", changed, "different"],
    ["redrawn", () => undefined, "different"],
    ["exact", redrawn, "different"],
    ["exact", () => ({ share: 0, isRedrawn: false }), "near"],
    ["ignore", changed, "near"],
  ]

  test.each(choices)("%s", (images, comparePixels, kind) => {
    expect(kindOf(image(1), image(2), { images, comparePixels })).toBe(kind)
  })

  test("never passed where one is gone", () => {
    expect(kindOf(image(1), printed("1\n"), { images: "ignore" })).toBe("different")
  })
})

test("what passes", () => {
  const usual = { strict: false, onlyErrors: false }
  const passing = (options: typeof usual) =>
    (["same", "near", "not comparable", "new", "missing", "different", "error"] as const).filter((kind) =>
      passes({ kind }, options),
    )
  expect(passing(usual)).toEqual(["same", "near", "not comparable", "new"])
  expect(passing({ ...usual, strict: true })).toEqual(["same", "near"])
  expect(passing({ ...usual, onlyErrors: true })).toHaveLength(6)
})
