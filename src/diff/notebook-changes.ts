import type { RuleSet } from "../normalize/rules/rule-set.js"
import { memberOf, membersOf } from "../notebook/json/json-value.js"
import type { Notebook } from "../notebook/model.js"
import { diffFields } from "./cell-changes.js"
import type { ValueChange } from "./model/change.js"

/** What differs between two notebooks beside their cells: version, metadata, unknown keys. */
export function diffNotebookFields(a: Notebook, b: Notebook, rules: RuleSet): readonly ValueChange[] {
  const keys = [a, b].flatMap(({ root }) => membersOf(root).map(({ key }) => key))
  return [...new Set(keys)]
    .filter((key) => !CELL_LISTS.has(key))
    .flatMap((key) => diffFields("notebook", memberOf(a.root, key), memberOf(b.root, key), [key], rules))
}

const CELL_LISTS: ReadonlySet<string> = new Set(["cells", "worksheets"])
