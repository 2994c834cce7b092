import {
  itemsOf,
  type JsonValue,
  kindOf,
  type Member,
  memberOf,
  membersOf,
} from "../notebook/json/json-value.js"
import { NODE_SIZE } from "../notebook/json/tape.js"
import { type Cell, type Notebook, parseNotebook } from "../notebook/model.js"
import {
  applyToMembers,
  isEmpty,
  note,
  type OwnMember,
  pathTo,
  type RuleRun,
  type Step,
} from "./apply-rules.js"
import { canonicalNotebook } from "./canonical/canonical.js"
import { cutEntries, type Edit, editedBytes, replaceValue } from "./edits.js"
import { cellVerdict, notebookVerdict, type OutputVerdict, tagsOf } from "./output-verdict.js"
import { contentSize } from "./outputs/content-size.js"
import { DEFAULT_RULES, placeOf, type RuleSet } from "./rules/rule-set.js"
import { stableNotebook } from "./stable-notebook.js"

export interface NormalizeOptions {
  readonly rules: RuleSet
  /** `strip`: outputs go, but for those that a cell or the notebook asks to keep. */
  readonly outputs: "strip" | "keep"
  /** Bytes of content (see `contentSize`) up to which an output stays where outputs are stripped. */
  readonly maxOutput: number
  readonly counts: "clear" | "keep"
  /** Cells with nothing in them go: no source, no output that stays, no attachment, no tag. */
  readonly dropEmptyCells: boolean
  /** Cells with one of these tags go. */
  readonly dropTagged: readonly string[]
  /** Outputs that stay are rewritten so that a run writes them again alike (see `stableOutputs`). */
  readonly stableOutputs: boolean
  /** The whole file is written as Python's nbformat would. */
  readonly canonical: boolean
}

export const NORMALIZE_DEFAULTS: NormalizeOptions = {
  rules: DEFAULT_RULES,
  outputs: "strip",
  maxOutput: 0,
  counts: "clear",
  dropEmptyCells: false,
  dropTagged: [],
  stableOutputs: false,
  canonical: false,
}

/** A notebook's normal form. `bytes` are the notebook's own, the very same array, where it is normal already. */
export interface Normalized {
  readonly bytes: Uint8Array
  /** In the order of the file; with those that only say why something stays. */
  readonly steps: readonly Step[]
}

/** The notebook without what the rules call volatile. What no rule touches keeps its bytes; applied again it
 *  changes nothing; a valid notebook stays valid. */
export function normalizeNotebook(
  notebook: Notebook,
  options: NormalizeOptions = NORMALIZE_DEFAULTS,
): Normalized {
  const steps: Step[] = []
  return { bytes: normalizedBytes(notebook, options, steps, undefined), steps }
}

/** The bytes of `normalizeNotebook` alone: who does not ask for the steps does not wait for them. They may be in
 *  `room`, where they fit. */
export function normalBytes(
  notebook: Notebook,
  options: NormalizeOptions = NORMALIZE_DEFAULTS,
  room?: Uint8Array,
): Uint8Array {
  return normalizedBytes(notebook, options, undefined, room)
}

type Steps = Step[] | undefined

function normalizedBytes(
  notebook: Notebook,
  options: NormalizeOptions,
  steps: Steps,
  room: Uint8Array | undefined,
): Uint8Array {
  const bytes = options.stableOutputs
    ? stabilized(notebook, options, steps)
    : withRulesApplied(notebook, options, steps, room)
  return options.canonical ? canonicalNotebook(read(bytes, notebook)) : bytes
}

/** Without what the rules and the options remove. */
function withRulesApplied(
  notebook: Notebook,
  options: NormalizeOptions,
  steps: Steps,
  room?: Uint8Array,
): Uint8Array {
  return editedBytes(notebook.root.text.bytes, notebookEdits(notebook, options, steps), room)
}

/** What is removed decides which place an output has, and so its ids; how long it is in its stable form decides
 *  whether it is removed: in turn, until neither changes anything. */
function stabilized(notebook: Notebook, options: NormalizeOptions, steps: Steps): Uint8Array {
  let current = read(withRulesApplied(notebook, options, steps), notebook)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const stable = read(stableNotebook(current, steps), current)
    const next = read(withRulesApplied(stable, options, steps), stable)
    if (next === current) break
    current = next
  }
  return current.root.text.bytes
}

/** Outputs are rewritten, the large ones go, the others' ids follow, and nothing is left to do. */
const MOST_ROUNDS = 4

/** The notebook of these bytes: the one at hand where they are its own. */
function read(bytes: Uint8Array, notebook: Notebook): Notebook {
  return bytes === notebook.root.text.bytes ? notebook : parseNotebook(bytes)
}

/** The way through one notebook. */
interface Pass extends RuleRun {
  readonly options: NormalizeOptions
  readonly notebook: Notebook
  /** The notebook's own, and that of the cell that is being gone through. */
  readonly verdict: OutputVerdict
  cellVerdict: OutputVerdict
  /** Outputs of that cell that stay. */
  outputsLeft: number
  /** Cells gone through so far. */
  passed: number
}

function notebookEdits(notebook: Notebook, options: NormalizeOptions, steps: Steps): readonly Edit[] {
  const { rules } = options
  const verdict = notebookVerdict(notebook.metadata, options.outputs === "keep", rules)
  const pass: Pass = {
    options,
    notebook,
    verdict,
    cellVerdict: verdict,
    outputsLeft: 0,
    edits: [],
    steps,
    cell: undefined,
    cleared: options.counts === "clear" ? "null" : undefined,
    showsWidgets: false,
    passed: 0,
  }
  // the cells first: what they show decides about the notebook's widgets
  for (const member of membersOf(notebook.root)) applyToCells(pass, member)
  pass.cell = undefined
  applyToMembers(pass, placeOf(rules, "notebook"), notebook.root, TOP)
  return pass.edits
}

/** The path of a cell's or the notebook's own object. */
const TOP: readonly string[] = []

/** A member of the notebook, perhaps one that holds cells. */
function applyToCells(pass: Pass, { key, value }: Pick<Member, "key" | "value">): void {
  if (key === "cells") keepItems(pass.edits, value, (cell) => applyToCell(pass, cell))
  if (key !== "worksheets") return
  for (const sheet of itemsOf(value)) for (const member of membersOf(sheet)) applyToCells(pass, member)
}

/** Takes the items out of the list that are not to be kept; returns how many are left. */
function keepItems(edits: Edit[], list: JsonValue, keep: (item: JsonValue, i: number) => boolean): number {
  if (kindOf(list) !== "array") return 0
  const { text, node } = list
  const end = text.tape[node + 2] as number
  const dropped: number[] = []
  let count = 0
  for (let item = node + NODE_SIZE; item < end; item = text.tape[item + 2] as number) {
    if (!keep({ text, node: item }, count)) dropped.push(item)
    count++
  }
  if (dropped.length > 0) cutEntries(edits, list, dropped)
  return count - dropped.length
}

/** Returns whether the cell stays. */
function applyToCell(pass: Pass, value: JsonValue): boolean {
  const { rules, dropTagged, dropEmptyCells } = pass.options
  const cell = nextCell(pass, value)
  const metadata = memberOf(value, "metadata")
  const tags = dropEmptyCells || dropTagged.length > 0 ? tagsOf(metadata, rules) : []
  const unwanted = dropTagged.find((tag) => tags.includes(tag))
  if (unwanted !== undefined) return dropCell(pass, value, `it is tagged ${unwanted}`)
  const stepsBefore = pass.steps?.length ?? 0
  const editsBefore = pass.edits.length
  pass.cellVerdict = cellVerdict(metadata, pass.verdict, rules)
  pass.outputsLeft = 0
  applyToMembers(pass, placeOf(rules, "cell"), value, TOP, OUTPUTS)
  if (!dropEmptyCells || cell === undefined || pass.outputsLeft > 0 || tags.length > 0 || !isBlank(cell))
    return true
  if (pass.steps !== undefined) pass.steps.length = stepsBefore
  pass.edits.length = editsBefore
  return dropCell(pass, value, "nothing is in it")
}

/** The model's cell of this value. Both go by the order of the file; a list of cells that is under a
 *  duplicate key is not in the model. */
function nextCell(pass: Pass, { node }: JsonValue): Cell | undefined {
  // nobody asks
  if (pass.steps === undefined && !pass.options.dropEmptyCells) return undefined
  const cell = pass.notebook.cells[pass.passed]
  const found = cell?.value.node === node
  pass.cell = found ? pass.passed++ : undefined
  return found ? cell : undefined
}

function dropCell(pass: Pass, value: JsonValue, why: string): false {
  note(pass, "drop-cell", TOP, value, why)
  return false
}

function isBlank({ source, attachments }: Cell): boolean {
  return source.trim() === "" && (attachments === undefined || membersOf(attachments).length === 0)
}

const OUTPUTS = { key: "outputs", applyTo: applyToOutputs } satisfies OwnMember<Pass>

function applyToOutputs(pass: Pass, list: JsonValue): void {
  if (isEmpty(list)) return
  const { cellVerdict: verdict, options } = pass
  const toOutputs = pathTo(pass, TOP, "outputs")
  if (kindOf(list) !== "array") {
    reduceOddOutputs(pass, list, toOutputs)
    return
  }
  if (verdict.keep && verdict.why !== undefined && options.outputs === "strip" && kindOf(list) === "array") {
    note(pass, "keep", toOutputs, list, verdict.why)
  }
  pass.outputsLeft += keepItems(pass.edits, list, (output, i) =>
    applyToOutput(pass, output, pathTo(pass, toOutputs, String(i))),
  )
}

/** What is in the place of the list may hold the same, whatever it is. */
function reduceOddOutputs(pass: Pass, value: JsonValue, path: readonly string[]): void {
  const { keep, why } = pass.cellVerdict
  if (keep) {
    pass.outputsLeft++
    return
  }
  note(pass, "strip", path, value, why ?? "outputs are stripped")
  replaceValue(pass.edits, value, "[]")
}

/** Returns whether the output stays. */
function applyToOutput(pass: Pass, output: JsonValue, path: readonly string[]): boolean {
  const { cellVerdict: verdict, options, notebook } = pass
  const { maxOutput, rules } = options
  if (!verdict.keep && (maxOutput === 0 || contentSize(output) > maxOutput)) {
    note(pass, "strip", path, output, verdict.why ?? "outputs are stripped")
    return false
  }
  if (!verdict.keep) note(pass, "keep", path, output, `it is not larger than ${maxOutput} bytes`)
  pass.showsWidgets ||= memberOf(memberOf(output, "data"), WIDGET_VIEW) !== undefined
  const ruleRun = notebook.major < 4 ? { ...pass, cleared: pass.cleared && NO_COUNT_OF_V3 } : pass
  applyToMembers(ruleRun, placeOf(rules, "output"), output, path)
  return true
}

const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

/** nbformat 3 asks for a whole number in an output, where a cell may have null. */
const NO_COUNT_OF_V3 = "0"
