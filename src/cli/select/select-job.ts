import { createHash } from "node:crypto"
import { diffVersions } from "../../diff/diff-notebooks.js"
import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import type { StagedChange } from "../../git/staging/staged-changes.js"
import type { RuleSet } from "../../normalize/rules/rule-set.js"
import { parseNotebook, parseVersion } from "../../notebook/model.js"
import { choiceIds } from "../../select/choice-ids.js"
import { choicesOf } from "../../select/choices.js"
import type { Question } from "./question.js"

/** Describes a file whose parts can be chosen. */
export interface SelectJob {
  /** The file's name for messages, quoted. */
  readonly name: string
  readonly change: StagedChange
  /** Undefined if the whole file is deleted. */
  readonly diff: NotebookDiff | undefined
  readonly questions: readonly Question[]
  readonly idOf: (question: Question) => string
}

/** Reads both versions of a change.
 *  @throws NotebookError if one of them is not a notebook. */
export function selectJob(name: string, change: StagedChange, rules: RuleSet): SelectJob {
  const mode = modeQuestion(change)
  if (change.after === undefined) return deletionJob(name, change)
  const a = change.before && parseNotebook(change.before)
  const b = a === undefined ? parseNotebook(change.after) : parseVersion(change.after, a)
  const diff = diffVersions(a, b, rules)
  if (diff === undefined) throw new Error("a change has two versions")
  const idOfChoice = choiceIds(diff, change.path, sha1)
  return {
    name,
    change,
    diff,
    questions: [...mode, ...choicesOf(diff).map((choice): Question => ({ kind: "parts", choice }))],
    idOf: (question) => (question.kind === "parts" ? idOfChoice(question.choice) : wholeId(change, question)),
  }
}

function deletionJob(name: string, change: StagedChange): SelectJob {
  const cells = parseNotebook(change.before ?? new Uint8Array()).cells.length
  const question: Question = { kind: "deletion", path: name, cells }
  return { name, change, diff: undefined, questions: [question], idOf: (asked) => wholeId(change, asked) }
}

/** Returns a separate question for a change of the executable bit, as in `git add -p`. */
function modeQuestion({ modes: { before, after } }: StagedChange): readonly Question[] {
  if (before === undefined || after === undefined || before === after) return []
  return [{ kind: "mode", before, after }]
}

function wholeId({ path, oids, modes }: StagedChange, { kind }: Question): string {
  const what = kind === "mode" ? [modes.before, modes.after] : [oids.before, oids.after]
  return sha1(Buffer.from([path, kind, ...what].join("\0")).toString("latin1")).slice(0, ID_DIGITS)
}

const ID_DIGITS = 8

function sha1(latin1: string): string {
  return createHash("sha1").update(latin1, "latin1").digest("hex")
}
