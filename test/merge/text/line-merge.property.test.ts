import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { endedLines, splitLines } from "../../../src/diff/text/lines.js"
import {
  isClean,
  type MergeChunk,
  mergedText,
  mergeLines,
  mergeTwo,
  resolvedText,
  type TextMerge,
} from "../../../src/merge/text/line-merge.js"
import { parseConflicts } from "../../../src/merge/text/marker-parser.js"
import { markerSize, renderConflict } from "../../../src/merge/text/markers.js"
import { smallText } from "../../support/edited-lines.js"
import { repository } from "../../support/repository.js"
import { runs } from "../../support/thorough.js"

const seeded = { seed: 1, numRuns: runs(2_000) }
const labels = { ours: "o", base: "b", theirs: "t" }

/** Lines as people edit them: each kept, deleted, replaced or followed by a new one. */
function editOf(text: string): fc.Arbitrary<string> {
  const lines = splitLines(text)
  const edit = fc.constantFrom("keep", "keep", "keep", "keep", "delete", "replace", "insert")
  const filler = fc.constantFrom("x\n", "y\n", "\n", "a\n", "  d\n")
  return fc
    .tuple(fc.array(edit, { minLength: lines.length, maxLength: lines.length }), filler, fc.boolean())
    .map(([edits, fill, cutEnd]) => {
      const made = lines.flatMap((line, i) => edited(line, edits[i]!, fill)).join("")
      return cutEnd ? made.replace(/\n$/, "") : made
    })
}

function edited(line: string, edit: string, fill: string): readonly string[] {
  if (edit === "delete") return []
  if (edit === "replace") return [fill]
  return edit === "insert" ? [line.endsWith("\n") ? line : `${line}\n`, fill] : [line]
}

const versions = smallText.chain((base) => fc.tuple(fc.constant(base), editOf(base), editOf(base)))
const anyEnding = fc
  .array(fc.tuple(fc.constantFrom("a", "b", "", "c\r"), fc.constantFrom("\n", "\n", "\r\n")), {
    maxLength: 8,
  })
  .chain((lines) =>
    fc.constantFrom("", "a", "b\r").map((last) => lines.map(([line, end]) => line + end).join("") + last),
  )

describe("laws of mergeLines", () => {
  test("a side that changed nothing gives the other side, byte for byte", () => {
    fc.assert(
      fc.property(fc.oneof(smallText, anyEnding), fc.oneof(smallText, anyEnding), (a, b) => {
        expect(mergedText(mergeLines(b, a, b))).toBe(a)
        expect(mergedText(mergeLines(b, b, a))).toBe(a)
        expect(mergedText(mergeLines(b, a, a))).toBe(a)
      }),
      seeded,
    )
  })

  test("when the sides change places, so do their parts of each chunk, and nothing else", () => {
    fc.assert(
      fc.property(versions, ([base, ours, theirs]) => {
        expect(mergeLines(base, theirs, ours).chunks).toEqual(
          mergeLines(base, ours, theirs).chunks.map(swapped),
        )
        expect(mergeTwo(theirs, ours).chunks).toEqual(mergeTwo(ours, theirs).chunks.map(swapped))
      }),
      seeded,
    )
  })

  test("each side of a merge of two is what the chunks say of it", () => {
    fc.assert(
      fc.property(versions, ([, ours, theirs]) => {
        const merge = mergeTwo(ours, theirs)
        expect(resolvedText({ ...merge, end: "\n" }, "ours")).toBe(endedLines(ours, "\n").lines.join(""))
        expect(resolvedText({ ...merge, end: "\n" }, "theirs")).toBe(endedLines(theirs, "\n").lines.join(""))
      }),
      seeded,
    )
  })

  test("a line that a side added is in the result or in a conflict", () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 14 }), { maxLength: 12 })
    fc.assert(
      fc.property(distinct, distinct, distinct, (base, ours, theirs) => {
        const text = (v: readonly number[]) => v.map((n) => `line ${n}\n`).join("")
        const shown = renderConflict(mergeLines(text(base), text(ours), text(theirs)), {
          style: "merge",
          size: 7,
          labels,
        })
        const held = (n: number) => shown.split("\n").filter((line) => line === `line ${n}`).length
        for (let n = 0; n <= 14; n++) {
          const [b, o, t] = [base, ours, theirs].map((v) => (v.includes(n) ? 1 : 0)) as [
            number,
            number,
            number,
          ]
          expect(held(n)).toBeGreaterThanOrEqual(neededBy(b, o, t))
        }
      }),
      seeded,
    )
  })

  test("no line is invented", () => {
    fc.assert(
      fc.property(versions, (texts) => {
        const merge = mergeLines(...texts)
        const known = new Set(texts.flatMap((text) => endedLines(text, "\n").lines))
        for (const line of merge.chunks.flatMap(linesOf)) expect(known).toContain(line)
      }),
      seeded,
    )
  })
})

describe("laws of markers", () => {
  const looksMarked = fc
    .array(fc.constantFrom("a", "b", "=======", "<<<<<<< x", "||||||| y", ">>>>>>> z", "========"), {
      maxLength: 8,
    })
    .map((lines) => lines.join("\n"))

  test("what is rendered reads back as the same conflicts and the same text around them", () => {
    const texts = fc.oneof(versions, fc.tuple(looksMarked, looksMarked, looksMarked))
    fc.assert(
      fc.property(texts, fc.boolean(), (three, sized) => {
        const merge = mergeLines(...three)
        const size = markerSize(three, 7)
        const marked = renderConflict(merge, { style: "diff3", size, labels })
        fc.pre((sized || size === 7) && !endsBlank(merge))
        const parsed = parseConflicts(marked, sized ? size : undefined)
        expect(parsed?.end ?? "").toBe(marked === "" ? "" : merge.end)
        expect(parsed?.chunks.filter((c) => c.kind === "conflict")).toEqual(
          merge.chunks.filter((c) => c.kind === "conflict").map((c) => ({ ...c, labels, size })),
        )
        expect(parsed?.chunks.flatMap((c) => (c.kind === "plain" ? c.lines : []))).toEqual(
          merge.chunks.flatMap((c) => (c.kind === "resolved" ? c.lines : [])),
        )
      }),
      seeded,
    )
  })

  test.each(["merge", "zdiff3"] as const)("the style %s shows each side whole", (style) => {
    fc.assert(
      fc.property(versions, (texts) => {
        const merge = mergeLines(...texts)
        fc.pre(!endsBlank(merge))
        const parsed = parseConflicts(renderConflict(merge, { style, size: 7, labels }), 7)
        for (const side of ["ours", "theirs"] as const) {
          const shown = parsed?.chunks.flatMap((c) => (c.kind === "plain" ? c.lines : c[side])).join("")
          expect(shown).toBe(resolvedText({ ...merge, end: "\n" }, side))
        }
      }),
      seeded,
    )
  })
})

describe("beside git merge-file", () => {
  const ended = (text: string) => text === "" || text.endsWith("\n")
  const cases = fc
    .sample(versions, { seed: 7, numRuns: 600 })
    .filter((texts) => texts.every(ended))
    .slice(0, 150)

  test("what is clean there is clean here, with the same text, and the other way round", () => {
    const { top, write, run } = repository()
    const differing = cases.flatMap(([base, ours, theirs]) => {
      write("base", base)
      write("ours", ours)
      write("theirs", theirs)
      const git = run(["merge-file", "-p", "ours", "base", "theirs"], { cwd: top })
      const merge = mergeLines(base, ours, theirs)
      const same =
        (git.status === 0) === isClean(merge) && (!isClean(merge) || git.stdout === mergedText(merge))
      return same ? [] : [{ base, ours, theirs, git: git.stdout, merge }]
    })
    expect(differing).toEqual([])
    expect(cases.filter((texts) => isClean(mergeLines(...texts))).length).toBeGreaterThan(20)
  })
})

/** A blank last line without an ending: written, it is the ending of the line before it. */
function endsBlank({ chunks, end }: TextMerge): boolean {
  return end === "" && chunks.flatMap(linesOf).at(-1) === "\n"
}

function swapped(chunk: MergeChunk): MergeChunk {
  if (chunk.kind === "conflict") return { ...chunk, ours: chunk.theirs, theirs: chunk.ours }
  const other = { ours: "theirs", theirs: "ours", both: "both", base: "base" } as const
  return { ...chunk, from: other[chunk.from] }
}

function linesOf(chunk: MergeChunk): readonly string[] {
  return chunk.kind === "resolved" ? chunk.lines : [...chunk.base, ...chunk.ours, ...chunk.theirs]
}

/** How often a line must be in a result that loses nothing, by how often it is in each version. */
function neededBy(base: number, ours: number, theirs: number): number {
  if (ours === theirs || theirs === base) return ours
  if (ours === base) return theirs
  return ours > base && theirs > base ? Math.max(ours, theirs) : 0
}
