import { quotedPath } from "../../node/quoted-path.js"
import type { ComparedFile } from "../diff/notebook-pair.js"
import type { DiffView } from "./diff-view.js"

/** Writes `--name-only`, or `--name-status` with git's status letter. With `nulEnds` (git's `-z`) each word ends
 *  with NUL and is not quoted. */
export function namesView(format: "name-only" | "name-status", nulEnds: boolean): DiffView {
  const words = format === "name-status" ? statusWords : ({ names }: ComparedFile) => [names.path]
  const lines = (file: ComparedFile): readonly string[] => {
    if (nulEnds) return words(file).map((word) => `${word}\0`)
    return [`${words(file).map(quotedWord).join("\t")}\n`]
  }
  return {
    showsEqual: false,
    notebooks: lines,
    text: lines,
    unmerged: (path) => lines({ names: { path, status: "modified" }, status: "U" }),
    end: () => [],
  }
}

function statusWords({ names: { path, oldPath = path }, status }: ComparedFile): readonly string[] {
  return /^[RC]/.test(status) ? [status, oldPath, path] : [status, path]
}

function quotedWord(word: string): string {
  return quotedPath(word)
}

/** Writes nothing (`--quiet`). */
export const SILENT_VIEW: DiffView = {
  showsEqual: false,
  notebooks: () => [],
  text: () => [],
  unmerged: () => [],
  end: () => [],
}
