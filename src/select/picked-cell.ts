import type { CellDiff } from "../diff/model/notebook-diff.js"
import { outputRuns } from "../normalize/outputs/output-run.js"
import {
  type Draft,
  type DraftItem,
  type DraftMember,
  draftMembers,
  NULL,
  span,
  withMember,
  withoutMembers,
} from "../notebook/draft.js"
import { type JsonValue, memberOf, membersOf } from "../notebook/json/json-value.js"
import type { Cell, Notebook } from "../notebook/model.js"
import { allowedCellKeys, MINOR_WITH_IDS } from "../notebook/validate.js"
import { type Atom, cellAt } from "./atom.js"
import { hasIds, hasLevel } from "./atoms-of.js"
import { composeText } from "./composed-text.js"
import { draftOf, pickKeys } from "./picked-object.js"
import type { Picking } from "./picking.js"

/** A cell of the result. */
export interface PickedCell {
  readonly draft: Draft
  readonly cell: Cell
  /** The cell's value where one of the files has it just so. */
  readonly at: JsonValue | undefined
  readonly id: string | undefined
  /** Whether it comes from a version whose cells have ids. */
  readonly fromIds: boolean
}

/** Returns the cells of the result that come from one cell of the diff. */
export function pickCell(picking: Picking, k: number): readonly PickedCell[] {
  const { diff, isTaken } = picking
  const { kind, before, after } = cellAt(diff, k)
  const ofA = before.flatMap((i) => wholeCell(diff.a, i))
  const ofB = after.flatMap((i) => wholeCell(diff.b, i))
  switch (kind) {
    case "unchanged":
      return ofA.map((one) => withEditedText(picking, k, one))
    case "split":
    case "joined":
      return isTaken({ kind: "cell", cell: k }) ? ofB : ofA
    case "added":
      return ofB.map((one) => withEditedText(picking, k, withRun(picking, k, one, true)))
    case "deleted":
      return ofA.map((one) => withRun(picking, k, one, false))
    case "edited":
      return ofA.flatMap((one, i) => {
        const other = ofB[i]
        return other === undefined ? [one] : [pickEdited(picking, k, one, other)]
      })
  }
}

function wholeCell(notebook: Notebook, i: number): readonly PickedCell[] {
  const cell = notebook.cells[i]
  if (cell === undefined) return []
  return [{ draft: span(cell.value), cell, at: cell.value, id: cell.id, fromIds: hasIds(notebook) }]
}

/** An added cell with those of its outputs that are taken, or a deleted one without them. */
function withRun({ isTaken, atomsOfCell }: Picking, k: number, one: PickedCell, wanted: boolean): PickedCell {
  const run = atomsOfCell(k).filter(({ kind }) => kind !== "cell")
  const keeps = (atom: Atom): boolean => isTaken(atom) === wanted
  if (run.every(keeps)) return one
  const { cell } = one
  const outputs = outputRuns(cell.outputs).flatMap((runs, output) =>
    keeps({ kind: "output", cell: k, output }) ? runs : [],
  )
  const keepsCount = !run.some(({ kind }) => kind === "count") || keeps({ kind: "count", cell: k })
  const members = draftMembers(cell.value).flatMap((member): readonly DraftMember[] => {
    if (member.key === "outputs") {
      const items = outputs.map(({ value }): DraftItem => ({ value: span(value), at: value }))
      return [{ ...member, value: { kind: "array", like: memberOf(cell.value, "outputs"), items } }]
    }
    if (keepsCount) return [member]
    if (member.key === "execution_count") return [{ ...member, value: NULL }]
    return member.key === "prompt_number" ? [] : [member]
  })
  return { ...one, draft: { kind: "object", like: cell.value, members } }
}

function withEditedText({ edited }: Picking, k: number, one: PickedCell): PickedCell {
  const text = edited.get(k)
  if (text === undefined) return one
  const { cell, draft } = one
  const members = draft.kind === "object" ? draft.members : draftMembers(cell.value)
  const value: Draft = { kind: "text", text, like: memberOf(cell.value, cell.sourceKey) }
  return {
    ...one,
    draft: {
      kind: "object",
      like: cell.value,
      members: withMember(members, cell.sourceKey, value, "sorted"),
    },
  }
}

function pickEdited(picking: Picking, k: number, ofA: PickedCell, ofB: PickedCell): PickedCell {
  const own = picking.atomsOfCell(k).filter(({ kind }) => kind !== "move")
  if (!picking.edited.has(k)) {
    // where the ids go with the format, the cell is whole with and without it
    if (own.length === 0) return picking.isTaken({ kind: "layout" }) ? ofB : ofA
    const taken = own.filter(picking.isTaken)
    if (taken.length === 0) return ofA
    if (taken.length === own.length) return ofB
  }
  return mixCell(picking, k, ofA, ofB)
}

/** a's cell with those of its members that are taken from b. */
function mixCell(picking: Picking, k: number, ofA: PickedCell, ofB: PickedCell): PickedCell {
  const { diff, isTaken } = picking
  const [a, b] = [ofA.cell, ofB.cell]
  const takesId = isTaken({ kind: "id", cell: k })
  const takesType = isTaken({ kind: "type", cell: k })
  const members = [...memberChanges(picking, k, a, b)].reduce(
    (all, [key, value]) => withChange(picking, all, key, value),
    draftMembers(a.value),
  )
  const cell = takesType ? b : a
  return {
    draft: { kind: "object", like: a.value, members: allowedMembers(members, cell, diff.a.major) },
    cell,
    at: a.value,
    id: takesId ? b.id : a.id,
    fromIds: ofA.fromIds,
  }
}

function withChange(
  { dialect }: Picking,
  members: readonly DraftMember[],
  key: string,
  value: Draft | undefined,
): readonly DraftMember[] {
  if (value === undefined) return withoutMembers(members, new Set([key]))
  return withMember(members, key, value, dialect.keys)
}

type MemberChange = readonly [key: string, value: Draft | undefined]

/** What happens to a's members, one after the other; undefined for a member that goes. */
function* memberChanges(picking: Picking, k: number, a: Cell, b: Cell): Generator<MemberChange> {
  const { isTaken, atomsOfCell } = picking
  const own = atomsOfCell(k)
  const takesType = isTaken({ kind: "type", cell: k })
  const fromB = (key: string): MemberChange => [key, draftOf(memberOf(b.value, key))]
  if (takesType) for (const key of keysOfType(a, b)) yield fromB(key)
  yield* sourceChanges(picking, k, a, b)
  if (own.some(({ kind }) => kind === "output")) yield ["outputs", pickedOutputs(picking, k, a, b)]
  if (isTaken({ kind: "count", cell: k })) yield fromB(countKey(a, b))
  yield [
    "metadata",
    pickedKeys(picking, "metadata", k, memberOf(a.value, "metadata"), memberOf(b.value, "metadata")),
  ]
  if (!takesType) {
    const [before, after] = [memberOf(a.value, "attachments"), memberOf(b.value, "attachments")]
    yield ["attachments", pickedKeys(picking, "attachment", k, before, after)]
  }
  for (const atom of own) if (atom.kind === "other" && isTaken(atom)) yield fromB(atom.key)
  if (isTaken({ kind: "id", cell: k })) yield fromB("id")
}

/** The keys that go with a cell's type: all but those that are taken by themselves. */
function keysOfType(a: Cell, b: Cell): ReadonlySet<string> {
  const keys = new Set([...membersOf(a.value), ...membersOf(b.value)].map(({ key }) => key))
  for (const key of [a.sourceKey, b.sourceKey, "metadata", "id"]) keys.delete(key)
  return keys
}

function* sourceChanges(picking: Picking, k: number, a: Cell, b: Cell): Generator<MemberChange> {
  const takesType = picking.isTaken({ kind: "type", cell: k })
  const key = takesType ? b.sourceKey : a.sourceKey
  const source = pickedSource(picking, k, a, b)
  if (source === undefined && key === a.sourceKey) return
  if (key !== a.sourceKey) yield [a.sourceKey, undefined]
  yield [key, source ?? draftOf(memberOf(a.value, a.sourceKey))]
}

/** The source where it is not a's as it is. */
function pickedSource({ diff, isTaken, edited }: Picking, k: number, a: Cell, b: Cell): Draft | undefined {
  const text = edited.get(k)
  const like = memberOf(a.value, a.sourceKey) ?? memberOf(b.value, b.sourceKey)
  if (text !== undefined) return { kind: "text", text, like }
  // a heading of nbformat 3 is one thing: its level and its text
  if (hasLevel(a.value) || hasLevel(b.value))
    return isTaken({ kind: "type", cell: k }) ? draftOf(memberOf(b.value, b.sourceKey)) : undefined
  const hunks = cellAt(diff, k).changes.source?.hunks ?? []
  const taken = hunks.map((_, hunk) => isTaken({ kind: "hunk", cell: k, hunk }))
  if (!taken.includes(true)) return undefined
  if (taken.every(Boolean)) return draftOf(memberOf(b.value, b.sourceKey))
  return { kind: "text", text: composeText(a.source, b.source, hunks, taken), like }
}

function countKey(a: Cell, b: Cell): string {
  const isOld = memberOf(b.value, "prompt_number") ?? memberOf(a.value, "prompt_number")
  return isOld === undefined ? "execution_count" : "prompt_number"
}

/** Members that the type allows, or that the cell of this type has already. */
function allowedMembers(members: readonly DraftMember[], cell: Cell, major: number): readonly DraftMember[] {
  const allowed = major < 4 ? undefined : allowedCellKeys(cell.type, MINOR_WITH_IDS)
  if (allowed === undefined) return members
  return members.filter(({ key }) => allowed.has(key) || memberOf(cell.value, key) !== undefined)
}

function pickedOutputs({ diff, isTaken }: Picking, k: number, a: Cell, b: Cell): Draft | undefined {
  const { outputs }: CellDiff["changes"] = cellAt(diff, k).changes
  const takes = outputs.map(
    ({ kind }, output) => kind !== "unchanged" && isTaken({ kind: "output", cell: k, output }),
  )
  if (!takes.includes(true)) return draftOf(memberOf(a.value, "outputs"))
  if (outputs.every(({ kind }, i) => kind === "unchanged" || takes[i]))
    return draftOf(memberOf(b.value, "outputs"))
  const items = outputs.flatMap(({ before, after }, i) =>
    (takes[i] ? after : before).map(({ value }): DraftItem => ({ value: span(value), at: value })),
  )
  return { kind: "array", like: memberOf(a.value, "outputs"), items }
}

function pickedKeys(
  { isTaken }: Picking,
  kind: "metadata" | "attachment",
  cell: number,
  a: JsonValue | undefined,
  b: JsonValue | undefined,
): Draft | undefined {
  return pickKeys((key) => isTaken({ kind, cell, key }), a, b)
}
