import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { wordTokens } from "../../../src/diff/text/word-tokens.js"
import { RULE_NAMES, type RuleName } from "../../../src/merge/decisions/rule-name.js"
import { applyRules } from "../../../src/merge/rules/apply-rules.js"
import { canonicalText } from "../../../src/merge/rules/canonical-text.js"
import { mergeLines, type TextMerge } from "../../../src/merge/text/line-merge.js"
import { runs } from "../../support/thorough.js"

const seeded = { seed: 20261128, numRuns: runs(300) }

const LINE_RULES = RULE_NAMES.filter((name) => name !== "deletion-agreed")

interface Three {
  readonly language: string
  readonly base: string
  readonly ours: string
  readonly theirs: string
}

const CODE = [
  "import os",
  "import sys",
  "from a import b",
  "from c import b",
  "import numpy as np",
  "f(a,b)",
  "f(a, b)",
  "f(a, b, c)",
  "g('a')",
  'g("a")',
  'g("a", 1)',
  "if x:",
  "  walk()",
  "  feed()",
  "feed()",
  "f(",
  "  a,",
  "  b",
  ")",
  "x = '''",
  "",
  "!ls a",
]
const TEXT = [
  "- figs",
  "- dates",
  "- nuts",
  "- plums",
  "- pears",
  "- Figs, dry",
  "* a",
  "one two",
  "one  two",
  "one two three",
  "``` ",
  "",
]

/** Versions whose lines are often alike but for form, blanks at the end or a word more. */
const three: fc.Arbitrary<Three> = fc
  .constantFrom(["python", CODE] as const, ["markdown", TEXT] as const)
  .chain(([language, lines]) => {
    const line = fc
      .tuple(fc.constantFrom(...lines), fc.constantFrom("", "", "", "", "", " ", "  "))
      .map(([text, blanks]) => `${text}${blanks}\n`)
    const step = fc.tuple(fc.constantFrom("insert", "insert", "delete", "replace"), fc.nat(5), line)
    const steps = fc.array(step, { minLength: 1, maxLength: 3 })
    return fc.tuple(fc.array(line, { maxLength: 5 }), steps, steps).map(([base, ours, theirs]) => ({
      language,
      base: base.join(""),
      ours: edited(base, ours).join(""),
      theirs: edited(base, theirs).join(""),
    }))
  })

function edited(
  base: readonly string[],
  steps: readonly (readonly [kind: string, at: number, line: string])[],
): readonly string[] {
  return steps.reduce<readonly string[]>((lines, [kind, at, line]) => {
    const place = lines.length === 0 ? 0 : at % lines.length
    return lines.toSpliced(place, kind === "insert" ? 0 : 1, ...(kind === "delete" ? [] : [line]))
  }, base)
}

const SETS: readonly (readonly [string, readonly RuleName[]])[] = [
  ["all rules", LINE_RULES],
  ...LINE_RULES.map((name) => [name, [name]] as const),
]

interface Applied {
  readonly plain: TextMerge
  readonly merge: TextMerge
  readonly applied: readonly RuleName[]
}

function apply({ base, ours, theirs, language }: Three, rules: readonly RuleName[]): Applied {
  const plain = mergeLines(base, ours, theirs)
  return { plain, ...applyRules(plain, { enabled: new Set(rules), language }) }
}

/** The lines that rules wrote, one text for each conflict. */
function written({ plain, merge }: Applied): readonly (readonly string[])[] {
  return merge.chunks.flatMap((chunk, i) =>
    chunk.kind === "resolved" && plain.chunks[i]?.kind === "conflict" ? [chunk.lines] : [],
  )
}

describe.each(SETS)("%s", (_, rules) => {
  const check = (law: (versions: Three, applied: Applied) => void): void => {
    fc.assert(
      fc.property(three, (versions) => law(versions, apply(versions, rules))),
      seeded,
    )
  }

  test("resolve the same when the sides are exchanged, but for the order", () => {
    check((versions, one) => {
      const other = apply({ ...versions, ours: versions.theirs, theirs: versions.ours }, rules)
      expect(other.applied).toEqual(one.applied)
      for (const [i, lines] of written(one).entries()) {
        const swapped = written(other)[i] ?? []
        const form = (text: readonly string[]) => canonicalText(text.join(""), versions.language)
        if (one.applied[i] === "formatting" && form(lines) === form(swapped)) continue
        // one side's form within brackets that are opened elsewhere is not read alone
        if (one.applied[i] === "formatting") continue
        expect(swapped.toSorted()).toEqual(lines.toSorted())
      }
    })
  })

  test("write no word that is in no version, and no line in another indentation", () => {
    check(({ base, ours, theirs }, applied) => {
      const versions = [base, ours, theirs].flatMap((text) => text.split("\n"))
      const words = new Set(versions.flatMap(wordTokens))
      const lines = new Set(versions.map((line) => line.trimEnd()))
      const made = written(applied)
        .flat()
        .map((line) => line.trimEnd())
      expect(made.flatMap(wordTokens).filter((word) => !words.has(word))).toEqual([])
      expect(made.filter((line) => !lines.has(line))).toEqual([])
    })
  })

  test("change nothing when they are applied again", () => {
    check(({ language }, { merge }) => {
      expect(applyRules(merge, { enabled: new Set(rules), language })).toEqual({ merge, applied: [] })
    })
  })
})

test("the generator makes cases for each rule", () => {
  const counts = new Map<string, number>(LINE_RULES.map((name) => [name, 0]))
  for (const versions of fc.sample(three, { ...seeded, numRuns: 4000 })) {
    for (const name of apply(versions, LINE_RULES).applied) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  expect([...counts].filter(([, count]) => count < 5)).toEqual([])
})
