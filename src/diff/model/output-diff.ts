import type { JsonValue } from "../../notebook/json/json-value.js"
import type { Output } from "../../notebook/model.js"
import type { TextChange, ValueChange } from "./change.js"

/** `rerun`: the bytes differ, the normal forms do not (an address, a temporary path, a time). */
export type OutputDiffKind = "unchanged" | "rerun" | "edited" | "added" | "deleted"

/** One output of a cell in two versions. */
export interface OutputDiff {
  readonly kind: OutputDiffKind
  /** None, one, or the neighboring chunks of one stream, which are one output to a reader. */
  readonly before: readonly Output[]
  readonly after: readonly Output[]
  /** What differs, for an edited output; empty otherwise. A part that was only re-run is left out. */
  readonly changes: readonly OutputChange[]
}

export type OutputChange =
  /** A stream's text, with carriage returns played. Lines that were only re-run lie in no hunk. */
  | { readonly kind: "stream"; readonly name: string; readonly text: TextChange }
  /** The text is the traceback without colors. */
  | {
      readonly kind: "error"
      readonly before: ErrorReport
      readonly after: ErrorReport
      readonly text: TextChange
    }
  /** One mime type of a bundle: added where there is no `before`, removed where there is no `after`. */
  | {
      readonly kind: "mime"
      readonly mime: string
      readonly before: JsonValue | undefined
      readonly after: JsonValue | undefined
      readonly content: MimeChange
    }
  /** The output's metadata, type, name or unknown keys. */
  | { readonly kind: "field"; readonly change: ValueChange }

/** What differs between two values of one mime type. The kind is that of what both hold, where they hold the
 *  same kind of thing, else `text`. */
export type MimeChange =
  | { readonly kind: "text"; readonly text: TextChange }
  | { readonly kind: "image"; readonly before: Image | undefined; readonly after: Image | undefined }
  | { readonly kind: "table"; readonly table: TableChange }
  | { readonly kind: "json"; readonly changes: readonly ValueChange[] }
  /** A sound, a film, a PDF: sizes in bytes. */
  | { readonly kind: "binary"; readonly before: number | undefined; readonly after: number | undefined }

/** What one mime type of a bundle holds. */
export type MimeContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly image: Image }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "json"; readonly value: JsonValue }
  | { readonly kind: "binary"; readonly size: number }

/** An exception, in the words a reader looks for first. */
export interface ErrorReport {
  readonly name: string
  readonly value: string
  /** The frame that raised it, as the traceback names it (`load(path)`, `line 3 in <module>`). */
  readonly lastFrame: string | undefined
}

/** An image as its header tells: `imageBytes` decodes the whole, for whoever wants to see it. */
export interface Image {
  readonly mime: string
  /** `PNG`, `JPEG`, …: what the bytes are, whatever the mime type says. */
  readonly format: string
  /** Pixels, where the header tells. */
  readonly width: number | undefined
  readonly height: number | undefined
  /** Bytes. */
  readonly size: number
  /** The base64 text or the SVG, as it is in the notebook. */
  readonly value: JsonValue
}

/** A DataFrame's HTML table, as text. Of a long one pandas shows only the ends: `shape` is that of the whole. */
export interface Table {
  /** A header of several levels is joined by a space. */
  readonly columns: readonly string[]
  /** The labels of the rows; a MultiIndex is joined by a space. */
  readonly index: readonly string[]
  /** One list of values a row, as long as `columns`. */
  readonly rows: readonly (readonly string[])[]
  readonly shape: { readonly rows: number; readonly columns: number }
}

/** Two tables, their columns matched by name and their rows by label. */
export interface TableChange {
  readonly before: Table | undefined
  readonly after: Table | undefined
  /** Values that differ in a row and a column which both tables show. */
  readonly values: number
  readonly columnsAdded: readonly string[]
  readonly columnsDeleted: readonly string[]
  /** Rows shown on one side only. */
  readonly rowsAdded: number
  readonly rowsDeleted: number
  /** The rows and the columns that both tables show, in the order of `before`. */
  readonly rows: readonly TablePair[]
  readonly columns: readonly TablePair[]
  /** What is around the table differs: its text or, where the tables are equal, the markup that they are written in. */
  readonly surroundings: boolean
}

/** Indices of one row or column in `before` and in `after`. */
export type TablePair = readonly [before: number, after: number]
