import { endOf, startOf } from "../../notebook/json/json-value.js"
import type { Output } from "../../notebook/model.js"
import type { Change, TextChange } from "../model/change.js"
import type {
  ErrorReport,
  Image,
  MimeChange,
  OutputChange,
  OutputDiff,
  OutputDiffKind,
  Table,
} from "../model/output-diff.js"
import { encodeValueChange, type ValueChangeJson } from "./encode-value.js"

/** One output in two versions, without its content. */
export interface OutputJson {
  readonly kind: Exclude<OutputDiffKind, "unchanged">
  /** Its index among the cell's outputs; a list for a stream in several chunks; null where it is not there. */
  readonly before: PlaceJson
  readonly after: PlaceJson
  readonly type: Change<string | null>
  /** Bytes of its JSON. */
  readonly size: Change<number | null>
  readonly changes?: readonly OutputChangeJson[]
}

/** An index from 0, several, or none. */
export type PlaceJson = number | readonly number[] | null

type OutputChangeJson =
  | { readonly kind: "stream"; readonly name: string; readonly lines: LineCountJson }
  | {
      readonly kind: "error"
      readonly before: ErrorJson
      readonly after: ErrorJson
      readonly lines: LineCountJson
    }
  | { readonly kind: "mime"; readonly mime: string; readonly content: MimeJson }
  | { readonly kind: "field"; readonly change: ValueChangeJson }

interface LineCountJson {
  readonly added: number
  readonly deleted: number
}

interface ErrorJson {
  readonly name: string
  readonly value: string
  readonly lastFrame: string | null
}

type MimeJson =
  | { readonly kind: "text"; readonly lines: LineCountJson }
  | { readonly kind: "image"; readonly before: ImageJson | null; readonly after: ImageJson | null }
  | TableJson
  /** How many values differ. */
  | { readonly kind: "json"; readonly values: number }
  /** Bytes. */
  | { readonly kind: "binary"; readonly before: number | null; readonly after: number | null }

interface ImageJson {
  readonly format: string
  readonly width: number | null
  readonly height: number | null
  readonly size: number
}

interface TableJson {
  readonly kind: "table"
  readonly before: ShapeJson | null
  readonly after: ShapeJson | null
  readonly values: number
  readonly columnsAdded: readonly string[]
  readonly columnsDeleted: readonly string[]
  readonly rowsAdded: number
  readonly rowsDeleted: number
  readonly surroundings: boolean
}

interface ShapeJson {
  readonly rows: number
  readonly columns: number
}

/** The outputs of a cell that are not unchanged. */
export function encodeOutputs(outputs: readonly OutputDiff[]): readonly OutputJson[] {
  const forms: OutputJson[] = []
  let i = 0
  let j = 0
  for (const { kind, before, after, changes } of outputs) {
    if (kind !== "unchanged") {
      forms.push({
        kind,
        before: encodePlace(before.map((_, n) => i + n)),
        after: encodePlace(after.map((_, n) => j + n)),
        type: { before: before[0]?.type ?? null, after: after[0]?.type ?? null },
        size: { before: sizeOf(before), after: sizeOf(after) },
        ...(changes.length > 0 && { changes: changes.map(encodeChange) }),
      })
    }
    i += before.length
    j += after.length
  }
  return forms
}

export function encodePlace(indices: readonly number[]): PlaceJson {
  const [first, ...more] = indices
  return first === undefined ? null : more.length === 0 ? first : indices
}

function sizeOf(outputs: readonly Output[]): number | null {
  if (outputs.length === 0) return null
  return outputs.reduce((size, { value }) => size + endOf(value) - startOf(value), 0)
}

function encodeChange(change: OutputChange): OutputChangeJson {
  switch (change.kind) {
    case "stream":
      return { kind: "stream", name: change.name, lines: countLines(change.text) }
    case "error":
      return {
        kind: "error",
        before: encodeError(change.before),
        after: encodeError(change.after),
        lines: countLines(change.text),
      }
    case "mime":
      return { kind: "mime", mime: change.mime, content: encodeMime(change.content) }
    case "field":
      return { kind: "field", change: encodeValueChange(change.change) }
  }
}

function countLines({ hunks }: TextChange): LineCountJson {
  return {
    added: hunks.reduce((sum, { fromB, toB }) => sum + toB - fromB, 0),
    deleted: hunks.reduce((sum, { fromA, toA }) => sum + toA - fromA, 0),
  }
}

function encodeError({ name, value, lastFrame }: ErrorReport): ErrorJson {
  return {
    name: excerpt(name),
    value: excerpt(value),
    lastFrame: lastFrame === undefined ? null : excerpt(lastFrame),
  }
}

/** Characters of an error's words that are shown: some messages hold a whole table. */
const EXCERPT = 1000

function excerpt(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}…`
}

function encodeMime(content: MimeChange): MimeJson {
  switch (content.kind) {
    case "text":
      return { kind: "text", lines: countLines(content.text) }
    case "image":
      return { kind: "image", before: encodeImage(content.before), after: encodeImage(content.after) }
    case "table": {
      const { before, after, rows: _, columns: __, ...counts } = content.table
      return { kind: "table", before: encodeShape(before), after: encodeShape(after), ...counts }
    }
    case "json":
      return { kind: "json", values: content.changes.length }
    case "binary":
      return { kind: "binary", before: content.before ?? null, after: content.after ?? null }
  }
}

function encodeImage(image: Image | undefined): ImageJson | null {
  if (image === undefined) return null
  const { format, width, height, size } = image
  return { format, width: width ?? null, height: height ?? null, size }
}

function encodeShape(table: Table | undefined): ShapeJson | null {
  return table === undefined ? null : { rows: table.shape.rows, columns: table.shape.columns }
}
