import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import type { Image } from "../diff/model/output-diff.js"
import type { FileNames } from "../render/words/file-names.js"
import type { ComparePixels, Detail } from "../render/words/view-options.js"
import type { Html } from "./markup/html.js"
import type { Picture } from "./markup/pictures.js"

/** One file of a review. */
export type ReviewEntry =
  | {
      readonly kind: "notebooks"
      readonly names: FileNames
      readonly diff: NotebookDiff
      readonly comparePixels?: ComparePixels | undefined
    }
  /** Two versions of which not both are notebooks: git's own patch of them. */
  | { readonly kind: "text"; readonly names: FileNames; readonly patch: string }
  | { readonly kind: "unmerged"; readonly path: string }

export interface ReviewOptions {
  /** Unchanged lines around a change that are not folded: git's `-U`. */
  readonly context: number
  readonly outputs: Detail
  readonly metadata: Detail
  /** Cells that were merely re-run, ids and volatile fields are shown too. */
  readonly all: boolean
  /** Whether unchanged cells are in the page, folded, or only counted. */
  readonly unchanged: "fold" | "drop"
  /** What the two versions are called: "main", "working tree". */
  readonly versions: { readonly before: string; readonly after: string } | undefined
  /** Where the pictures are; undefined where the page is to hold them itself. */
  readonly addresses: PictureAddresses | undefined
}

export const REVIEW_DEFAULTS: ReviewOptions = {
  context: 3,
  outputs: "show",
  metadata: "summary",
  all: false,
  unchanged: "fold",
  versions: undefined,
  addresses: undefined,
}

/** The addresses under which a server hands out pictures. They are put into `src` as they are, escaped. The same
 *  picture has the same address each time, or the page loads it again. */
export interface PictureAddresses {
  readonly image: (image: Image) => string
  /** Of a file that a notebook's Markdown names by a relative path; undefined where it is not served. */
  readonly file: (notebook: FileNames, side: "before" | "after", path: string) => string | undefined
}

/** One file as it is in the page. */
export interface ReviewFile {
  /** "f1": the section's id. Its cells are "f1c1", "f1c2", … */
  readonly id: string
  readonly path: string
  /** Cells to look at. */
  readonly changes: number
  /** Lines of source added and deleted, which order the tree by size on request. */
  readonly lines: number
  /** The file's item in the outline. */
  readonly outline: string
  /** The section's header: name, versions, summary. */
  readonly head: string
  /** What follows the header, in order. */
  readonly parts: readonly ReviewPart[]
  /** The pictures that the parts name. */
  readonly pictures: readonly Picture[]
}

/** The parts of a notebook and their lines in the outline. */
export interface FileParts {
  readonly outline: readonly Html[]
  readonly parts: readonly ReviewPart[]
  readonly changes: number
}

/** One element of a file's section: the card of a changed cell, a run of unchanged cells, a note. */
export interface ReviewPart {
  /** The hash of all that is in it, which is its `data-h`: equal hashes, equal elements. */
  readonly hash: string
  /** What is to be shown of it where there is no room for all. */
  readonly brief: string
  readonly html: string
}

export interface PageOptions {
  readonly title: string
  /** Bytes that the page may have; undefined for no limit. */
  readonly maxSize: number | undefined
  /** Served by `nbdiff --web`: the script is `page.js`, and the page follows its notebooks. */
  readonly live: boolean
}
