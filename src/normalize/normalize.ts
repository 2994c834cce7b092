import { type Dialect, dialectOf, layoutOf, NBFORMAT_DIALECT } from "../notebook/dialect.js"
import { type Draft, NULL, writeFile } from "../notebook/draft.js"
import { endOf, itemsOf, type JsonValue, memberOf, membersOf, startOf } from "../notebook/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../notebook/model.js"
import { canonicalNotebook } from "./canonical.js"
import { contentSize } from "./content-size.js"
import { cellVerdict, notebookVerdict, type OutputVerdict, tagsOf } from "./output-verdict.js"
import { redraftCells, redraftItems, redraftMembers } from "./redraft.js"
import { type Reduction, reduceValue, type Step } from "./reduction.js"
import { DEFAULT_RULES, placeAt, placeOf, type RulePlace, type RuleSet } from "./rule-set.js"
import { draftStableNotebook } from "./stable-notebook.js"

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
  const bytes = (options.stableOutputs ? stabilized : reduced)(notebook, options, steps)
  return { bytes: options.canonical ? canonicalNotebook(read(bytes, notebook)) : bytes, steps }
}

/** Without what the rules and the options take away. */
function reduced(notebook: Notebook, options: NormalizeOptions, steps: Step[]): Uint8Array {
  const draft = draftNotebook(notebook, options, steps)
  return rewritten(notebook, draft, { ...NBFORMAT_DIALECT, layout: layoutOf(notebook.root) })
}

/** What is taken away decides which place an output has, and so its ids; how long it is in its stable form decides
 *  whether it is taken away: in turn, until neither changes anything. */
function stabilized(notebook: Notebook, options: NormalizeOptions, steps: Step[]): Uint8Array {
  let current = read(reduced(notebook, options, steps), notebook)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const stable = read(rewritten(current, draftStableNotebook(current, steps), dialectOf(current)), current)
    const next = read(reduced(stable, options, steps), stable)
    if (next === current) break
    current = next
  }
  return current.root.text.bytes
}

/** Outputs are rewritten, the large ones go, the others' ids follow, and nothing is left to do. */
const MOST_ROUNDS = 4

function rewritten({ root }: Notebook, draft: Draft, dialect: Dialect): Uint8Array {
  return draft.kind === "span" ? root.text.bytes : writeFile(root, draft, dialect)
}

/** The notebook of these bytes: the one at hand where they are its own. */
function read(bytes: Uint8Array, notebook: Notebook): Notebook {
  return bytes === notebook.root.text.bytes ? notebook : parseNotebook(bytes)
}

/** What is known of the whole notebook while its cells are gone through. */
interface Pass {
  readonly options: NormalizeOptions
  readonly major: number
  readonly cells: ReadonlyMap<number, { readonly cell: Cell; readonly index: number }>
  readonly verdict: OutputVerdict
  readonly cellPlace: RulePlace
  readonly outputPlace: RulePlace
  readonly steps: Step[]
  showsWidgets: boolean
}

function draftNotebook(notebook: Notebook, options: NormalizeOptions, steps: Step[]): Draft {
  const { rules } = options
  const pass: Pass = {
    options,
    major: notebook.major,
    cells: new Map(notebook.cells.map((cell, index) => [cell.value.node, { cell, index }])),
    verdict: notebookVerdict(notebook.metadata, options.outputs === "keep", rules),
    cellPlace: placeOf(rules, "cell"),
    outputPlace: placeOf(rules, "output"),
    steps,
    showsWidgets: false,
  }
  const lists = new Map(
    membersOf(notebook.root).map((member) => [
      member.value.node,
      redraftCells(member, (cell) => draftCell(pass, cell)),
    ]),
  )
  const place = placeOf(rules, "notebook")
  const reduction = reductionOf(pass, undefined, NULL)
  return redraftMembers(
    notebook.root,
    ({ key, value }) => lists.get(value.node) ?? reduceValue(reduction, placeAt(place, key), value, [key]),
  )
}

function draftCell(pass: Pass, value: JsonValue): Draft | undefined {
  const { rules, dropTagged, dropEmptyCells } = pass.options
  const known = pass.cells.get(value.node)
  const metadata = memberOf(value, "metadata")
  const tags = tagsOf(metadata, rules)
  const unwanted = dropTagged.find((tag) => tags.includes(tag))
  if (unwanted !== undefined) return dropCell(pass, value, `it is tagged ${unwanted}`)
  const stepsBefore = pass.steps.length
  const verdict = cellVerdict(metadata, pass.verdict, rules)
  const reduction = reductionOf(pass, known?.index, NULL)
  let outputsLeft = 0
  const draft = redraftMembers(value, (member) => {
    const path = [member.key]
    if (member.key !== "outputs")
      return reduceValue(reduction, placeAt(pass.cellPlace, member.key), member.value, path)
    const outputs = draftOutputs(pass, known?.index, member.value, verdict)
    outputsLeft += outputs.kind === "array" ? outputs.items.length : itemsOf(member.value).length
    return outputs
  })
  const empty = known !== undefined && isBlank(known.cell) && tags.length === 0 && outputsLeft === 0
  if (!dropEmptyCells || !empty) return draft
  pass.steps.length = stepsBefore
  return dropCell(pass, value, "nothing is in it")
}

function dropCell(pass: Pass, value: JsonValue, why: string): undefined {
  pass.steps.push({
    kind: "drop-cell",
    cell: pass.cells.get(value.node)?.index,
    path: [],
    bytes: sizeOf(value),
    why,
  })
}

function isBlank({ source, attachments }: Cell): boolean {
  return source.trim() === "" && (attachments === undefined || membersOf(attachments).length === 0)
}

function draftOutputs(pass: Pass, cell: number | undefined, list: JsonValue, verdict: OutputVerdict): Draft {
  const { outputs, maxOutput } = pass.options
  const cleared: Draft = pass.major < 4 ? NO_COUNT_OF_V3 : NULL
  const reduction = reductionOf(pass, cell, cleared)
  if (verdict.keep && verdict.why !== undefined && outputs === "strip" && itemsOf(list).length > 0) {
    reduction.note("keep", ["outputs"], list, verdict.why)
  }
  return redraftItems(list, (output, i) => {
    const path = ["outputs", String(i)]
    if (!verdict.keep && (maxOutput === 0 || contentSize(output) > maxOutput)) {
      reduction.note("strip", path, output, verdict.why ?? "outputs are stripped")
      return undefined
    }
    if (!verdict.keep) reduction.note("keep", path, output, `it is no larger than ${maxOutput} bytes`)
    pass.showsWidgets ||= memberOf(memberOf(output, "data"), WIDGET_VIEW) !== undefined
    return redraftMembers(output, ({ key, value }) =>
      reduceValue(reduction, placeAt(pass.outputPlace, key), value, [...path, key]),
    )
  })
}

const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

/** nbformat 3 asks for a whole number in an output, where a cell may have null. */
const NO_COUNT_OF_V3: Draft = { kind: "literal", text: "0" }

function reductionOf(pass: Pass, cell: number | undefined, cleared: Draft): Reduction {
  return {
    cleared: pass.options.counts === "clear" ? cleared : undefined,
    showsWidgets: pass.showsWidgets,
    note: (kind, path, value, why) => {
      pass.steps.push({ kind, cell, path, bytes: sizeOf(value), why })
    },
  }
}

function sizeOf(value: JsonValue): number {
  return endOf(value) - startOf(value)
}
