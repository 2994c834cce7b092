import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { equivalent } from "../../src/normalize/equivalence.js"
import {
  NORMALIZE_DEFAULTS,
  type NormalizeOptions,
  normalBytes,
  normalizeNotebook,
} from "../../src/normalize/normalize.js"
import { sameBytes } from "../../src/notebook/json/json-equality.js"
import { itemsOf, type JsonValue, membersOf } from "../../src/notebook/json/json-value.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { isValid } from "../../src/notebook/validate.js"
import { arbitraryNotebook, arbitrarySketch, notebookBytes } from "../support/arbitrary-notebook.js"
import { arbitraryRerun } from "../support/arbitrary-rerun.js"
import { arbitrarySpelling, NBFORMAT_SPELLING } from "../support/json-spelling.js"
import { runs } from "../support/thorough.js"

const seeded = { seed: 11, numRuns: runs(400) }

const options: fc.Arbitrary<NormalizeOptions> = fc.record({
  rules: fc.constant(NORMALIZE_DEFAULTS.rules),
  outputs: fc.constantFrom("strip", "keep"),
  maxOutput: fc.constantFrom(0, 0, 60, 10_000),
  counts: fc.constantFrom("clear", "keep"),
  dropEmptyCells: fc.boolean(),
  dropTagged: fc.constantFrom([], ["scratch"]),
  stableOutputs: fc.constantFrom(false, false, true),
  canonical: fc.constantFrom(false, false, true),
})

function normal(notebook: Notebook, chosen: NormalizeOptions): Notebook {
  return parseNotebook(normalizeNotebook(notebook, chosen).bytes)
}

describe("the normal form", () => {
  it("is its own normal form, byte for byte", () => {
    fc.assert(
      fc.property(arbitraryNotebook(), options, (notebook, chosen) => {
        const once = normalizeNotebook(notebook, chosen).bytes
        const again = normalizeNotebook(parseNotebook(once), chosen)
        expect(Buffer.compare(again.bytes, once)).toBe(0)
        if (!chosen.canonical) expect(again.bytes).toBe(once)
      }),
      seeded,
    )
  })

  it("is the same bytes where nobody asks for steps and where it is in a room", () => {
    const rooms = [undefined, new Uint8Array(100), new Uint8Array(1 << 20)]
    fc.assert(
      fc.property(arbitraryNotebook(), options, fc.constantFrom(...rooms), (notebook, chosen, room) => {
        const { bytes } = normalizeNotebook(notebook, chosen)
        room?.fill(0x58)
        expect(Buffer.compare(normalBytes(notebook, chosen, room), bytes)).toBe(0)
      }),
      seeded,
    )
  })

  it("of a valid notebook is valid", () => {
    fc.assert(
      fc.property(arbitraryNotebook({ valid: true }), options, (notebook, chosen) => {
        expect(isValid(normal(notebook, chosen))).toBe(true)
      }),
      seeded,
    )
  })

  it("has the bytes of the notebook in each value that no step names", () => {
    const lossless = { canonical: false, stableOutputs: false, dropEmptyCells: false, dropTagged: [] }
    fc.assert(
      fc.property(arbitraryNotebook(), options, (notebook, chosen) => {
        const { bytes, steps } = normalizeNotebook(notebook, { ...chosen, ...lossless })
        const touched = steps
          .filter(({ kind }) => kind !== "keep")
          .map(({ cell, path }) => (cell === undefined ? path : ["cells", String(cell), ...path]).join("\n"))
        expectUntouched(notebook.root, parseNotebook(bytes).root, [], touched)
      }),
      seeded,
    )
  })
})

/** Every value of `before` that is not on the way to a touched one has its own bytes in `after`. */
function expectUntouched(
  before: JsonValue,
  after: JsonValue | undefined,
  path: readonly string[],
  touched: readonly string[],
): void {
  const here = path.join("\n")
  if (touched.includes(here)) return
  if (!touched.some((other) => path.length === 0 || other.startsWith(`${here}\n`))) {
    expect(after && sameBytes(before, after), here).toBe(true)
    return
  }
  if (after === undefined) return
  const left = [...membersOf(after)]
  for (const { key, value } of membersOf(before)) {
    if (touched.includes([...path, key].join("\n"))) continue
    const at = left.findIndex((member) => member.key === key)
    expectUntouched(value, at < 0 ? undefined : left.splice(at, 1)[0]?.value, [...path, key], touched)
  }
  const items = [...itemsOf(after)]
  for (const [i, item] of itemsOf(before).entries()) {
    const gone = touched.includes([...path, String(i)].join("\n"))
    if (!gone) expectUntouched(item, items.shift(), [...path, String(i)], touched)
  }
}

describe("notebooks that differ in volatile fields only", () => {
  const pair = (equivalent: boolean) =>
    arbitrarySketch().chain((sketch) => fc.tuple(fc.constant(sketch), arbitraryRerun(sketch, equivalent)))

  it("are equivalent, whatever their spelling", () => {
    fc.assert(
      fc.property(pair(true), arbitrarySpelling(), arbitrarySpelling(), ([before, after], one, other) => {
        const a = parseNotebook(notebookBytes(before, one, "list"))
        const b = parseNotebook(notebookBytes(after, other, "string"))
        expect(equivalent(a, b)).toBe(true)
        expect(equivalent(b, a)).toBe(true)
      }),
      seeded,
    )
  })

  it("have the same normal form, byte for byte", () => {
    fc.assert(
      fc.property(pair(false), options, ([before, after], chosen) => {
        const rest = { ...chosen, counts: "clear" } as const
        const [a, b] = [before, after].map((sketch) =>
          parseNotebook(notebookBytes(sketch, NBFORMAT_SPELLING)),
        )
        expect(Buffer.compare(normal(a!, rest).root.text.bytes, normal(b!, rest).root.text.bytes)).toBe(0)
      }),
      seeded,
    )
  })
})

it("a notebook is equivalent to its normal form when outputs are kept", () => {
  fc.assert(
    fc.property(arbitraryNotebook(), (notebook) => {
      const kept = normal(notebook, { ...NORMALIZE_DEFAULTS, outputs: "keep" })
      const asked = notebook.metadata && membersOf(notebook.metadata).some(({ key }) => key === "keep_output")
      const cellAsks = notebook.cells.some(
        (cell) => cell.metadata && membersOf(cell.metadata).some(({ key }) => key === "keep_output"),
      )
      if (!asked && !cellAsks) expect(equivalent(notebook, kept)).toBe(true)
    }),
    seeded,
  )
})
