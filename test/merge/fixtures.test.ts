import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { CONFLICT_KEY } from "../../src/merge/decisions/decision.js"
import { DEFAULT_POLICY, type MergePolicy } from "../../src/merge/decisions/policy.js"
import { DEFAULT_MARKER_STYLE, type FileMerge, mergeFiles } from "../../src/merge/merge-files.js"
import { parseConflicts } from "../../src/merge/text/marker-parser.js"
import type { ConflictStyle } from "../../src/merge/text/markers.js"
import { rawTextOf } from "../../src/notebook/json/json-value.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { validate } from "../../src/notebook/validate.js"

/** A folder a case: base, ours, theirs, what they merge to, and in `case.json` the rule that says so. No base: both
 *  sides added the file. */
const fixtures = new URL("../fixtures/merge/", import.meta.url)

interface Case {
  /** The rule of the merge that the case shows. */
  readonly rule: string
  readonly result: "clean" | "conflict"
  /** Kinds of the decisions, sorted. */
  readonly decisions: readonly string[]
  readonly policy?: Pick<MergePolicy, "outputs" | "insertions">
  /** The side that wins a field, by its path with dots. */
  readonly preferences?: Readonly<Record<string, "ours" | "theirs">>
  readonly style?: ConflictStyle
  /** Faults of the sides that the merge leaves as they are. */
  readonly faults?: readonly string[]
  /** What is not as the rule asks. */
  readonly gap?: string
}

describe.each(readdirSync(fixtures).sort())("%s", (name) => {
  const folder = new URL(`${name}/`, fixtures)
  const about = JSON.parse(readFileSync(new URL("case.json", folder), "utf8")) as Case

  test("merges to the expected bytes", () => {
    const { bytes } = mergeCase(folder, about)
    const golden = new URL("expected.ipynb", folder)
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(golden, bytes)
    expect(text(bytes)).toBe(text(readFileSync(golden)))
  })

  test("merges to the same bytes cell by cell, where a whole file would answer at once", () => {
    expect(text(mergeCase(folder, about, false).bytes)).toBe(text(mergeCase(folder, about).bytes))
  })

  test(`is ${about.result}, says what was decided, and marks each conflict`, () => {
    const { bytes, decisions } = mergeCase(folder, about)
    expect(decisions.map(({ kind }) => kind).sort()).toEqual(about.decisions)
    expect(decisions.some(({ conflict }) => conflict)).toBe(about.result === "conflict")
    expect(isMarked(bytes)).toBe(about.result === "conflict")
  })

  test("is a notebook that Jupyter opens", () => {
    const faults = validate(parseNotebook(mergeCase(folder, about).bytes))
    expect(faults.map(({ path, message }) => `${path} ${message}`)).toEqual(about.faults ?? [])
  })
})

function mergeCase(folder: URL, { policy, preferences, style = "merge" }: Case, shortcut = true): FileMerge {
  const base = new URL("base.ipynb", folder)
  const [ours, theirs] = ["ours", "theirs"].map((side) => readFileSync(new URL(`${side}.ipynb`, folder)))
  return mergeFiles(existsSync(base) ? readFileSync(base) : new Uint8Array(), ours!, theirs!, {
    policy: { ...DEFAULT_POLICY, ...policy, preferred: (_, path) => preferences?.[path.join(".")] },
    markerStyle: { ...DEFAULT_MARKER_STYLE, style },
    shortcut,
  })
}

function isMarked(bytes: Uint8Array): boolean {
  const { root, cells } = parseNotebook(bytes)
  const inSource = cells.some(({ source }) =>
    parseConflicts(source)?.chunks.some(
      (chunk) => chunk.kind === "conflict" && chunk.labels.ours.startsWith("ours"),
    ),
  )
  return inSource || rawTextOf(root).includes(`"${CONFLICT_KEY}"`)
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8")
}
