import type { Change, TextChange } from "./model/change.js"
import type { CellChanges, CellDiff, CellDiffKind, NotebookDiff } from "./model/notebook-diff.js"
import type { MimeChange, OutputChange, OutputDiff, OutputDiffKind, TablePair } from "./model/output-diff.js"
import { inReadingOrder } from "./reading-order.js"
import { inverted } from "./text/hunk.js"

/** What happened, told from b to a. */
export function invertDiff({ a, b, cells, notebook, formatting }: NotebookDiff): NotebookDiff {
  return {
    a: b,
    b: a,
    cells: inReadingOrder(cells.map(invertCell)),
    notebook: notebook.map(invertChange),
    formatting,
  }
}

function invertCell({ kind, before, after, moved, changes }: CellDiff): CellDiff {
  return { kind: OPPOSITE_KINDS[kind], before: after, after: before, moved, changes: invertChanges(changes) }
}

const OPPOSITE_KINDS = {
  unchanged: "unchanged",
  edited: "edited",
  added: "deleted",
  deleted: "added",
  split: "joined",
  joined: "split",
} as const satisfies Record<CellDiffKind, CellDiffKind>

function invertChanges(changes: CellChanges): CellChanges {
  return {
    type: changes.type && invertChange(changes.type),
    id: changes.id && invertChange(changes.id),
    source: changes.source && invertText(changes.source),
    metadata: changes.metadata.map(invertChange),
    attachments: changes.attachments.map(invertChange),
    others: changes.others.map(invertChange),
    executionCount: changes.executionCount && invertChange(changes.executionCount),
    outputs: deletedFirst(changes.outputs.map(invertOutput)),
    formatting: changes.formatting,
  }
}

function invertChange<C extends Change<unknown>>(change: C): C {
  return { ...change, before: change.after, after: change.before }
}

function invertText({ before, after, hunks }: TextChange): TextChange {
  return { before: after, after: before, hunks: inverted(hunks) }
}

function invertOutput({ kind, before, after, changes }: OutputDiff): OutputDiff {
  return { kind: OPPOSITE_OUTPUT_KINDS[kind], before: after, after: before, changes: changes.map(invertPart) }
}

const OPPOSITE_OUTPUT_KINDS = {
  unchanged: "unchanged",
  rerun: "rerun",
  edited: "edited",
  added: "deleted",
  deleted: "added",
} as const satisfies Record<OutputDiffKind, OutputDiffKind>

/** Outputs that came or went in one place, with the deleted ones in front. */
function deletedFirst(outputs: readonly OutputDiff[]): readonly OutputDiff[] {
  const ordered: OutputDiff[] = []
  let added: OutputDiff[] = []
  for (const output of outputs) {
    if (output.kind === "added") {
      added.push(output)
      continue
    }
    if (output.kind !== "deleted") {
      ordered.push(...added)
      added = []
    }
    ordered.push(output)
  }
  return [...ordered, ...added]
}

function invertPart(change: OutputChange): OutputChange {
  switch (change.kind) {
    case "stream":
      return { ...change, text: invertText(change.text) }
    case "error":
      return { ...change, before: change.after, after: change.before, text: invertText(change.text) }
    case "mime":
      return {
        ...change,
        before: change.after,
        after: change.before,
        content: invertContent(change.content),
      }
    case "field":
      return { ...change, change: invertChange(change.change) }
  }
}

function invertContent(content: MimeChange): MimeChange {
  switch (content.kind) {
    case "text":
      return { ...content, text: invertText(content.text) }
    case "image":
      return { ...content, before: content.after, after: content.before }
    case "binary":
      return { ...content, before: content.after, after: content.before }
    case "json":
      return { ...content, changes: content.changes.map(invertChange) }
    case "table": {
      const { table } = content
      return {
        kind: "table",
        table: {
          before: table.after,
          after: table.before,
          values: table.values,
          columnsAdded: table.columnsDeleted,
          columnsDeleted: table.columnsAdded,
          rowsAdded: table.rowsDeleted,
          rowsDeleted: table.rowsAdded,
          rows: invertPairs(table.rows),
          columns: invertPairs(table.columns),
          surroundings: table.surroundings,
        },
      }
    }
  }
}

function invertPairs(pairs: readonly TablePair[]): readonly TablePair[] {
  return pairs.map(([before, after]) => [after, before] as const).sort(([x], [y]) => x - y)
}
