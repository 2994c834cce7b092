import { type JsonValue, membersOf } from "../../notebook/json/json-value.js"
import type { Cell, Notebook } from "../../notebook/model.js"
import type { Change, TextChange, ValueChange } from "../model/change.js"
import type { CellChanges, CellDiff, CellDiffKind } from "../model/notebook-diff.js"
import type { OutputDiff } from "../model/output-diff.js"
import { isStale } from "../stale.js"
import { splitLines } from "../text/lines.js"
import { type AttachmentJson, type BlobId, encodeAttachments } from "./encode-attachment.js"
import { encodeOutputs, encodePlace, type OutputJson, type PlaceJson } from "./encode-output.js"
import { encodeValueChange, encodeValues, type ValueChangeJson, type ValuesJson } from "./encode-value.js"

/** What happened to a cell. A key is there where there is something to say. */
export interface CellJson {
  readonly kind: CellDiffKind
  /** The cell's index in its notebook; a list where it is split or joined; null where it is not there. */
  readonly before: PlaceJson
  readonly after: PlaceJson
  readonly moved?: true
  readonly type?: Change<string | null>
  readonly id?: Change<string | null>
  readonly source?: readonly HunkJson[]
  readonly metadata?: readonly ValueChangeJson[]
  readonly attachments?: readonly AttachmentJson[]
  /** Keys that nbformat does not know. */
  readonly others?: readonly ValueChangeJson[]
  readonly executionCount?: ValuesJson
  readonly outputs?: readonly OutputJson[]
  /** The code was edited and not run again. */
  readonly stale?: true
  /** Only white space, the order of keys or the spelling of escapes differs. */
  readonly formatting?: true
}

/** Lines of a source that became others. */
interface HunkJson {
  /** The index of the first line, or of the one that the lines are in front of. */
  readonly before: number
  readonly after: number
  /** Each line with its ending. */
  readonly deleted: readonly string[]
  readonly added: readonly string[]
}

export function encodeCell(diff: CellDiff, a: Notebook, b: Notebook, blobId: BlobId): CellJson {
  const { kind, before, after, moved } = diff
  return {
    kind,
    before: encodePlace(before),
    after: encodePlace(after),
    ...(moved && { moved }),
    ...encodeChanges(changesOf(diff, a, b), blobId),
    ...(isStale({ a, b }, diff) && { stale: true }),
  }
}

/** What differs; for a cell that came or went, all that it is. */
function changesOf({ kind, before, after, changes }: CellDiff, a: Notebook, b: Notebook): Changes {
  switch (kind) {
    case "unchanged":
    case "edited":
    case "split":
    case "joined":
      return changes
    case "added":
      return betweenCells(undefined, b.cells[after[0] ?? -1])
    case "deleted":
      return betweenCells(a.cells[before[0] ?? -1], undefined)
  }
}

type Changes = Omit<CellChanges, "type"> & { readonly type: Change<string | undefined> | undefined }

/** A cell and none, or none and a cell, field by field. */
function betweenCells(a: Cell | undefined, b: Cell | undefined): Changes {
  const id = { before: a?.id, after: b?.id }
  const source = { before: a?.source ?? "", after: b?.source ?? "" }
  return {
    type: { before: a?.type, after: b?.type },
    id: id.before === id.after ? undefined : id,
    source: source.before === source.after ? undefined : { ...source, hunks: [wholeHunk(source)] },
    metadata: fieldsBetween("metadata", a?.metadata, b?.metadata),
    attachments: fieldsBetween("attachments", a?.attachments, b?.attachments),
    others: [],
    executionCount: undefined,
    outputs: [
      ...(a?.outputs ?? []).map((output): OutputDiff => lone("deleted", { before: [output], after: [] })),
      ...(b?.outputs ?? []).map((output): OutputDiff => lone("added", { before: [], after: [output] })),
    ],
    formatting: false,
  }
}

function lone(kind: "added" | "deleted", sides: Pick<OutputDiff, "before" | "after">): OutputDiff {
  return { kind, ...sides, changes: [] }
}

function wholeHunk({ before, after }: Change<string>): TextChange["hunks"][number] {
  return { fromA: 0, toA: splitLines(before).length, fromB: 0, toB: splitLines(after).length }
}

function fieldsBetween(
  key: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): readonly ValueChange[] {
  const isEmpty = [before, after].every((value) => value === undefined || membersOf(value).length === 0)
  return isEmpty ? [] : [{ path: [key], before, after, volatile: false }]
}

function encodeChanges(changes: Changes, blobId: BlobId): Omit<CellJson, "kind" | "before" | "after"> {
  const { type, id, source, executionCount, formatting } = changes
  const metadata = changes.metadata.map(encodeValueChange)
  const attachments = encodeAttachments(changes.attachments, blobId)
  const others = changes.others.map(encodeValueChange)
  const outputs = encodeOutputs(changes.outputs)
  return {
    ...(type && { type: orNull(type) }),
    ...(id && { id: orNull(id) }),
    ...(source && { source: encodeHunks(source) }),
    ...(metadata.length > 0 && { metadata }),
    ...(attachments.length > 0 && { attachments }),
    ...(others.length > 0 && { others }),
    ...(executionCount && { executionCount: encodeValues(executionCount) }),
    ...(outputs.length > 0 && { outputs }),
    ...(formatting && { formatting }),
  }
}

function orNull(change: Change<string | undefined>): Change<string | null> {
  return { before: change.before ?? null, after: change.after ?? null }
}

function encodeHunks({ before, after, hunks }: TextChange): readonly HunkJson[] {
  const linesA = splitLines(before)
  const linesB = splitLines(after)
  return hunks.map(({ fromA, toA, fromB, toB }) => ({
    before: fromA,
    after: fromB,
    deleted: linesA.slice(fromA, toA),
    added: linesB.slice(fromB, toB),
  }))
}
