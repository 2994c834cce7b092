import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { summarize } from "../diff/summary.js"
import { type Block, blocksOf } from "./parts/blocks.js"
import { partLines } from "./plain.js"
import { diffOfFile, type FileNames, fileEvents } from "./words/file-names.js"
import { codeBlock, codeSpan, tableCode } from "./words/markdown-text.js"
import { counted } from "./words/quantity.js"
import { summaryWords } from "./words/summary-words.js"
import type { ViewOptions } from "./words/view-options.js"

export interface MarkdownOptions extends ViewOptions {
  /** Characters beyond which further cells are only named. */
  readonly limit: number
}

/** GitHub takes 65,536 characters in a comment; some of them are left to whoever posts it. */
export const COMMENT_LIMIT = 60_000

/** A notebook's diff as Markdown for a pull request's comment: a summary, a table of the cells that changed, and
 *  each cell's diff in a fenced block. All that comes from the notebook is code to Markdown. */
export function renderMarkdown(whole: NotebookDiff, names: FileNames, options: MarkdownOptions): string {
  const diff = diffOfFile(whole, names)
  const words = [...fileEvents(names), ...summaryWords(summarize(diff)).map(({ text }) => text)]
  if (words.length === 0) return ""
  const blocks = [...blocksOf(diff, { ...options, words: false })].filter(
    (block) => block.kind !== "unchanged",
  )
  const header = `### ${pathSpan(names)}\n\n${words.join(" · ")}\n`
  const table = blocks.length === 0 ? "" : `\n${cellTable(blocks)}`
  return header + table + details(blocks, options.limit - header.length - table.length)
}

type ShownBlock = Exclude<Block, { readonly kind: "unchanged" }>

function pathSpan({ path, oldPath }: FileNames): string {
  return oldPath === undefined || oldPath === path
    ? codeSpan(path)
    : `${codeSpan(oldPath)} → ${codeSpan(path)}`
}

/** Rows of a table that anybody reads. */
const MOST_ROWS = 100

function cellTable(blocks: readonly ShownBlock[]): string {
  const rows = blocks.slice(0, MOST_ROWS).map(cellRow)
  const rest = blocks.length - rows.length
  return [
    "| cell | type | change | name |\n|---|---|---|---|\n",
    ...rows,
    rest > 0 ? `\n⋯ and ${counted(rest, "more cell")}\n` : "",
  ].join("")
}

function cellRow(block: ShownBlock): string {
  if (block.kind === "notebook") return "| notebook | | metadata changed | |\n"
  const { positions, type, events, name } = block.title
  return `| ${positions} | ${typeWords(type, tableCode)} | ${events.join(", ")} | ${tableCode(shortName(name))} |\n`
}

/** nbformat's own types need no disguise. */
function typeWords(type: string, code: (text: string) => string): string {
  return /^(?:code|markdown|raw)(?: → (?:code|markdown|raw))?$/.test(type) ? type : code(type)
}

/** Characters of a name that fit into a table beside the rest. */
const LONGEST_NAME = 60

function shortName(name: string): string {
  const characters = [...name]
  return characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME - 1).join("")}…`
}

/** Each block's diff, as far as the limit reaches. */
function details(blocks: readonly ShownBlock[], limit: number): string {
  let text = ""
  for (const [i, block] of blocks.entries()) {
    const next = blockDetails(block)
    if (text.length + next.length > limit)
      return `${text}\n⋯ ${counted(blocks.length - i, "cell")} not shown: the comment is full\n`
    text += next
  }
  return text
}

function blockDetails(block: ShownBlock): string {
  const lines = block.parts.flatMap((part) => [...partLines(part)]).join("")
  const body = lines === "" ? "" : `\n${codeBlock(lines, "diff")}`
  if (block.kind === "notebook") return `\n**notebook**\n${body}`
  const { positions, type, events } = block.title
  return `\n**${positions}** · ${typeWords(type, codeSpan)} · ${events.join(", ")}\n${body}`
}
