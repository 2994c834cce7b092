import { type DiffForm, encodeDiff, FORM_VERSION } from "../diff/encode.js"
import type { NotebookDiff } from "../diff/notebook-diff.js"
import { blobId } from "../git/blob-id.js"
import type { DiffView } from "./diff-view.js"
import type { ComparedFile } from "./notebook-pair.js"

/** The diff of two notebooks that were named: one object, whether or not they differ. */
export function pairJsonView(encode: (file: ComparedFile, diff: NotebookDiff) => unknown): DiffView {
  return {
    showsEqual: true,
    notebooks: (file, diff) => [`${JSON.stringify(encode(file, diff))}\n`],
    text: () => [],
    unmerged: () => [],
    end: () => [],
  }
}

/** The notebooks of a range that differ: one object, with an entry a line. */
export function rangeJsonView(encode: (file: ComparedFile, diff: NotebookDiff) => unknown): DiffView {
  let isFirst = true
  const entry = (file: RangeFileForm): readonly string[] => {
    const lead = isFirst ? START : ",\n"
    isFirst = false
    return [lead, JSON.stringify(file)]
  }
  return {
    showsEqual: false,
    notebooks: (file, diff) => entry({ ...fileForm(file), diff: encode(file, diff), text: null }),
    text: (file, patch) => entry({ ...fileForm(file), diff: null, text: patch }),
    unmerged: (path) =>
      entry({ ...fileForm({ names: { path, status: "modified" }, status: "U" }), diff: null, text: null }),
    end: () => [isFirst ? START : "\n", "]}\n"],
  }
}

const START = `{"version":${FORM_VERSION},"files":[\n`

/** The form of `schema/notebook-diff.schema.json`. */
export function diffForm(file: ComparedFile, diff: NotebookDiff): DiffForm {
  const { before, after } = pathsOf(file)
  return encodeDiff(diff, { before: before ?? undefined, after: after ?? undefined }, blobId)
}

/** One file of a range: what git knows of it, and the diff, or git's text diff of what is no notebook. */
interface RangeFileForm {
  /** git's letter, with the similarity of a rename or a copy. */
  readonly status: string
  /** Null where the file is not there. */
  readonly before: FileVersionForm | null
  readonly after: FileVersionForm | null
  readonly diff: unknown
  readonly text: string | null
}

interface FileVersionForm {
  readonly path: string
  /** As in git's tree: "100644"; null where git has none. */
  readonly mode: string | null
}

function fileForm(file: ComparedFile): Pick<RangeFileForm, "status" | "before" | "after"> {
  const { oldMode = null, newMode = null } = file.names
  const { before, after } = pathsOf(file)
  return {
    status: file.status,
    before: before === null ? null : { path: before, mode: oldMode },
    after: after === null ? null : { path: after, mode: newMode },
  }
}

function pathsOf({ names: { path, oldPath, status } }: ComparedFile): {
  readonly before: string | null
  readonly after: string | null
} {
  return { before: status === "added" ? null : (oldPath ?? path), after: status === "deleted" ? null : path }
}
