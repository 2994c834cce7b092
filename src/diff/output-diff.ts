import type { Output } from "../notebook/model.js"
import type { TextChange, ValueChange } from "./notebook-diff.js"

/** `rerun`: the bytes differ, the normal forms do not (an address, a temporary path, a time). */
export type OutputDiffKind = "unchanged" | "rerun" | "edited" | "added" | "deleted"

/** One output of a cell in two versions. */
export interface OutputDiff {
  readonly kind: OutputDiffKind
  readonly before: Output | undefined
  readonly after: Output | undefined
  /** What differs, for an edited output; empty otherwise. */
  readonly changes: readonly OutputChange[]
}

export type OutputChange =
  /** A stream's text, with carriage returns played. */
  | { readonly kind: "stream"; readonly name: string; readonly text: TextChange }
  | { readonly kind: "error"; readonly name: string; readonly text: TextChange }
  | { readonly kind: "mime"; readonly mime: string; readonly content: MimeChange }
  /** The output's metadata, type, name or unknown keys. */
  | { readonly kind: "field"; readonly change: ValueChange }

/** One mime type of a bundle: added, removed or changed; `before` and `after` of what it holds. */
export type MimeChange =
  | { readonly kind: "text"; readonly text: TextChange }
  | { readonly kind: "image"; readonly before: Image | undefined; readonly after: Image | undefined }
  | { readonly kind: "table"; readonly before: Table | undefined; readonly after: Table | undefined; readonly values: number }
  | { readonly kind: "json"; readonly changes: readonly ValueChange[] }

/** An image as its bytes say: its pixels are decoded by whoever wants to see them. */
export interface Image {
  readonly mime: string
  readonly bytes: Uint8Array
  /** Pixels, where the header tells. */
  readonly width: number | undefined
  readonly height: number | undefined
}

/** A DataFrame's HTML table: header cells and rows of text. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
