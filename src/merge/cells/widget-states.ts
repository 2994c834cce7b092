import { type Draft, type DraftMember, draftMembers, span, withMember } from "../../notebook/draft.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  memberMap,
  memberOf,
  rawTextOf,
  textOf,
  valueAt,
} from "../../notebook/json/json-value.js"
import type { Note } from "../decisions/merge-log.js"
import type { Sides } from "../decisions/sides.js"
import { mergeVersions } from "./merge-value.js"
import type { MergedCell } from "./merged-cell.js"

/** Returns the notebook's members with the states of the widgets that the merged outputs show, of whichever side: the
 *  views are outputs and the models that they show are in the notebook's metadata. As they are where one side's states
 *  are all that is shown. */
export function withWidgetStates(
  members: readonly DraftMember[],
  cells: readonly MergedCell[],
  sides: Sides,
  note: Note,
): readonly DraftMember[] {
  const widgets = {
    base: widgetsOf(sides.base?.root),
    ours: widgetsOf(sides.ours.root),
    theirs: widgetsOf(sides.theirs.root),
  }
  if (widgets.ours === undefined && widgets.theirs === undefined) return members
  const merged = mergeVersions(widgets)
  const known = new Map([widgets.base, widgets.theirs, widgets.ours].flatMap((each) => [...statesOf(each)]))
  const shown = withReferences(cells.flatMap(shownModels), known)
  const taken = merged.kind === "resolved" ? merged.value : widgets.ours
  const have = statesOf(taken)
  const isWhole = [...shown].every((id) => have.has(id))
  if (shown.size === 0 || (isWhole && merged.kind === "resolved")) return members
  note("widget-states", ["metadata", "widgets"])
  const states = [...known]
    .filter(([id]) => shown.has(id))
    .map(([key, value]) => ({ key, value: span(value) }))
  return withStates(members, taken ?? widgets.ours ?? widgets.theirs, states)
}

const STATE = "application/vnd.jupyter.widget-state+json"
const VIEW = "application/vnd.jupyter.widget-view+json"

function widgetsOf(root: JsonValue | undefined): JsonValue | undefined {
  return valueAt(root, "metadata", "widgets")
}

function statesOf(widgets: JsonValue | undefined): ReadonlyMap<string, JsonValue> {
  const state = valueAt(widgets, STATE, "state")
  return state === undefined ? new Map<string, JsonValue>() : memberMap(state)
}

/** The models that a merged cell's outputs show. */
function shownModels({ content }: MergedCell): readonly string[] {
  const outputs =
    content.kind === "copy" ? memberOf(content.cell.value, "outputs") : spanOf(content.members, "outputs")
  if (outputs === undefined) return []
  return itemsOf(outputs).flatMap((output) => textOf(valueAt(output, "data", VIEW, "model_id")) ?? [])
}

function spanOf(members: readonly DraftMember[], key: string): JsonValue | undefined {
  const value = members.findLast((member) => member.key === key)?.value
  return value?.kind === "span" ? value.value : undefined
}

/** The models and those that they refer to: a box holds its children, and each has a layout. */
function withReferences(ids: readonly string[], states: ReadonlyMap<string, JsonValue>): ReadonlySet<string> {
  const found = new Set<string>()
  const left = [...ids]
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const state = states.get(id)
    if (state === undefined || found.has(id)) continue
    found.add(id)
    for (const [, other = ""] of rawTextOf(state).matchAll(/IPY_MODEL_([^"\\]+)/g)) left.push(other)
  }
  return found
}

function withStates(
  members: readonly DraftMember[],
  widgets: JsonValue | undefined,
  states: readonly DraftMember[],
): readonly DraftMember[] {
  const metadata = objectOf(members.findLast(({ key }) => key === "metadata")?.value)
  const outer = widgets && objectOf(span(widgets))
  const inner = widgets && objectOf(spanDraft(memberOf(widgets, STATE)))
  if (metadata === undefined || outer === undefined || inner === undefined) return members
  const state: Draft = { kind: "object", members: states }
  const data: Draft = { ...inner, members: withMember(inner.members, "state", state, "sorted") }
  const value: Draft = { ...outer, members: withMember(outer.members, STATE, data, "sorted") }
  const own: Draft = { ...metadata, members: withMember(metadata.members, "widgets", value, "sorted") }
  return withMember(members, "metadata", own, "sorted")
}

function spanDraft(value: JsonValue | undefined): Draft | undefined {
  return value && span(value)
}

function objectOf(draft: Draft | undefined): (Draft & { readonly kind: "object" }) | undefined {
  if (draft?.kind === "object") return draft
  if (draft?.kind !== "span" || kindOf(draft.value) !== "object") return undefined
  return { kind: "object", like: draft.value, members: draftMembers(draft.value) }
}
