import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { safeText } from "../ink/safe-text.js"

/** Which file a view is of, and what became of the file itself. Modes as git has them: "100644". */
export interface FileNames {
  readonly path: string
  /** The path before, where it was another one. */
  readonly oldPath?: string | undefined
  readonly status: FileStatus
  readonly oldMode?: string | undefined
  readonly newMode?: string | undefined
}

export type FileStatus = "modified" | "added" | "deleted" | "renamed" | "copied"

/** The diff of a file that came or went says nothing of the notebook it did not come from or go to: neither its
 *  format nor its metadata became another one. */
export function diffOfFile(diff: NotebookDiff, { status }: FileNames): NotebookDiff {
  return status === "added" || status === "deleted" ? { ...diff, notebook: [] } : diff
}

/** `old.ipynb → new.ipynb`, fit to be shown. */
export function pathWords({ path, oldPath }: FileNames): string {
  const name = safeText(path)
  return oldPath === undefined || oldPath === path ? name : `${safeText(oldPath)} → ${name}`
}

/** What happened to the file itself, in the order in which it is reported. */
export function fileEvents({ status, oldMode, newMode }: FileNames): readonly string[] {
  const modeChanged = oldMode !== undefined && newMode !== undefined && oldMode !== newMode
  const mode = modeChanged && status !== "added" && status !== "deleted" ? `mode ${oldMode} → ${newMode}` : ""
  return [statusWords(status, status === "deleted" ? oldMode : newMode), mode].filter((event) => event !== "")
}

/** Sets the usual mode, which is not reported. */
const USUAL_MODE = "100644"

function statusWords(status: FileStatus, mode: string | undefined): string {
  const unusual = mode === undefined || mode === USUAL_MODE ? "" : ` mode ${mode}`
  switch (status) {
    case "modified":
      return ""
    case "added":
      return `new file${unusual}`
    case "deleted":
      return `deleted file${unusual}`
    case "renamed":
    case "copied":
      return status
  }
}
