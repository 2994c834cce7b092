import { quotedPath } from "../git/quoted-path.js"
import type { DiffView } from "./diff-view.js"
import type { ComparedFile } from "./notebook-pair.js"

/** `--name-only`, and with git's letter for what happened `--name-status`. */
export function namesView(format: "name-only" | "name-status"): DiffView {
  const line = format === "name-status" ? statusLine : ({ names }: ComparedFile) => quotedPath(names.path)
  const lines = (file: ComparedFile): readonly string[] => [`${line(file)}\n`]
  return {
    showsEqual: false,
    notebooks: lines,
    text: lines,
    unmerged: (path) => lines({ names: { path, status: "modified" }, status: "U" }),
    end: () => [],
  }
}

function statusLine({ names: { path, oldPath = path }, status }: ComparedFile): string {
  return [status, ...(/^[RC]/.test(status) ? [oldPath] : []), path].map((word) => quotedPath(word)).join("\t")
}

/** `--quiet`. */
export const silentView: DiffView = {
  showsEqual: false,
  notebooks: () => [],
  text: () => [],
  unmerged: () => [],
  end: () => [],
}
