import { RULE_NAMES, type RuleName } from "../../src/merge/decisions/rule-name.js"
import { applyRules } from "../../src/merge/rules/apply-rules.js"
import { isClean, mergedText, mergeLines } from "../../src/merge/text/line-merge.js"

/** Merges three texts by some of the rules and says what comes of it, in the notation of the examples: `/` ends a
 *  line and `·` is a blank. Both ways round; where the two differ, both are given. A rule that was needed is named
 *  before its result: `imports: import a / import b`. */
export function resolved(
  [base, ours, theirs]: readonly [base: string, ours: string, theirs: string],
  language = "python",
  rules: readonly RuleName[] = RULE_NAMES,
): string {
  const one = merged([base, ours, theirs], language, rules)
  const other = merged([base, theirs, ours], language, rules)
  return one === other ? one : `${one} | ${other}`
}

function merged(
  versions: readonly [string, string, string],
  language: string,
  rules: readonly RuleName[],
): string {
  const [base, ours, theirs] = versions.map(textOf) as [string, string, string]
  const { merge, applied } = applyRules(mergeLines(base, ours, theirs), { enabled: new Set(rules), language })
  if (!isClean(merge)) return "conflict"
  return [...new Set(applied).values(), ""].join(": ") + notationOf(mergedText(merge))
}

export function textOf(notation: string): string {
  return notation === "" ? "" : `${notation.replaceAll(" / ", "\n").replaceAll("·", " ")}\n`
}

function notationOf(text: string): string {
  return text
    .replace(/\n$/, "")
    .replace(/^[ ]+|[ ]+$/gm, (blanks) => "·".repeat(blanks.length))
    .replaceAll("\n", " / ")
}
