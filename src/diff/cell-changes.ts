import { isEquivalent } from "../normalize/equivalence.js"
import type { RuleSet } from "../normalize/rules/rule-set.js"
import type { Scope } from "../normalize/rules/rules.js"
import { sameValue } from "../notebook/json/json-equality.js"
import { type JsonValue, memberOf, membersOf } from "../notebook/json/json-value.js"
import type { Cell } from "../notebook/model.js"
import type { Change, TextChange, ValueChange } from "./model/change.js"
import type { CellChanges } from "./model/notebook-diff.js"
import { diffValues } from "./model/value-changes.js"
import { diffOutputs } from "./outputs/outputs.js"
import { diffLines } from "./text/line-diff.js"

export const NO_CHANGES: CellChanges = {
  type: undefined,
  id: undefined,
  source: undefined,
  metadata: [],
  attachments: [],
  others: [],
  executionCount: undefined,
  outputs: [],
  formatting: false,
}

/** What differs between a cell in two versions whose bytes differ. Of a split or a join the sources and the
 *  outputs of all pieces count, and else the first cell of each side. `sameMajor`: both files are of one major
 *  version of nbformat, so that keys which only one of them knows are a difference. */
export function diffCells(
  before: readonly Cell[],
  after: readonly Cell[],
  sameMajor: boolean,
  rules: RuleSet,
): CellChanges {
  const [a, b] = [before[0], after[0]]
  if (a === undefined || b === undefined) throw new Error("a matched cell has a cell on both sides")
  const changes: CellChanges = {
    type: changeOf(a.type, b.type),
    id: changeOf(a.id, b.id),
    source: diffText(sourceOf(before), sourceOf(after)),
    metadata: diffFields("cell", a.metadata, b.metadata, ["metadata"], rules),
    attachments: diffValues(a.attachments, b.attachments, ["attachments"]),
    others: otherKeys(a, b, sameMajor).flatMap((key) =>
      diffFields("cell", memberOf(a.value, key), memberOf(b.value, key), [key], rules),
    ),
    executionCount: sameValue(a.executionCount, b.executionCount)
      ? undefined
      : { before: a.executionCount, after: b.executionCount },
    outputs: diffOutputs(
      before.flatMap(({ outputs }) => outputs),
      after.flatMap(({ outputs }) => outputs),
      rules,
    ),
    formatting: false,
  }
  return isNothing(changes) ? { ...changes, formatting: true } : changes
}

/** What differs between two values by key path, and which of it is volatile. */
export function diffFields(
  scope: Scope,
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  path: readonly string[],
  rules: RuleSet,
): readonly ValueChange[] {
  return diffValues(a, b, path).map((change) => ({
    ...change,
    volatile: isEquivalent(scope, change.path, change.before, change.after, rules),
  }))
}

function changeOf<T>(before: T, after: T): Change<T> | undefined {
  return before === after ? undefined : { before, after }
}

function diffText(before: string, after: string): TextChange | undefined {
  return before === after ? undefined : { before, after, hunks: diffLines(before, after) }
}

/** The sources of neighboring cells, as the one text they were or became. */
function sourceOf(cells: readonly Cell[]): string {
  return cells.map(({ source }) => source).join("\n")
}

/** Keys that the view of a cell shows in another way. */
const SEEN_KEYS: ReadonlySet<string> = new Set([
  "cell_type",
  "id",
  "source",
  "metadata",
  "attachments",
  "outputs",
  "execution_count",
])

/** Keys of nbformat 1 to 3 that are seen under another name in nbformat 4, or that it has none for. */
const OLD_KEYS: ReadonlySet<string> = new Set([
  "input",
  "code",
  "text",
  "output",
  "prompt_number",
  "level",
  "language",
  "collapsed",
])

function otherKeys(a: Cell, b: Cell, sameMajor: boolean): readonly string[] {
  const keys = [a, b].flatMap((cell) => membersOf(cell.value).map(({ key }) => key))
  const isSeen = (key: string): boolean =>
    SEEN_KEYS.has(key) ||
    key === a.sourceKey ||
    key === b.sourceKey ||
    key === "prompt_number" ||
    (!sameMajor && OLD_KEYS.has(key))
  return [...new Set(keys)].filter((key) => !isSeen(key))
}

function isNothing({
  type,
  id,
  source,
  metadata,
  attachments,
  others,
  executionCount,
  outputs,
}: CellChanges): boolean {
  return (
    [type, id, source, executionCount].every((change) => change === undefined) &&
    [metadata, attachments, others, outputs].every((changes) => changes.length === 0)
  )
}
