import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CONFLICT_KEY, type Decision } from "../../src/merge/decisions/decision.js"
import { DEFAULT_POLICY } from "../../src/merge/decisions/policy.js"
import { RULE_NAMES } from "../../src/merge/decisions/rule-name.js"
import { type FileMerge, mergeFiles } from "../../src/merge/merge-files.js"
import { bytesOf, kindOf, membersOf, rawTextOf } from "../../src/notebook/json/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { validate } from "../../src/notebook/validate.js"
import { arbitraryThree, type StepKind, type ThreeFiles } from "../support/arbitrary-merge.js"
import { runs, THOROUGH } from "../support/thorough.js"

/** `NBDIFF_RUNS=10000 npx vitest run --project property` runs them at length. */
const seeded = { numRuns: runs(300), seed: 20261122 }

/** `NBDIFF_RULES=imports,formatting` (or `none`) runs the laws with these rules alone. */
const RULES_ON: readonly string[] = process.env.NBDIFF_RULES?.split(",") ?? RULE_NAMES
const policy = { ...DEFAULT_POLICY, lineRules: new Set(RULE_NAMES.filter((name) => RULES_ON.includes(name))) }

function check(law: (three: ThreeFiles) => void, kinds?: readonly StepKind[]): void {
  fc.assert(
    fc.property(arbitraryThree(kinds), (three) => {
      law(three)
    }),
    seeded,
  )
}

describe("a merge", () => {
  it("gives a side's own bytes where the other side changed nothing, or the same", () => {
    check(({ base, ours, theirs }) => {
      for (const [o, a, b, result] of [
        [base, ours, base, ours],
        [base, base, theirs, theirs],
        [base, ours, ours, ours],
      ] as const) {
        const merge = mergeFiles(o, a, b, { shortcut: false, policy })
        expect(text(merge.bytes)).toBe(text(result))
        expect(merge.decisions.filter(({ conflict }) => conflict)).toEqual([])
      }
    })
  })

  it("has the same conflicts when the sides are swapped", () => {
    check(({ base, ours, theirs }) => {
      const one = mergeFiles(base, ours, theirs, { policy })
      const other = mergeFiles(base, theirs, ours, { policy })
      expect(conflictsOf(one).map(conflictName).sort()).toEqual(conflictsOf(other).map(swappedName).sort())
    })
  })

  it("loses no line: what a side added is in the result, what both kept is", () => {
    check(({ base, ours, theirs }) => {
      const merge = mergeFiles(base, ours, theirs, { policy })
      const [b, o, t] = [base, ours, theirs].map((bytes) => countLines(parseNotebook(bytes))) as [
        Counts,
        Counts,
        Counts,
      ]
      const have = countLines(parseNotebook(merge.bytes))
      const lost = [...new Set([...b.keys(), ...o.keys(), ...t.keys()])].filter(
        // of a line that is twice the sides may mean another one each: the counts alone do not tell
        (line) =>
          [b, o, t].every((counts) => (counts.get(line) ?? 0) <= 1) &&
          (have.get(line) ?? 0) < needed(b.get(line) ?? 0, o.get(line) ?? 0, t.get(line) ?? 0),
      )
      expect(lost).toEqual([])
    })
  })

  it("invents no line, no output and no attachment", () => {
    check(({ base, ours, theirs }) => {
      const { bytes } = mergeFiles(base, ours, theirs, { policy })
      const sides = [base, ours, theirs].map(parseNotebook)
      const known = new Set(sides.flatMap((side) => [...countLines(side).keys()]))
      const lines = [...countLines(parseNotebook(bytes)).keys()]
      expect(lines.filter((line) => !known.has(line) && !isMarker(line))).toEqual([])
      const outputs = new Set(sides.flatMap(outputTexts))
      expect(outputTexts(parseNotebook(bytes)).filter((output) => !outputs.has(output))).toEqual([])
      const files = new Set(sides.flatMap(attachmentTexts))
      expect(attachmentTexts(parseNotebook(bytes)).filter((file) => !files.has(file))).toEqual([])
    })
  })

  it("keeps each attachment that a side added, unless its cell was deleted or lost its type", () => {
    check(
      ({ base, ours, theirs }) => {
        const { bytes, decisions } = mergeFiles(base, ours, theirs, { policy })
        const before = new Set(attachmentTexts(parseNotebook(base)))
        const have = new Set(attachmentTexts(parseNotebook(bytes)))
        const added = [ours, theirs]
          .flatMap((side) => attachmentTexts(parseNotebook(side)))
          .filter((file) => !before.has(file))
        const lost = added.filter((file) => !have.has(file))
        if (decisions.some(({ kind }) => kind === "type-drops")) return
        expect(lost).toEqual([])
      },
      ["edit", "insert", "move", "rerun", "split", "join", "attachment", "attachment", "metadata"],
    )
  })

  it("shows outputs only under the source that made them in a version, or where both sides have them", () => {
    check(({ base, ours, theirs }) => {
      const resultOf = ({ outputs }: Cell): string =>
        outputs.map(({ value }) => compact(rawTextOf(value))).join("\n")
      const runOf = (cell: Cell): string => `${cell.source.trim()}\n${resultOf(cell)}`
      const runs = new Set([base, ours, theirs].flatMap((bytes) => parseNotebook(bytes).cells.map(runOf)))
      const { cells } = parseNotebook(mergeFiles(base, ours, theirs, { policy }).bytes)
      const shown = cells.filter(
        ({ source, outputs }) => outputs.length > 0 && !source.split("\n").some(isMarker),
      )
      const valuesOf = ({ outputs }: Cell): string =>
        JSON.stringify(outputs.map(({ value }) => sorted(parsed(rawTextOf(value)))))
      const [inOurs, inTheirs] = [ours, theirs].map(
        (bytes) => new Set(parseNotebook(bytes).cells.map(valuesOf)),
      )
      const isLeftByBoth = (cell: Cell): boolean =>
        inOurs?.has(valuesOf(cell)) === true && inTheirs?.has(valuesOf(cell)) === true
      expect(shown.filter((cell) => !runs.has(runOf(cell)) && !isLeftByBoth(cell)).map(runOf)).toEqual([])
    })
  })

  it("is a notebook as valid as its sides", () => {
    check(({ base, ours, theirs }) => {
      const faults = [base, ours, theirs].flatMap((bytes) => validate(parseNotebook(bytes)))
      const { bytes } = mergeFiles(base, ours, theirs, { policy })
      if (faults.length === 0) expect(validate(parseNotebook(bytes))).toEqual([])
    })
  })

  it("marks each conflict in the file, and nothing else", () => {
    check(({ base, ours, theirs }) => {
      const { bytes, decisions } = mergeFiles(base, ours, theirs, { policy })
      expect(isMarked(parseNotebook(bytes))).toBe(decisions.some(({ conflict }) => conflict))
    })
  })

  it("gives a cell that no side touched as the bytes it was", () => {
    check(({ base, ours, theirs }) => {
      const sides = [base, ours, theirs].map(parseNotebook)
      // of cells with one source a side may mean another than the other side does
      const isPlain = ({ source }: Cell): boolean =>
        sides.every(({ cells }) => cells.filter((cell) => cell.source === source).length === 1)
      const [b = new Set<string>(), o = new Set<string>(), t = new Set<string>()] = sides.map(
        ({ cells }) => new Set(cells.filter(isPlain).map(cellText)),
      )
      const result = new Set(
        parseNotebook(mergeFiles(base, ours, theirs, { policy }).bytes).cells.map(cellText),
      )
      expect([...b].filter((cell) => o.has(cell) && t.has(cell) && !result.has(cell))).toEqual([])
    })
  })
})

describe("edits in different cells", () => {
  it("never conflict", () => {
    const edits: readonly StepKind[] = ["edit", "rerun", "metadata"]
    check((three) => {
      const touched = touchedCells(three)
      if (touched.ours.some((cell) => touched.theirs.includes(cell))) return
      expect(conflictsOf(mergeFiles(three.base, three.ours, three.theirs, { policy }))).toEqual([])
    }, edits)
  })
})

describe("the generator", () => {
  it.runIf(THOROUGH)("makes enough of what is hard", () => {
    const shares = new Map<string, number>()
    const samples = fc.sample(arbitraryThree(), { numRuns: 1000, seed: seeded.seed })
    const add = (name: string, holds: boolean): void => {
      shares.set(name, (shares.get(name) ?? 0) + (holds ? 1 : 0))
    }
    for (const three of samples) {
      const kinds = new Set([...three.steps.ours, ...three.steps.theirs].map(({ kind }) => kind))
      const { decisions } = mergeFiles(three.base, three.ours, three.theirs, { policy })
      add("moves", kinds.has("move"))
      add("duplicates", kinds.has("duplicate"))
      add("splits", kinds.has("split") || kinds.has("join"))
      add(
        "both inserted",
        decisions.some(({ kind }) => kind === "both-inserted"),
      )
      add(
        "conflicts",
        decisions.some(({ conflict }) => conflict),
      )
    }
    const told = [...shares].map(([name, share]) => `${name} ${(share / 10).toFixed(0)} %`)
    const rare = [...shares].filter(([, share]) => share < 100)
    expect(rare, `of 1000 generated merges: ${told.join(", ")}`).toEqual([])
  })
})

type Counts = ReadonlyMap<string, number>

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8")
}

function conflictsOf({ decisions }: FileMerge): readonly Decision[] {
  return decisions.filter(({ conflict }) => conflict)
}

function conflictName({ kind, places, path }: Decision): string {
  return JSON.stringify([kind, places.base, places.ours, places.theirs, path])
}

function swappedName({ kind, places, path }: Decision): string {
  return JSON.stringify([kind, places.base, places.theirs, places.ours, path])
}

function countLines({ cells }: Notebook): Counts {
  const counts = new Map<string, number>()
  for (const line of cells.flatMap(({ source }) => source.split("\n"))) {
    const key = line.trim().replace(/attachment:\S+/g, "")
    if (key !== "") counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** How often a line stands in a result that loses nothing, at the least: the three-way rule on counts. */
function needed(base: number, ours: number, theirs: number): number {
  if (ours === theirs || theirs === base) return ours
  if (ours === base) return theirs
  return ours > base && theirs > base ? Math.max(ours, theirs) : 0
}

function isMarker(line: string): boolean {
  return /^(<{7,}|={7,}|>{7,}|\|{7,})( |$)/.test(line)
}

function isMarked({ root, cells }: Notebook): boolean {
  const inSource = cells.some(({ source }) => /^<{7,} ours/m.test(source))
  return inSource || rawTextOf(root).includes(`"${CONFLICT_KEY}"`)
}

function outputTexts({ cells }: Notebook): readonly string[] {
  return cells.flatMap(({ outputs }) => outputs.map(({ value }) => compact(rawTextOf(value))))
}

function attachmentTexts({ cells }: Notebook): readonly string[] {
  return cells.flatMap(({ attachments }) =>
    attachments === undefined || kindOf(attachments) !== "object"
      ? []
      : membersOf(attachments).map(({ value }) => compact(rawTextOf(value))),
  )
}

/** Some writers put NaN where JSON has no word for it. */
function parsed(json: string): unknown {
  const quoted = (token: string) => (token.startsWith('"') ? token : `"${token}"`)
  return JSON.parse(json.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, quoted))
}

/** The value with the keys of its objects in order, and lists of lines as the text they are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.every((item) => typeof item === "string") ? value.join("") : value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

/** White space between tokens does not count: a side may lay the file out anew. */
function compact(json: string): string {
  return json.replace(/\s+/g, "").replaceAll("\\/", "/")
}

function cellText({ value }: Cell): string {
  return text(bytesOf(value))
}

function touchedCells({ base, steps }: ThreeFiles): {
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
} {
  const { cells } = parseNotebook(base)
  const places = (side: "ours" | "theirs"): readonly number[] =>
    cells.length === 0 ? [] : steps[side].map(({ cell }) => cell % cells.length)
  return { ours: places("ours"), theirs: places("theirs") }
}
