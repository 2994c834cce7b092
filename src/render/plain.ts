import type { NotebookDiff } from "../diff/notebook-diff.js"
import { summarize } from "../diff/summary.js"
import { type Block, blocksOf } from "./blocks.js"
import type { CellTitle } from "./cell-title.js"
import { plainLine } from "./code-line.js"
import { diffOfFile, type FileNames, fileEvents, pathWords } from "./file-names.js"
import type { Part } from "./part.js"
import { safeText } from "./safe-text.js"
import { summaryWords, unchangedWords } from "./summary-words.js"
import { moreWords, OPEN_END, signs, type UnifiedLine, unifiedLines } from "./unified-lines.js"
import type { ViewOptions } from "./view-options.js"

/** A notebook's diff for a pipe, a file or a mail: no escape codes, and the same bytes whatever is there to show
 *  it. Lines of text begin with a sign as in git's diffs, and no other line begins with one. */
export function renderPlain(diff: NotebookDiff, names: FileNames, options: ViewOptions): string {
  return [...plainLines(diff, names, options)].join("")
}

/** The same, line by line. */
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

/** A part as the lines of a diff, each ended. */
export function* partLines(part: Part): Generator<string> {
  if (part.kind === "note") {
    yield `${part.label}: ${safeText(part.text)}\n`
    return
  }
  const isOneSided = part.before === "" || part.after === ""
  let hunk: NumberedLine[] = []
  let heading = ""
  for (const line of [...unifiedLines(part), END]) {
    if (line.kind === "line") hunk.push(line)
    else {
      yield* hunkLines(hunk, heading, isOneSided)
      hunk = []
      heading = line.kind === "gap" ? safeText(line.heading ?? "") : ""
      if (line.kind === "cut") yield `╌╌ ${line.position} ╌╌\n`
      if (line.kind === "more") yield `⋯ ${moreWords(line.lines)}\n`
    }
  }
}

const END = { kind: "gap", heading: undefined } as const

type NumberedLine = UnifiedLine & { readonly kind: "line" }

function* hunkLines(hunk: readonly NumberedLine[], heading: string, isBare: boolean): Generator<string> {
  if (hunk.length === 0) return
  if (!isBare && hunk.some(({ role }) => role === "deleted" || role === "added")) {
    const [before, after] = [hunk.map((line) => line.before), hunk.map((line) => line.after)].map(rangeWords)
    yield `@@ -${before} +${after} @@${heading === "" ? "" : ` ${heading}`}\n`
  }
  for (const { line, role } of hunk) {
    yield `${signs[role]}${plainLine(line, role)}\n`
    if (line.end === "open") yield `${OPEN_END}\n`
  }
}

/** First line and number of lines, as git has it: `3,4`, and `3` for a single line. */
function rangeWords(numbers: readonly (number | undefined)[]): string {
  const there = numbers.filter((number) => number !== undefined)
  return there.length === 1 ? String(there[0]) : `${there[0] ?? 0},${there.length}`
}
