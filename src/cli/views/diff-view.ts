import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { summarize } from "../../diff/summary.js"
import { NO_PALETTE, type Palette } from "../../render/ink/palette.js"
import { patchLines, patchText } from "../../render/patch-text.js"
import { plainLines } from "../../render/plain.js"
import { sideBySideLines } from "../../render/side-by-side.js"
import { type FileStat, fileStat, renderStat } from "../../render/stat.js"
import { terminalLines } from "../../render/terminal.js"
import { fileEvents, pathWords } from "../../render/words/file-names.js"
import { summaryWords } from "../../render/words/summary-words.js"
import type { ComparePixels, TerminalOptions, ViewOptions } from "../../render/words/view-options.js"
import type { ComparedFile } from "../diff/notebook-pair.js"

/** Writes a comparison, one file after the other. */
export interface DiffView {
  /** Whether notebooks that do not differ are written too. */
  readonly showsEqual: boolean
  /** Whether it shows how much of an image changed. */
  readonly comparesImages?: boolean
  notebooks(file: ComparedFile, diff: NotebookDiff, comparePixels?: ComparePixels): Iterable<string>
  /** Writes git's own text diff of two versions that are not both notebooks. */
  text(file: ComparedFile, patch: string): Iterable<string>
  unmerged(path: string): Iterable<string>
  /** Writes what follows the last file. */
  end(): Iterable<string>
}

/** Returns whether there is anything to show about the two. */
export function differs({ names }: ComparedFile, diff: NotebookDiff): boolean {
  return fileEvents(names).length > 0 || summaryWords(summarize(diff)).length > 0
}

export function terminalView(options: TerminalOptions, sideBySide: boolean): DiffView {
  const lines = sideBySide ? sideBySideLines : terminalLines
  return {
    ...asGit(options.palette),
    comparesImages: true,
    notebooks: ({ names }, diff, comparePixels) => lines(diff, names, { ...options, comparePixels }),
  }
}

export function plainView(options: ViewOptions): DiffView {
  return {
    ...asGit(NO_PALETTE),
    comparesImages: true,
    notebooks: ({ names }, diff, comparePixels) => plainLines(diff, names, { ...options, comparePixels }),
  }
}

/** Writes all rows at the end, since a column is as wide as its widest entry. */
export function statView(width: number, palette: Palette): DiffView {
  const files: FileStat[] = []
  const add = (stat: FileStat): readonly string[] => {
    files.push(stat)
    return []
  }
  return {
    showsEqual: false,
    notebooks: ({ names }, diff) => add(fileStat(names, diff)),
    text: ({ names }, patch) =>
      add({ names, lines: patchLines(patch), cells: 0, outputs: 0, rerun: 0, stale: 0 }),
    unmerged: (path) => [` ${pathWords({ path, status: "modified" })} | Unmerged\n`],
    end: () => [renderStat(files, width, palette)],
  }
}

/** Writes files that are not notebooks as `git diff` does. */
function asGit(palette: Palette): Omit<DiffView, "notebooks"> {
  return {
    showsEqual: false,
    text: (_, patch) => [patchText(patch, palette)],
    unmerged: (path) => [`* Unmerged path ${pathWords({ path, status: "modified" })}\n`],
    end: () => [],
  }
}
