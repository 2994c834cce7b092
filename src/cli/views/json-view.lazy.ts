import { encodeDiff, JSON_VERSION } from "../../diff/json/encode.js"
import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { formatNbdime } from "../../diff/nbdime/nbdime.js"
import { blobId } from "../../node/blob-id.js"
import { safeJson } from "../../render/words/json-text.js"
import type { ComparedFile } from "../diff/notebook-pair.js"
import type { DiffView } from "./diff-view.js"

/** Writes a notebook's diff as JSON on one line. */
type FormatDiff = (file: ComparedFile, diff: NotebookDiff) => string

/** Sets the version of `schema/notebook-diff.schema.json`. */
export const ownFormat: FormatDiff = (file, diff) => {
  const { before, after } = pathsOf(file)
  return safeJson(
    JSON.stringify(encodeDiff(diff, { before: before ?? undefined, after: after ?? undefined }, blobId)),
  )
}

export const nbdimeFormat: FormatDiff = (_, diff) => safeJson(formatNbdime(diff))

/** Writes the diff of two notebooks that were named, whether or not they differ. */
export function pairJsonView(format: FormatDiff): DiffView {
  return {
    showsEqual: true,
    notebooks: (file, diff) => [format(file, diff), "\n"],
    text: () => [],
    unmerged: () => [],
    end: () => [],
  }
}

/** Writes the notebooks of a range that differ as one object, with one entry on each line. An entry has what git
 *  knows about the file (its status letter, its path and mode before and after, null where it does not exist), and
 *  its diff, or git's own text diff if it is not a notebook. */
export function rangeJsonView(format: FormatDiff): DiffView {
  let isFirst = true
  const entry = (file: ComparedFile, diff: string, text: string | null): readonly string[] => {
    const lead = isFirst ? START : ",\n"
    isFirst = false
    const known = safeJson(JSON.stringify(fileJson(file))).slice(0, -1)
    return [lead, `${known},"diff":${diff},"text":${safeJson(JSON.stringify(text))}}`]
  }
  return {
    showsEqual: false,
    notebooks: (file, diff) => entry(file, format(file, diff), null),
    text: (file, patch) => entry(file, "null", patch),
    unmerged: (path) => entry({ names: { path, status: "modified" }, status: "U" }, "null", null),
    end: () => [isFirst ? START : "\n", "]}\n"],
  }
}

const START = `{"version":${JSON_VERSION},"files":[\n`

interface FileJson {
  readonly status: string
  readonly before: VersionJson | null
  readonly after: VersionJson | null
}

interface VersionJson {
  readonly path: string
  /** As in git's tree: "100644"; null where git has none. */
  readonly mode: string | null
}

function fileJson(file: ComparedFile): FileJson {
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
