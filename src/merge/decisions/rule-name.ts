/** The rules that resolve what both sides did to the same lines, in the order in which they are tried. A decision that
 *  one of them made has its name as its kind. */
export const RULE_NAMES = [
  "only-deletions",
  "edit-within",
  "formatting",
  "line-end-blanks",
  "imports",
  "list-items",
  "deletion-agreed",
] as const

export type RuleName = (typeof RULE_NAMES)[number]
