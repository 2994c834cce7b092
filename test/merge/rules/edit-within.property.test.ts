import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { wordTokens } from "../../../src/diff/text/word-tokens.js"
import { applyRules } from "../../../src/merge/rules/apply-rules.js"
import {
  type ConflictChunk,
  isClean,
  mergeLines,
  type TextMerge,
} from "../../../src/merge/text/line-merge.js"
import { runs } from "../../support/thorough.js"

const resolveSubsumed = (merge: TextMerge) =>
  applyRules(merge, { enabled: new Set(["edit-within"]), language: "" })

const seeded = { seed: 20261122, numRuns: runs(2_000) }

type Step = readonly [kind: "delete" | "reword" | "above" | "replace", line: number, word: number]

interface Three {
  readonly base: readonly string[]
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}

/** Edits that both sides make, and some that only one or the other makes, all near each other. */
const three: fc.Arbitrary<Three> = fc
  .tuple(fc.integer({ min: 0, max: 4 }), steps(3), steps(1), steps(2))
  .map(([length, shared, ours, theirs]) => {
    const base = Array.from({ length }, (_, i) => `value_${i} = first_${i} + second_${i}\n`)
    return { base, ours: edited(base, [...shared, ...ours]), theirs: edited(base, [...shared, ...theirs]) }
  })

function steps(most: number): fc.Arbitrary<readonly Step[]> {
  const kind = fc.constantFrom("delete" as const, "reword" as const, "above" as const, "replace" as const)
  return fc.array(fc.tuple(kind, fc.nat(4), fc.nat(3)), { maxLength: most })
}

function edited(base: readonly string[], all: readonly Step[]): readonly string[] {
  return all.reduce<readonly string[]>((lines, [kind, line, word]) => {
    const at = lines.length === 0 ? 0 : line % lines.length
    if (kind === "above") return lines.toSpliced(at, 0, `inserted_${word} = another(${word})\n`)
    if (lines.length === 0) return lines
    if (kind === "delete") return lines.toSpliced(at, 1)
    if (kind === "replace") return lines.with(at, `replaced_${word} = another(${word})\n`)
    return lines.with(at, (lines[at] ?? "").replace(/(first|value|second)/, `word_${word}`))
  }, base)
}

/** The conflicts that were resolved, each with the lines it was resolved for. */
function resolvedChunks({ base, ours, theirs }: Three) {
  const plain = mergeLines(base.join(""), ours.join(""), theirs.join(""))
  const { merge, applied } = resolveSubsumed(plain)
  const chunks = plain.chunks.flatMap((chunk, i) => {
    const now = merge.chunks[i]
    return chunk.kind === "conflict" && now?.kind === "resolved" ? [{ chunk, lines: now.lines }] : []
  })
  expect(chunks).toHaveLength(applied.length)
  return chunks
}

function check(law: (chunk: ConflictChunk, lines: readonly string[]) => void): void {
  let count = 0
  const property = fc.property(three, (versions) => {
    for (const { chunk, lines } of resolvedChunks(versions)) {
      count++
      law(chunk, lines)
    }
  })
  fc.assert(property, seeded)
  expect(count, "conflicts that were resolved").toBeGreaterThan(seeded.numRuns / 50)
}

describe("a conflict that is resolved for the edit that holds the other", () => {
  test("has the lines of one side, as they are", () => {
    check((chunk, lines) => {
      expect([chunk.ours, chunk.theirs]).toContainEqual(lines)
    })
  })

  test("has each word that a side made", () => {
    check(({ base, ours, theirs }, lines) => {
      const words = (text: readonly string[]): readonly string[] => text.flatMap(wordTokens)
      const [old, have] = [words(base), words(lines)]
      expect(
        words([...ours, ...theirs]).filter((word) => !old.includes(word) && !have.includes(word)),
      ).toEqual([])
    })
  })

  test("has no line of the base that a side deleted", () => {
    check(({ base, ours, theirs }, lines) => {
      const deleted = base.filter((line) => !ours.includes(line) || !theirs.includes(line))
      expect(lines.filter((line) => deleted.includes(line))).toEqual([])
    })
  })
})

test("the sides may change places", () => {
  const text = ({ chunks }: TextMerge): unknown =>
    chunks.map((chunk) => (chunk.kind === "resolved" ? chunk.lines : "conflict"))
  fc.assert(
    fc.property(three, ({ base, ours, theirs }) => {
      const [b, o, t] = [base, ours, theirs].map((lines) => lines.join("")) as [string, string, string]
      expect(text(resolveSubsumed(mergeLines(b, o, t)).merge)).toEqual(
        text(resolveSubsumed(mergeLines(b, t, o)).merge),
      )
    }),
    seeded,
  )
})

test("what merged cleanly is left as it is", () => {
  fc.assert(
    fc.property(three, ({ base, ours, theirs }) => {
      const plain = mergeLines(base.join(""), ours.join(""), theirs.join(""))
      if (isClean(plain)) expect(resolveSubsumed(plain)).toEqual({ merge: plain, applied: [] })
    }),
    seeded,
  )
})
