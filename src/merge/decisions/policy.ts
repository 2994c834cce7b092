import { DEFAULT_RULES, type RuleSet } from "../../normalize/rules/rule-set.js"
import type { Scope } from "../../normalize/rules/rules.js"
import type { Resolution } from "../text/line-merge.js"
import type { Side } from "../text/side.js"
import type { DecisionKind, Places } from "./decision.js"
import { RULE_NAMES, type RuleName } from "./rule-name.js"

/** Holds what a merge does where a rule has to choose. */
export interface MergePolicy {
  /** `follow`: outputs follow the source that made them; the others take one side's, or none, for every cell whose
   *  outputs the sides do not agree on. */
  readonly outputs: "follow" | Side | "clear"
  /** Two runs of cells inserted at one place. */
  readonly insertions: "keep-both" | "conflict"
  /** The side that wins a field which both sides set, by path from the cell or the notebook; else a conflict. */
  readonly preferred: (scope: Scope, path: readonly string[]) => Side | undefined
  /** What is volatile, and so never a conflict. */
  readonly rules: RuleSet
  /** The rules that resolve what both sides did to the same lines. */
  readonly lineRules: ReadonlySet<RuleName>
  /** Without a base, what a cell is that one side alone has: kept, or in conflict as after a deletion. */
  readonly oneSided?: "keep" | "conflict" | undefined
  readonly resolve?: Resolve | undefined
}

/** Returns what a conflict is resolved for; undefined leaves it unresolved, and marked. */
export type Resolve = (conflict: ConflictPlace) => Resolution | undefined

/** A conflict as the merge meets it: of what kind, in which cell and at which path. */
export interface ConflictPlace {
  readonly kind: DecisionKind
  readonly places: Places
  readonly path: readonly string[]
}

export const DEFAULT_POLICY: MergePolicy = {
  outputs: "follow",
  insertions: "keep-both",
  preferred: () => undefined,
  rules: DEFAULT_RULES,
  lineRules: new Set(RULE_NAMES),
}
