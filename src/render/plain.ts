import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { summarize } from "../diff/summary.js"
import { plainLine } from "./code-line.js"
import { safeText } from "./ink/safe-text.js"
import { type Block, blocksOf } from "./parts/blocks.js"
import { moreWords, OPEN_END, SIGNS, type UnifiedLine, unifiedLines } from "./parts/unified-lines.js"
import type { CellTitle } from "./words/cell-title.js"
import { diffOfFile, type FileNames, fileEvents, pathWords } from "./words/file-names.js"
import type { Part } from "./words/part.js"
import { summaryWords, unchangedWords } from "./words/summary-words.js"
import type { ViewOptions } from "./words/view-options.js"

/** A notebook's diff for a pipe, a file or a mail: no escape codes, and the same bytes whatever is there to show
 *  it. Lines of text begin with a sign as in git's diffs, and no other line begins with one. */
export function renderPlain(diff: NotebookDiff, names: FileNames, options: ViewOptions): string {
  return [...plainLines(diff, names, options)].join("")
}

/** The same, some lines at a time. */
export function* plainLines(whole: NotebookDiff, names: FileNames, options: ViewOptions): Generator<string> {
  const diff = diffOfFile(whole, names)
  const header = [...fileEvents(names), ...summaryWords(summarize(diff)).map(({ text }) => text)].join(" · ")
  if (header !== "") yield `${pathWords(names)}   ${header}\n`
  let body = false
  for (const block of blocksOf(diff, { ...options, words: false })) {
    if (!body) yield "\n"
    body = true
    yield* blockLines(block)
  }
  if (body) yield "\n"
}

function* blockLines(block: Block): Generator<string> {
  switch (block.kind) {
    case "unchanged":
      yield `${unchangedWords(block)}\n`
      return
    case "notebook":
      yield "── notebook · metadata changed ──\n"
      break
    case "cell":
      yield `── ${titleWords(block.title)} ──\n`
      break
  }
  for (const part of block.parts) yield* partLines(part)
}

/** A cell's place, type and fate, and its name: `12 → 14 · code · edited ── df = pd.read_csv(path)`. */
function titleWords({ positions, type, events, name }: CellTitle): string {
  const words = [positions, safeText(type), events.join(", ")].join(" · ")
  return name === "" ? words : `${words} ── ${safeText(name)}`
}

/** A part as the lines of a diff, each ended; some at a time. */
export function* partLines(part: Part): Generator<string> {
  if (part.kind === "note") {
    yield `${safeText(part.label)}: ${safeText(part.text)}\n`
    return
  }
  const isOneSided = part.before === "" || part.after === ""
  let hunk: NumberedLine[] = []
  let heading = ""
  for (const line of unifiedLines(part)) {
    if (line.kind === "line") hunk.push(line)
    else {
      yield* hunkTexts(hunk, heading, isOneSided)
      hunk = []
      heading = line.kind === "gap" ? safeText(line.heading ?? "") : ""
      if (line.kind === "cut") yield `╌╌ ${line.position} ╌╌\n`
      if (line.kind === "more") yield `⋯ ${moreWords(line.lines)}\n`
    }
  }
  yield* hunkTexts(hunk, heading, isOneSided)
}

type NumberedLine = UnifiedLine & { readonly kind: "line" }

/** Lines that are handed on at once: each generator on the way costs as much as a line. */
const BATCH = 64

function* hunkTexts(hunk: readonly NumberedLine[], heading: string, isBare: boolean): Generator<string> {
  if (hunk.length === 0) return
  if (!isBare && hunk.some(({ role }) => role === "deleted" || role === "added")) {
    const ranges = `-${rangeWords(hunk, "before")} +${rangeWords(hunk, "after")}`
    yield `@@ ${ranges} @@${heading === "" ? "" : ` ${heading}`}\n`
  }
  for (let from = 0; from < hunk.length; from += BATCH)
    yield hunk
      .slice(from, from + BATCH)
      .map(lineText)
      .join("")
}

function lineText({ line, role }: NumberedLine): string {
  return `${SIGNS[role]}${plainLine(line, role)}\n${line.end === "open" ? `${OPEN_END}\n` : ""}`
}

/** First line and number of lines, as git has it: `3,4`, and `3` for a single line. */
function rangeWords(hunk: readonly NumberedLine[], side: "before" | "after"): string {
  const count = hunk.reduce((sum, line) => sum + (line[side] === undefined ? 0 : 1), 0)
  const first = hunk.find((line) => line[side] !== undefined)?.[side] ?? 0
  return count === 1 ? String(first) : `${first},${count}`
}
